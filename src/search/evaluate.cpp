#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <string_view>

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "model/run_facts.hpp"
#include "search/ast.hpp"
#include "search/fields.hpp"

namespace mlt::search {
namespace {

std::optional<std::string_view> find_value(const KeyValueMap& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

}  // namespace

std::optional<std::string_view> text_of(const Field& field, const Run& run) {
  if (field.entity == Entity::param) {
    return find_value(run.params, field.key);
  }
  if (field.entity == Entity::tag) {
    // MLflow keeps the name as a tag too.
    const bool is_name = field.key == tag::kRunName && !run.name.empty();
    return is_name ? std::optional<std::string_view>(run.name) : find_value(run.tags, field.key);
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

namespace {

/// A run and what its comparisons may look at beside it.
struct RunView {
  const Run& run;
  const Surroundings& surroundings;
};

std::optional<std::string_view> text_of(const Field& field, const RunView& view) {
  return text_of(field, view.run);
}

/// The number that a text is; one that is none differs from every number, as NaN does.
std::optional<Number> to_number(std::optional<std::string_view> text) {
  if (!text) {
    return std::nullopt;
  }
  if (const auto integer = base::parse_int64(*text)) {
    return *integer;
  }
  return base::parse_double(*text).value_or(std::numeric_limits<double>::quiet_NaN());
}

template <typename T>
std::optional<Number> to_number(const std::optional<T>& value) {
  return value ? std::optional<Number>(*value) : std::nullopt;
}

std::optional<Number> metric_of(const Field& field, const RunView& view) {
  const auto found = view.run.metrics.find(field.key);
  if (found == view.run.metrics.end()) {
    return std::nullopt;
  }
  if (!model::needs_points(found->second, field.reducer)) {
    return to_number(model::reduce(found->second, field.reducer));
  }
  const ReadPoints& read_points = view.surroundings.read_points;
  return read_points ? to_number(model::reduce(read_points(view.run, field.key), field.reducer))
                     : std::nullopt;
}

/// Of a run that goes on: until now.
std::optional<Number> duration_of(const RunView& view) {
  const Run& run = view.run;
  const bool goes_on = !run.end_time_ms && run.status == RunStatus::running;
  const std::optional<std::int64_t> end = goes_on ? view.surroundings.now_ms : run.end_time_ms;
  std::int64_t duration = 0;
  if (!end || !model::is_known(run) || __builtin_sub_overflow(*end, run.start_time_ms, &duration)) {
    return std::nullopt;
  }
  return duration;
}

std::optional<Number> number_of(const Field& field, const RunView& view) {
  const Run& run = view.run;
  if (field.entity == Entity::metric) {
    const auto metric = metric_of(field, view);
    return metric || !field.is_bare ? metric : to_number(find_value(run.params, field.key));
  }
  if (field.entity != Entity::attribute) {
    return to_number(text_of(field, run));
  }
  switch (field.attribute) {
    case Attribute::start_time:
      return model::is_known(run) ? std::optional<Number>(run.start_time_ms) : std::nullopt;
    case Attribute::duration:
      return duration_of(view);
    default:
      return to_number(run.end_time_ms);
  }
}

std::optional<std::string_view> text_of(const Field& field, const Experiment& experiment) {
  if (field.entity == Entity::tag) {
    return find_value(experiment.tags, field.key);
  }
  return field.attribute == Attribute::name ? experiment.name : experiment.id.value;
}

std::optional<Number> number_of(const Field& field, const Experiment& experiment) {
  if (field.entity == Entity::tag) {
    return to_number(text_of(field, experiment));
  }
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

double to_double(const Number& number) {
  return std::visit([](auto value) { return static_cast<double>(value); }, number);
}

/// Exact between integers.
template <typename Compare>
bool compare(const Number& left, const Number& right, Compare holds) {
  const auto* exact_left = std::get_if<std::int64_t>(&left);
  const auto* exact_right = std::get_if<std::int64_t>(&right);
  return exact_left != nullptr && exact_right != nullptr ? holds(*exact_left, *exact_right)
                                                         : holds(to_double(left), to_double(right));
}

bool is_between(const Number& value, const Range& range) {
  return compare(value, range.low, std::greater_equal<>()) &&
         compare(value, range.high, std::less_equal<>());
}

bool evaluate_number(const Comparison& comparison, const Number& left) {
  if (const auto* ranges = std::get_if<std::vector<Range>>(&comparison.value)) {
    return std::ranges::any_of(*ranges,
                               [&left](const Range& range) { return is_between(left, range); });
  }
  const Number& right = std::get<Number>(comparison.value);
  switch (comparison.comparator) {
    case Comparator::less:
      return compare(left, right, std::less<>());
    case Comparator::less_equal:
      return compare(left, right, std::less_equal<>());
    case Comparator::greater:
      return compare(left, right, std::greater<>());
    default:
      return compare(left, right, std::greater_equal<>());
  }
}

bool evaluate_text(const Comparison& comparison, std::string_view left) {
  if (const auto* pattern = std::get_if<LikePattern>(&comparison.value)) {
    return pattern->matches(left);
  }
  if (const auto* glob = std::get_if<std::string>(&comparison.value)) {
    return base::matches_glob(*glob, left);
  }
  const auto& list = std::get<std::vector<std::string>>(comparison.value);
  return std::binary_search(list.begin(), list.end(), left, std::less<>());
}

/// Whether one of the data sets that a thing was given fits; experiments have none.
bool evaluate_datasets(const Comparison& comparison, const RunView& view) {
  const bool any = std::ranges::any_of(view.run.dataset_inputs, [&](const DatasetInput& input) {
    const auto value = text_of(comparison.field, input);
    return value && (comparison.comparator == Comparator::is_null ||
                     evaluate_text(comparison, *value) != comparison.negated);
  });
  return comparison.comparator == Comparator::is_null ? any == comparison.negated : any;
}
bool evaluate_datasets(const Comparison&, const Experiment&) { return false; }

bool has_value(const Field& field, const RunView& view) {
  switch (field.entity) {
    case Entity::metric:
      return metric_of(field, view) || (field.is_bare && view.run.params.contains(field.key));
    case Entity::attribute:
      return domain_of(field) == Domain::text ? text_of(field, view).has_value()
                                              : number_of(field, view).has_value();
    default:
      return text_of(field, view).has_value();
  }
}
bool has_value(const Field& field, const Experiment& experiment) {
  return field.entity != Entity::tag || text_of(field, experiment).has_value();
}

template <typename Thing>
bool evaluate_comparison(const Comparison& comparison, const Thing& thing) {
  const Field& field = comparison.field;
  if (field.entity == Entity::dataset) {
    return evaluate_datasets(comparison, thing);
  }
  if (comparison.comparator == Comparator::is_null) {
    return has_value(field, thing) == comparison.negated;
  }
  if (std::holds_alternative<Number>(comparison.value) ||
      std::holds_alternative<std::vector<Range>>(comparison.value)) {
    const std::optional<Number> left = number_of(field, thing);
    return left && evaluate_number(comparison, *left) != comparison.negated;
  }
  const std::optional<std::string_view> left = text_of(field, thing);
  return left && evaluate_text(comparison, *left) != comparison.negated;
}

template <typename Thing>
bool evaluate_node(const Filter::Node& node, const Thing& thing) {
  const auto holds = [&thing](const Filter::Node& operand) {
    return evaluate_node(operand, thing);
  };
  const auto* group = std::get_if<Group>(&node.form);
  const bool is_true =
      group == nullptr ? evaluate_comparison(std::get<Comparison>(node.form), thing)
      : group->joiner == Group::Joiner::all ? std::ranges::all_of(group->operands, holds)
                                            : std::ranges::any_of(group->operands, holds);
  return is_true != node.negated;
}

}  // namespace

std::optional<Number> number_of(const Field& field, const Run& run,
                                const Surroundings& surroundings) {
  return number_of(field, RunView{run, surroundings});
}

bool evaluate(const Filter::Node& node, const Run& run, const Surroundings& surroundings) {
  return evaluate_node(node, RunView{run, surroundings});
}

bool evaluate(const Filter::Node& node, const Experiment& experiment) {
  return evaluate_node(node, experiment);
}

}  // namespace mlt::search
