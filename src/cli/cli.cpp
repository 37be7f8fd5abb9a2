#include "cli/cli.hpp"

#include <cerrno>
#include <cstring>
#include <new>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <climits>

#include "mlt/error.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/command_line.hpp"
#include "cli/config.hpp"
#include "cli/error_text.hpp"
#include "cli/help_text.hpp"
#include "cli/page.hpp"
#include "cli/real_context.hpp"
#include "cli/streams.hpp"

namespace mlt::cli {

namespace {

using Words = std::vector<std::string>;

void start_log(const Globals& globals) {
  if (globals.verbosity > 0 || globals.trace_file) {
    const auto level = globals.verbosity > 1   ? base::LogLevel::debug
                       : globals.verbosity > 0 ? base::LogLevel::info
                                               : base::LogLevel::warning;
    base::open_log(level, globals.trace_file.value_or(""));
  }
}

/// How an error is to be told, as far as that is known when it happens.
struct ErrorTaste {
  bool json = false;
  ColourMode colour = ColourMode::automatic;
  bool origin = false;
};

/// `mlt`, `mlt --help`, `mlt --version`, `mlt runs`: no command to run.
int run_without_command(RealContext& context, const CommandLine& line,
                        const GlobalOptions& options) {
  if (options.version) {
    const Command* version = find_command("version");
    OptionTable table;
    return context.finish(version->declare(table)(context));
  }
  const HelpStyle style = help_style(context.terminal());
  const std::string text = !line.noun.empty()  ? noun_help(line.noun, style)
                           : options.long_help ? plain_text(program_page(), style)
                                               : program_help(style);
  if (options.asks_for_help()) {
    context.out_paged(text);
    return context.finish(0);
  }
  write_stderr(text);
  return exit_code(ErrorCode::usage);
}

/// Everything that a command is to know before it runs.
struct Surroundings {
  std::optional<FoundStore> store;
  std::vector<std::string> warnings;
};

/// Has the files of settings give their values to options that were not typed, the store's first.
/// The store that is found on the way is the one that the command will open.
Surroundings apply_config_files(const Command& command, OptionTable& table, GlobalOptions& options,
                                const std::string& directory) {
  Surroundings found;
  try {
    found.store = find_store_files(resolve_globals(options, process_environment, directory),
                                   process_environment("HOME"));
  } catch (const Error&) {
    found.store.reset();  // what is wrong with it is said by the command that needs it
  }
  try {
    const auto files =
        read_config_files(found.store, process_environment, directory, found.warnings);
    apply_config(command, table, options, process_environment, files, found.warnings);
  } catch (const Error& error) {
    if (!command.works_without_config && !options.asks_for_help()) {
      throw;
    }
    found.warnings.push_back("settings left out: " + error.message());
  }
  return found;
}

int run_words(const Words& words, ErrorTaste& taste) {
  const CommandLine line = find_command_line(words);
  GlobalOptions options;
  OptionTable table;
  const Action action = line.command != nullptr ? line.command->declare(table) : Action();
  (line.command != nullptr ? declare_globals : declare_program_options)(table, options);
  table.parse(line.words, [&options] { return options.asks_for_help(); });

  const std::string directory = enter_directory(options.directory);
  Surroundings found;
  if (line.command != nullptr) {
    found = apply_config_files(*line.command, table, options, directory);
  }
  RealContext context(resolve_globals(options, process_environment, directory),
                      std::move(found.store));
  taste = {context.globals().format == "json", context.globals().colour,
           context.globals().verbosity > 1};
  start_log(context.globals());
  for (const std::string& warning : found.warnings) {
    context.warn(base::escape_control(warning));
  }
  if (line.command == nullptr) {
    return run_without_command(context, line, options);
  }
  if (options.asks_for_help()) {
    const HelpStyle help = help_style(context.terminal());
    context.out_paged(options.long_help ? plain_text(command_page(*line.command), help)
                                        : command_help(*line.command, table, help));
    return context.finish(0);
  }
  return context.finish(action(context));
}

/// Whether errors are to be JSON, for those that come before the options are read.
bool mentions_json(const Words& words) {
  for (const std::string& word : words) {
    if (word == "--") {
      return false;
    }
    if (word == "--json" || word.starts_with("--json=")) {
      return true;
    }
  }
  return false;
}

int fail(const Error& error, const ErrorTaste& taste) {
  const bool colour = wants_colour(taste.colour, process_environment, isatty(STDERR_FILENO) == 1);
  write_stderr(error_text(error, {taste.json, colour, taste.origin}));
  return exit_code(error.code());
}

}  // namespace

int run(int argc, char** argv) {
  guard_standard_descriptors();
  handle_closed_pipes();
  ErrorTaste taste;
  try {
    const Words words(argv + (argc > 0 ? 1 : 0), argv + argc);
    taste.json = mentions_json(words);
    return run_words(words, taste);
  } catch (const ReaderGone&) {
    return 0;
  } catch (const Error& error) {
    return fail(error, taste);
  } catch (const std::bad_alloc&) {
    write_stderr("error: out of memory\n");
    return exit_code(ErrorCode::system);
  } catch (const std::exception& error) {
    return fail({ErrorCode::system, std::string("internal error: ") + error.what()}, taste);
  }
}

}  // namespace mlt::cli
