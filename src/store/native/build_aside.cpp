#include "store/native/build_aside.hpp"

#include <optional>
#include <vector>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "disk/outside.hpp"
#include "model/rules.hpp"
#include "store/native/experiment_files.hpp"
#include "store/native/layout.hpp"

namespace mlt::store {

namespace {

constexpr int kMaxDepth = 128;
constexpr std::size_t kChunk = 256u << 10;

/// Why a file cannot be kept under this path; nothing if it can.
std::optional<std::string> objection_to(const std::string& path, disk::FileKind kind) {
  if (kind != disk::FileKind::regular) {
    return "is no regular file";
  }
  try {
    model::check_artifact_path(path);
  } catch (const Error& error) {
    return error.message();
  }
  return std::nullopt;
}

}  // namespace

FolderAside::FolderAside(const StoreContext& context)
    : context_(context),
      disk_(*context.disk),
      staging_(disk_, kTempDir, context.random, context.policy) {
  if (!disk_.make_dir(staging_.path())) {
    throw Error(ErrorCode::system, disk_.absolute(staging_.path()) + ": exists already");
  }
}

void FolderAside::add_file(std::string_view name, std::string_view bytes) {
  disk::create_file(disk_, disk::join_path(path(), name), bytes, context_.policy);
}

std::map<std::string, ArtifactFact, std::less<>> FolderAside::copy_tree(const std::string& from,
                                                                        std::string_view into,
                                                                        const IssueSink& on_issue) {
  std::map<std::string, ArtifactFact, std::less<>> facts;
  if (!from.empty() && disk::outside_is_directory(from)) {
    const auto outside = disk::open_real_disk(from);
    copy_folder(*outside, "", disk::join_path(path(), into), 0, facts, on_issue);
  }
  return facts;
}

void FolderAside::copy_folder(disk::Disk& from, std::string_view below, std::string_view into,
                              int depth, std::map<std::string, ArtifactFact, std::less<>>& facts,
                              const IssueSink& on_issue) {
  if (depth > kMaxDepth) {
    throw Error(ErrorCode::data, from.absolute(below) + ": folders are nested too deeply");
  }
  for (const disk::DirEntry& entry :
       from.find_list(below).value_or(std::vector<disk::DirEntry>())) {
    const std::string path = disk::join_path(below, entry.name);
    if (entry.kind == disk::FileKind::directory) {
      copy_folder(from, path, into, depth + 1, facts, on_issue);
    } else if (auto objection = objection_to(path, entry.kind)) {
      on_issue({from.absolute(path), 0, *std::move(objection) + "; not taken over"});
    } else {
      const std::string target = disk::join_path(into, path);
      disk::make_dirs(disk_, disk::parent_of(target), context_.policy);
      facts[path] = copy_file(from, path, target);
    }
  }
}

ArtifactFact FolderAside::copy_file(disk::Disk& from, const std::string& path,
                                    const std::string& target) {
  const auto source = from.open(path, disk::OpenMode::read);
  const auto file = disk_.open(target, disk::OpenMode::create_new);
  base::Sha256 digest;
  ArtifactFact fact;
  std::string buffer(kChunk, '\0');
  while (const std::size_t n = source->read_at(fact.size, buffer.data(), buffer.size())) {
    const std::string_view bytes(buffer.data(), n);
    disk::write_all(*file, bytes);
    digest.update(bytes);
    fact.size += n;
  }
  if (context_.policy.durable) {
    file->sync();
  }
  file->close();
  fact.sha256 = digest.hex_digest();
  return fact;
}

bool FolderAside::appear_at(std::string_view target) {
  if (context_.policy.durable) {
    disk_.sync_dir(path());
  }
  return staging_.commit_new(target);
}

LinesAside::LinesAside(disk::Disk& disk, const std::string& path, const disk::WritePolicy& policy)
    : file_(disk.open(path, disk::OpenMode::create_new)), durable_(policy.durable) {}

void LinesAside::flush() {
  disk::write_all(*file_, pending_);
  pending_.clear();
}

void LinesAside::close() {
  flush();
  if (durable_) {
    file_->sync();
  }
  file_->close();
}

}  // namespace mlt::store
