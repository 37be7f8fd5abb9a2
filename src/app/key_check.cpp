#include "app/key_check.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"

namespace mlt::app {
namespace {

using search::Entity;

constexpr std::size_t kMaxListedKeys = 10;

/// Every key that occurs in the experiments of a scan, and how many runs there are.
struct KeyCatalogue {
  std::map<Entity, std::set<std::string, std::less<>>> keys;
  std::size_t runs = 0;

  [[nodiscard]] bool has(Entity entity, std::string_view key) const {
    const auto found = keys.find(entity);
    return found != keys.end() && found->second.find(key) != found->second.end();
  }
};

KeyCatalogue read_catalogue(Store& store, const RunScan& scope) {
  RunScan scan;
  scan.experiments = scope.experiments;
  scan.lifecycle = scope.lifecycle;
  scan.params = scan.metrics = scan.tags = KeySelection::everything();
  KeyCatalogue catalogue;
  store.scan_runs(scan, [&](Run&& run) {
    ++catalogue.runs;
    const auto note = [&](Entity entity, const auto& map) {
      for (const auto& [key, value] : map) {
        catalogue.keys[entity].insert(key);
      }
    };
    note(Entity::param, run.params);
    note(Entity::metric, run.metrics);
    note(Entity::tag, run.tags);
  });
  return catalogue;
}

std::string_view singular(Entity entity) {
  switch (entity) {
    case Entity::metric:
      return "metric";
    case Entity::param:
      return "param";
    case Entity::tag:
      return "tag";
    case Entity::dataset:
    case Entity::attribute:
      break;
  }
  return "attribute";
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

/// "in experiment 'iris' (42 runs)"
std::string place(Store& store, const std::vector<ExperimentId>& experiments, std::size_t runs) {
  std::string text = "in this store";
  if (experiments.size() == 1) {
    std::string name = experiments.front().value;
    for (const Experiment& experiment : store.list_experiments()) {
      if (experiment.id == experiments.front()) {
        name = experiment.name;
      }
    }
    text = "in experiment " + quoted(base::escape_control(name));
  } else if (experiments.size() > 1) {
    text = "in " + std::to_string(experiments.size()) + " experiments";
  }
  return text + " (" + std::to_string(runs) + (runs == 1 ? " run)" : " runs)");
}

/// The nearest key of the given kinds, as it is written in a filter.
std::optional<std::string> nearest_key(const KeyCatalogue& catalogue,
                                       std::initializer_list<Entity> kinds, std::string_view key) {
  std::vector<std::string> candidates;
  for (const Entity kind : kinds) {
    const auto found = catalogue.keys.find(kind);
    if (found != catalogue.keys.end()) {
      candidates.insert(candidates.end(), found->second.begin(), found->second.end());
    }
  }
  const std::optional<std::string> nearest = base::nearest(key, candidates);
  if (!nearest) {
    return std::nullopt;
  }
  for (const Entity kind : kinds) {
    if (catalogue.has(kind, *nearest)) {
      return search::spell(kind, *nearest);
    }
  }
  return std::nullopt;
}

std::string list_of(const KeyCatalogue& catalogue, Entity entity) {
  const auto found = catalogue.keys.find(entity);
  if (found == catalogue.keys.end()) {
    return "no run here has any " + std::string(singular(entity));
  }
  std::vector<std::string> names;
  for (const std::string& key : found->second) {
    if (names.size() == kMaxListedKeys) {
      names.emplace_back("…");
      break;
    }
    names.push_back(search::spell(entity, key));
  }
  return "the keys here are " + base::join(names, ", ");
}

/// What helps with a key that is absent as `entity`.
std::string hint_for(const KeyCatalogue& catalogue, Entity entity, std::string_view key) {
  if (const auto nearest = nearest_key(catalogue, {entity}, key)) {
    return "the nearest key is " + quoted(*nearest);
  }
  for (const Entity other : {Entity::metric, Entity::param, Entity::tag}) {
    if (catalogue.has(other, key)) {
      return quoted(key) + " is a " + std::string(singular(other)) + " here: write " +
             search::spell(other, key);
    }
  }
  return list_of(catalogue, entity);
}

Error missing_key_error(Store& store, const std::vector<ExperimentId>& experiments,
                        const KeyCatalogue& catalogue, Entity entity, std::string_view key) {
  return Error(ErrorCode::not_found, "no " + std::string(singular(entity)) + " " +
                                         quoted(search::spell(entity, key)) + " " +
                                         place(store, experiments, catalogue.runs))
      .hint(hint_for(catalogue, entity, key));
}

Error missing_bare_name_error(Store& store, const RunScan& scan, const KeyCatalogue& catalogue,
                              std::string_view name) {
  Error error(ErrorCode::not_found, "no param or metric " + quoted(name) + " " +
                                        place(store, scan.experiments, catalogue.runs));
  if (const auto nearest = nearest_key(catalogue, {Entity::metric, Entity::param}, name)) {
    error.add_hint("the nearest key is " + quoted(*nearest));
  } else if (const auto attribute = search::nearest_attribute(name, search::Subject::runs)) {
    error.add_hint("the nearest attribute is " + quoted(*attribute));
  } else {
    error.add_hint(list_of(catalogue, Entity::metric));
    error.add_hint(list_of(catalogue, Entity::param));
  }
  return error;
}

bool has_key(const Run& run, Entity entity, const std::string& key) {
  switch (entity) {
    case Entity::param:
      return run.params.find(key) != run.params.end();
    case Entity::metric:
      return run.metrics.find(key) != run.metrics.end();
    case Entity::tag:
      return key == tag::kRunName || run.tags.find(key) != run.tags.end();
    case Entity::dataset:
    case Entity::attribute:
      break;
  }
  return true;
}

}  // namespace

KeyWatch::KeyWatch(const search::Filter& filter, const search::Order& order) : filter_(filter) {
  for (const std::string& name : filter.compared_keys().bare) {
    watch(Entity::param, name, true);
    watch(Entity::metric, name, true);
  }
  for (const std::string& key : filter.compared_keys().params) {
    watch(Entity::param, key, false);
  }
  for (const std::string& key : filter.compared_keys().metrics) {
    watch(Entity::metric, key, false);
  }
  for (const std::string& key : filter.compared_keys().tags) {
    watch(Entity::tag, key, false);
  }
  for (const search::Order::Term& term : order.terms()) {
    if (term.is_bare) {
      watch(Entity::param, term.key, true);
      watch(Entity::metric, term.key, true);
    } else if (term.entity != Entity::attribute) {
      watch(term.entity, term.key, false);
    }
    if (!term.reducer.key.empty()) {
      watch(Entity::metric, term.reducer.key, false);
    }
  }
}

void KeyWatch::watch(Entity entity, const std::string& key, bool is_bare) {
  Watched& watched = watched_.emplace_back();
  watched.entity = entity;
  watched.key = key;
  watched.is_bare = is_bare;
}

void KeyWatch::note(const Run& run) {
  runs_.fetch_add(1, std::memory_order_relaxed);
  for (Watched& watched : watched_) {
    if (!watched.seen.load(std::memory_order_relaxed) &&
        has_key(run, watched.entity, watched.key)) {
      watched.seen.store(true, std::memory_order_relaxed);
    }
  }
}

bool KeyWatch::has_seen(Entity entity, std::string_view key) const {
  for (const Watched& watched : watched_) {
    if (watched.entity == entity && watched.key == key && watched.seen) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> KeyWatch::check(Store& store, const RunScan& scan,
                                         search::Order& order) const {
  std::optional<KeyCatalogue> catalogue;  // read when something is missing
  const auto all_keys = [&]() -> const KeyCatalogue& {
    return catalogue ? *catalogue : catalogue.emplace(read_catalogue(store, scan));
  };
  std::vector<std::string> hints;
  for (const Watched& watched : watched_) {
    if (watched.seen || watched.is_bare || runs_ == 0) {
      continue;
    }
    if (watched.entity != Entity::tag) {
      throw missing_key_error(store, scan.experiments, all_keys(), watched.entity, watched.key);
    }
    const auto nearest = nearest_key(all_keys(), {Entity::tag}, watched.key);
    hints.push_back("no run here has the tag " + quoted(watched.key) +
                    (nearest ? "; the nearest is " + quoted(*nearest) : ""));
  }
  const auto kinds_of = [this](std::string_view name) {
    return search::KeyKinds{has_seen(Entity::param, name), has_seen(Entity::metric, name)};
  };
  for (const std::string& name : filter_.compared_keys().bare) {
    const search::KeyKinds kinds = kinds_of(name);
    if (runs_ > 0 && !kinds.param && !kinds.metric) {
      throw missing_bare_name_error(store, scan, all_keys(), name);
    }
  }
  filter_.check_bare_names(kinds_of);
  order.resolve([&](std::string_view name) {
    const search::KeyKinds kinds = kinds_of(name);
    if (runs_ == 0) {
      return search::KeyKinds{false, true};  // nothing will be sorted
    }
    if (!kinds.param && !kinds.metric) {
      throw missing_bare_name_error(store, scan, all_keys(), name);
    }
    return kinds;
  });
  return hints;
}

Error no_metric_error(Store& store, const std::vector<ExperimentId>& experiments,
                      std::string_view key) {
  RunScan scan;
  scan.experiments = experiments;
  return missing_key_error(store, experiments, read_catalogue(store, scan), Entity::metric, key);
}

void require_metrics(Store& store, const std::vector<ExperimentId>& experiments,
                     const std::set<std::string, std::less<>>& keys) {
  RunScan scan;
  scan.experiments = experiments;
  scan.metrics.names = keys;
  std::set<std::string, std::less<>> missing = keys;
  bool any_run = false;
  store.scan_runs(scan, [&](Run&& run) {
    any_run = true;
    std::erase_if(missing, [&run](const std::string& key) { return run.metrics.contains(key); });
  });
  if (any_run && !missing.empty()) {
    throw no_metric_error(store, experiments, *missing.begin());
  }
}

}  // namespace mlt::app
