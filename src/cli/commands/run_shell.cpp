#include "cli/commands/run_shell.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

#include <climits>

#include "mlt/error.hpp"

#include "app/run/run.hpp"
#include "cli/commands/run_options.hpp"
#include "cli/current_run.hpp"
#include "cli/shell_code.hpp"

namespace mlt::cli {

namespace {

const std::vector<std::string> kShells = {"sh", "fish", "powershell", "json"};

struct StartOptions {
  IdentityOptions identity;
  std::optional<std::string> shell;
  bool trap = false;
  bool file = false;
  std::string git_diff = "auto";
};

struct EndOptions {
  std::optional<std::string> status;
  std::optional<std::int64_t> exit_code;
  bool if_running = false;
  std::optional<std::string> shell;
};

Shell chosen_shell(const Context& context, const std::optional<std::string>& option) {
  return shell_of(option ? *option : context.env("SHELL").value_or("sh"));
}

/// The path of this very program, which need not be in PATH.
std::string own_path() {
  std::array<char, PATH_MAX> path{};
  const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
  return size > 0 ? std::string(path.data(), static_cast<std::size_t>(size)) : "mlt";
}

Variables run_variables(Store& store, const RunRef& ref) {
  return {{"MLT_RUN_ID", ref.run_id.value},
          {"MLT_STORE", store.root()},
          {"MLT_RUN_DIR", store.open_run(ref)->run_dir()}};
}

app::CurrentRunFile require_file(const Context& context, const Store& store) {
  auto file = current_run_file(context, store);
  if (!file) {
    throw Error(ErrorCode::usage, "--file needs a state directory")
        .hint("set HOME or XDG_STATE_HOME");
  }
  return *file;
}

int run_start(Context& context, const StartOptions& options) {
  const Shell shell = chosen_shell(context, options.shell);
  if (options.trap && (options.file || shell == Shell::powershell || shell == Shell::json)) {
    throw Error(ErrorCode::usage, options.file ? "--trap and --file exclude each other"
                                               : "--trap is for sh and fish only");
  }
  Store& store = context.writable_store();
  // Before anything is made, so that a missing state directory leaves no run behind.
  const auto file = options.file ? std::optional(require_file(context, store)) : std::nullopt;
  const app::RunIdentity identity = make_identity(context, store, options.identity);
  const RunRef ref = app::start_run(store, identity, context.globals().directory,
                                    options.git_diff == "auto", context.clock(), context.random());
  if (file) {
    file->set(ref.run_id);
    if (!context.globals().quiet) {
      context.out(ref.run_id.value + "\n");
    }
  } else {
    context.out(export_code(shell, run_variables(store, ref)));
    if (options.trap) {
      context.out(at_exit_code(shell, own_path(),
                               {"--store", store.root(), "run", "end", "--if-running", "--run",
                                ref.run_id.value, "--exit-code"}));
    }
    if (context.terminal().is_terminal && shell != Shell::json) {
      context.hint("the shell has to evaluate this: eval \"$(mlt run start)\"");
    }
  }
  if (context.globals().verbosity > 0) {
    context.note("run " + ref.run_id.value + " started");
  }
  return 0;
}

RunStatus chosen_status(const EndOptions& options) {
  if (options.status) {
    return *parse_run_status(*options.status);
  }
  return options.exit_code ? app::status_of_exit_code(static_cast<int>(*options.exit_code))
                           : RunStatus::finished;
}

/// The run around the one that ends, if it still runs.
std::optional<RunRef> find_running_parent(Store& store, const RunRef& ref) {
  const Run run = store.get_run(ref);
  const auto parent = run.tags.find(tag::kParentRunId);
  const auto parent_ref =
      parent == run.tags.end() ? std::nullopt : store.locate_run({parent->second});
  const bool runs = parent_ref && !has_ended(store.open_run(*parent_ref)->status());
  return runs ? parent_ref : std::nullopt;
}

/// Makes the run around `ref` current, if it still runs, else none: by the file where that names
/// `ref`, and by what the shell is to evaluate.
void leave_run(Context& context, Store& store, const RunRef& ref,
               const std::optional<std::string>& shell_name) {
  const auto outer = find_running_parent(store, ref);
  const auto file = current_run_file(context, store);
  if (file && find_filed_run(context, store) == ref.run_id) {
    outer ? file->set(outer->run_id) : file->clear();
  }
  if (shell_name) {
    const Shell shell = chosen_shell(context, shell_name);
    context.out(outer ? export_code(shell, run_variables(store, *outer))
                      : unset_code(shell, {"MLT_RUN_ID", "MLT_STORE", "MLT_RUN_DIR"}));
  }
}

int run_end(Context& context, const EndOptions& options) {
  if (options.exit_code && (*options.exit_code < 0 || *options.exit_code > 255)) {
    throw Error(ErrorCode::usage, "--exit-code takes a number from 0 to 255");
  }
  if (context.globals().dry_run) {
    throw Error(ErrorCode::usage, "this command has no dry run");
  }
  Store& store = context.store();
  const RunRef ref = get_current_run(context, store);
  if (has_ended(store.open_run(ref)->status())) {
    leave_run(context, store, ref, options.shell);  // a shell is not to stay in it
    if (options.if_running) {
      return 0;
    }
    context.flush();  // before the refusal
  }
  const auto exit_code =
      options.exit_code ? std::optional(static_cast<int>(*options.exit_code)) : std::nullopt;
  app::end_run(store, ref, chosen_status(options), exit_code, context.clock());
  leave_run(context, store, ref, options.shell);
  if (context.globals().verbosity > 0) {
    context.note("run " + ref.run_id.value + " ended");
  }
  return 0;
}

}  // namespace

Action declare_run_start(OptionTable& table) {
  auto options = std::make_shared<StartOptions>();
  declare_identity(table, options->identity);
  table.group("Shell");
  table
      .option("--shell", "SHELL", options->shell,
              "the language of what is printed; that of $SHELL if not given")
      .choices(kShells);
  table.flag("--trap", options->trap, "end the run when the shell ends, with its exit code");
  table.flag("--file", options->file,
             "make the run current by a file, where no variable passes through, and print its id");
  table.group("Code");
  table
      .option("--git-diff", "WHEN", options->git_diff, "keep what is not committed: auto, or never")
      .choices({"auto", "never"});
  table.description(
      "Starts a run that lives in a shell and prints what the shell has to evaluate: the run is "
      "then "
      "current for 'mlt log' and for all that the shell starts, until 'mlt run end'. A run that is "
      "current already becomes its parent.\n\n"
      "Where no variable passes through, as between the steps of a Makefile, --file writes the id "
      "to "
      "a file in the user's state directory, one for each store. It counts only where no variable "
      "names a run.");
  table.example("eval \"$(mlt run start -x iris --name sweep-a --trap)\"",
                "from here on this script is a run");
  table.example("mlt run start --file && make train && mlt run end",
                "over the steps of a Makefile");
  table.environment("MLT_RUN_ID, MLT_STORE, MLT_RUN_DIR", "set by what is printed");
  table.file("$XDG_STATE_HOME/mlt/current/", "what --file writes (~/.local/state/mlt/current/)");
  table.see_also("mlt-run-end(1)");
  table.see_also("mlt-log(1)");
  return [options](Context& context) { return run_start(context, *options); };
}

Action declare_run_end(OptionTable& table) {
  auto options = std::make_shared<EndOptions>();
  table.option("--status", "STATUS", options->status, "how the run ended")
      .choices({"FINISHED", "FAILED", "KILLED"});
  table.option("--exit-code", "N", options->exit_code,
               "the exit code that decides: 0 FINISHED, over 128 KILLED, else FAILED");
  table.flag("--if-running", options->if_running, "do nothing if the run has ended already");
  table
      .option("--shell", "SHELL", options->shell,
              "print what takes the run's variables away, or gives those of its parent back")
      .choices(kShells);
  table.description(
      "Ends the current run, as FINISHED if nothing else is said. Where 'mlt run start --file' "
      "made "
      "it current, its parent is current again, if that still runs.");
  table.example("mlt run end", "it went well");
  table.example("mlt run end --exit-code $?", "as the command before it ended");
  table.example("eval \"$(mlt run end --shell sh)\"", "and leave the run in this shell");
  table.exit_status(4, "the run has ended already");
  table.see_also("mlt-run-start(1)");
  return [options](Context& context) { return run_end(context, *options); };
}

}  // namespace mlt::cli
