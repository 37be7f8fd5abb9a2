#include "store/artifact_files.hpp"

#include <memory>
#include <vector>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "disk/outside.hpp"

namespace mlt::store {

namespace {

ArtifactFact write_measured(disk::Disk& disk, const std::string& path, const ByteSource& source,
                            const disk::WritePolicy& policy) {
  const auto file = disk.open(path, disk::OpenMode::create_new);
  base::Sha256 digest;
  ArtifactFact fact;
  source([&](std::string_view bytes) {
    disk::write_all(*file, bytes);
    digest.update(bytes);
    fact.size += bytes.size();
  });
  if (policy.durable) {
    file->sync();
  }
  file->close();
  fact.sha256 = digest.hex_digest();
  return fact;
}

}  // namespace

ArtifactFact write_artifact(disk::Disk& disk, const std::string& target, const ByteSource& source,
                            std::string_view temp_dir, base::Random& random,
                            const disk::WritePolicy& policy) {
  disk::make_dirs(disk, disk::parent_of(target), policy);
  disk::Staging staging(disk, temp_dir, random, policy);
  ArtifactFact fact = write_measured(disk, staging.path(), source, policy);
  staging.commit_replace(target);
  return fact;
}

ArtifactFact measure_artifact(disk::Disk& disk, const std::string& path) {
  const auto file = disk.open(path, disk::OpenMode::read);
  base::Sha256 digest;
  ArtifactFact fact;
  std::string buffer(256u << 10, '\0');
  while (const std::size_t n = file->read_at(fact.size, buffer.data(), buffer.size())) {
    digest.update({buffer.data(), n});
    fact.size += n;
  }
  fact.sha256 = digest.hex_digest();
  return fact;
}

void copy_tree_in(const std::string& outside, disk::Disk& disk, const std::string& target,
                  const disk::WritePolicy& policy,
                  const std::function<void(const std::string& path, const ArtifactFact&)>& tell) {
  const auto from = disk::open_real_disk(outside);
  std::vector<std::string> folders{""};
  while (!folders.empty()) {
    const std::string folder = std::move(folders.back());
    folders.pop_back();
    disk::make_dirs(disk, folder.empty() ? target : disk::join_path(target, folder), policy);
    for (const disk::DirEntry& entry :
         from->find_list(folder).value_or(std::vector<disk::DirEntry>())) {
      std::string path = disk::join_path(folder, entry.name);
      if (entry.kind == disk::FileKind::directory) {
        folders.push_back(std::move(path));
      } else if (entry.kind == disk::FileKind::regular) {
        const ByteSource source = [&](const auto& sink) {
          disk::stream_outside_file(from->absolute(path), sink);
        };
        tell(path, write_measured(disk, disk::join_path(target, path), source, policy));
      } else {
        throw Error(ErrorCode::refused,
                    from->absolute(path) + ": is no regular file; it cannot be taken over");
      }
    }
  }
}

}  // namespace mlt::store
