#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::app {

/// The environment of a child, made from that of mlt.
class Environment {
 public:
  /// NAME=VALUE entries, as environ(7) holds them; one without `=` is dropped.
  explicit Environment(const std::vector<std::string>& entries);

  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
  void set(std::string_view name, std::string value);
  /// An entry NAME=VALUE.
  void set_entry(std::string_view entry);
  void remove_prefixed(std::string_view prefix);
  [[nodiscard]] std::vector<std::string> entries() const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace mlt::app
