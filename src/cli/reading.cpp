#include "cli/reading.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "app/policy.hpp"
#include "base/text.hpp"
#include "cli/current_run.hpp"
#include "cli/store_finder.hpp"
#include "disk/disk.hpp"
#include "disk/outside.hpp"

namespace mlt::cli {

app::Settings load_store_settings(Store& store) {
  const std::string root = store.root();
  if (!disk::outside_is_directory(root)) {
    return {};  // a store that lies nowhere has no file of settings
  }
  const auto disk = disk::open_real_disk(root);
  app::Settings settings = app::load_settings(*disk);
  if (const auto policy = app::find_policy(*disk)) {
    app::add_goals(*policy, settings);
  }
  return settings;
}

std::optional<std::vector<ExperimentId>> chosen_experiments(
    Context& context, const std::vector<std::string>& own_option) {
  std::vector<std::string> names = own_option;
  if (names.empty() && context.globals().experiment) {
    names.push_back(*context.globals().experiment);
  }
  if (names.empty()) {
    return std::nullopt;
  }
  std::vector<ExperimentId> ids;
  for (const auto& name : names) {
    if (name == "*") {
      return std::vector<ExperimentId>{};
    }
    ids.push_back(app::get_experiment(context.store(), name).id);
  }
  return ids;
}

namespace {

/// Only then do the directions of metrics count.
bool asks_for_best(std::string_view selector) { return selector.starts_with("@best:"); }

}  // namespace

app::RunSelectors run_selectors(Context& context, std::span<const std::string> selectors,
                                const std::optional<std::vector<ExperimentId>>& experiments) {
  Store& store = context.store();
  app::SelectorContext known{.current = {},
                             .experiments = experiments,
                             .settings = {},
                             .now_ms = context.clock().now_ms()};
  if (std::ranges::any_of(selectors, asks_for_best)) {
    known.settings = load_store_settings(store);
  }
  if (std::ranges::find(selectors, "@current") != selectors.end()) {
    if (const auto current = find_current_run(context, store)) {
      known.current = current->run_id.value;
    }
  }
  return {store, std::move(known)};
}

app::Revisions open_revisions(Context& context) {
  // A store that lies nowhere now may be in a commit.
  const StorePlace place = find_store(context.globals(), context.env("HOME"));
  return {place.path, context.clock(), context.random(),
          [&context, told = std::make_shared<std::set<std::string>>()](const std::string& name,
                                                                       const Issue& issue) {
            // Most commits have the damage of those before them.
            if (told->insert(issue.path + ": " + issue.reason).second) {
              const std::string line = issue.line > 0 ? ":" + std::to_string(issue.line) : "";
              context.warn(base::escape_control(name + ":" + issue.path) + line + ": " +
                           base::escape_control(issue.reason));
            }
          }};
}

bool names_revision(Context& context, std::string_view selector) {
  const auto parts = app::split_revision(selector);
  return parts && open_revisions(context).find_commit(parts->first);
}

namespace {

RunRef get_run_here(Context& context, app::RunSelectors& runs, const std::string& selector) {
  try {
    return runs.get(selector);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found || !names_revision(context, selector)) {
      throw;
    }
    throw Error(ErrorCode::usage, "'" + base::escape_control(selector) +
                                      "' is a run as a commit of git has it; this command wants "
                                      "one of the store as it is now")
        .hint("look at it with: mlt show " + base::quote_for_shell(selector));
  }
}

}  // namespace

std::vector<RunRef> select_runs(Context& context, std::span<const std::string> selectors,
                                const std::optional<std::vector<ExperimentId>>& experiments) {
  std::vector<RunRef> refs;
  if (selectors.empty()) {
    return refs;
  }
  app::RunSelectors runs = run_selectors(context, selectors, experiments);
  for (const auto& selector : selectors) {
    const RunRef ref = get_run_here(context, runs, selector);
    if (std::ranges::find(refs, ref) == refs.end()) {
      refs.push_back(ref);
    }
  }
  return refs;
}

namespace {

/// What begins like a revision may be the name of a run after all.
RunRef get_run_of_odd_name(Context& context, app::Revisions& revisions, const std::string& selector,
                           const std::optional<std::vector<ExperimentId>>& experiments) {
  try {
    return run_selectors(context, {&selector, 1}, experiments).get(selector);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) {
      throw;
    }
    throw revisions.unknown(app::split_revision(selector)->first);
  }
}

StoredRun get_in_revision(Context& context, const std::shared_ptr<app::Revisions>& revisions,
                          const std::pair<std::string, std::string>& parts,
                          const std::optional<std::vector<ExperimentId>>& experiments) {
  Store& store = *revisions->get(parts.first).store;
  app::RunSelectors runs(store, {.current = {},
                                 .experiments = experiments,
                                 .settings = load_store_settings(store),
                                 .now_ms = context.clock().now_ms()});
  return {revisions, &store, runs.get(parts.second), parts.first};
}

}  // namespace

std::vector<StoredRun> select_stored_runs(
    Context& context, std::span<const std::string> selectors,
    const std::optional<std::vector<ExperimentId>>& experiments) {
  std::vector<StoredRun> found;
  std::shared_ptr<app::Revisions> revisions;
  std::optional<app::RunSelectors> here;
  for (const std::string& selector : selectors) {
    StoredRun run;
    const auto parts = app::split_revision(selector);
    if (parts && !revisions) {
      revisions = std::make_shared<app::Revisions>(open_revisions(context));
    }
    if (parts && revisions->find_commit(parts->first)) {
      run = get_in_revision(context, revisions, *parts, experiments);
    } else if (parts) {
      run.ref = get_run_of_odd_name(context, *revisions, selector, experiments);
      run.store = &context.store();
    } else {
      if (!here) {
        here.emplace(run_selectors(context, selectors, experiments));
      }
      run.ref = here->get(selector);
      run.store = &context.store();
    }
    const bool is_known = std::ranges::any_of(found, [&run](const StoredRun& other) {
      return other.store == run.store && other.ref == run.ref;
    });
    if (!is_known) {
      found.push_back(std::move(run));
    }
  }
  return found;
}

StoredRun select_stored_run(Context& context, const std::string& selector) {
  return select_stored_runs(context, std::span(&selector, 1), chosen_experiments(context, {}))
      .front();
}

std::int64_t parse_since(Context& context, const std::string& text) {
  if (const auto time = base::parse_time(text, context.clock().now_ms())) {
    return *time;
  }
  throw Error(ErrorCode::usage, "--since: '" + base::escape_control(text) + "' is no time")
      .hint("write a time as 2d, yesterday, 2026-11-03 or 2026-11-03T22:10:00Z");
}

std::optional<std::size_t> parse_top(std::optional<std::int64_t> count) {
  return count ? std::optional(static_cast<std::size_t>(*count)) : std::nullopt;
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace mlt::cli
