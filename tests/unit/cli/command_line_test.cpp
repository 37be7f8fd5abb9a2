#include "cli/command_line.hpp"

#include <set>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

using mlt::Error;
using mlt::cli::CommandLine;
using mlt::cli::find_command_line;
using Words = std::vector<std::string>;

namespace {

std::string name_of(const CommandLine& line) {
  return line.command == nullptr ? "" : std::string(line.command->name);
}

std::string message_of(const Words& words) {
  try {
    find_command_line(words);
  } catch (const Error& error) {
    return error.message() + (error.hints().empty() ? "" : " | " + error.hints().front());
  }
  return "";
}

}  // namespace

TEST_CASE("global options may stand before the command") {
  const CommandLine line =
      find_command_line({"--store", "init", "-qC", "dir", "version", "--json"});
  CHECK(name_of(line) == "version");
  CHECK(line.words == Words{"--store", "init", "-qC", "dir", "--json"});
}

TEST_CASE("global options may stand before the verb of a noun that is a command as well") {
  CHECK(name_of(find_command_line({"log", "-"})) == "log");
  CHECK(name_of(find_command_line({"log", "metric", "a", "1"})) == "log metric");
  const CommandLine line = find_command_line({"log", "--run", "x", "-q", "metric", "a", "1"});
  CHECK(name_of(line) == "log metric");
  CHECK(line.words == Words{"--run", "x", "-q", "a", "1"});
  // The word behind an option of `log` itself may be its value.
  CHECK(name_of(find_command_line({"log", "--step", "metric", "-"})) == "log");
  CHECK(name_of(find_command_line({"log", "--run=x", "-"})) == "log");
}

TEST_CASE("without a command there are options only") {
  CHECK(name_of(find_command_line({})) == "");
  CHECK(find_command_line({"--version"}).words == Words{"--version"});
}

TEST_CASE("unknown commands get the nearest name") {
  CHECK(message_of({"versoin"}) == "unknown command 'versoin' | the nearest command is 'version'");
  CHECK(message_of({"vers"}).starts_with("unknown command 'vers'"));
  CHECK(message_of({"--"}).starts_with("unknown command '--'"));
}

TEST_CASE("every command can be declared, and says what it is") {
  std::set<std::string> names;
  for (const auto& command : mlt::cli::command_table()) {
    CAPTURE(command.name);
    CHECK(names.insert(std::string(command.name)).second);
    CHECK_FALSE(command.summary.empty());
    CHECK_FALSE(command.summary.ends_with('.'));
    mlt::cli::OptionTable table;
    const mlt::cli::Action action = command.declare(table);
    CHECK(action);
    if (!command.hidden) {
      CHECK_FALSE(table.examples().empty());
      for (const auto& spec : table.specs()) {
        CAPTURE(spec.value);
        CHECK_FALSE(spec.help.ends_with('.'));
      }
    }
  }
}
