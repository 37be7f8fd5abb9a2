#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "cli/command.hpp"
#include "cli/completion.hpp"
#include "cli/completion_scripts.hpp"
#include "cli/live_values.hpp"
#include "cli/reading.hpp"
#include "cli/real_context.hpp"
#include "disk/outside.hpp"

namespace mlt::cli {

namespace {

struct CompletionsOptions {
  std::string shell;
  bool install = false;
};

struct Shell {
  std::string_view name;
  std::string_view script;
  std::string_view file;  ///< below the user's data directory
};

constexpr Shell kShells[] = {{"bash", kBashScript, "bash-completion/completions/mlt"},
                             {"zsh", kZshScript, "zsh/site-functions/_mlt"},
                             {"fish", kFishScript, "fish/vendor_completions.d/mlt.fish"}};

std::string data_directory(const Context& context) {
  if (const auto data = context.env("XDG_DATA_HOME")) {
    return *data;
  }
  if (const auto home = context.env("HOME")) {
    return *home + "/.local/share";
  }
  throw Error(ErrorCode::not_found, "neither XDG_DATA_HOME nor HOME says where to install")
      .hint("print it instead: mlt completions bash > FILE");
}

int run_completions(Context& context, const CompletionsOptions& options) {
  for (const Shell& shell : kShells) {
    if (shell.name != options.shell) {
      continue;
    }
    if (!options.install) {
      context.out(shell.script);
      return 0;
    }
    const std::string path = data_directory(context) + "/" + std::string(shell.file);
    if (!context.globals().dry_run) {
      disk::make_outside_dirs(path.substr(0, path.rfind('/')));
      disk::replace_outside_file(path, shell.script);
    }
    context.out(path + "\n");
    if (shell.name == "zsh") {
      context.hint("have zsh look there, in ~/.zshrc before compinit: fpath+=(" +
                   path.substr(0, path.rfind('/')) + ")");
    }
  }
  return 0;
}

Action declare_completions(OptionTable& table) {
  auto options = std::make_shared<CompletionsOptions>();
  table.operand("SHELL", options->shell, "bash, zsh or fish").choices({"bash", "zsh", "fish"});
  table.flag("--install", options->install, "put it where the shell looks and print the path");
  table.description(
      "Prints what teaches a shell to complete mlt's commands, options and values: runs, "
      "experiments, keys. It asks mlt itself, so it never has to be made anew.");
  table.example("mlt completions bash --install", "for every bash to come");
  table.example("eval \"$(mlt completions bash)\"", "for this bash only");
  table.environment("XDG_DATA_HOME", "where --install puts it (~/.local/share)");
  return [options](Context& context) { return run_completions(context, *options); };
}

/// `mlt __complete SHELL POSITION -- WORD...`: what may stand at WORDS[POSITION], quoted as typed.
int run_complete(Context& context, const std::vector<std::string>& arguments) {
  // A hanging file system must not hang the shell. The default of SIGALRM ends the process.
  alarm(1);
  const auto position =
      arguments.size() > 2 ? base::parse_int64(arguments[1]) : std::optional<std::int64_t>();
  if (!position || *position < 1) {
    throw Error(ErrorCode::usage, "usage: mlt __complete SHELL POSITION -- WORD...");
  }
  std::vector<std::string> words;
  for (std::size_t i = 3; i < arguments.size(); ++i) {
    words.push_back(unquoted_word(arguments[i]));
  }
  const LiveValues values = [](Completion kind, std::string_view prefix,
                               const GlobalOptions& options) {
    try {
      Globals globals =
          resolve_globals(options, process_environment, enter_directory(options.directory));
      globals.quiet = true;
      RealContext quiet(std::move(globals));
      std::vector<Candidate> candidates;
      if (kind == Completion::revision) {
        for (auto& [name, what] : open_revisions(quiet).names()) {
          candidates.push_back({std::move(name), std::move(what)});
        }
        kind = Completion::run;
      }
      std::vector<Candidate> known =
          live_values(kind, prefix, quiet.store(), quiet.globals(), quiet.clock());
      std::ranges::move(known, std::back_inserter(candidates));
      return candidates;
    } catch (const Error&) {
      return std::vector<Candidate>();  // nobody asked for anything yet, so there is nothing to say
    }
  };
  context.out(completions_text(complete_line(words, static_cast<std::size_t>(*position), values)));
  return 0;
}

Action declare_complete(OptionTable& table) {
  struct Rest {
    std::vector<std::string> arguments;
    bool had_dashes = false;
  };
  auto rest = std::make_shared<Rest>();
  table.rest("ARGUMENT", rest->arguments, rest->had_dashes,
             "the shell, the position, --, the words");
  return [rest](Context& context) { return run_complete(context, rest->arguments); };
}

}  // namespace

constexpr Command kCompletionRows[] = {
    {"completions", "print or install completions for a shell", declare_completions, false, true},
    {"__complete", "answer a shell's completion", declare_complete, true, true}};
const CommandFamily kCompletionCommands = kCompletionRows;

}  // namespace mlt::cli
