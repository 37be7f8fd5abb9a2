#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "render/table.hpp"

namespace mlt::render {

/// A line pattern such as `{run_id:.8} {metrics.acc:.4f}`:
///
///   template = { text | "{{" | "}}" | "\t" | "\n" | "\\" | field } ;
///   field    = "{" key [ ":" [ align ] [ width ] [ "." precision ] [ type ] ] "}" ;
///   align    = "<" | ">" | "^" ;   type = "s" | "d" | "e" | "f" | "g" ;
///
/// A text's precision is its longest width in cells, a number's is as in printf. The format is what
/// follows the last colon if it reads as one, so a key may hold colons.
class Template {
 public:
  /// Throws usage with the place of the fault.
  static Template parse(std::string_view text);

  /// The keys named, in their order.
  [[nodiscard]] std::vector<std::string> keys() const;
  /// One line without a newline at its end; `lookup` gives each key's value.
  [[nodiscard]] std::string expand(const std::function<Value(std::string_view key)>& lookup) const;

 private:
  struct Field {
    std::string key;
    char align = 0;
    int width = 0;
    int precision = -1;
    char type = 0;
  };
  static bool parse_format(std::string_view text, Field& field);
  static std::string format(const Field& field, const Value& value);

  std::vector<std::variant<std::string, Field>> parts_;
};

}  // namespace mlt::render
