#include "cli/commands/run_options.hpp"

#include <cstring>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mlt/error.hpp"

#include "app/experiment_choice.hpp"
#include "app/run/environment.hpp"
#include "base/text.hpp"
#include "cli/current_run.hpp"
#include "disk/outside.hpp"
#include "model/rules.hpp"
#include "wire/flat_files.hpp"

extern char** environ;

namespace mlt::cli {

namespace {

/// A pipe or socket at stdout has another program at its end, which may want the terminal (a
/// pager).
bool stdout_has_a_reader() {
  struct stat status {};
  return ::fstat(STDOUT_FILENO, &status) == 0 &&
         (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

app::Capture parse_capture(const std::string& name) {
  return name == "file"   ? app::Capture::file
         : name == "none" ? app::Capture::none
                          : app::Capture::tee;
}

std::vector<std::string> child_environment(const JobCommandOptions& options) {
  app::Environment variables({});
  for (char** entry = environ; *entry != nullptr; ++entry) {
    variables.set_entry(*entry);
  }
  variables.remove_prefixed("MLT_PARAM_");  // those of a run around this one
  for (const std::string& path : options.environment_files) {
    const wire::Source source{path, ErrorCode::usage};
    const wire::Value document = wire::parse_dotenv(disk::read_outside_file(path), source);
    for (const auto& [name, value] : *document.as_object()) {
      variables.set(name, value.text());
    }
  }
  for (const std::string& entry : options.environment) {
    const KeyValue variable = app::parse_assignment("--env", entry);
    variables.set(variable.key, variable.value);
  }
  return variables.entries();
}

void refuse_project(const std::string& operand) {
  const bool is_uri = operand.find("://") != std::string::npos || operand.starts_with("git@") ||
                      operand.ends_with(".git");
  if (is_uri || operand.ends_with(".zip") || disk::outside_exists(operand + "/MLproject")) {
    throw Error(ErrorCode::usage, "'" + base::escape_control(operand) +
                                      "' is a project: this version of mlt runs commands only")
        .hint("after -- it is taken for a command: mlt run -- " + base::quote_for_shell(operand));
  }
}

std::string absolute(const std::string& path, const std::string& directory) {
  return path.starts_with('/') ? path : directory + "/" + path;
}

/// Whether a run is known to have ended; of a damaged one that is not known.
bool is_over(Store& store, const RunRef& ref) {
  try {
    return has_ended(store.open_run(ref)->status());
  } catch (const Error&) {
    return false;
  }
}

/// The run inside of which this one stands. One that the environment names and the store does not
/// have belongs to another store; one that has ended is left over in the environment.
std::optional<RunRef> find_parent(Context& context, Store& store, const IdentityOptions& options) {
  if (options.no_parent) {
    return std::nullopt;
  }
  if (options.parent) {
    return get_named_run(context, store, *options.parent);
  }
  const auto current = current_run_selector(context, store);
  if (!current) {
    return std::nullopt;
  }
  auto ref = store.locate_run({*current});
  if (ref && !is_over(store, *ref)) {
    return ref;
  }
  if (context.globals().verbosity > 0) {
    context.note("the current run " + base::escape_control(*current) +
                 (ref ? " has ended" : " is in another store") + ": this run has no parent");
  }
  return std::nullopt;
}

/// The tag that holds a run's name names it, as with MLflow; it cannot say another than --name.
void take_name(const KeyValue& tag, app::RunIdentity& identity) {
  if (!identity.name.empty() && identity.name != tag.value) {
    throw Error(ErrorCode::usage, "the run is named twice: '" +
                                      base::escape_control(identity.name) + "' and, by the tag " +
                                      tag.key + ", '" + base::escape_control(tag.value) + "'");
  }
  model::check_name("run", tag.value);
  identity.name = tag.value;
}

}  // namespace

void declare_identity(OptionTable& table, IdentityOptions& options) {
  table.group("Identity");
  table.option("--name", "NAME", options.name, "name of the run; one is made up if not given");
  table.option("-m, --message", "TEXT", options.message, "a note that describes the run");
  table.option("--tag", "KEY=VALUE", options.tags, "a tag of the run")
      .complete(Completion::tag_key);
  table
      .option("--parent", "RUN", options.parent,
              "the run of which this one is a part; it gives the experiment where -x does not")
      .complete(Completion::run);
  table.flag("--no-parent", options.no_parent,
             "stand alone, also when started inside of another run");
}

void declare_job(OptionTable& table, JobCommandOptions& options) {
  table.group("Metrics from output");
  table
      .option(
          "--metrics-from", "SPEC", options.metrics_from,
          "how output shows metrics: kv, json, regex:PATTERN or a template such as 'epoch {step} "
          "loss {loss}'")
      .suggest({"kv", "json", "regex:"});
  table.option("--step-key", "KEY", options.step_key, "the name under which output gives the step")
      .suggest({"step", "epoch", "iteration"});
  table.option("--metrics-stream", "STREAM", options.metrics_stream, "the stream that is read")
      .choices({"stdout", "stderr", "both"});
  table.group("Capture");
  table
      .option("--capture", "MODE", options.capture,
              "what becomes of the output: tee (shown and kept), file (kept), none (shown)")
      .choices({"tee", "file", "none"});
  table.group("Process");
  table.option("--cwd", "DIR", options.directory, "run the command in this directory")
      .complete(Completion::directory);
  table.option("--env", "NAME=VALUE", options.environment, "a variable for the command");
  table
      .option("--env-file", "FILE", options.environment_files,
              "variables for the command from a .env file")
      .complete(Completion::file);
  table.duration("--kill-after", "TIME", options.kill_after_ms,
                 "how long the command may take to end after TERM or HUP (30s)");
}

void declare_command_operand(OptionTable& table, JobCommandOptions& options) {
  table.rest("COMMAND", options.command, options.after_dashes, "the command and its arguments")
      .complete(Completion::command);
}

void declare_job_exit_statuses(OptionTable& table) {
  table.exit_status(125, "mlt itself failed, or could not record a command that returned 0");
  table.exit_status(126, "the command cannot be executed");
  table.exit_status(127, "the command was not found");
  table.exit_status(128, "with N added: the command was ended by signal N");
}

app::RunIdentity make_identity(Context& context, Store& store, const IdentityOptions& options) {
  app::RunIdentity identity;
  const Globals& globals = context.globals();
  const auto parent = find_parent(context, store, options);
  identity.parent = parent ? std::optional(parent->run_id) : std::nullopt;
  identity.name = options.name;
  identity.user = context.user();
  identity.note = options.message;
  for (const std::string& text : options.tags) {
    KeyValue tag = app::parse_assignment("--tag", text);
    if (tag.key == tag::kRunName) {
      take_name(tag, identity);
    } else {
      identity.tags.push_back(std::move(tag));
    }
  }
  const bool beside_parent = parent && !globals.experiment;
  identity.experiment =
      beside_parent
          ? app::experiment_for_writing(store, parent->experiment_id.value, true)
          : app::experiment_for_writing(store, globals.experiment, globals.experiment_is_id);
  return identity;
}

app::JobOptions make_job(Context& context, const JobCommandOptions& options) {
  if (options.command.empty()) {
    throw Error(ErrorCode::usage, "no command is given").hint("for example: mlt run -- make train");
  }
  if (!options.after_dashes) {
    refuse_project(options.command.front());
  }
  app::JobOptions job;
  job.argv = options.command;
  job.environment = child_environment(options);
  job.directory = context.globals().directory;
  if (options.directory) {
    job.directory = absolute(*options.directory, job.directory);
    if (!disk::outside_is_directory(job.directory)) {
      throw Error(ErrorCode::not_found, "--cwd: no directory " + *options.directory);
    }
  }
  job.output = {.patterns = options.metrics_from,
                .step_key = options.step_key,
                .patterns_on_out = options.metrics_stream != "stderr",
                .patterns_on_err = options.metrics_stream != "stdout"};
  job.capture = parse_capture(options.capture);
  job.supervision.live_out = STDOUT_FILENO;
  job.supervision.live_err = STDERR_FILENO;
  job.supervision.terminal = STDIN_FILENO;
  job.supervision.foreground = !stdout_has_a_reader();
  job.supervision.kill_after_ms = options.kill_after_ms.value_or(job.supervision.kill_after_ms);
  return job;
}

int refuse_start(Context& context, const app::Job& job) {
  const bool missing = *job.failure() == app::StartFailure::not_found;
  if (job.options().argv.front().empty()) {
    context.say_error(Error(ErrorCode::not_found, "the command to run is an empty word")
                          .hint("see whether a variable in it is set: mlt run -- \"$COMMAND\""));
    return static_cast<int>(*job.failure());
  }
  context.say_error(
      Error(ErrorCode::not_found, (missing ? "no such command: " : "not executable: ") +
                                      base::escape_control(job.options().argv.front())));
  return static_cast<int>(*job.failure());
}

int finish_job(Context& context, const app::Job& job, const app::RunReport& report) {
  if (!report.recorded && context.globals().quiet) {  // the warning that says why was not shown
    context.say_error(
        Error(ErrorCode::system, report.live_error == 0
                                     ? "the run is not recorded in full"
                                     : std::string("the output could not be shown to its end: ") +
                                           ::strerror(report.live_error)));
  }
  if (report.start_errno != 0) {
    context.say_error(Error(ErrorCode::system,
                            "cannot execute " + base::escape_control(job.options().argv.front()) +
                                ": " + ::strerror(report.start_errno)));
  } else if (report.interrupted_by_key) {
    // The terminal told only the command. The others of mlt's group, such as a script that runs mlt
    // in a loop, are to hear of it as they would without mlt.
    context.flush();
    ::signal(SIGINT, SIG_DFL);
    ::kill(0, SIGINT);
  }
  return report.exit_code;
}

}  // namespace mlt::cli
