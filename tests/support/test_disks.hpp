#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <vector>

#include "disk/memory.hpp"
#include "temp_folder.hpp"

namespace mlt::test {

/// A disk for a test and a way past it, as git or a user would change its files.
struct TestDisk {
  std::string kind;
  std::shared_ptr<disk::Disk> disk;
  /// Puts a new file in place of whatever is there; parents are made.
  std::function<void(const std::string& path, const std::string& bytes)> put;
  /// A link that leads nowhere, a FIFO (`other`) or a directory.
  std::function<void(const std::string& path, disk::FileKind kind)> put_special;
  std::shared_ptr<TempFolder> folder;  ///< of the real one
};

inline TestDisk memory_test_disk() {
  const auto memory = std::make_shared<disk::MemoryDisk>();
  return {"memory", memory,
          [memory](const auto& path, const auto& bytes) { memory->put(path, bytes); },
          [memory](const auto& path, disk::FileKind kind) { memory->put_special(path, kind); },
          nullptr};
}

/// The store lies in `store/` of the folder, so that what is put beside it goes with it.
inline TestDisk real_test_disk() {
  namespace fs = std::filesystem;
  const auto folder = std::make_shared<TempFolder>();
  const fs::path root = fs::path(folder->path()) / "store";
  fs::create_directory(root);
  const auto place = [root](const std::string& path) {
    const fs::path target = root / path;
    fs::create_directories(target.parent_path());
    return target;
  };
  return {"real", disk::open_real_disk(root.string()),
          [place](const std::string& path, const std::string& bytes) {
            const fs::path target = place(path);
            const fs::path aside = target.string() + ".aside";
            std::ofstream(aside, std::ios::binary) << bytes;
            fs::rename(aside, target);
          },
          [place](const std::string& path, disk::FileKind kind) {
            const fs::path target = place(path);
            fs::remove(target);
            if (kind == disk::FileKind::directory) {
              fs::create_directory(target);
            } else if (kind == disk::FileKind::symlink) {
              fs::create_symlink("nowhere", target);
            } else if (::mkfifo(target.c_str(), 0600) != 0) {
              throw std::runtime_error("mkfifo");
            }
          },
          folder};
}

inline std::vector<TestDisk> test_disks() { return {memory_test_disk(), real_test_disk()}; }

}  // namespace mlt::test
