#include "cli/globals.hpp"

#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"

namespace mlt::cli {

namespace {

std::optional<std::string> first_of(std::initializer_list<std::optional<std::string>> values) {
  for (const auto& value : values) {
    if (value) {
      return value;
    }
  }
  return std::nullopt;
}

bool read_switch(std::string_view name, const std::optional<std::string>& value) {
  if (!value || *value == "0" || *value == "false" || *value == "no") {
    return false;
  }
  if (*value == "1" || *value == "true" || *value == "yes") {
    return true;
  }
  throw Error(ErrorCode::usage, std::string(name) + " is '" + *value + "'; it takes 1 or 0");
}

int read_log_level(const std::optional<std::string>& value) {
  if (!value || *value == "warning") {
    return 0;
  }
  if (*value == "info") {
    return 1;
  }
  if (*value == "debug") {
    return 2;
  }
  throw Error(ErrorCode::usage, "MLT_LOG is '" + *value + "'; it takes warning, info or debug");
}

void resolve_experiment(Globals& globals, const GlobalOptions& options, const Environment& env) {
  if (options.experiment) {
    globals.experiment = options.experiment;
    return;
  }
  const auto name = env("MLFLOW_EXPERIMENT_NAME");
  const auto id = env("MLFLOW_EXPERIMENT_ID");
  globals.experiment = name ? name : id;
  globals.experiment_is_id = !name && id;
  if (name && id) {
    globals.experiment_id_beside_name = id;
  }
}

void resolve_run(Globals& globals, const GlobalOptions& options, const Environment& env) {
  const auto own = env("MLT_RUN_ID");
  globals.run = first_of({options.run, own, env("MLFLOW_RUN_ID")});
  const auto run_dir = env("MLT_RUN_DIR");
  if (!options.run && own && run_dir && run_dir->ends_with("/" + *own)) {
    globals.run_dir = run_dir;
  }
}

}  // namespace

void declare_globals(OptionTable& table, GlobalOptions& options) {
  table.group(std::string(kGlobalGroup));
  table.option("-C", "DIR", options.directory, "act as if started in this directory")
      .complete(Completion::directory);
  table
      .option("--store", "URI", options.store,
              "the store: a directory or a file: URI; else the nearest mlruns/ upward")
      .complete(Completion::directory);
  table
      .option("-x, --experiment", "NAME|ID", options.experiment,
              "the experiment to write to or read from")
      .complete(Completion::experiment);
  table.option("--run", "RUN", options.run, "the current run").complete(Completion::run);
  table
      .option(
          "-F, --format", "FMT", options.format,
          "how to print: table, wide, tsv, csv, json, jsonl, yaml, md, name, or a template such as "
          "'{run_id:.8} {metrics.acc:.4f}'")
      .suggest({"table", "wide", "tsv", "csv", "json", "jsonl", "yaml", "md", "name"});
  table.option("--json", "[=FIELDS]", options.json, "print JSON, of these fields only if given");
  table.flag("-q, --quiet", options.quiet, "print errors and asked-for data only");
  table.count("-v, --verbose", options.verbosity, "say more; twice: for debugging");
  table.option("--trace", "FILE", options.trace_file, "write what mlt does to a file")
      .complete(Completion::file);
  table.option("--color", "WHEN", options.colour, "colour: auto, always or never")
      .choices({"auto", "always", "never"});
  table.flag("--no-pager", options.no_pager, "never start a pager");
  table.flag("--no-progress", options.no_progress, "show no progress");
  table.flag("--no-input", options.no_input, "never ask; fail where an answer is needed");
  table.flag("-n, --dry-run", options.dry_run, "print what would be done and change nothing");
  table.flag("-y, --yes", options.yes, "answer yes to every question");
  table.option("--as", "NAME", options.as, "who is acting");
  table.flag("--durable", options.durable, "have everything on disk before ending with 0");
  table.duration("--lock-timeout", "TIME", options.lock_timeout_ms,
                 "how long to wait for a lock (10s)");
  table.flag("--strict", options.strict,
             "end with 5 instead of 0 where something damaged was left out");
  table.flag("-h", options.short_help, "short help, examples first");
  table.flag("--help", options.long_help, "full help");
}

void declare_program_options(OptionTable& table, GlobalOptions& options) {
  declare_globals(table, options);
  table.flag("-V, --version", options.version, "print the version");
}

Globals resolve_globals(const GlobalOptions& options, const Environment& env,
                        std::string directory) {
  Globals globals;
  globals.directory = std::move(directory);
  globals.store = first_of({options.store, env("MLT_STORE"), env("MLFLOW_TRACKING_URI")});
  resolve_experiment(globals, options, env);
  resolve_run(globals, options, env);
  if (options.json) {
    // The fields of --json also serve the other formats that have fields.
    const bool has_fields = options.format == "jsonl" || options.format == "yaml";
    globals.format = has_fields ? *options.format : "json";
    for (const std::string_view field : base::split(*options.json, ',')) {
      if (!base::trim(field).empty()) {
        globals.json_fields.emplace_back(base::trim(field));
      }
    }
  } else {
    globals.format = first_of({options.format, env("MLT_FORMAT")});
  }
  globals.durable = options.durable || read_switch("MLT_DURABLE", env("MLT_DURABLE"));
  globals.lock_timeout_ms = options.lock_timeout_ms.value_or(globals.lock_timeout_ms);
  globals.strict = options.strict;
  globals.quiet = options.quiet;
  globals.verbosity = options.verbosity > 0 ? options.verbosity : read_log_level(env("MLT_LOG"));
  globals.trace_file = options.trace_file;
  globals.colour = options.colour == "always"  ? ColourMode::always
                   : options.colour == "never" ? ColourMode::never
                                               : ColourMode::automatic;
  globals.no_pager = options.no_pager;
  globals.no_progress = options.no_progress || env("CI").has_value();
  globals.no_input = options.no_input || env("CI").has_value();
  globals.dry_run = options.dry_run;
  globals.yes = options.yes;
  globals.as = first_of({options.as, env("LOGNAME"), env("USER")});
  globals.pager = options.pager;
  globals.editor = options.editor;
  return globals;
}

}  // namespace mlt::cli
