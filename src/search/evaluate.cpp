#include <algorithm>
#include <optional>
#include <string_view>

#include "model/run_facts.hpp"
#include "search/ast.hpp"

namespace mlt::search {
namespace {

std::optional<std::string_view> find_value(const KeyValueMap& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

std::optional<std::string_view> text_of(const Field& field, const Run& run) {
  if (field.entity == Entity::param) {
    return find_value(run.params, field.key);
  }
  if (field.entity == Entity::tag) {
    return find_value(run.tags, field.key);
  }
  switch (field.attribute) {
    case Attribute::run_id:
      return run.id.value;
    case Attribute::run_name:
      return run.name;
    case Attribute::status:
      return model::is_known(run) ? std::optional(mlt::name_of(run.status)) : std::nullopt;
    case Attribute::user_id:
      return run.user;
    case Attribute::artifact_uri:
      return run.artifact_uri.empty() ? std::nullopt
                                      : std::optional<std::string_view>(run.artifact_uri);
    default:
      return std::nullopt;
  }
}

std::optional<Number> number_of(const Field& field, const Run& run) {
  if (field.entity == Entity::metric) {
    const auto found = run.metrics.find(field.key);
    return found == run.metrics.end() ? std::nullopt
                                      : std::optional<Number>(found->second.last.value);
  }
  if (field.attribute == Attribute::start_time) {
    return model::is_known(run) ? std::optional<Number>(run.start_time_ms) : std::nullopt;
  }
  return run.end_time_ms ? std::optional<Number>(*run.end_time_ms) : std::nullopt;
}

std::optional<std::string_view> text_of(const Field& field, const Experiment& experiment) {
  if (field.entity == Entity::tag) {
    return find_value(experiment.tags, field.key);
  }
  return field.attribute == Attribute::name ? experiment.name : experiment.id.value;
}

std::optional<Number> number_of(const Field& field, const Experiment& experiment) {
  return field.attribute == Attribute::creation_time ? experiment.created_ms
                                                     : experiment.updated_ms;
}

std::optional<std::string_view> text_of(const Field& field, const DatasetInput& input) {
  switch (field.attribute) {
    case Attribute::dataset_name:
      return input.dataset.name;
    case Attribute::dataset_digest:
      return input.dataset.digest;
    default:
      return find_value(input.tags, kDataContextTag);
  }
}

template <typename T>
bool holds(const T& left, Comparator comparator, const T& right) {
  switch (comparator) {
    case Comparator::equal:
      return left == right;
    case Comparator::not_equal:
      return left != right;
    case Comparator::less:
      return left < right;
    case Comparator::less_equal:
      return left <= right;
    case Comparator::greater:
      return left > right;
    case Comparator::greater_equal:
      return left >= right;
    default:
      return false;
  }
}

double to_double(const Number& number) {
  return std::visit([](auto value) { return static_cast<double>(value); }, number);
}

bool evaluate_number(const Comparison& comparison, const Number& left, const Number& right) {
  const auto* exact_left = std::get_if<std::int64_t>(&left);
  const auto* exact_right = std::get_if<std::int64_t>(&right);
  if (exact_left != nullptr && exact_right != nullptr) {
    return holds(*exact_left, comparison.comparator, *exact_right);
  }
  return holds(to_double(left), comparison.comparator, to_double(right));
}

bool evaluate_text(const Comparison& comparison, std::string_view left) {
  if (const auto* pattern = std::get_if<LikePattern>(&comparison.value)) {
    return pattern->matches(left);
  }
  if (const auto* list = std::get_if<std::vector<std::string>>(&comparison.value)) {
    const bool is_listed = std::binary_search(list->begin(), list->end(), left);
    return is_listed == (comparison.comparator == Comparator::in);
  }
  return holds(left, comparison.comparator,
               std::string_view(std::get<std::string>(comparison.value)));
}

/// Whether one of the data sets that a thing was given fits; experiments have none.
bool evaluate_datasets(const Comparison& comparison, const Run& run) {
  return std::ranges::any_of(run.dataset_inputs, [&comparison](const DatasetInput& input) {
    const auto value = text_of(comparison.field, input);
    return value && evaluate_text(comparison, *value);
  });
}
bool evaluate_datasets(const Comparison&, const Experiment&) { return false; }

template <typename Thing>
bool evaluate(const Comparison& comparison, const Thing& thing) {
  if (comparison.field.entity == Entity::dataset) {
    return evaluate_datasets(comparison, thing);
  }
  if (const auto* right = std::get_if<Number>(&comparison.value)) {
    const std::optional<Number> left = number_of(comparison.field, thing);
    return left && evaluate_number(comparison, *left, *right);
  }
  const std::optional<std::string_view> left = text_of(comparison.field, thing);
  if (comparison.comparator == Comparator::is_null) {
    return !left;
  }
  if (comparison.comparator == Comparator::is_not_null) {
    return left.has_value();
  }
  return left && evaluate_text(comparison, *left);
}

template <typename Thing>
bool evaluate_node(const Filter::Node& node, const Thing& thing) {
  if (const auto* all = std::get_if<Conjunction>(&node.form)) {
    return std::ranges::all_of(all->operands, [&thing](const Filter::Node& operand) {
      return evaluate_node(operand, thing);
    });
  }
  return evaluate(std::get<Comparison>(node.form), thing);
}

}  // namespace

bool evaluate(const Filter::Node& node, const Run& run) { return evaluate_node(node, run); }

bool evaluate(const Filter::Node& node, const Experiment& experiment) {
  return evaluate_node(node, experiment);
}

}  // namespace mlt::search
