#include "cli/globals.hpp"

#include <map>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "cli/terminal.hpp"

using mlt::cli::ColourMode;
using mlt::cli::Environment;
using mlt::cli::GlobalOptions;
using mlt::cli::Globals;
using Variables = std::map<std::string, std::string, std::less<>>;

namespace {

Environment environment(Variables variables) {
  return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() || found->second.empty() ? std::nullopt
                                                             : std::optional(found->second);
  };
}

Globals resolve(const std::vector<std::string>& words, Variables variables = {}) {
  GlobalOptions options;
  mlt::cli::OptionTable table;
  mlt::cli::declare_globals(table, options);
  table.parse(words);
  return mlt::cli::resolve_globals(options, environment(std::move(variables)), "/here");
}

}  // namespace

TEST_CASE("an option outranks a variable, ours outranks MLflow's") {
  const Variables both = {{"MLT_STORE", "a"}, {"MLFLOW_TRACKING_URI", "b"}};
  CHECK(resolve({"--store=c"}, both).store == "c");
  CHECK(resolve({}, both).store == "a");
  CHECK(resolve({}, {{"MLFLOW_TRACKING_URI", "b"}}).store == "b");
  CHECK_FALSE(resolve({}, {{"MLT_STORE", ""}}).store);
}

TEST_CASE("the experiment comes from -x, else from MLflow's variables") {
  const Variables both = {{"MLFLOW_EXPERIMENT_NAME", "iris"}, {"MLFLOW_EXPERIMENT_ID", "7"}};
  CHECK(resolve({"-x", "own"}, both).experiment == "own");
  CHECK_FALSE(resolve({"-x", "own"}, both).experiment_id_beside_name);
  CHECK(resolve({}, both).experiment == "iris");
  CHECK(resolve({}, both).experiment_id_beside_name == "7");
  const Globals by_id = resolve({}, {{"MLFLOW_EXPERIMENT_ID", "7"}});
  CHECK(by_id.experiment == "7");
  CHECK(by_id.experiment_is_id);
}

TEST_CASE("MLT_RUN_DIR counts only for the run of MLT_RUN_ID") {
  const Variables both = {{"MLT_RUN_ID", "7f3a"}, {"MLT_RUN_DIR", "/s/experiments/0/7f3a"}};
  CHECK(resolve({}, both).run == "7f3a");
  CHECK(resolve({}, both).run_dir == "/s/experiments/0/7f3a");
  CHECK_FALSE(resolve({"--run", "other"}, both).run_dir);
  CHECK_FALSE(resolve({}, {{"MLT_RUN_ID", "3a"}, {"MLT_RUN_DIR", "/s/7f3a"}}).run_dir);
  CHECK(resolve({}, {{"MLFLOW_RUN_ID", "91be"}}).run == "91be");
}

TEST_CASE("--json is a format that may name fields") {
  CHECK(resolve({"--json"}).format == "json");
  CHECK(resolve({"--json=run_id, metrics.acc,"}).json_fields ==
        std::vector<std::string>{"run_id", "metrics.acc"});
  CHECK(resolve({"-F", "md", "--json"}).format == "json");
  CHECK(resolve({}, {{"MLT_FORMAT", "csv"}}).format == "csv");
  CHECK(resolve({"-F", "md"}, {{"MLT_FORMAT", "csv"}}).format == "md");
}

TEST_CASE("switches and levels of the environment") {
  CHECK(resolve({}, {{"MLT_DURABLE", "1"}}).durable);
  CHECK_FALSE(resolve({}, {{"MLT_DURABLE", "0"}}).durable);
  CHECK_THROWS_AS(resolve({}, {{"MLT_DURABLE", "maybe"}}), mlt::Error);
  CHECK(resolve({}, {{"MLT_LOG", "debug"}}).verbosity == 2);
  CHECK(resolve({"-v"}, {{"MLT_LOG", "debug"}}).verbosity == 1);
  CHECK_THROWS_AS(resolve({}, {{"MLT_LOG", "loud"}}), mlt::Error);
  CHECK(resolve({"--lock-timeout", "2s"}).lock_timeout_ms == 2000);
  CHECK(resolve({}, {{"USER", "u"}, {"LOGNAME", "l"}}).as == "l");
}

TEST_CASE("colour: the option, NO_COLOR, CLICOLOR_FORCE, a terminal that is not dumb") {
  using mlt::cli::wants_colour;
  const Variables xterm = {{"TERM", "xterm"}};
  CHECK(wants_colour(ColourMode::automatic, environment(xterm), true));
  CHECK_FALSE(wants_colour(ColourMode::automatic, environment(xterm), false));
  CHECK_FALSE(wants_colour(ColourMode::automatic, environment({{"TERM", "dumb"}}), true));
  CHECK(wants_colour(ColourMode::automatic, environment({{"CLICOLOR_FORCE", "1"}}), false));
  CHECK_FALSE(wants_colour(ColourMode::automatic,
                           environment({{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}), true));
  CHECK(wants_colour(ColourMode::always, environment({{"NO_COLOR", "1"}}), false));
  CHECK_FALSE(wants_colour(ColourMode::never, environment(xterm), true));
}

TEST_CASE("the locale says whether characters beyond ASCII may be printed") {
  using mlt::cli::locale_is_utf8;
  CHECK(locale_is_utf8(environment({{"LANG", "de_DE.UTF-8"}})));
  CHECK(locale_is_utf8(environment({{"LC_CTYPE", "C.utf8"}})));
  CHECK_FALSE(locale_is_utf8(environment({{"LC_ALL", "C"}, {"LANG", "de_DE.UTF-8"}})));
  CHECK_FALSE(locale_is_utf8(environment({})));
}
