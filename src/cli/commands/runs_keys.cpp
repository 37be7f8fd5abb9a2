#include <memory>
#include <string>
#include <vector>

#include "app/run_keys.hpp"
#include "app/selectors.hpp"
#include "cli/command.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

struct KeysOptions {
  std::vector<std::string> experiments;
  std::string filter;
  bool no_header = false;
};

std::string_view noun_of(search::Entity kind) {
  return kind == search::Entity::param    ? "param"
         : kind == search::Entity::metric ? "metric"
                                          : "tag";
}

std::vector<ExperimentId> experiments_or_newest(Context& context, const KeysOptions& options) {
  if (const auto chosen = chosen_experiments(context, options.experiments)) {
    return *chosen;
  }
  const auto newest = app::newest_experiment(context.store());
  return newest ? std::vector<ExperimentId>{*newest} : std::vector<ExperimentId>{};
}

Listing make_listing(const app::KeyReport& report) {
  Listing listing;
  listing.schema = "mlt.keys/1";
  listing.table.columns = {{.key = "key", .title = "key", .keep = true},
                           {.key = "kind", .title = "kind"},
                           {.key = "runs", .title = "runs"}};
  for (const app::KeyUse& use : report.keys) {
    listing.table.rows.push_back({{search::spell(use.kind, use.key)},
                                  {std::string(noun_of(use.kind))},
                                  {static_cast<std::int64_t>(use.runs)}});
  }
  listing.item = [&report](std::size_t row) {
    const app::KeyUse& use = report.keys[row];
    wire::Value item = wire::object_value();
    wire::add(item, "kind", wire::string_value(noun_of(use.kind)));
    wire::add(item, "key", wire::string_value(use.key));
    wire::add(item, "spelling", wire::string_value(search::spell(use.kind, use.key)));
    wire::add(item, "runs", wire::integer_value(static_cast<std::int64_t>(use.runs)));
    return item;
  };
  listing.members.push_back(
      {"runs", wire::integer_value(static_cast<std::int64_t>(report.matched))});
  listing.head = counted(report.keys.size(), "key") + " of " + counted(report.matched, "run");
  return listing;
}

int run_keys(Context& context, const KeysOptions& options) {
  const auto report = app::report_keys(context.store(), experiments_or_newest(context, options),
                                       options.filter, context.clock().now_ms());
  print_listing(context, make_listing(report), {.header = !options.no_header});
  context.flush();
  if (report.matched == 0 && report.total > 0) {
    context.hint("0 of " + counted(report.total, "run") + " match");
  }
  for (const std::string& hint : report.hints) {
    context.hint(hint);
  }
  return 0;
}

Action declare_keys(OptionTable& table) {
  auto options = std::make_shared<KeysOptions>();
  table
      .option("-x, --experiment", "NAME|ID", options->experiments,
              "keys of this experiment, '*' for all; else of the one with the newest run")
      .complete(Completion::experiment);
  table
      .option("--filter, --where", "EXPR", options->filter,
              "only of runs for which this is true: \"metrics.acc > 0.9\"")
      .complete(Completion::filter);
  table.flag("--no-header", options->no_header, "rows only");
  table.description(
      "Lists the params, metrics and tags that the runs of an experiment have, as they are spelt "
      "in filters, each with the number of runs that have it.");
  table.example("mlt runs keys -x iris", "what can be filtered and sorted by");
  table.example("mlt runs keys --filter \"status = 'FAILED'\"", "what the failed runs got to log");
  table.see_also("mlt-search(7)");
  return [options](Context& context) { return run_keys(context, *options); };
}

}  // namespace

constexpr Command kRunsKeysRows[] = {
    {"runs keys", "list the params, metrics and tags of runs", declare_keys}};
const CommandFamily kRunsKeysCommands = kRunsKeysRows;

}  // namespace mlt::cli
