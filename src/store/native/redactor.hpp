#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "disk/disk.hpp"

namespace mlt::store {

/// What stands in place of a value that had to vanish.
inline constexpr std::string_view kRedacted = "***";

/// Takes values out of texts. Of JSON, only what people wrote is looked at: ids, digests, times and
/// words of the format stay, whatever the values are.
class Redactor {
 public:
  explicit Redactor(const Redaction& redaction);

  /// Replaces each value, as it is and as JSON escapes it. Gives how many there were.
  std::size_t in_text(std::string& text) const;
  /// Of one JSON document (a journal line, an event, a snapshot): values in strings, however they
  /// are escaped, and the whole value of a param or tag whose key is to be redacted. Every other
  /// byte stays. What is no JSON is text.
  std::size_t in_json(std::string& text) const;
  /// Copies a file with its values replaced; `into` may be null to count only.
  std::size_t in_file(disk::File& from, disk::File* into) const;

 private:
  [[nodiscard]] std::size_t replace(std::string_view text, bool is_whole, std::string& out,
                                    std::size_t& used) const;

  std::vector<std::string> needles_;  // values, and their escaped forms where those differ
  std::vector<std::string> values_;
  std::set<std::string, std::less<>> keys_;
  std::size_t longest_ = 0;
};

}  // namespace mlt::store
