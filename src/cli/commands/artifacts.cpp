#include "app/artifacts.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/log.hpp"
#include "cli/command.hpp"
#include "cli/current_run.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "disk/outside.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

constexpr int kDiffers = 1;

RunRef select_one(Context& context, const std::string& selector) {
  return select_runs(context, {&selector, 1}, chosen_experiments(context, {})).front();
}

wire::Value text_or_null(const std::string& text) {
  return text.empty() ? wire::Value{} : wire::string_value(text);
}

// artifacts list

struct ListOptions {
  std::optional<std::string> run;
  std::optional<std::string> path;
  bool no_header = false;
};

/// Of the file that is here, else as recorded.
std::uint64_t size_of(const app::ArtifactReader::Item& item) {
  return item.size.value_or(item.recorded ? item.recorded->size : 0);
}

wire::Value item_value(const app::ArtifactReader::Item& item) {
  wire::Value object = wire::object_value();
  wire::add(object, "path", wire::string_value(item.path));
  wire::add(object, "size", wire::integer_value(static_cast<std::int64_t>(size_of(item))));
  wire::add(object, "sha256", text_or_null(item.recorded ? item.recorded->sha256 : ""));
  wire::add(object, "present", wire::bool_value(item.size.has_value()));
  wire::add(object, "recorded", wire::bool_value(item.recorded.has_value()));
  return object;
}

int run_list(Context& context, const ListOptions& options) {
  StoredRun run;
  if (options.run) {
    run = select_stored_run(context, *options.run);
  } else {
    run.store = &context.store();
    run.ref = get_current_run(context, *run.store);
  }
  app::ArtifactReader artifacts(*run.store, run.ref);
  const auto items = artifacts.list(options.path.value_or(""));
  Listing listing;
  listing.schema = "mlt.artifacts/1";
  listing.table.columns = {{.key = "path", .title = "path", .keep = true},
                           {.key = "size", .title = "size"},
                           {.key = "state", .title = "state"},
                           {.key = "sha256", .title = "sha256"}};
  for (const auto& item : items) {
    listing.table.rows.push_back(
        {{item.path},
         {render::Bytes{size_of(item)}},
         {std::string(!item.size      ? "missing"
                      : item.recorded ? "recorded"
                                      : "unrecorded")},
         item.recorded ? render::Cell(render::Id{item.recorded->sha256, 12}) : render::Cell()});
  }
  listing.item = [&items](std::size_t row) { return item_value(items[row]); };
  listing.head = counted(items.size(), "artifact");
  print_listing(context, listing, {.header = !options.no_header});
  return 0;
}

Action declare_list(OptionTable& table) {
  auto options = std::make_shared<ListOptions>();
  table.operand("RUN", options->run, "the run: id, name or @last; else the current one")
      .complete(Completion::run);
  table.operand("PATH", options->path, "only what is at or below this path");
  table.flag("--no-header", options->no_header, "rows only");
  table.description(
      "Lists the artifacts of a run with their sizes: those that were recorded, of which some may "
      "be missing here, as in a clone, and files that were put beside them without a record.");
  table.example("mlt artifacts list @last", "everything the newest run kept");
  table.example("mlt artifacts list @last plots -F name", "paths below plots/, for a pipe");
  table.see_also("mlt-log-artifact(1)");
  return [options](Context& context) { return run_list(context, *options); };
}

// artifacts get, artifacts cat

struct GetOptions {
  std::string run;
  std::string path;
  std::optional<std::string> output;
};

int run_cat(Context& context, const std::string& run, const std::string& path) {
  app::ArtifactReader artifacts(context.store(), select_one(context, run));
  artifacts.list(path);
  artifacts.stream(path, [&context](std::string_view piece) { context.out(piece); });
  return 0;
}

int run_get(Context& context, const GetOptions& options) {
  if (options.output == "-") {
    return run_cat(context, options.run, options.path);
  }
  const std::string name = options.path.substr(
      options.path.find_last_not_of('/') == std::string::npos ? 0 : options.path.rfind('/') + 1);
  std::string target = options.output.value_or(name);
  if (options.output && disk::outside_is_directory(*options.output)) {
    target += (target.ends_with('/') ? "" : "/") + name;
  }
  app::ArtifactReader artifacts(context.store(), select_one(context, options.run));
  const auto made = app::get_artifacts(artifacts, options.path, target, context.globals().dry_run);
  if (!context.globals().quiet) {
    for (const std::string& file : made) {
      context.out(file + "\n");
    }
  }
  return 0;
}

Action declare_get(OptionTable& table) {
  auto options = std::make_shared<GetOptions>();
  table.operand("RUN", options->run, "the run: id, name or @last").complete(Completion::run);
  table.operand("PATH", options->path, "an artifact, or a folder of them");
  table
      .option("-o, --output", "PATH", options->output,
              "where to; a directory that exists takes it under its own name; - is stdout")
      .complete(Completion::file);
  table.description(
      "Copies artifacts of a run out of the store and prints the paths of the copies. A file "
      "appears whole or not at all, and none that exists is replaced.");
  table.example("mlt artifacts get @last model.pkl", "into the working directory");
  table.example("mlt artifacts get @best:metrics.acc plots -o report/", "a folder");
  table.exit_status(4, "a file is in the way");
  table.see_also("mlt-artifacts-cat(1)");
  return [options](Context& context) { return run_get(context, *options); };
}

Action declare_cat(OptionTable& table) {
  auto options = std::make_shared<GetOptions>();
  table.operand("RUN", options->run, "the run: id, name or @last").complete(Completion::run);
  table.operand("PATH", options->path, "an artifact");
  table.description("Prints an artifact of a run.");
  table.example("mlt artifacts cat @last logs/stdout.log | tail", "the end of a log");
  table.see_also("mlt-artifacts-get(1)");
  return [options](Context& context) { return run_cat(context, options->run, options->path); };
}

// artifacts put

struct PutOptions {
  std::string run;
  std::vector<std::string> files;
  std::string to;
};

int run_put(Context& context, const PutOptions& options) {
  Store& store = context.store();
  const RunRef ref = select_one(context, options.run);
  if (const ArtifactPlace place = store.artifact_place(ref); !place.dir) {
    throw Error(ErrorCode::system, "the artifacts of run " + ref.run_id.value.substr(0, 7) +
                                       " are at " + place.uri + ", which mlt does not open");
  }
  std::vector<app::ArtifactSource> found;
  for (const std::string& file : options.files) {
    app::check_outside_store(store, file);
    std::ranges::move(app::find_artifacts(file, options.to), std::back_inserter(found));
  }
  const bool dry_run = context.globals().dry_run;
  app::log_artifacts(*store.open_run(ref), found, {.force = true, .dry_run = dry_run});
  if (!context.globals().quiet) {
    for (const app::ArtifactSource& each : found) {
      context.out(each.path + "\n");
    }
  }
  return 0;
}

Action declare_put(OptionTable& table) {
  auto options = std::make_shared<PutOptions>();
  table.operand("RUN", options->run, "the run: id, name or @last").complete(Completion::run);
  table.operands("FILE", options->files, "a file or directory", true).complete(Completion::file);
  table.option("--to", "DIR", options->to, "the directory below the run's artifacts");
  table.description(
      "Copies files into a run, which may have ended, and prints their paths there; size and "
      "SHA-256 are recorded. It is mlt log artifact with the run named first.");
  table.example("mlt artifacts put @last report.html --to plots", "plots/report.html");
  table.exit_status(4, "the run is deleted");
  table.see_also("mlt-log-artifact(1)");
  return [options](Context& context) { return run_put(context, *options); };
}

// artifacts diff, artifacts verify

void print_differences(Context& context, const std::vector<app::ArtifactDifference>& differences) {
  Listing listing;
  listing.schema = "mlt.artifact_differences/1";
  listing.table.columns = {{.key = "path", .title = "path", .keep = true},
                           {.key = "what", .title = "what"},
                           {.key = "expected", .title = "expected"},
                           {.key = "found", .title = "found"},
                           {.key = "run_id", .title = "run"}};
  for (const auto& each : differences) {
    listing.table.rows.push_back(
        {{each.path}, {each.what}, {each.expected}, {each.found}, {render::Id{each.run.value, 7}}});
  }
  listing.item = [&differences](std::size_t row) {
    const app::ArtifactDifference& each = differences[row];
    wire::Value item = wire::object_value();
    wire::add(item, "run_id", wire::string_value(each.run.value));
    wire::add(item, "path", wire::string_value(each.path));
    wire::add(item, "what", wire::string_value(each.what));
    wire::add(item, "expected", text_or_null(each.expected));
    wire::add(item, "found", text_or_null(each.found));
    return item;
  };
  print_listing(context, listing);
  context.flush();
}

struct DiffOptions {
  std::string a;
  std::string b;
};

int run_diff(Context& context, const DiffOptions& options) {
  const StoredRun run_a = select_stored_run(context, options.a);
  const StoredRun run_b = select_stored_run(context, options.b);
  app::ArtifactReader a(*run_a.store, run_a.ref);
  app::ArtifactReader b(*run_b.store, run_b.ref);
  const auto differences = app::compare_artifacts(a, b);
  print_differences(context, differences);
  return differences.empty() ? 0 : kDiffers;
}

Action declare_diff(OptionTable& table) {
  auto options = std::make_shared<DiffOptions>();
  table.operand("A", options->a, "a run").complete(Completion::run);
  table.operand("B", options->b, "another run").complete(Completion::run);
  table.description(
      "Lists the artifacts by which two runs differ: added and removed in B, or changed, by size "
      "and SHA-256.");
  table.example("mlt artifacts diff @last~1 @last", "what the newest run made otherwise");
  table.exit_status(kDiffers, "they differ");
  table.see_also("mlt-compare(1)");
  return [options](Context& context) { return run_diff(context, *options); };
}

std::vector<RunRef> runs_or_all(Context& context, const std::vector<std::string>& selectors) {
  const auto experiments = chosen_experiments(context, {});
  if (!selectors.empty()) {
    return select_runs(context, selectors, experiments);
  }
  RunScan scan;
  scan.experiments = experiments.value_or(std::vector<ExperimentId>{});
  std::vector<RunRef> refs;
  context.store().scan_runs(scan, [&refs](Run&& run) { refs.push_back(run.ref()); });
  std::ranges::sort(refs);
  return refs;
}

int run_verify(Context& context, const std::vector<std::string>& selectors) {
  std::vector<app::ArtifactDifference> differences;
  std::size_t checked = 0;
  for (const RunRef& ref : runs_or_all(context, selectors)) {
    app::ArtifactReader artifacts(context.store(), ref);
    checked += artifacts.run().artifacts.size();
    std::ranges::move(app::verify_artifacts(artifacts), std::back_inserter(differences));
  }
  print_differences(context, differences);
  context.note(counted(checked, "artifact") + " checked, " +
               counted(differences.size(), "difference"));
  return differences.empty() ? 0 : kDiffers;
}

Action declare_verify(OptionTable& table) {
  auto runs = std::make_shared<std::vector<std::string>>();
  table.operands("RUN", *runs, "a run; else every active run, of -x where it is given")
      .complete(Completion::run);
  table.description(
      "Reads artifacts and compares them with the sizes and SHA-256 that were recorded. Lists what "
      "is missing or differs.");
  table.example("mlt artifacts verify @last", "one run");
  table.example("mlt artifacts verify", "the whole store");
  table.exit_status(kDiffers, "something is missing or differs");
  table.see_also("mlt-doctor(1)");
  return [runs](Context& context) { return run_verify(context, *runs); };
}

// artifacts du

int run_du(Context& context, const std::vector<std::string>& selectors) {
  struct Row {
    Run run;
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
  };
  std::vector<Row> rows;
  std::uint64_t bytes = 0;
  for (const RunRef& ref : runs_or_all(context, selectors)) {
    app::ArtifactReader artifacts(context.store(), ref);
    Row& row = rows.emplace_back();
    row.run = artifacts.run();
    for (const auto& item : artifacts.list("")) {
      row.files += item.size ? 1 : 0;
      row.bytes += item.size.value_or(0);
    }
    bytes += row.bytes;
  }
  std::ranges::stable_sort(rows, std::greater<>(), &Row::bytes);
  Listing listing;
  listing.schema = "mlt.artifact_sizes/1";
  listing.table.columns = {{.key = "run_id", .title = "run"},
                           {.key = "run_name", .title = "name"},
                           {.key = "files", .title = "files"},
                           {.key = "bytes", .title = "size"}};
  for (const Row& row : rows) {
    listing.table.rows.push_back({{render::Id{row.run.id.value, 7}},
                                  {row.run.name},
                                  {static_cast<std::int64_t>(row.files)},
                                  {render::Bytes{row.bytes}}});
  }
  listing.item = [&rows](std::size_t index) {
    wire::Value item = wire::object_value();
    wire::add(item, "run_id", wire::string_value(rows[index].run.id.value));
    wire::add(item, "run_name", wire::string_value(rows[index].run.name));
    wire::add(item, "files", wire::integer_value(static_cast<std::int64_t>(rows[index].files)));
    wire::add(item, "bytes", wire::integer_value(static_cast<std::int64_t>(rows[index].bytes)));
    return item;
  };
  listing.members.push_back({"bytes", wire::integer_value(static_cast<std::int64_t>(bytes))});
  print_listing(context, listing);
  return 0;
}

Action declare_du(OptionTable& table) {
  auto runs = std::make_shared<std::vector<std::string>>();
  table.operands("RUN", *runs, "a run; else every active run, of -x where it is given")
      .complete(Completion::run);
  table.description("Lists what the artifacts of runs take on the disk, the largest first.");
  table.example("mlt artifacts du -x iris", "an experiment");
  table.see_also("mlt-gc(1)");
  return [runs](Context& context) { return run_du(context, *runs); };
}

}  // namespace

constexpr Command kArtifactsRows[] = {
    {"artifacts list", "list the artifacts of a run", declare_list},
    {"artifacts get", "copy artifacts out of the store", declare_get},
    {"artifacts cat", "print an artifact", declare_cat},
    {"artifacts put", "copy files into a run", declare_put},
    {"artifacts diff", "compare the artifacts of two runs", declare_diff},
    {"artifacts du", "list what artifacts take on the disk", declare_du},
    {"artifacts verify", "compare artifacts with what was recorded", declare_verify}};
const CommandFamily kArtifactsCommands = kArtifactsRows;

}  // namespace mlt::cli
