#include "store/lost_and_found.hpp"

#include "disk/files.hpp"
#include "store/journal/appender.hpp"

namespace mlt::store {

namespace {

constexpr std::string_view kSuffix = "lost-and-found";

}  // namespace

disk::Disk& LostAndFound::folder_for(std::string_view path) {
  if (disk_ == nullptr) {
    disk_ = context_.disk->open_beside(kSuffix);
  }
  disk::make_dirs(*disk_, disk::parent_of(path), context_.policy);
  return *disk_;
}

void LostAndFound::add_lines(std::string_view path, std::string_view lines) {
  JournalAppender(folder_for(path), std::string(path), context_.policy).append(lines);
}

std::string LostAndFound::dated(std::string_view path) const {
  return std::string(path) + "." + std::to_string(context_.clock.now_ms());
}

void LostAndFound::add_file(std::string_view path, std::string_view bytes) {
  const auto file = folder_for(path).open(dated(path), disk::OpenMode::append);
  disk::write_all(*file, bytes);
  if (context_.policy.durable) {
    file->sync();
  }
  file->close();
}

void LostAndFound::move(std::string_view path) {
  (void)folder_for(path);
  context_.disk->move_beside(path, kSuffix, dated(path));
}

}  // namespace mlt::store
