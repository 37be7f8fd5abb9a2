#include "app/transfer/migrate.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "mlt/error.hpp"

#include "base/process.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/other_store.hpp"
#include "cli/reading.hpp"
#include "cli/store_finder.hpp"
#include "store/mlflow_files/places.hpp"
#include "store/open.hpp"

namespace mlt::cli {

namespace {

struct MigrateOptions {
  std::string to;
};

/// The store in a folder beside the others, or a new one there.
std::unique_ptr<Store> open_or_make(Context& context, const std::string& directory,
                                    const std::string& final_path, store::Layout layout, bool make,
                                    IssueSink on_issue) {
  auto disk = std::shared_ptr<disk::Disk>(disk::open_real_disk(directory));
  const disk::WritePolicy policy{context.globals().durable,
                                 std::chrono::milliseconds(context.globals().lock_timeout_ms)};
  if (make && layout == store::Layout::native) {
    store::init_native_store(*disk, context.random(), policy);
  }
  if (layout == store::Layout::mlflow && directory != final_path) {
    // A new store of MLflow's has no experiment yet to be known by, and names its final place.
    return store::open_mlflow_store({.disk = std::move(disk),
                                     .clock = context.clock(),
                                     .random = context.random(),
                                     .on_issue = std::move(on_issue),
                                     .policy = policy,
                                     .host = base::host_name(),
                                     .scan_threads = 0,
                                     .recorded_root = final_path});
  }
  return open_other_store(context, std::move(disk), std::move(on_issue));
}

void complete_mlflow(Context& context, const std::string& directory) {
  store::init_mlflow_store({.disk = disk::open_real_disk(directory),
                            .clock = context.clock(),
                            .random = context.random(),
                            .on_issue = {},
                            .policy = {context.globals().durable},
                            .host = base::host_name(),
                            .scan_threads = 0});
}

void tell(Context& context, const app::MigrationReport& report, const std::string& path,
          const std::string& to) {
  const Globals& globals = context.globals();
  const std::string shown = shown_path(path, globals.directory);
  if (!report.changed) {
    context.note(shown + " has this layout already: nothing to do");
    return;
  }
  for (const std::string& line : app::short_lines(report.left_out)) {
    context.warn("not carried: " + base::escape_control(line));
  }
  const auto beside = [&](const std::string& name) {
    return shown_path(path.substr(0, path.rfind('/') + 1) + name, globals.directory);
  };
  const std::string what = counted(report.experiments, "experiment") + ", " +
                           counted(report.runs, "run") + ", " +
                           counted(report.models, "logged model");
  context.note((globals.dry_run ? "would migrate " : "migrated ") + shown + " to " + to +
               (report.experiments > 0 ? ": " + what : ""));
  context.note("the old store " + std::string(globals.dry_run ? "would be " : "is ") + "kept as " +
               beside(report.kept_as));
  if (!report.file.empty()) {
    context.note("the report is in " + beside(report.file));
  }
}

int run_migrate(Context& context, const MigrateOptions& options) {
  const Globals& globals = context.globals();
  if (options.to.empty()) {
    throw Error(ErrorCode::usage, "--to is missing: native or mlflow")
        .hint("for example: mlt migrate --to native");
  }
  const std::string path = find_store(globals, context.env("HOME")).path;
  const std::size_t slash = path.rfind('/');
  const std::string parent = slash == 0 ? "/" : path.substr(0, slash);
  const auto disk = disk::open_real_disk(parent);
  app::Migration plan{.parent = *disk,
                      .name = path.substr(slash + 1),
                      .to = options.to == "native" ? store::Layout::native : store::Layout::mlflow,
                      .open = {},
                      .complete = {},
                      .location = {},
                      .dry_run = globals.dry_run};
  plan.open = [&](const std::string& folder, bool make, IssueSink on_issue) {
    return open_or_make(context, disk->absolute(folder), path, plan.to, make, std::move(on_issue));
  };
  if (plan.to == store::Layout::mlflow) {
    plan.complete = [&](const std::string& folder) {
      complete_mlflow(context, disk->absolute(folder));
    };
    plan.location = [places = store::mlflow::ArtifactPlaces(path)](const ExperimentId& id) {
      return places.file_uri(id.value);
    };
  }
  const app::MigrationReport report = app::migrate(plan);
  if (globals.format == "json") {
    context.out(app::report_text(report, path, options.to));
  } else {
    tell(context, report, path, options.to);
  }
  return 0;
}

Action declare_migrate(OptionTable& table) {
  auto options = std::make_shared<MigrateOptions>();
  table.option("--to", "LAYOUT", options->to, "the layout that the store is to have")
      .choices({"native", "mlflow"});
  table.description(
      "Puts the store into the other layout: built beside it (mlruns.migrating), read again and "
      "compared run by run and file by file, then swapped by two renames. The old store is kept, "
      "untouched, as mlruns.native.old or mlruns.mlflow.old. What could not be carried is told in "
      "short, and thing by thing in mlruns.migration.json and with --json. "
      "Nobody should write to the store meanwhile. A call that was interrupted is finished by "
      "another. With --dry-run only the plan is shown.\n\n"
      "Ids, times, tags, every point with its context, inputs, outputs, logged models, deleted "
      "things and files are carried. Files are copied, so that the two stores share nothing.");
  table.example("mlt migrate --to native -n", "what would be carried, and what not");
  table.example("mlt migrate --to native", "from MLflow's layout to the native one");
  table.exit_status(4, "an old store is in the way, or a run is still running");
  table.file("mlruns.migrating/", "the new store while it is built");
  table.file("mlruns.migration.json", "the report of the last migration: all that was left out");
  table.file("mlruns.native.old/, mlruns.mlflow.old/", "the old store after the swap");
  table.see_also("mlt-export(1)");
  table.see_also("mlt-store(5)");
  return [options](Context& context) { return run_migrate(context, *options); };
}

}  // namespace

constexpr Command kMigrateRows[] = {
    {"migrate", "put the store into the other layout", declare_migrate}};
const CommandFamily kMigrateCommands = kMigrateRows;

}  // namespace mlt::cli
