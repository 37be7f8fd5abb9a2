#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "app/store_status.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/current_run.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "cli/run_cells.hpp"
#include "cli/sheet.hpp"
#include "cli/store_finder.hpp"
#include "wire/document.hpp"
#include "wire/run_json.hpp"

namespace mlt::cli {

namespace {

using Kind = app::CompareColumn::Kind;

render::Table runs_table(const std::vector<Run>& runs, const std::vector<Experiment>& experiments,
                         const RunCellContext& cells) {
  render::Table table;
  const std::vector<app::CompareColumn> columns = {
      {.kind = Kind::run_id, .key = {}, .title = "run"},
      {.kind = Kind::run_name, .key = {}, .title = "name"},
      {.kind = Kind::experiment, .key = {}, .title = "experiment"},
      {.kind = Kind::start_time, .key = {}, .title = "when"},
      {.kind = Kind::duration, .key = {}, .title = "dur"}};
  for (const auto& column : columns) {
    table.columns.push_back(table_column(column));
  }
  for (const Run& run : runs) {
    const auto experiment = std::ranges::find(experiments, run.experiment_id, &Experiment::id);
    auto& row = table.rows.emplace_back();
    for (const auto& column : columns) {
      row.push_back(
          run_cell(run, experiment == experiments.end() ? nullptr : &*experiment, column, cells));
    }
  }
  return table;
}

wire::Value ids_value(const std::vector<Run>& runs) {
  wire::Value ids = wire::array_value();
  for (const Run& run : runs) {
    wire::append(ids, wire::string_value(run.id.value));
  }
  return ids;
}

wire::Value status_value(Store& store, const app::StoreStatus& status,
                         const std::optional<RunRef>& current) {
  wire::Value object = wire::object_value();
  wire::add(object, "store", wire::string_value(store.root()));
  wire::add(object, "layout", wire::string_value(store.layout()));
  wire::add(object, "experiments",
            wire::integer_value(static_cast<std::int64_t>(status.experiments)));
  wire::Value& runs = wire::add(object, "runs", wire::object_value());
  for (const auto& [state, count] : status.runs) {
    wire::add(runs, base::to_lower(name_of(state)),
              wire::integer_value(static_cast<std::int64_t>(count)));
  }
  wire::add(object, "deleted_runs",
            wire::integer_value(static_cast<std::int64_t>(status.deleted_runs)));
  wire::add(object, "current_run",
            current ? wire::string_value(current->run_id.value) : wire::Value{});
  wire::add(object, "running_runs", ids_value(status.running));
  wire::add(object, "dead_runs", ids_value(status.dead));
  wire::Value& uncommitted = wire::add(object, "uncommitted_runs", {});
  if (status.uncommitted) {
    uncommitted = wire::array_value();
    for (const RunId& id : *status.uncommitted) {
      wire::append(uncommitted, wire::string_value(id.value));
    }
  }
  return object;
}

std::string describe_experiments(const app::StoreStatus& status) {
  std::string text = std::to_string(status.experiments);
  return status.deleted_experiments > 0
             ? text + " (" + std::to_string(status.deleted_experiments) + " deleted)"
             : text;
}

std::string describe_uncommitted(const app::StoreStatus& status) {
  if (!status.uncommitted) {
    return "the store is in no git repository";
  }
  const std::size_t count = status.uncommitted->size();
  return count == 0 ? "every run is committed"
                    : counted(count, "run") + (count == 1 ? " is" : " are") + " not committed";
}

std::string status_sheet(Context& context, Store& store, const app::StoreStatus& status,
                         const std::optional<RunRef>& current) {
  const app::ShortIds short_ids(store.list_runs({}));
  const auto experiments = store.list_experiments();
  const RunCellContext cells{
      .now_ms = context.clock().now_ms(), .for_people = true, .short_ids = &short_ids};
  Sheet sheet(table_options(context));
  sheet.title(shown_path(store.root(), context.globals().directory));
  sheet.fact("layout", store.layout());
  sheet.fact("experiments", describe_experiments(status));
  sheet.fact("runs", describe_runs(status.runs, status.deleted_runs));
  sheet.fact("current run", current ? short_ids.of(current->run_id) : "none");
  sheet.fact("git", describe_uncommitted(status));
  sheet.section("running", status.running.size());
  sheet.table(runs_table(status.running, experiments, cells));
  sheet.section("dead", status.dead.size());
  sheet.table(runs_table(status.dead, experiments, cells));
  return sheet.take();
}

int run_status(Context& context) {
  Store& store = context.store();
  const auto current = find_current_run(context, store);
  const app::StoreStatus status = app::store_status(store);
  const wire::Value object = status_value(store, status, current);
  print_thing(context, "mlt.status/1", object, store.root(),
              [&] { return status_sheet(context, store, status, current); });
  context.flush();
  if (!status.dead.empty()) {
    context.hint("the processes of dead runs are gone; close these with: mlt doctor --fix");
  }
  return 0;
}

Action declare_status(OptionTable& table) {
  table.description(
      "Shows the store and its layout, how many experiments and runs it holds, the current run, "
      "which runs are running, which are dead (RUNNING, but their process on this machine is "
      "gone), and how many runs git has not committed yet.");
  table.example("mlt status", "where am I, and what is going on");
  table.example("mlt status --json=running_runs", "for a script");
  table.see_also("mlt-doctor(1)");
  return run_status;
}

}  // namespace

constexpr Command kStatusRows[] = {
    {"status", "show the store, what is running and what is not committed", declare_status}};
const CommandFamily kStatusCommands = kStatusRows;

}  // namespace mlt::cli
