#include "app/transfer/foreign.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "disk/disk.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"
#include "wire/json.hpp"

namespace mlt::app {

namespace {

constexpr int kMaxFolders = 32;

void collect(disk::Disk& disk, const std::string& folder, int depth,
             bool (*wanted)(std::string_view), std::vector<std::string>& found) {
  for (const disk::DirEntry& entry :
       disk.find_list(folder).value_or(std::vector<disk::DirEntry>())) {
    std::string path = disk::join_path(folder, entry.name);
    if (entry.kind == disk::FileKind::directory && depth < kMaxFolders) {
      collect(disk, path, depth + 1, wanted, found);
    } else if (entry.kind == disk::FileKind::regular && wanted(entry.name)) {
      found.push_back(std::move(path));
    }
  }
}

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("_-.: ").find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::vector<std::string> find_files(const std::string& folder, bool (*wanted)(std::string_view)) {
  std::vector<std::string> found;
  collect(*disk::open_real_disk(disk::real_path(folder)), "", 0, wanted, found);
  std::ranges::sort(found);
  return found;
}

std::string carried_key(std::string_view key) {
  constexpr std::size_t kMostBytes = 250;
  std::string result;
  for (const std::string_view part : base::split(key, '/')) {
    if (part.empty() || part == ".") {
      continue;
    }
    result += result.empty() ? "" : "/";
    result += part == ".." ? "__" : part;
  }
  std::ranges::replace_if(
      result, [](char c) { return c != '/' && !is_plain(c); }, '_');
  if (!base::is_valid_utf8(result)) {
    std::ranges::replace_if(
        result, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '_');
  }
  if (result.starts_with("..")) {
    result.front() = '_';
  }
  while (result.size() > kMostBytes || !base::is_valid_utf8(result)) {
    result.pop_back();
  }
  return result.empty() ? "_" : result;
}

std::string dotted(std::string_view prefix, std::string_view name) {
  std::string path(prefix);
  path += prefix.empty() ? "" : ".";
  path += name;
  return path;
}

void add_params(KeyValueMap& params, const std::string& prefix, const wire::Value& value) {
  const auto* object = value.as_object();
  if (object == nullptr || object->empty()) {
    params.insert_or_assign(carried_key(prefix),
                            value.is_scalar() ? value.text() : wire::to_json(value));
    return;
  }
  for (const auto& [name, member] : *object) {
    add_params(params, dotted(prefix, name), member);
  }
}

std::int64_t ms_of_seconds(double seconds) {
  constexpr double kMost = 1e15;
  return std::isfinite(seconds) && seconds > 0 && seconds < kMost ? std::llround(seconds * 1000)
                                                                  : 0;
}

Experiment named_experiment(const std::string& name, std::int64_t created_ms) {
  return {.id = derived_experiment_id(name),
          .name = name,
          .created_ms = created_ms,
          .updated_ms = created_ms,
          .tags = {}};
}

std::string base_name(const std::string& path) {
  const std::string real = disk::real_path(path);
  return real.substr(real.rfind('/') + 1);
}

}  // namespace mlt::app
