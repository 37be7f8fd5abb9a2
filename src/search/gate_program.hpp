#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "search/ast.hpp"
#include "search/gate.hpp"

namespace mlt::search {

enum class Relation { less, less_equal, greater, greater_equal, equal, differs };

/// One step of a gate in postfix order: it takes what it needs from a stack and puts its result
/// there.
struct GateStep {
  enum class Kind {
    number,
    text,
    key,    ///< `keys[index]` of a side: a metric's number, or the text of a param or tag
    count,  ///< `n` of a side
    negate,
    add,
    subtract,
    multiply,
    divide,
    absolute,
    minimum,  ///< of `index` numbers
    maximum,
    delta,    ///< of `keys[index]`: candidate - baseline
    percent,  ///< the same in percent of the baseline's size
    missing,  ///< whether `keys[index]` of a side has no value
    compare,
    logical_not,
    logical_and,
    logical_or,
  };
  Kind kind = Kind::number;
  double number = 0;
  std::string text{};
  std::size_t index = 0;
  bool of_baseline = false;
  bool as_number = false;  ///< of the key of a param or tag
  Relation relation = Relation::less;
};

/// A key that a gate names.
struct GateKey {
  Field field;
  std::string name;
};

struct Gate::Program {
  std::string text;
  std::vector<GateKey> keys;
  std::vector<GateStep> steps;
};

/// Throws usage with a caret under the wrong token.
Gate::Program parse_gate(std::string_view text);

}  // namespace mlt::search
