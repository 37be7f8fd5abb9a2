#include "cli/commands/runs_list.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "cli/run_cells.hpp"
#include "render/text_width.hpp"
#include "wire/run_json.hpp"

namespace mlt::cli {

namespace {

using Kind = app::CompareColumn::Kind;

constexpr std::size_t kForPeople = 20;

/// What the store's settings say of metrics; they are read if an order asks.
auto goals_of(Store& store) {
  struct Known {
    app::Settings settings;
    std::vector<Experiment> experiments;
  };
  return [&store, known = std::shared_ptr<Known>()](std::string_view metric,
                                                    const ExperimentId& id) mutable {
    if (!known) {
      known = std::make_shared<Known>(Known{load_store_settings(store), store.list_experiments()});
    }
    const auto found = std::ranges::find(known->experiments, id, &Experiment::id);
    return app::goal_of(metric, {}, known->settings,
                        found == known->experiments.end() ? std::string() : found->name);
  };
}

app::RunQuery make_query(Context& context, const RunListOptions& options) {
  app::RunQuery query;
  query.goal_of = goals_of(context.store());
  const auto experiments = chosen_experiments(context, options.experiments);
  query.newest_experiment = !experiments;
  query.experiments = experiments.value_or(std::vector<ExperimentId>{});
  query.lifecycle = options.all       ? LifecycleFilter::all
                    : options.deleted ? LifecycleFilter::deleted
                                      : LifecycleFilter::active;
  if (options.status) {
    std::string name = *options.status;
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    query.status = parse_run_status(name);
    if (!query.status) {
      throw Error(ErrorCode::usage, "no status '" + base::escape_control(*options.status) + "'")
          .hint("the statuses are: running scheduled finished failed killed");
    }
  }
  if (options.since) {
    query.since_ms = parse_since(context, *options.since);
  }
  query.filter = options.filter;
  query.now_ms = context.clock().now_ms();
  query.order_by = options.order_by;
  query.top =
      parse_top(options.top).value_or(is_for_people(chosen_format(context)) ? kForPeople : 0);
  const ShownKeys keys = shown_keys(context);
  query.params = keys.params;
  query.metrics = keys.metrics;
  query.tags = keys.tags;
  query.tags.names.emplace(tag::kGitDirty);
  return query;
}

std::vector<app::CompareColumn> list_columns(bool with_experiment) {
  std::vector<app::CompareColumn> columns = {
      {.kind = Kind::run_id, .key = {}, .title = "run"},
      {.kind = Kind::run_name, .key = {}, .title = "name"},
      {.kind = Kind::experiment, .key = {}, .title = "experiment"},
      {.kind = Kind::status, .key = {}, .title = "status"},
      {.kind = Kind::start_time, .key = {}, .title = "when"},
      {.kind = Kind::duration, .key = {}, .title = "dur"},
      {.kind = Kind::user, .key = {}, .title = "user"},
  };
  if (!with_experiment) {
    columns.erase(columns.begin() + 2);
  }
  return columns;
}

const Experiment* find_by_id(const std::vector<Experiment>& experiments, const ExperimentId& id) {
  const auto found = std::ranges::find(experiments, id, &Experiment::id);
  return found == experiments.end() ? nullptr : &*found;
}

/// `iris · newest 20 of 214 runs`.
std::string list_head(const app::RunPage& page, const std::string& experiment, bool is_newest) {
  std::string head = experiment.empty() ? "" : render::printable(experiment) + " · ";
  if (page.runs.size() == page.total) {
    return head + counted(page.total, "run");
  }
  const bool is_cut = page.runs.size() < page.matched;
  head += (is_cut && is_newest ? "newest " : "") + std::to_string(page.runs.size());
  if (is_cut && page.matched < page.total) {
    head += " of " + std::to_string(page.matched) + " matching";
  }
  return head + " of " + counted(page.total, "run");
}

render::Table make_table(const app::RunPage& page, const std::vector<Experiment>& experiments,
                         const std::vector<app::CompareColumn>& columns,
                         const RunCellContext& cells) {
  render::Table table;
  for (const auto& column : columns) {
    table.columns.push_back(table_column(column));
  }
  for (const Run& run : page.runs) {
    auto& row = table.rows.emplace_back();
    for (const auto& column : columns) {
      row.push_back(run_cell(run, find_by_id(experiments, run.experiment_id), column, cells));
      if (run.lifecycle == Lifecycle::deleted) {
        row.back().tone = render::Tone::dim;
      }
    }
  }
  return table;
}

}  // namespace

void declare_run_list(OptionTable& table, RunListOptions& options) {
  table
      .option("-x, --experiment", "NAME|ID", options.experiments,
              "runs of this experiment, '*' for all; else of the one with the newest run")
      .complete(Completion::experiment);
  table.option("--status", "STATUS", options.status, "only runs of this status")
      .suggest({"running", "scheduled", "finished", "failed", "killed"});
  table.option("--since", "TIME", options.since,
               "only runs started then or later: 2d, yesterday, 2026-11-03");
  table.option("--order-by, --sort", "EXPR", options.order_by,
               "order: 'metrics.acc DESC, start_time', or -acc,lr; newest first if not given");
  table
      .option("-N, --top", "COUNT", options.top,
              "the first COUNT runs, 0 for all (20 in a table for people, else all)")
      .at_least(0);
  table.flag("--deleted", options.deleted, "deleted runs instead");
  table.flag("--all", options.all, "deleted runs too");
  table.flag("--no-header", options.no_header, "rows only");
}

app::RunPage print_runs(Context& context, const RunListOptions& options) {
  const Format format = chosen_format(context);
  const bool for_people = is_for_people(format);
  Store& store = context.store();
  const app::RunQuery query = make_query(context, options);
  app::RunPage page = app::query_runs(store, query);
  const auto experiments = store.list_experiments();
  const auto sole = page.experiment                 ? page.experiment
                    : query.experiments.size() == 1 ? std::optional(query.experiments.front())
                                                    : std::nullopt;
  std::optional<app::ShortIds> short_ids;
  if (for_people || format == Format::md) {
    short_ids.emplace(store.list_runs({}));
  }
  Listing listing;
  listing.schema = "mlt.runs/1";
  listing.table = make_table(page, experiments, list_columns(!sole || !for_people),
                             {.now_ms = context.clock().now_ms(),
                              .for_people = for_people,
                              .short_ids = short_ids ? &*short_ids : nullptr});
  listing.item = [&](std::size_t row) {
    const Run& run = page.runs[row];
    const Experiment* experiment = find_by_id(experiments, run.experiment_id);
    return wire::run_value(run, experiment != nullptr ? experiment->name : run.experiment_id.value,
                           wire::RunDetail::values);
  };
  const Experiment* named = sole ? find_by_id(experiments, *sole) : nullptr;
  listing.head =
      list_head(page, named != nullptr ? named->name : std::string(), options.order_by.empty());
  listing.foot = [](std::size_t left_out) {
    return left_out == 0 ? std::string()
                         : "(+" + counted(left_out, "column") + ", -F wide to show)";
  };
  print_listing(context, listing, {.header = !options.no_header});
  context.flush();
  return page;
}

}  // namespace mlt::cli
