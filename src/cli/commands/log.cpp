#include "app/log.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/params_file.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/commands/log_common.hpp"
#include "cli/current_run.hpp"
#include "cli/input.hpp"
#include "model/rules.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kMaxNoteBytes = 1u << 20;
constexpr std::size_t kMaxPipedArtifact = 1u << 30;

/// `KEY VALUE`, or any number of `KEY=VALUE`. No key holds a `=`, so the two cannot be confused.
std::vector<std::pair<std::string, std::string>> parse_pairs(
    const std::string& command, const std::vector<std::string>& words) {
  if (words.size() == 2 && words[0].find('=') == std::string::npos) {
    return {{words[0], words[1]}};
  }
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(ErrorCode::usage, "'" + base::escape_control(word) + "' is not KEY=VALUE")
          .hint("one: mlt log " + command + " KEY VALUE")
          .hint("several: mlt log " + command + " KEY=VALUE KEY=VALUE");
    }
    pairs.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  return pairs;
}

double parse_value(const std::string& key, const std::string& text) {
  if (const std::optional<double> value = base::parse_double(text)) {
    return *value;
  }
  throw Error(ErrorCode::usage, "metric '" + base::escape_control(key) + "': '" +
                                    base::escape_control(text) + "' is not a number")
      .hint("numbers are decimal: 0.3, -2, 1e-5, nan, inf");
}

/// The run of --run-id, else the current one.
RunRef target_run(Context& context, const std::optional<std::string>& run_id) {
  return run_id ? get_named_run(context, context.store(), *run_id)
                : get_current_run(context, context.store());
}

/// Logs a batch that was made from the command line.
int log_batch(Context& context, const RunBatch& batch, bool force,
              const std::optional<std::string>& run_id) {
  check_fields(context, tally_of(app::LogCounts()));
  const RunRef ref = target_run(context, run_id);
  const app::LogCounts counts =
      app::log_values(context.store(), ref, batch, log_options(context, force));
  report(context, ref.run_id.value, tally_of(counts));
  return 0;
}

// log metric

struct MetricOptions {
  std::optional<std::string> run_id;
  std::vector<std::string> words;
  PointOptions point;
  bool force = false;
};

int run_log_metric(Context& context, const MetricOptions& options) {
  const std::int64_t time_ms =
      options.point.time_ms(context.clock()).value_or(context.clock().now_ms());
  RunBatch batch;
  for (const auto& [key, value] : parse_pairs("metric", options.words)) {
    batch.metrics.push_back({key, {options.point.fixed_step(), time_ms, parse_value(key, value)}});
  }
  if (options.point.auto_step()) {
    const RunRef ref = target_run(context, options.run_id);
    for (Metric& metric : batch.metrics) {
      metric.point.step =
          app::next_step(metric.key, app::find_last_step(context.store(), ref, metric.key));
    }
  }
  return log_batch(context, batch, options.force, options.run_id);
}

Action declare_log_metric(OptionTable& table) {
  auto options = std::make_shared<MetricOptions>();
  table.operands("KEY=VALUE", options->words, "a metric and its value; or KEY VALUE", true)
      .complete(Completion::metric_key);
  declare_point_options(table, options->point);
  declare_force(table, options->force);
  table.synopsis("[OPTION]... KEY VALUE");
  table.synopsis("[OPTION]... KEY=VALUE...");
  table.description(
      "Adds a point to each metric named, in the current run. Values are decimal numbers, nan or "
      "inf; the locale plays no part. Any number of processes may log to one run at the same "
      "time.\n\nFor many points, one process that reads them all is far quicker: see mlt log -.");
  table.example("mlt log metric loss 0.31 --step 5", "one point");
  table.example("mlt log metric loss=0.31 acc=0.93 --step auto",
                "two metrics, each one step after its last");
  table.exit_status(4, "the run has ended or was deleted");
  table.see_also("mlt-log(1)");
  return [options](Context& context) { return run_log_metric(context, *options); };
}

// log param

struct ParamOptions {
  std::optional<std::string> run_id;
  std::vector<std::string> words;
  std::optional<std::string> file;
  std::string prefix;
  bool force = false;
};

/// The params of a file under a prefix. What looks like a secret by its key was hardly meant to be
/// kept in a file that git shares.
std::vector<KeyValue> params_of_file(Context& context, const std::string& file,
                                     const std::string& prefix) {
  std::vector<KeyValue> params = app::read_params_file(file);
  for (KeyValue& param : params) {
    param.key.insert(0, prefix);
    if (model::is_secret_key(param.key)) {
      param.value = "***";
      context.note("param '" + base::escape_control(param.key) + "' looks secret: stored as ***");
    }
  }
  return params;
}

int run_log_param(Context& context, const ParamOptions& options) {
  if (!options.file && (options.words.empty() || !options.prefix.empty())) {
    throw Error(ErrorCode::usage,
                options.words.empty() ? "no param is given" : "--prefix goes with --file")
        .hint("mlt log param KEY VALUE, or: mlt log param --file params.yaml");
  }
  RunBatch batch;
  if (options.file) {
    batch.params = params_of_file(context, *options.file, options.prefix);
  }
  for (auto& [key, value] : parse_pairs("param", options.words)) {
    batch.params.push_back({std::move(key), std::move(value)});
  }
  return log_batch(context, batch, options.force, options.run_id);
}

Action declare_log_param(OptionTable& table) {
  auto options = std::make_shared<ParamOptions>();
  table.operands("KEY=VALUE", options->words, "a param and its value; or KEY VALUE")
      .complete(Completion::param_key);
  table
      .option("--file", "FILE", options->file,
              "take the params of a .yaml, .json, .toml, .ini or .env file; nested keys are joined "
              "by '.'")
      .complete(Completion::file);
  table.option("--prefix", "PREFIX", options->prefix, "put this before every key of the file");
  declare_force(table, options->force);
  table.synopsis("[OPTION]... KEY VALUE");
  table.synopsis("[OPTION]... [--file FILE [--prefix PREFIX]] [KEY=VALUE]...");
  table.description(
      "Records what the current run was given. A param is written once: the same value again is "
      "fine, another one is refused, and then nothing of the command is written.\n\nValues are "
      "kept as they are spelt, in a file too. Of a file, a param whose key ends in a word such as "
      "key, token, secret or password is stored as ***.");
  table.example("mlt log param lr 0.1", "one param");
  table.example("mlt log param lr=0.1 optimizer=adam", "several");
  table.example("mlt log param --file config.yaml --prefix data.", "all of a file");
  table.exit_status(4, "a param has another value already, or the run has ended or was deleted");
  table.see_also("mlt-log(1)");
  return [options](Context& context) { return run_log_param(context, *options); };
}

// log tag, log note

struct LogTagOptions {
  std::optional<std::string> run_id;
  std::vector<std::string> words;
};

int run_log_tag(Context& context, const LogTagOptions& options) {
  RunBatch batch;
  for (auto& [key, value] : parse_pairs("tag", options.words)) {
    batch.tags.push_back({std::move(key), std::move(value)});
  }
  return log_batch(context, batch, false, options.run_id);
}

Action declare_log_tag(OptionTable& table) {
  auto options = std::make_shared<LogTagOptions>();
  table.operands("KEY=VALUE", options->words, "a tag and its value; or KEY VALUE", true)
      .complete(Completion::tag_key);
  table.synopsis("[OPTION]... KEY VALUE");
  table.synopsis("[OPTION]... KEY=VALUE...");
  table.description(
      "Sets tags of the current run, which may have ended. A later value replaces an earlier "
      "one.\n\nThe tag mlflow.runName is the run's name. Tags under 'mlt.' are written by mlt "
      "alone, but for mlt.keep, which keeps a run from mlt gc.");
  table.example("mlt log tag stage=pretrain reviewed=no", "two tags");
  table.example("mlt log tag --run @last keep yes", "a tag of the newest run");
  table.exit_status(4, "the run was deleted");
  table.see_also("mlt-log(1)");
  return [options](Context& context) { return run_log_tag(context, *options); };
}

int run_log_note(Context& context, const std::string& text) {
  std::string note = text == "-" ? Input("-").read_all(kMaxNoteBytes) : text;
  while (note.ends_with('\n')) {
    note.pop_back();
  }
  RunBatch batch;
  batch.tags.push_back({std::string(tag::kNote), std::move(note)});
  return log_batch(context, batch, false, std::nullopt);
}

Action declare_log_note(OptionTable& table) {
  auto text = std::make_shared<std::string>();
  table.operand("TEXT", *text, "the note; - reads it from standard input");
  table.description(
      "Describes the current run in words, in place of the note that it has. The note is the tag "
      "mlflow.note.content; MLflow's pages show it as Markdown.");
  table.example("mlt log note 'same as before, with dropout'", "a short note");
  table.example("mlt log note - < findings.md", "a long one");
  table.exit_status(4, "the run was deleted");
  table.see_also("mlt-log(1)");
  return [text](Context& context) { return run_log_note(context, *text); };
}

// log artifact

struct ArtifactOptions {
  std::vector<std::string> paths;
  std::string to;
  std::optional<std::string> name;
};

int log_piped_artifact(Context& context, const ArtifactOptions& options) {
  if (!options.name || options.paths.size() != 1) {
    throw Error(ErrorCode::usage, options.name ? "--name is for a single artifact from a pipe"
                                               : "an artifact from standard input needs a name")
        .hint("COMMAND | mlt log artifact - --name report.txt");
  }
  const RunRef ref = get_current_run(context, context.store());
  const auto run = context.store().open_run(ref);
  std::string folder = options.to;
  while (folder.ends_with('/')) {
    folder.pop_back();
  }
  const std::string path = folder.empty() ? *options.name : folder + "/" + *options.name;
  const std::string bytes = Input("-").read_all(kMaxPipedArtifact);
  const app::LogCounts counts =
      app::log_artifact_bytes(*run, path, bytes, log_options(context, false));
  report(context, ref.run_id.value, tally_of(counts));
  return 0;
}

int run_log_artifact(Context& context, const ArtifactOptions& options) {
  check_fields(context, tally_of(app::LogCounts()));
  if (options.name || std::ranges::find(options.paths, "-") != options.paths.end()) {
    return log_piped_artifact(context, options);
  }
  std::vector<app::ArtifactSource> found;
  for (const std::string& path : options.paths) {
    app::check_outside_store(context.store(), path);
    std::ranges::move(app::find_artifacts(path, options.to), std::back_inserter(found));
  }
  const RunRef ref = get_current_run(context, context.store());
  const auto run = context.store().open_run(ref);
  const app::LogCounts counts = app::log_artifacts(*run, found, log_options(context, false));
  report(context, ref.run_id.value, tally_of(counts));
  return 0;
}

Action declare_log_artifact(OptionTable& table) {
  auto options = std::make_shared<ArtifactOptions>();
  table.operands("PATH", options->paths, "a file, a directory, or - for standard input", true)
      .complete(Completion::file);
  table.option("--to", "DIR", options->to, "the directory below the run's artifacts");
  table.option("--name", "NAME", options->name, "what standard input is to be called");
  table.synopsis("[--to DIR] PATH...");
  table.synopsis("[--to DIR] --name NAME -");
  table.description(
      "Copies files into the current run, which may have ended; size and SHA-256 are recorded. A "
      "directory is copied with everything below it, under its own name ('.' without one). Below "
      "a directory, symbolic links, pipes and devices are refused by name before anything is "
      "copied, and so is what lies in the store or has the store in it. A file of the same path is "
      "replaced in one step.");
  table.example("mlt log artifact model.pkl --to models", "models/model.pkl");
  table.example("mlt log artifact plots report.html", "a directory and a file");
  table.example("nvidia-smi | mlt log artifact - --name gpu.txt", "what a command prints");
  table.exit_status(4, "the run was deleted");
  table.see_also("mlt-log(1)");
  return [options](Context& context) { return run_log_artifact(context, *options); };
}

// runs log-metric, runs log-param, runs set-tag

void declare_run_id(OptionTable& table, std::optional<std::string>& run_id) {
  table.option("--run-id", "ID", run_id, "the run; else the current one").complete(Completion::run);
}

Action declare_runs_log_metric(OptionTable& table) {
  auto options = std::make_shared<MetricOptions>();
  declare_run_id(table, options->run_id);
  table.operands("WORD", options->words, "KEY VALUE", true).complete(Completion::metric_key);
  declare_point_options(table, options->point);
  declare_force(table, options->force);
  table.synopsis("[--run-id ID] [OPTION]... KEY VALUE");
  table.description(
      "Adds a point to a metric, as mlt log metric does, in the spelling of MLflow's interfaces.");
  table.example("mlt runs log-metric --run-id @last loss 0.31 --step 5", "one point");
  table.exit_status(4, "the run has ended or was deleted");
  table.see_also("mlt-log-metric(1)");
  return [options](Context& context) { return run_log_metric(context, *options); };
}

Action declare_runs_log_param(OptionTable& table) {
  auto options = std::make_shared<ParamOptions>();
  declare_run_id(table, options->run_id);
  table.operands("WORD", options->words, "KEY VALUE", true).complete(Completion::param_key);
  declare_force(table, options->force);
  table.synopsis("[--run-id ID] [OPTION]... KEY VALUE");
  table.description(
      "Records a param, as mlt log param does, in the spelling of MLflow's interfaces.");
  table.example("mlt runs log-param --run-id @last lr 0.1", "one param");
  table.exit_status(4, "it has another value already, or the run has ended or was deleted");
  table.see_also("mlt-log-param(1)");
  return [options](Context& context) { return run_log_param(context, *options); };
}

Action declare_runs_set_tag(OptionTable& table) {
  auto options = std::make_shared<LogTagOptions>();
  declare_run_id(table, options->run_id);
  table.operands("WORD", options->words, "KEY VALUE", true).complete(Completion::tag_key);
  table.synopsis("[--run-id ID] [OPTION]... KEY VALUE");
  table.description("Sets a tag, as mlt runs tag does, in the spelling of MLflow's interfaces.");
  table.example("mlt runs set-tag --run-id @last stage draft", "one tag");
  table.exit_status(4, "the run was deleted");
  table.see_also("mlt-runs-tag(1)");
  return [options](Context& context) { return run_log_tag(context, *options); };
}

}  // namespace

constexpr Command kRunsLogRows[] = {
    {"runs log-metric", "add a point to a metric of a run", declare_runs_log_metric},
    {"runs log-param", "record a param of a run", declare_runs_log_param},
    {"runs set-tag", "set a tag of a run", declare_runs_set_tag}};
const CommandFamily kRunsLogCommands = kRunsLogRows;

constexpr Command kLogRows[] = {
    {"log", "log JSON lines or csv to a run", declare_log_batch},
    {"log metric", "add points to metrics", declare_log_metric},
    {"log param", "record params", declare_log_param},
    {"log tag", "set tags", declare_log_tag},
    {"log note", "describe a run", declare_log_note},
    {"log artifact", "keep files with a run", declare_log_artifact},
};
const CommandFamily kLogCommands = kLogRows;

}  // namespace mlt::cli
