#include "app/log_batch.hpp"

#include <memory>
#include <optional>
#include <string>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/commands/log_common.hpp"
#include "cli/current_run.hpp"
#include "cli/input.hpp"
#include "cli/reading.hpp"
#include "disk/outside.hpp"

namespace mlt::cli {

namespace {

Tally tally_of_batch(const app::BatchCounts& counts) {
  Tally tally = tally_of(counts);
  tally.insert(tally.begin(), {"line", counts.lines});
  tally.emplace_back("error", counts.bad_lines);
  return tally;
}

constexpr const char* kValueHint = "a value: mlt log metric loss 0.3";

struct BatchCommandOptions {
  std::optional<std::string> file;
  PointOptions point;
  bool csv = false;
  bool keep_going = false;
  bool atomic = false;
  bool force = false;
};

/// A word that is no file may have been meant for one of the verbs.
void check_input(const std::optional<std::string>& file) {
  if (!file) {
    throw Error(ErrorCode::usage, "nothing to log is named")
        .hint(kValueHint)
        .hint("a stream of JSON lines: COMMAND | mlt log -")
        .hint("all that there is: mlt log --help");
  }
  if (disk::outside_is_directory(*file)) {
    throw Error(ErrorCode::usage, base::escape_control(*file) + " is a directory")
        .hint("keep it with the run: mlt log artifact " + base::quote_for_shell(*file));
  }
  if (*file == "-" || disk::outside_exists(*file)) {
    return;
  }
  Error error(ErrorCode::not_found, "no such file: " + base::escape_control(*file));
  if (const auto near = base::nearest(*file, {"metric", "param", "tag", "note", "artifact"})) {
    error.add_hint("the nearest command is 'mlt log " + *near + "'");
  } else if (file->find('=') != std::string::npos) {
    error.add_hint(kValueHint);
  }
  throw error;
}

/// Lines that are there together are written together; none waits for the next one to come.
void copy_input(Input& input, app::BatchLog& batch) {
  while (const std::size_t size = input.read_some(batch.room())) {
    batch.received(size);
    if (!input.is_ready()) {
      batch.flush();
    }
  }
  batch.finish();
}

int run_log_batch(Context& context, const BatchCommandOptions& options) {
  if (options.keep_going && options.atomic) {
    throw Error(ErrorCode::usage,
                "--atomic writes everything or nothing: it excludes --keep-going");
  }
  check_fields(context, tally_of_batch(app::BatchCounts()));
  check_input(options.file);
  Input input(*options.file);
  Store& store = context.store();
  std::string last_run_id;
  const auto find_run = [&](std::optional<std::string_view> id) {
    RunRef ref = id ? get_named_run(context, store, *id) : get_current_run(context, store);
    last_run_id = ref.run_id.value;
    return ref;
  };
  if (context.globals().run) {
    (void)find_run({});
  }
  app::BatchLog batch(store, context.clock(), find_run,
                      {.log = log_options(context, options.force),
                       .source = input.name(),
                       .csv = options.csv || options.file->ends_with(".csv"),
                       .keep_going = options.keep_going,
                       .atomic = options.atomic,
                       .step = options.point.fixed_step(),
                       .auto_step = options.point.auto_step(),
                       .time_ms = options.point.time_ms(context.clock())},
                      [&context](const Error& error) { context.warn(error.message()); });
  copy_input(input, batch);
  if (last_run_id.empty()) {
    (void)find_run({});
  }

  const app::BatchCounts& counts = batch.counts();
  report(context, last_run_id, tally_of_batch(counts));
  if (counts.bad_lines == 0) {
    return 0;
  }
  context.warn("left out " + std::to_string(counts.bad_lines) + " of " +
               counted(counts.lines + counts.bad_lines, "line"));
  return exit_code(ErrorCode::usage);
}

}  // namespace

Action declare_log_batch(OptionTable& table) {
  auto options = std::make_shared<BatchCommandOptions>();
  table.operand("FILE", options->file, "a file of JSON lines, or - for standard input")
      .complete(Completion::file);
  table.flag("--csv", options->csv,
             "read comma-separated values: the first column is the step, the header names the "
             "metrics (so for FILE.csv)");
  table.extra_word_hint(kValueHint);
  declare_point_options(table, options->point);
  table.flag("--keep-going", options->keep_going,
             "report bad lines, leave them out and end with 2");
  table.flag("--atomic", options->atomic, "read and check everything before anything is written");
  declare_force(table, options->force);
  table.synopsis("[OPTION]... -");
  table.synopsis("[OPTION]... FILE");
  table.description(
      "Logs a stream of JSON lines to the current run, one object a line, in any mix:\n\n"
      "  {\"metric\":\"loss\",\"value\":0.3,\"step\":5,\"time\":1767603600000}\n"
      "  {\"metrics\":{\"loss\":0.3,\"acc\":0.9},\"step\":5}\n"
      "  {\"param\":\"lr\",\"value\":0.1}\n"
      "  {\"params\":{\"lr\":0.1,\"optimizer\":\"adam\"}}\n"
      "  {\"tag\":\"stage\",\"value\":\"pretrain\"}\n"
      "  {\"tags\":{\"stage\":\"pretrain\"}}\n"
      "  {\"artifact\":\"plots/roc.png\",\"to\":\"plots\"}\n"
      "  {\"run\":\"4f2a91c\"}\n\n"
      "The last one switches to another run for the lines after it. step and time may be left out: "
      "--step and --time then say them, else they are 0 and now. A value that is not finite is "
      "NaN, "
      "Infinity or -Infinity, bare or as a string. The body of MLflow's log-batch request is taken "
      "too.\n\n"
      "Lines that arrive together are checked and written together, at most 1000 at a time, and "
      "none waits for lines to come. A bad line ends the command: nothing of its thousand is "
      "written, what came before stays. --keep-going leaves such lines out, --atomic writes "
      "nothing "
      "unless all are good.");
  table.example("./train | mlt log -", "log what a program prints as JSON lines");
  table.example("mlt log history.csv", "a table: step,loss,acc");
  table.example("jq -c '{metrics:{loss},step:.epoch}' old.json | mlt log - --run @last",
                "metrics out of other JSON");
  table.exit_status(4, "a param has another value already, or a run has ended or was deleted");
  table.see_also("mlt-run(1)");
  return [options](Context& context) { return run_log_batch(context, *options); };
}

}  // namespace mlt::cli
