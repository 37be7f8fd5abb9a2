#include "store/events/event.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/sha256.hpp"
#include "disk/files.hpp"
#include "store/journal/reader.hpp"

namespace mlt::store {

namespace {

constexpr std::string_view kSuffix = ".json";
constexpr std::size_t kDigestDigits = 12;

bool is_lower_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

bool is_event_name(std::string_view name) {
  const std::size_t dash = name.find('-');
  if (dash == std::string_view::npos || dash == 0 || name.size() != dash + 1 + kDigestDigits) {
    return false;
  }
  const std::string_view digits = name.substr(0, dash);
  const std::string_view digest = name.substr(dash + 1);
  return std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         base::parse_int64(digits).has_value() &&
         std::all_of(digest.begin(), digest.end(), is_lower_hex);
}

std::string event_name(std::int64_t at, std::string_view text) {
  return std::to_string(at) + "-" + base::sha256_hex(text).substr(0, kDigestDigits);
}

std::vector<EventFile> read_events(disk::Disk& disk, std::string_view folder,
                                   const IssueSink& on_issue) {
  std::vector<EventFile> events;
  for (const disk::DirEntry& entry :
       disk.find_list(folder).value_or(std::vector<disk::DirEntry>())) {
    const std::string path = disk::join_path(folder, entry.name);
    const std::string_view file_name = entry.name;
    const std::string_view name =
        file_name.ends_with(kSuffix) ? file_name.substr(0, file_name.size() - kSuffix.size()) : "";
    if (!is_event_name(name)) {
      on_issue({path, 0, "is not named as an event is"});
      continue;
    }
    try {
      events.push_back({std::string(name), *base::parse_int64(name.substr(0, name.find('-'))),
                        disk::read_text(disk, path, kMaxEvent)});
    } catch (const Error& error) {
      on_issue(issue_of(disk, path, error));
    }
  }
  std::sort(events.begin(), events.end(), [](const EventFile& a, const EventFile& b) {
    return a.at != b.at ? a.at < b.at : a.name < b.name;
  });
  return events;
}

void write_event(disk::Disk& disk, std::string_view folder, std::int64_t at, std::string_view text,
                 std::string_view temp_dir, base::Random& random, const disk::WritePolicy& policy) {
  const std::string path = disk::join_path(folder, event_name(at, text)) + std::string(kSuffix);
  disk::replace_file(disk, path, text, temp_dir, random, policy);
}

}  // namespace mlt::store
