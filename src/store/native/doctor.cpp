#include "store/native/doctor.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "store/native/native_store.hpp"

namespace mlt::store {

std::size_t FindingList::add(const FindingKind& kind, std::string path, std::int64_t line,
                             std::string_view detail) {
  std::string message(kind.title);
  if (!detail.empty()) {
    message.append(": ").append(detail);
  }
  findings_.push_back({std::string(kind.code), std::move(path), line, std::move(message),
                       std::string(kind.fix), false});
  return findings_.size() - 1;
}

std::vector<disk::DirEntry> list_folder(Examination& examination, const std::string& path) {
  std::vector<disk::DirEntry> entries;
  try {
    const auto stat = examination.disk().find_stat(path);
    if (!stat) {
      return {};
    }
    if (stat->kind == disk::FileKind::regular) {
      examination.findings.add(finding::kStray, path, 0, "a file in place of a folder");
    } else if (stat->kind != disk::FileKind::directory) {
      examination.findings.add(finding::kSpecialFile, path);
    } else {
      entries = examination.disk().find_list(path).value_or(std::vector<disk::DirEntry>());
    }
  } catch (const Error& error) {
    examination.findings.add(finding::kUnreadable, path, 0, error.message());
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

bool is_regular_file(Examination& examination, const std::string& path) {
  try {
    const auto stat = examination.disk().find_stat(path);
    if (!stat || stat->kind == disk::FileKind::regular) {
      return stat.has_value();
    }
    if (stat->kind == disk::FileKind::directory) {
      examination.findings.add(finding::kStray, path, 0, "a folder in place of a file");
    } else {
      examination.findings.add(finding::kSpecialFile, path);
    }
  } catch (const Error& error) {
    examination.findings.add(finding::kUnreadable, path, 0, error.message());
  }
  return false;
}

std::vector<Finding> NativeStore::doctor(const DoctorOptions& options) {
  Examination examination{context_, options};
  examine_root(examination);
  examine_experiments(examination);
  return examination.findings.take();
}

}  // namespace mlt::store
