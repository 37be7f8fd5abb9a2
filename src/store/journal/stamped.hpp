#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "mlt/run.hpp"

#include "store/journal/lines.hpp"

// What the folds of runs and of logged models have in common: of several statements about one thing
// the newest counts, or the oldest; ties are decided by content, so that the order in which they
// are met plays no part.

namespace mlt::store {

/// A value and the "at" of the statement that gave it.
template <typename Value>
struct Stamped {
  std::int64_t at = 0;
  Value value{};
};

template <typename Value>
using StampedMap = std::map<std::string, Stamped<Value>, std::less<>>;

/// Puts a statement in its place if it is newer than what stands there; ties by content.
template <typename Value>
void keep_newest(std::optional<Stamped<Value>>& slot, std::int64_t at, Value value) {
  if (!slot || std::tie(slot->at, slot->value) < std::tie(at, value)) {
    slot = Stamped<Value>{at, std::move(value)};
  }
}
template <typename Value>
void keep_newest(StampedMap<Value>& map, std::string_view key, std::int64_t at, Value value) {
  const auto it = map.find(key);
  if (it == map.end()) {
    map.emplace(key, Stamped<Value>{at, std::move(value)});
  } else if (std::tie(it->second.at, it->second.value) < std::tie(at, value)) {
    it->second = {at, std::move(value)};
  }
}

/// Puts a statement in its place if it is older than what stands there; ties by content.
template <typename Map, typename Key, typename Value>
void keep_oldest(Map& map, const Key& key, std::int64_t at, const Value& value) {
  const auto [it, is_new] = map.try_emplace(key, typename Map::mapped_type{at, value});
  if (!is_new && std::tie(at, value) < std::tie(it->second.at, it->second.value)) {
    it->second = {at, value};
  }
}

/// A tag that was taken away last is nothing.
using TagFold = StampedMap<std::optional<std::string>>;

inline void fold_tag(TagFold& tags, const TagLine& line) {
  std::optional<std::string> value;
  if (line.value) {
    value = std::string(*line.value);
  }
  keep_newest(tags, line.key, line.at, std::move(value));
}

inline KeyValueMap tags_of(const TagFold& tags) {
  KeyValueMap present;
  for (const auto& [key, tag] : tags) {
    if (tag.value) {
      present.emplace_hint(present.end(), key, *tag.value);
    }
  }
  return present;
}

using ArtifactFold = StampedMap<ArtifactFact>;

inline void fold_artifact(ArtifactFold& artifacts, const ArtifactLine& line) {
  const auto order = [](std::int64_t at, std::string_view sha256, std::uint64_t size) {
    return std::tuple(at, sha256, size);
  };
  const auto [it, is_new] = artifacts.try_emplace(std::string(line.path));
  auto& [at, fact] = it->second;
  if (is_new || order(at, fact.sha256, fact.size) < order(line.at, line.sha256, line.size)) {
    it->second = {line.at, {line.size, std::string(line.sha256)}};
  }
}

/// The values without their times.
template <typename Value>
std::map<std::string, Value, std::less<>> values_of(const StampedMap<Value>& map) {
  std::map<std::string, Value, std::less<>> values;
  for (const auto& [key, stamped] : map) {
    values.emplace_hint(values.end(), key, stamped.value);
  }
  return values;
}

}  // namespace mlt::store
