#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/transfer/bundle.hpp"
#include "app/transfer/tables.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/reading.hpp"
#include "cli/workshop.hpp"
#include "disk/outside.hpp"

namespace mlt::cli {

namespace {

struct ExportOptions {
  std::vector<std::string> runs;
  std::vector<std::string> experiments;
  std::string output;
};

enum class Shape { archive, folder, csv, jsonl };

Shape shape_of(const Context& context, const std::string& output) {
  const auto& format = context.globals().format;
  if (output.ends_with(".csv") || (output == "-" && format == "csv")) {
    return Shape::csv;
  }
  if (output.ends_with(".jsonl") || (output == "-" && format == "jsonl")) {
    return Shape::jsonl;
  }
  if (output == "-" || output.ends_with(".tar.gz") || output.ends_with(".tgz")) {
    return Shape::archive;
  }
  return Shape::folder;
}

/// The runs named, else those of the experiments of -x, else everything.
app::History chosen_history(Context& context, const ExportOptions& options) {
  Store& store = context.store();
  const auto experiments = chosen_experiments(context, options.experiments);
  if (!options.runs.empty()) {
    return app::history_of_runs(store, select_runs(context, options.runs, experiments), false);
  }
  if (!experiments || experiments->empty()) {
    return app::history_of_store(store);
  }
  std::vector<RunRef> refs = store.list_runs(*experiments);
  std::ranges::sort(refs);
  app::History history = app::history_of_runs(store, refs, true);
  std::erase_if(history.experiments, [&](const Experiment& each) {
    return std::ranges::find(*experiments, each.id) == experiments->end();
  });
  return history;
}

/// Where the export goes, absolute; the directory that it lies in must exist.
std::string absolute_target(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) {
    path.pop_back();
  }
  const std::size_t slash = path.rfind('/');
  const std::string parent = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const std::string folder = disk::real_path(parent);
  return (folder == "/" ? "" : folder) + "/" + path.substr(slash + 1);
}

/// Writes a bundle into a directory that is new or empty.
app::BundleTotals write_folder(Context& context, const app::History& history,
                               const std::string& output) {
  disk::make_outside_dirs(std::string(disk::parent_of(output)));
  const std::string path = absolute_target(output);
  if (disk::outside_exists(path) && !disk::outside_is_directory(path)) {
    throw Error(ErrorCode::refused, output + " is there already, and is no directory")
        .hint("a file's name ends in .tar.gz, .tgz, .jsonl or .csv");
  }
  Workshop workshop(context, path, "exporting");
  const auto entries = workshop.disk().find_list(path.substr(path.rfind('/') + 1));
  if (entries && !entries->empty()) {
    throw Error(ErrorCode::refused, output + " is there already and not empty");
  }
  const auto target = app::bundle_folder(workshop.disk(), workshop.place());
  app::BundleTotals totals = app::write_bundle(history, *target);
  if (entries) {
    workshop.commit_replace();  // the rename takes the place of an empty directory only
  } else if (!workshop.commit_new()) {
    throw Error(ErrorCode::refused, output + " is there already");
  }
  return totals;
}

using Sink = std::function<void(std::string_view)>;

app::BundleTotals write_stream(const app::History& history, Shape shape, const Sink& sink) {
  if (shape == Shape::archive) {
    const auto target = app::bundle_archive(sink);
    return app::write_bundle(history, *target);
  }
  shape == Shape::csv ? app::write_csv(history, sink) : app::write_jsonl(history, sink);
  app::BundleTotals totals;
  totals.runs = history.runs.size();
  return totals;
}

app::BundleTotals write_file(Context& context, const app::History& history, Shape shape,
                             const std::string& output) {
  Workshop workshop(context, absolute_target(output), "exporting");
  const auto file = workshop.disk().open(workshop.place(), disk::OpenMode::create_new);
  app::BundleTotals totals =
      write_stream(history, shape, [&](std::string_view piece) { disk::write_all(*file, piece); });
  file->close();
  workshop.commit_replace();
  return totals;
}

int run_export(Context& context, const ExportOptions& options) {
  if (options.output.empty()) {
    throw Error(ErrorCode::usage, "-o is missing: where the export goes")
        .hint("for example: mlt export -o bundle.tar.gz");
  }
  const Shape shape = shape_of(context, options.output);
  if (options.output == "-" && shape == Shape::archive && context.terminal().is_terminal) {
    throw Error(ErrorCode::usage, "an archive does not go to a terminal")
        .hint("name a file: mlt export -o bundle.tar.gz");
  }
  const app::History history = chosen_history(context, options);
  const std::string what = counted(history.runs.size(), "run") + " of " +
                           counted(history.experiments.size(), "experiment");
  if (context.globals().dry_run) {
    context.note("would export " + what + " to " + base::escape_control(options.output));
    return 0;
  }
  app::BundleTotals totals;
  if (shape == Shape::folder) {
    totals = write_folder(context, history, options.output);
  } else if (options.output == "-") {
    totals = write_stream(history, shape, [&](std::string_view piece) { context.out(piece); });
  } else {
    totals = write_file(context, history, shape, options.output);
  }
  for (const std::string& text : totals.left_out) {
    context.warn("left out: " + base::escape_control(text));
  }
  if (options.output != "-" && !context.globals().quiet) {
    context.out(options.output + "\n");
    context.flush();
  }
  if (context.globals().verbosity > 0) {
    context.note("exported " + what +
                 (totals.files > 0 ? ", " + counted(totals.files, "file") + ", " +
                                         base::format_bytes(totals.bytes)
                                   : ""));
  }
  return 0;
}

Action declare_export(OptionTable& table) {
  auto options = std::make_shared<ExportOptions>();
  table.operands("RUN", options->runs, "a run: id, prefix, name, @last, @best:METRIC")
      .complete(Completion::run);
  table
      .option("-x, --experiment", "NAME", options->experiments,
              "whole experiments, deleted runs and logged models too")
      .complete(Completion::experiment);
  table
      .option("-o, --output", "FILE|DIR", options->output,
              "where it goes: .tar.gz (a bundle), .csv, .jsonl, a directory, - for stdout")
      .complete(Completion::file);
  table.description(
      "Writes runs, or whole experiments, or without either the whole store, as one file that mlt "
      "import takes back: with ids, times, every point, inputs, logged models and files. The same "
      "runs give the same bytes.\n\n"
      "A .csv is a table of params, tags and last values; a .jsonl is one line a run with all "
      "points; neither holds files. A directory that is there already must be empty. With -o - the "
      "format is a bundle's, or what -F csv or -F jsonl says.");
  table.example("mlt export -o all.tar.gz", "everything, to be kept or sent");
  table.example("mlt export -x iris -o iris.csv", "a table of one experiment");
  table.example("mlt export @last -o - | ssh gpu 'cat > run.tar.gz'", "one run to another machine");
  table.exit_status(4, "the directory is there already and not empty");
  table.see_also("mlt-import(1)");
  return [options](Context& context) { return run_export(context, *options); };
}

}  // namespace

constexpr Command kExportRows[] = {
    {"export", "write runs or experiments to a file", declare_export}};
const CommandFamily kExportCommands = kExportRows;

}  // namespace mlt::cli
