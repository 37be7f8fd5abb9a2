#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/reducer.hpp"
#include "search/like.hpp"
#include "search/search.hpp"

namespace mlt::search {

/// What stands left of a comparator.
struct Field {
  Entity entity = Entity::attribute;
  Attribute attribute = Attribute::run_id;  ///< where entity is attribute or dataset
  std::string key;                          ///< elsewhere
  model::Reducer reducer{};                 ///< of a metric
  /// A name without an entity that is no attribute: the metric or the param of that name, whichever
  /// a run has.
  bool is_bare = false;
};

/// `=`, `IN` and `BETWEEN` are one_of; `!=` and the rest with NOT are those, negated.
enum class Comparator { less, less_equal, greater, greater_equal, one_of, like, glob, is_null };

/// An integer where it was written as one and fits: times are compared exactly.
using Number = std::variant<std::int64_t, double>;

/// From `low` to `high`, both included: a number, a day, or what BETWEEN says.
struct Range {
  Number low;
  Number high;
};

struct Comparison {
  Field field;
  Comparator comparator = Comparator::one_of;
  /// Turns the answer around where there is a value; what is absent matches neither way, but for
  /// is_null.
  bool negated = false;
  /// Nothing for is_null; a number behind less … greater_equal; ranges or texts (sorted) of one_of;
  /// a pattern of like; the pattern's text of glob.
  std::variant<std::monostate, Number, std::vector<Range>, std::vector<std::string>, LikePattern,
               std::string>
      value;
};

/// AND or OR of its operands; true without any.
struct Group {
  enum class Joiner { all, any };
  Joiner joiner = Joiner::all;
  std::vector<Filter::Node> operands;
};

struct Filter::Node {
  std::variant<Group, Comparison> form;
  bool negated = false;       ///< by NOT: true wherever the form is not
  bool needs_points = false;  ///< a summary may leave it open
};

/// What a comparison may look at beside the run.
struct Surroundings {
  std::optional<std::int64_t> now_ms;
  const ReadPoints& read_points;
};

/// What a run has in a field that is no number; nothing where it has nothing.
std::optional<std::string_view> text_of(const Field& field, const Run& run);
/// The number in a field: of a param or tag that is none, NaN.
std::optional<Number> number_of(const Field& field, const Run& run,
                                const Surroundings& surroundings);

bool evaluate(const Filter::Node& node, const Run& run, const Surroundings& surroundings);
bool evaluate(const Filter::Node& node, const Experiment& experiment);

}  // namespace mlt::search
