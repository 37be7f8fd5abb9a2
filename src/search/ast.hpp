#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "search/like.hpp"
#include "search/search.hpp"

namespace mlt::search {

/// What stands left of a comparator.
struct Field {
  Entity entity = Entity::attribute;
  Attribute attribute = Attribute::run_id;  ///< where entity is attribute or dataset
  std::string key;                          ///< elsewhere
};

enum class Comparator {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  like,
  ilike,
  in,
  not_in,
  is_null,
  is_not_null,
};

/// An integer where it was written as one and fits: times are compared exactly.
using Number = std::variant<std::int64_t, double>;

struct Comparison {
  Field field;
  Comparator comparator = Comparator::equal;
  /// Nothing for IS [NOT] NULL; a pattern for [I]LIKE; a list for [NOT] IN.
  std::variant<std::monostate, Number, std::string, std::vector<std::string>, LikePattern> value;
};

/// True if all operands are; true without any.
struct Conjunction {
  std::vector<Filter::Node> operands;
};

struct Filter::Node {
  std::variant<Conjunction, Comparison> form;
};

bool evaluate(const Filter::Node& node, const Run& run);
bool evaluate(const Filter::Node& node, const Experiment& experiment);

}  // namespace mlt::search
