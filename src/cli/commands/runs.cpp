#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/run_query.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/commands/show.hpp"
#include "cli/current_run.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "cli/run_cells.hpp"
#include "disk/disk.hpp"
#include "disk/outside.hpp"
#include "render/text_width.hpp"
#include "wire/run_json.hpp"

namespace mlt::cli {

namespace {

using Kind = app::CompareColumn::Kind;

constexpr std::size_t kForPeople = 20;

struct ListOptions {
  std::vector<std::string> experiments;
  std::string filter;
  std::string order_by;
  std::optional<std::int64_t> top;
  std::optional<std::string> status;
  std::optional<std::string> since;
  bool all = false;
  bool deleted = false;
  bool no_header = false;
};

struct LogsOptions {
  std::string run;
  bool out_only = false;
  bool err_only = false;
};

app::RunQuery make_query(Context& context, const ListOptions& options) {
  app::RunQuery query;
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

void print_hints(Context& context, const app::RunPage& page) {
  context.flush();
  if (page.runs.empty() && page.total > 0) {
    context.hint("0 of " + counted(page.total, "run") + " match");
  }
  for (const auto& hint : page.hints) {
    context.hint(hint);
  }
}

int run_list(Context& context, const ListOptions& options) {
  const Format format = chosen_format(context);
  const bool for_people = is_for_people(format);
  Store& store = context.store();
  const app::RunQuery query = make_query(context, options);
  const app::RunPage page = app::query_runs(store, query);
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
  print_hints(context, page);
  return 0;
}

void print_log(Context& context, disk::Disk& artifacts, std::string_view path) {
  const auto file = artifacts.open(path, disk::OpenMode::read);
  std::array<char, 1 << 16> buffer{};
  for (std::uint64_t offset = 0;;) {
    const std::size_t size = file->read_at(offset, buffer.data(), buffer.size());
    if (size == 0) {
      return;
    }
    context.out({buffer.data(), size});
    offset += size;
  }
}

int run_logs(Context& context, const LogsOptions& options) {
  Store& store = context.store();
  const auto refs =
      select_runs(context, std::span(&options.run, 1), chosen_experiments(context, {}));
  const std::string folder = store.open_run(refs.front())->artifacts_dir();
  const auto artifacts =
      disk::outside_is_directory(folder) ? disk::open_real_disk(folder) : nullptr;
  bool any = false;
  for (const auto& [path, is_wanted] :
       {std::pair{"logs/stdout.log", !options.err_only}, {"logs/stderr.log", !options.out_only}}) {
    if (is_wanted && artifacts && artifacts->find_stat(path)) {
      print_log(context, *artifacts, path);
      any = true;
    }
  }
  if (!any) {
    context.note("run " + refs.front().run_id.value.substr(0, 7) + " has no captured output");
  }
  return 0;
}

Action declare_list(OptionTable& table) {
  auto options = std::make_shared<ListOptions>();
  table
      .option("-x, --experiment", "NAME|ID", options->experiments,
              "runs of this experiment, '*' for all; else of the one with the newest run")
      .complete(Completion::experiment);
  table
      .option("--filter, --where", "EXPR", options->filter,
              "only runs for which this is true: \"metrics.acc > 0.9\"")
      .complete(Completion::filter);
  table.option("--status", "STATUS", options->status, "only runs of this status")
      .suggest({"running", "scheduled", "finished", "failed", "killed"});
  table.option("--since", "TIME", options->since,
               "only runs started then or later: 2d, yesterday, 2026-11-03");
  table.option("--order-by, --sort", "EXPR", options->order_by,
               "order: 'metrics.acc DESC, start_time', or -acc,lr; newest first if not given");
  table
      .option("-N, --top", "COUNT", options->top,
              "the first COUNT runs, 0 for all (20 in a table for people, else all)")
      .at_least(0);
  table.flag("--deleted", options->deleted, "deleted runs instead");
  table.flag("--all", options->all, "deleted runs too");
  table.flag("--no-header", options->no_header, "rows only");
  table.description(
      "Lists runs, newest first. Off a terminal every run is listed, tab-separated and with full "
      "ids; -F name prints the ids alone. The params and metrics of runs are shown by mlt compare, "
      "and all of a run by mlt show.");
  table.example("mlt ls", "the newest runs of the experiment worked on last");
  table.example("mlt runs list -x '*' --status running", "what is running");
  table.example("mlt runs list --since yesterday -F '{run_id:.8} {metrics.acc:.4f}'",
                "one line a run, as you like it");
  table.example("mlt runs list --filter 'metrics.acc > 0.9' -F name", "ids for a script");
  table.see_also("mlt-compare(1)");
  table.see_also("mlt-show(1)");
  return [options](Context& context) { return run_list(context, *options); };
}

Action declare_logs(OptionTable& table) {
  auto options = std::make_shared<LogsOptions>();
  table.operand("RUN", options->run, "the run: id, name or @last").complete(Completion::run);
  table.flag("--stdout", options->out_only, "only what the job wrote to stdout");
  table.flag("--stderr", options->err_only, "only what it wrote to stderr");
  table.description(
      "Prints what the job of a run wrote, as mlt run kept it: first its stdout, then its stderr.");
  table.example("mlt runs logs @last", "the output of the newest run");
  table.example("mlt runs logs @last --stderr | tail", "the end of what it complained of");
  table.see_also("mlt-run(1)");
  return [options](Context& context) { return run_logs(context, *options); };
}

}  // namespace

std::vector<Command> runs_commands() {
  return {{"ls", "list runs, newest first", declare_list},
          {"runs list", "list runs, newest first", declare_list},
          {"runs show", "show all there is to know of a run", declare_show_run},
          {"runs logs", "print what the job of a run wrote", declare_logs}};
}

}  // namespace mlt::cli
