#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mlt/run.hpp"

#include "search/search.hpp"

namespace mlt::search {

// The grammar, its semantics and its errors are described in docs/gates.md.

/// One of the two that a gate looks at: the candidate or the baseline.
struct GateSide {
  const Run* run = nullptr;  ///< with all its keys; null: there is none
  std::size_t runs = 0;      ///< `n`: of so many it is one
  /// For reducers that a summary does not tell; without it they have no value.
  ReadPoints read_points{};
};

/// A number or a text; monostate: not known.
using GateValue = std::variant<std::monostate, double, std::string>;

/// What a gate says of two runs.
struct GateAnswer {
  struct Comparison {
    GateValue left;
    GateValue right;
  };
  struct Key {
    std::string name;  ///< as it is written in gates: `metrics.loss:min`
    Entity entity = Entity::metric;
    std::string key;
    GateValue candidate;
    GateValue baseline;
  };

  std::optional<bool> holds;  ///< nothing: not known
  std::vector<Comparison> comparisons;
  std::vector<Key> keys;          ///< each that the gate names, once
  std::vector<std::string> gaps;  ///< where it is not known, why: `no metrics.acc`
};

/// A parsed rule such as `metrics.acc < baseline - 0.01`: true, false or, in Kleene's logic, not
/// known where a value is missing that decides it. Immutable; may be used by several threads.
class Gate {
 public:
  /// Throws usage; the message ends with the text and a caret under the wrong token. Takes time
  /// linear in the text.
  static Gate parse(std::string_view text);

  [[nodiscard]] const std::string& text() const;
  /// Whether it looks at the baseline.
  [[nodiscard]] bool uses_baseline() const;
  /// Takes time linear in the text, and what reading points takes.
  [[nodiscard]] GateAnswer evaluate(const GateSide& candidate, const GateSide& baseline) const;

  struct Program;

 private:
  explicit Gate(std::shared_ptr<const Program> program);
  std::shared_ptr<const Program> program_;
};

}  // namespace mlt::search
