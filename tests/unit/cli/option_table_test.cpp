#include "cli/option_table.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

using mlt::Error;
using mlt::ErrorCode;
using mlt::cli::OptionTable;
using Words = std::vector<std::string>;

namespace {

/// One option of every sort and two operands.
struct Fixture {
  OptionTable table;
  bool force = false;
  int verbosity = 0;
  std::string layout = "native";
  std::optional<std::string> name;
  std::optional<std::string> json;
  std::optional<std::int64_t> step;
  std::optional<std::int64_t> wait_ms;
  Words params;
  std::string key;
  std::optional<std::string> value;

  Fixture() {
    table.flag("-f, --force", force, "do it");
    table.count("-v, --verbose", verbosity, "say more");
    table.option("--layout", "LAYOUT", layout, "which").choices({"native", "mlflow"});
    table.option("-m, --name", "NAME", name, "name");
    table.option("--json", "[=FIELDS]", json, "as JSON");
    table.option("--step", "N", step, "step");
    table.duration("--wait", "TIME", wait_ms, "wait");
    table.option("-P, --param", "K=V", params, "a param");
    table.operand("KEY", key, "the key");
    table.operand("VALUE", value, "the value");
  }
};

/// What a file of settings says of an option.
void preset(OptionTable& table, std::string_view name, const Words& values) {
  table.preset(*table.find(name), values);
}

/// The usage error of parsing `words`.
Error usage_error(OptionTable& table, const Words& words) {
  try {
    table.parse(words);
  } catch (const Error& error) {
    REQUIRE(error.code() == ErrorCode::usage);
    return error;
  }
  FAIL("no error");
  return {ErrorCode::usage, ""};
}

/// A command that wraps another.
struct Wrapper {
  OptionTable table;
  bool detach = false;
  std::optional<std::string> name;
  std::optional<std::string> json;
  Words params;
  Words command;
  bool had_dashes = false;

  Wrapper() {
    table.flag("-d, --detach", detach, "go on without me");
    table.option("-m, --name", "NAME", name, "name");
    table.option("--json", "[=FIELDS]", json, "as JSON");
    table.option("-P", "K=V", params, "a param");
    table.rest("COMMAND", command, had_dashes, "what to run");
  }
};

}  // namespace

TEST_CASE("options may follow operands") {
  Fixture f;
  f.table.parse({"loss", "--force", "0.3", "--step", "5"});
  CHECK(f.key == "loss");
  CHECK(f.value == "0.3");
  CHECK(f.force);
  CHECK(f.step == 5);
}

TEST_CASE("of a repeated scalar the last one wins") {
  Fixture f;
  f.table.parse({"k", "--name=a", "-m", "b", "--step", "1", "--step=2", "--force", "--force"});
  CHECK(f.name == "b");
  CHECK(f.step == 2);
}

TEST_CASE("a repeatable option takes exactly one value a use") {
  Fixture f;
  f.table.parse({"-P", "a=1", "k", "-Pb=2", "v", "--param=c=3"});
  CHECK(f.params == Words{"a=1", "b=2", "c=3"});
  CHECK(f.key == "k");
  CHECK(f.value == "v");
}

TEST_CASE("an empty value is a value") {
  Fixture f;
  f.table.parse({"--name=", "k", "--param=", "-P", "", ""});
  REQUIRE(f.name);
  CHECK(f.name->empty());
  CHECK(f.key == "k");
  CHECK(f.params == Words{"", ""});
  REQUIRE(f.value);
  CHECK(f.value->empty());
}

TEST_CASE("numbers below zero are values") {
  for (const std::string number : {"-0.3", "-1", "-.5", "-inf", "-nan", "-1e-3"}) {
    Fixture f;
    f.table.parse({"loss", number, "-v"});
    CHECK(f.value == number);
    CHECK(f.verbosity == 1);
  }
  Fixture f;
  f.table.parse({"--step", "-7", "k", "--wait", "1h30m"});
  CHECK(f.step == -7);
  CHECK(f.wait_ms == 5'400'000);
}

TEST_CASE("an optional value is attached or absent") {
  Fixture f;
  f.table.parse({"--json", "k"});
  CHECK(f.json == "");
  CHECK(f.key == "k");

  Fixture g;
  g.table.parse({"k", "--json=run_id,metrics.acc"});
  CHECK(g.json == "run_id,metrics.acc");

  Fixture h;
  h.table.parse({"k", "--json=true"});
  CHECK(h.json == "true");
}

TEST_CASE("values come through byte for byte") {
  for (const std::string value :
       {"[a,b]", "{}", "++", "-", "--", "--force", "-x", "%%", "\x01", "a=b", "\xff", " "}) {
    Fixture f;
    f.table.parse({"-m", value, "k"});
    CHECK(f.name == value);
    CHECK_FALSE(f.force);
    Fixture g;
    g.table.parse({"--name=" + value, "k"});
    CHECK(g.name == value);
    Fixture h;
    h.table.parse({"k", "--", value});
    CHECK(h.value == value);
  }
  Fixture f;
  f.table.parse({"[a,b]", "{}"});
  CHECK(f.key == "[a,b]");
  CHECK(f.value == "{}");
}

TEST_CASE("after -- all words are operands") {
  Fixture f;
  f.table.parse({"-f", "--", "--step", "--name=x"});
  CHECK(f.key == "--step");
  CHECK(f.value == "--name=x");
  CHECK_FALSE(f.step);
  CHECK_FALSE(f.name);
}

TEST_CASE("short flags cluster") {
  Fixture f;
  f.table.parse({"-vvfmiris", "k"});
  CHECK(f.verbosity == 2);
  CHECK(f.force);
  CHECK(f.name == "iris");
}

TEST_CASE("what is unknown gets the nearest name") {
  Fixture f;
  const Error error = usage_error(f.table, {"k", "--forse"});
  CHECK(error.message() == "unknown option '--forse'");
  REQUIRE(error.hints().size() == 1);
  CHECK(error.hints()[0] == "the nearest option is '--force'");
  CHECK(usage_error(f.table, {"k", "--xyzzy=1"}).message() == "unknown option '--xyzzy'");
  CHECK(usage_error(f.table, {"k", "-fZ"}).message() == "unknown option '-Z'");
}

TEST_CASE("options are not abbreviated") {
  Fixture f;
  CHECK(usage_error(f.table, {"k", "--forc"}).message() == "unknown option '--forc'");
}

TEST_CASE("values that are wrong or missing are named") {
  Fixture f;
  CHECK(usage_error(f.table, {"k", "--step"}).message() ==
        "option '--step' needs a value: --step N");
  CHECK(usage_error(f.table, {"k", "-fm"}).message() == "option '-m' needs a value: -m NAME");
  CHECK(usage_error(f.table, {"k", "--force=yes"}).message() == "option '--force' takes no value");
  CHECK(usage_error(f.table, {"k", "--force="}).message() == "option '--force' takes no value");
  CHECK(usage_error(f.table, {"k", "--step", "0x10"}).message() ==
        "option '--step' takes a whole number, not '0x10'");
  CHECK(usage_error(f.table, {"k", "--wait=soon"})
            .message()
            .starts_with("option '--wait' takes a length of time"));
  const Error choice = usage_error(f.table, {"k", "--layout", "natve"});
  CHECK(choice.message() == "option '--layout' takes native, mlflow, not 'natve'");
  REQUIRE(choice.hints().size() == 1);
  CHECK(choice.hints()[0] == "the nearest value is 'native'");
}

TEST_CASE("operands that are missing or too many are named") {
  Fixture f;
  CHECK(usage_error(f.table, {}).message() == "KEY is missing");
  CHECK(usage_error(f.table, {"a", "b", "c", "d"}).message() == "unexpected word 'c'");
}

TEST_CASE("repeatable operands take what is left") {
  OptionTable table;
  std::string first;
  Words others;
  table.operand("FIRST", first, "");
  table.operands("OTHER", others, "", true);
  table.parse({"a", "b", "c"});
  CHECK(first == "a");
  CHECK(others == Words{"b", "c"});
  CHECK(usage_error(table, {"a"}).message() == "OTHER is missing");
}

TEST_CASE("a wrapped command keeps its own options") {
  Wrapper w;
  w.table.parse({"-d", "-P", "a=1", "make", "-d", "--name", "x", "--", "y"});
  CHECK(w.detach);
  CHECK(w.params == Words{"a=1"});
  CHECK(w.command == Words{"make", "-d", "--name", "x", "--", "y"});
  CHECK_FALSE(w.name);
  CHECK_FALSE(w.had_dashes);
}

TEST_CASE("the first -- before a wrapped command is dropped, later ones are kept") {
  Wrapper w;
  w.table.parse({"--name=n", "--json", "--", "--odd", "--", "-P", "z"});
  CHECK(w.had_dashes);
  CHECK(w.name == "n");
  CHECK(w.json == "");
  CHECK(w.command == Words{"--odd", "--", "-P", "z"});
}

TEST_CASE("a value that looks like -- or an operand does not end the options") {
  Wrapper w;
  w.table.parse({"-m", "--", "-dP", "a=1", "cmd"});
  CHECK(w.name == "--");
  CHECK(w.detach);
  CHECK(w.params == Words{"a=1"});
  CHECK(w.command == Words{"cmd"});
}

TEST_CASE("a misspelt option before a wrapped command is not taken for the command") {
  Wrapper w;
  const Error error = usage_error(w.table, {"--detahc", "--", "cmd"});
  CHECK(error.message() == "unknown option '--detahc'");
  CHECK(error.hints().size() == 1);
}

TEST_CASE("a name stays with its first owner") {
  OptionTable table;
  Words experiments;
  std::optional<std::string> global;
  table.option("-x", "EXP", experiments, "compare's own");
  table.option("-x, --experiment", "EXP", global, "the global one");
  table.parse({"-x", "a", "-x", "b", "--experiment=c"});
  CHECK(experiments == Words{"a", "b"});
  CHECK(global == "c");
}

TEST_CASE("whoever asks for help is not told what is wrong") {
  OptionTable table;
  bool help = false;
  std::string key;
  table.flag("-h", help, "help");
  table.operand("KEY", key, "");
  CHECK_NOTHROW(table.parse({"--bogus", "-h"}, [&help] { return help; }));
}

TEST_CASE_FIXTURE(Fixture, "a complaint names an option as it was typed") {
  std::optional<std::int64_t> top;
  table.option("-N, --top", "COUNT", top, "how many").at_least(0);
  CHECK(usage_error(table, {"-N", "x", "k"}).message() ==
        "option '-N' takes a whole number, not 'x'");
  CHECK(usage_error(table, {"--top=x", "k"}).message() ==
        "option '--top' takes a whole number, not 'x'");
  CHECK(usage_error(table, {"-N", "-1", "k"}).message() ==
        "option '-N' takes a whole number from 0 up, not '-1'");
  table.parse({"-N", "0", "k"});
  CHECK(top == 0);
}

TEST_CASE("options: a file of settings gives values where the words give none") {
  Fixture options;
  options.table.parse({"key", "--step", "3"});
  CHECK(options.table.was_given(*options.table.find("--step")));
  CHECK_FALSE(options.table.was_given(*options.table.find("--wait")));
  preset(options.table, "--wait", {"2s"});
  preset(options.table, "--param", {"a=1", "b=2"});
  preset(options.table, "--force", {"true"});
  CHECK(options.wait_ms == 2000);
  CHECK(options.params == Words{"a=1", "b=2"});
  CHECK(options.force);
  CHECK_THROWS_AS(preset(options.table, "--wait", {"soon"}), Error);
  CHECK_THROWS_AS(preset(options.table, "--wait", {"1s", "2s"}), Error);
  CHECK_THROWS_AS(preset(options.table, "--layout", {"nativ"}), Error);
  CHECK_THROWS_AS(preset(options.table, "--force", {"yes"}), Error);
}

TEST_CASE("options: --no-X takes a flag back, whatever a file of settings says") {
  Fixture options;
  options.table.parse({"key", "--force", "--no-force"});
  CHECK_FALSE(options.force);
  CHECK(options.table.was_given(*options.table.find("--force")));
  Fixture again;
  again.table.parse({"key", "--no-force", "--force"});
  CHECK(again.force);
  Fixture value;
  value.table.parse({"key", "--name", "--no-force"});
  CHECK(value.name == "--no-force");
  CHECK_FALSE(value.table.was_given(*value.table.find("--force")));
  Fixture behind;
  behind.table.parse({"--force", "--", "--no-force"});
  CHECK(behind.force);
  CHECK(behind.key == "--no-force");
  Fixture unknown;
  CHECK(usage_error(unknown.table, {"key", "--no-name"}).message() == "unknown option '--no-name'");
}
