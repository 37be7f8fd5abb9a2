#include "cli/reading.hpp"

#include <algorithm>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/current_run.hpp"
#include "disk/disk.hpp"
#include "disk/outside.hpp"

namespace mlt::cli {

app::Settings load_store_settings(Store& store) {
  const std::string root = store.root();
  if (!disk::outside_is_directory(root)) {
    return {};  // a store that lies nowhere has no file of settings
  }
  return app::load_settings(*disk::open_real_disk(root));
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

std::vector<RunRef> select_runs(Context& context, std::span<const std::string> selectors,
                                const std::optional<std::vector<ExperimentId>>& experiments) {
  std::vector<RunRef> refs;
  if (selectors.empty()) {
    return refs;
  }
  Store& store = context.store();
  app::SelectorContext known{.current = {},
                             .experiments = experiments,
                             .settings = load_store_settings(store),
                             .now_ms = context.clock().now_ms()};
  if (std::ranges::find(selectors, "@current") != selectors.end()) {
    if (const auto current = find_current_run(context, store)) {
      known.current = current->run_id.value;
    }
  }
  app::RunSelectors runs(store, std::move(known));
  for (const auto& selector : selectors) {
    const RunRef ref = runs.get(selector);
    if (std::ranges::find(refs, ref) == refs.end()) {
      refs.push_back(ref);
    }
  }
  return refs;
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
