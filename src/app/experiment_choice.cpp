#include "app/experiment_choice.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "model/rules.hpp"

namespace mlt::app {

namespace {

std::optional<Experiment> find_exactly(Store& store, const std::string& named) {
  std::vector<Experiment> experiments = store.list_experiments();
  auto found = std::ranges::find_if(
      experiments, [&named](const Experiment& experiment) { return experiment.id.value == named; });
  if (found == experiments.end()) {
    found = std::ranges::find(experiments, named, &Experiment::name);
  }
  return found == experiments.end() ? std::nullopt : std::optional(std::move(*found));
}

Experiment require_active(Experiment experiment) {
  if (experiment.lifecycle == Lifecycle::deleted) {
    throw Error(ErrorCode::refused, "the experiment '" + experiment.name + "' is deleted");
  }
  return experiment;
}

}  // namespace

Experiment experiment_for_writing(Store& store, const std::optional<std::string>& named,
                                  bool must_be_id) {
  if (!named) {
    return require_active(store.ensure_default_experiment());
  }
  if (*named == "*") {
    throw Error(ErrorCode::usage, "'*' stands for all experiments: a run is in one of them")
        .hint("name it: -x NAME");
  }
  if (auto found = find_exactly(store, *named)) {
    return require_active(std::move(*found));
  }
  if (must_be_id) {
    throw Error(ErrorCode::not_found,
                "no experiment has the id '" + base::escape_control(*named) + "'")
        .hint("list them with: mlt experiments list");
  }
  model::check_name("experiment", *named);
  try {
    return store.create_experiment({*named, {}});
  } catch (const Error& error) {
    // Another process may have made it just now.
    auto found = error.code() == ErrorCode::refused ? find_exactly(store, *named) : std::nullopt;
    if (!found) {
      throw;
    }
    return require_active(std::move(*found));
  }
}

std::string name_of_sole(Store& store, std::span<const ExperimentId> ids) {
  if (ids.size() != 1) {
    return {};
  }
  const auto experiments = store.list_experiments();
  const auto found = std::ranges::find(experiments, ids.front(), &Experiment::id);
  return found == experiments.end() ? std::string() : found->name;
}

}  // namespace mlt::app
