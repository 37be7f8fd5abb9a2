#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::wire {

/// A YAML file whose every line is `key: scalar`, which is what MLflow writes for a run. It is read
/// without a copy: everything here are views into the text.
class FlatYaml {
 public:
  enum class Form { plain, single_quoted, double_quoted, empty_list, empty_map };

  struct Scalar {
    Form form = Form::plain;
    std::string_view raw;  ///< without quotes and white space around it
    int line = 0;          ///< from 1

    [[nodiscard]] bool is_null() const;
    /// Of a plain integer of YAML 1.1 that an int64 can hold.
    [[nodiscard]] std::optional<std::int64_t> int64() const;
    /// The content of a quoted scalar, else the spelling. Lies in the text or in `scratch`.
    [[nodiscard]] std::string_view string(std::string& scratch) const;
  };

  struct Entry {
    std::string_view key;
    Scalar scalar;
  };

  /// False if the text is empty, malformed or has anything else in it, such as comments, nested
  /// maps, scalars of several lines or odd characters: parse_meta_yaml() decides then. `text` must
  /// outlive what is read from it.
  bool parse(std::string_view text);

  /// The last of that key.
  [[nodiscard]] std::optional<Scalar> find(std::string_view key) const;
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

}  // namespace mlt::wire
