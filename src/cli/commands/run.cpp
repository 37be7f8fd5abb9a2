#include "app/run/run.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mlt/error.hpp"

#include "app/params_file.hpp"
#include "app/run/params.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/commands/run_options.hpp"
#include "cli/commands/run_shell.hpp"
#include "cli/current_run.hpp"
#include "disk/outside.hpp"

namespace mlt::cli {

namespace {

constexpr int kOwnFailure = 125;
constexpr std::size_t kShortId = 7;
constexpr int kSummaryDigits = 4;

struct RunCommandOptions {
  IdentityOptions identity;
  JobCommandOptions job;
  std::vector<std::string> params;
  std::vector<std::string> params_files;
  bool pass_params = false;
  std::vector<std::string> redact;
  std::string git_diff = "auto";
  std::optional<std::string> id_file;
};

app::GivenParams read_params(const RunCommandOptions& options) {
  app::GivenParams params(options.redact);
  for (const std::string& path : options.params_files) {
    for (KeyValue& param : app::read_params_file(path)) {
      params.set(std::move(param.key), std::move(param.value));
    }
  }
  for (const std::string& text : options.params) {
    KeyValue param = app::parse_assignment("-P", text);
    params.set(std::move(param.key), std::move(param.value));
  }
  return params;
}

/// Four significant digits, without zeros that say nothing: `0.941`, `0.5`, `1e-05`.
std::string short_number(double value) {
  std::string text = base::format_significant(value, kSummaryDigits);
  if (text.find('.') != std::string::npos && text.find('e') == std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    text.erase(text.find_last_not_of('.') + 1);
  }
  return text;
}

/// `run 4f2a91c iris/brave-owl-12 finished in 3m12s  acc=0.941`
std::string summary(const app::RunReport& report, const std::string& experiment) {
  std::string text = "run " + report.ref.run_id.value.substr(0, kShortId) + " " +
                     base::escape_control(experiment + "/" + report.name);
  if (report.signal) {
    text += " killed by " + app::signal_name(*report.signal);
  } else if (report.status == RunStatus::killed) {
    text += " stopped";
  } else if (report.status == RunStatus::failed) {
    text += " failed with " + std::to_string(report.exit_code);
  } else {
    text += " finished";
  }
  text += " in " + base::format_duration(report.duration_ms);
  for (const auto& [key, value] : report.metrics) {
    text += "  " + base::escape_control(key) + "=" + short_number(value);
  }
  return text;
}

int print_plan(Context& context, const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  quoted.reserve(words.size());
  for (const std::string& word : words) {
    quoted.push_back(base::quote_for_shell(word));
  }
  context.out(base::join(quoted, " ") + "\n");
  return 0;
}

app::Warn warn_of(Context& context) {
  return [&context](std::string_view text) { context.warn(text); };
}

int run_wrapped(Context& context, const RunCommandOptions& options) {
  const app::GivenParams params = read_params(options);
  app::JobOptions job_options = make_job(context, options.job);
  app::CommandWords words = params.complete(job_options.argv, options.pass_params);
  if (context.globals().dry_run) {
    return print_plan(context, words.recorded);
  }
  job_options.argv = std::move(words.argv);
  for (std::string& variable : params.as_environment()) {
    job_options.environment.push_back(std::move(variable));
  }
  app::Job job(std::move(job_options), context.clock(), warn_of(context));
  if (job.failure()) {
    return refuse_start(context, job);
  }
  Store& store = context.writable_store();
  app::GitQuery git(job.options().directory, store.root());
  app::RunOptions run{.identity = make_identity(context, store, options.identity),
                      .recorded_argv = std::move(words.recorded),
                      .git_diff = options.git_diff == "auto",
                      .with_summary = !context.globals().quiet,
                      .on_created = [&options](const RunRef& ref) {
                        if (options.id_file) {
                          disk::replace_outside_file(*options.id_file, ref.run_id.value + "\n");
                        }
                      }};
  run.identity.params = params.stored();
  const app::RunReport report =
      app::run_command(store, job, std::move(git), run, context.clock(), context.random());
  if (report.line_left_open) {
    context.note("");
  }
  context.note(summary(report, run.identity.experiment.name));
  return finish_job(context, job, report);
}

int run_inside(Context& context, const JobCommandOptions& options) {
  app::JobOptions job_options = make_job(context, options);
  if (context.globals().dry_run) {
    return print_plan(context, job_options.argv);
  }
  app::Job job(std::move(job_options), context.clock(), warn_of(context));
  if (job.failure()) {
    return refuse_start(context, job);
  }
  Store& store = context.store();
  return finish_job(context, job, app::run_in(store, get_current_run(context, store), job));
}

/// A failure of the machine in mlt itself must not look like an exit code of the command.
template <typename Run>
int with_own_exit_code(Context& context, Run run) {
  try {
    return run();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::system) {
      throw;
    }
    context.say_error(error);
    return kOwnFailure;
  }
}

void describe_run(OptionTable& table) {
  table.synopsis("[OPTION]... [--] COMMAND [ARG]...");
  table.description(
      "Runs a command and records it as a run: its params, the metrics that it prints, its output, "
      "the state of the git repository, who ran it where, how long it took, and how it ended. The "
      "command's stdout, stderr and exit code stay what they are.\n\n"
      "Options end at the first operand; all that follows is the command. In its arguments {key} "
      "is "
      "replaced by the value of the param of that name, where one is given; the command also finds "
      "each param in a variable such as MLT_PARAM_LR. Params whose name ends in key, token, "
      "secret, "
      "password or passwd are stored as ***.\n\n"
      "Output is read for metrics as --metrics-from says. Lines that begin with '::mlt ' always "
      "count:\n\n"
      "  ::mlt metric loss=0.3 step=5\n"
      "  ::mlt param optimizer=adam\n"
      "  ::mlt tag data=v2\n\n"
      "Signals go on to the command. A first Ctrl-C asks it to stop, a second one sends TERM, a "
      "third "
      "KILL; after a TERM or HUP it has 30 seconds. The run then ends as KILLED. Processes that "
      "the "
      "command leaves behind in its process group are ended.");
  table.example("mlt run -- python train.py --lr 0.1", "record any command");
  table.example(
      "mlt run -x iris -P lr=0.1 --metrics-from 'epoch {step} loss {loss}' -- python train.py --lr "
      "{lr}",
      "with a param, and the metrics out of its lines");
  table.example("mlt run --metrics-from kv --metrics-from json make train",
                "metrics from 'loss=0.3' and from lines of JSON");
  table.example("mlt run --params-file config.yaml --pass-params -- ./train",
                "params from a file, given to the command as --key value");
  table.environment("MLT_RUN_ID, MLFLOW_RUN_ID",
                    "the run around this one, which becomes its parent");
  table.environment("MLT_RUN_ID, MLT_STORE, MLT_RUN_DIR, MLT_ROOT_RUN_ID, MLT_PARAM_*",
                    "set for the command");
  table.environment("PYTHONUNBUFFERED", "set to 1 for the command where it is not set");
  table.see_also("mlt-compare(1)");
  table.see_also("mlt-log(1)");
  table.see_also("mlt-metrics-patterns(7)");
}

Action declare_run(OptionTable& table) {
  auto options = std::make_shared<RunCommandOptions>();
  declare_identity(table, options->identity);
  table.option("--id-file", "FILE", options->id_file, "write the id of the run to a file")
      .complete(Completion::file);
  table.group("Params");
  table.option("-P, --param", "KEY=VALUE", options->params, "a param of the run")
      .complete(Completion::param_key);
  table
      .option("--params-file", "FILE", options->params_files,
              "params from a file: yaml, json, toml, ini or .env; -P outranks them")
      .complete(Completion::file);
  table.flag("--pass-params", options->pass_params,
             "add '--key value' for each param to the command");
  table.option("--redact", "GLOB", options->redact,
               "store params of such names, and such words of the command, as ***");
  table.group("Code");
  table
      .option("--git-diff", "WHEN", options->git_diff, "keep what is not committed: auto, or never")
      .choices({"auto", "never"});
  declare_job(table, options->job);
  declare_command_operand(table, options->job);
  declare_job_exit_statuses(table);
  describe_run(table);
  return [options](Context& context) {
    return with_own_exit_code(context, [&] { return run_wrapped(context, *options); });
  };
}

Action declare_run_exec(OptionTable& table) {
  auto options = std::make_shared<JobCommandOptions>();
  declare_job(table, *options);
  declare_command_operand(table, *options);
  declare_job_exit_statuses(table);
  table.synopsis("[OPTION]... [--] COMMAND [ARG]...");
  table.description(
      "Runs a command inside the current run, which 'mlt run start' has made: what it prints is "
      "kept "
      "and read for metrics as by 'mlt run', and the run goes on after it.");
  table.exit_status(4, "the current run has ended already");
  table.example("mlt run exec --metrics-from kv -- ./train.sh", "one step of the current run");
  table.see_also("mlt-run(1)");
  table.see_also("mlt-run-start(1)");
  return [options](Context& context) {
    return with_own_exit_code(context, [&] { return run_inside(context, *options); });
  };
}

}  // namespace

constexpr Command kRunRows[] = {
    {"run", "run a command and record it", declare_run},
    {"run start", "start a run that lives in a shell", declare_run_start},
    {"run end", "end the current run", declare_run_end},
    {"run exec", "run a command inside the current run", declare_run_exec}};
const CommandFamily kRunCommands = kRunRows;

}  // namespace mlt::cli
