#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "buffered_context.hpp"
#include "cli/command.hpp"
#include "disk/memory.hpp"
#include "store/open.hpp"
#include "temp_folder.hpp"

namespace mlt::cli {

namespace {

using Words = std::vector<std::string>;

/// A store in memory with two runs; the first is the current one.
struct Fixture {
  std::shared_ptr<disk::MemoryDisk> disk = std::make_shared<disk::MemoryDisk>();
  test::FixedClock store_clock;
  test::FixedRandom store_random;
  test::BufferedContext context{make_store()};
  test::TempFolder folder;
  RunRef one;
  RunRef two;

  std::unique_ptr<Store> make_store() {
    store::init_native_store(*disk, store_random, {});
    return store::open_native_store({.disk = disk,
                                     .clock = store_clock,
                                     .random = store_random,
                                     .on_issue = {},
                                     .policy = {},
                                     .host = "here",
                                     .scan_threads = 1});
  }

  Fixture() {
    Store& store = context.store();
    NewRun run;
    run.experiment_id = store.ensure_default_experiment().id;
    run.name = "one";
    one = store.create_run(run);
    run.name = "two";
    two = store.create_run(run);
    context.given_globals.run = one.run_id.value;
  }

  int mlt(const std::string& command, const Words& words) {
    context.out_text.clear();
    context.err_text.clear();
    OptionTable table;
    const Action action = find_command(command)->declare(table);
    table.parse(words);
    return action(context);
  }

  /// The message and hints with which a command fails.
  Error failure(const std::string& command, const Words& words) {
    try {
      mlt(command, words);
    } catch (const Error& error) {
      return error;
    }
    return {ErrorCode::system, "it did not fail"};
  }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder.path() + "/" + name) << text;
    return folder.path() + "/" + name;
  }

  Run run() { return context.store().get_run(one); }
};

TEST_CASE_FIXTURE(Fixture, "mlt log metric takes a pair or any number of assignments") {
  CHECK(mlt("log metric", {"loss", "-0.5", "--step", "-3"}) == 0);
  CHECK(mlt("log metric", {"acc=1e-3", "top5=nan", "--time", "77"}) == 0);
  CHECK(context.out_text.empty());
  CHECK(context.err_text.empty());
  const Run now = run();
  CHECK(now.metrics.at("loss").last.value == -0.5);
  CHECK(now.metrics.at("loss").last.step == -3);
  CHECK(now.metrics.at("loss").last.time_ms == context.clock().now_ms());
  CHECK(now.metrics.at("acc").last.time_ms == 77);
  CHECK(now.metrics.at("top5").last.value != now.metrics.at("top5").last.value);

  CHECK(mlt("log metric", {"loss", "1", "--step", "auto"}) == 0);
  CHECK(mlt("log metric", {"loss=1", "new=1", "--step=auto"}) == 0);
  CHECK(run().metrics.at("loss").last.step == -1);
  CHECK(run().metrics.at("new").last.step == 0);
}

TEST_CASE_FIXTURE(Fixture, "mlt log metric refuses what is no number, step or time") {
  for (const Words& words : {Words{"loss", "0x10"}, Words{"loss", ""}, Words{"loss", "1e400"},
                             Words{"loss=1", "acc"}, Words{"loss"}, Words{"=1"},
                             Words{"loss", "1", "--step", "1.5"}, Words{"loss", "1", "--step", ""},
                             Words{"loss", "1", "--time", "soon"}, Words{"a", "1", "b", "2"}}) {
    CAPTURE(words.size());
    CAPTURE(words.front());
    CHECK(failure("log metric", words).code() == ErrorCode::usage);
  }
  CHECK(failure("log metric", {"a/../b", "1"}).code() == ErrorCode::usage);
  CHECK(run().metrics.empty());
}

TEST_CASE_FIXTURE(Fixture, "without a current run the ways to start one are named") {
  context.given_globals.run.reset();
  const Error error = failure("log metric", {"loss", "1"});
  CHECK(error.code() == ErrorCode::not_found);
  CHECK(error.message() == "there is no current run");
  CHECK(error.hints().size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "--run takes any selector") {
  context.given_globals.run = "two";
  CHECK(mlt("log tag", {"keep", "yes"}) == 0);
  CHECK(context.store().get_run(two).tags.at("keep") == "yes");
  context.given_globals.run = one.run_id.value.substr(0, 8);
  CHECK(mlt("log tag", {"keep", "no"}) == 0);
  CHECK(run().tags.at("keep") == "no");
  context.given_globals.run = std::string(32, 'f');
  CHECK(failure("log tag", {"keep", "no"}).code() == ErrorCode::not_found);
  context.given_globals.run = "@last";
  CHECK(mlt("log tag", {"last", "yes"}) == 0);
  context.given_globals.run = "@current";
  CHECK(failure("log tag", {"keep", "no"}).code() == ErrorCode::usage);
  context.given_globals.run = "three";
  CHECK(failure("log tag", {"keep", "no"}).code() == ErrorCode::not_found);
}

TEST_CASE_FIXTURE(Fixture, "MLT_RUN_DIR is a shortcut that is checked") {
  context.given_globals.run_dir = context.store().open_run(one)->run_dir();
  CHECK(mlt("log tag", {"a", "1"}) == 0);
  context.given_globals.run_dir = "/nowhere/" + one.run_id.value;
  CHECK(mlt("log tag", {"b", "1"}) == 0);
  CHECK(run().tags.size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "mlt log param takes words and files") {
  const std::string file = write("p.yaml", "lr: 1e-3\nnet: {depth: 3, api_key: xyz}\n");
  CHECK(mlt("log param", {"opt=adam", "--file", file, "--prefix", "cfg."}) == 0);
  CHECK(context.err_text.find("'cfg.net.api_key' looks secret") != std::string::npos);
  const Run now = run();
  CHECK(now.params.at("opt") == "adam");
  CHECK(now.params.at("cfg.lr") == "1e-3");
  CHECK(now.params.at("cfg.net.depth") == "3");
  CHECK(now.params.at("cfg.net.api_key") == "***");
  CHECK(mlt("log param", {"opt", "adam"}) == 0);
  CHECK(failure("log param", {"opt", "sgd"}).code() == ErrorCode::refused);
  CHECK(failure("log param", {}).code() == ErrorCode::usage);
  CHECK(failure("log param", {"a=1", "--prefix", "x"}).code() == ErrorCode::usage);
  CHECK(failure("log param", {"--file", folder.path() + "/none.yaml"}).code() ==
        ErrorCode::not_found);
  CHECK(failure("log param", {"--file", write("bad.json", "{")}).code() == ErrorCode::usage);
}

TEST_CASE_FIXTURE(Fixture, "a note is a tag; an ended run takes it") {
  context.store().open_run(one)->set_status(RunStatus::finished, 1);
  CHECK(mlt("log note", {"two words\n"}) == 0);
  CHECK(run().tags.at(std::string(tag::kNote)) == "two words");
  CHECK(failure("log metric", {"loss", "1"}).code() == ErrorCode::refused);
  CHECK(mlt("log metric", {"loss", "1", "--force"}) == 0);
}

TEST_CASE_FIXTURE(Fixture, "mlt log artifact copies all or nothing") {
  const std::string file = write("model.bin", "abc");
  CHECK(mlt("log artifact", {file, "--to", "models/"}) == 0);
  CHECK(run().artifacts.at("models/model.bin").size == 3);
  std::filesystem::create_symlink(file, folder.path() + "/link");
  CHECK(failure("log artifact", {file, folder.path()}).code() == ErrorCode::usage);
  CHECK(failure("log artifact", {file, folder.path() + "/none"}).code() == ErrorCode::not_found);
  CHECK(run().artifacts.size() == 1);
  CHECK(failure("log artifact", {"-"}).code() == ErrorCode::usage);
  CHECK(failure("log artifact", {"-", file, "--name", "x"}).code() == ErrorCode::usage);
}

TEST_CASE_FIXTURE(Fixture, "mlt log FILE reads JSON lines or csv, by its name or the flag") {
  const std::string lines = "{\"metric\":\"loss\",\"value\":1}\n{\"param\":\"p\",\"value\":1}\n";
  CHECK(mlt("log", {write("batch.jsonl", lines)}) == 0);
  CHECK(context.out_text.empty());
  CHECK(mlt("log", {write("history.csv", "step,acc\n1,0.5\n2,0.6\n")}) == 0);
  CHECK(mlt("log", {"--csv", write("history.txt", "step,acc\n3,0.7\n")}) == 0);
  CHECK(run().metrics.at("acc").count == 3);
  CHECK(mlt("log",
            {write("later.jsonl", "{\"metric\":\"loss\",\"value\":2}\n"), "--step", "auto"}) == 0);
  CHECK(run().metrics.at("loss").last.step == 1);
}

TEST_CASE_FIXTURE(Fixture, "bad lines are told by file and line") {
  const std::string file = write("bad.jsonl", "{\"metric\":\"a\",\"value\":1}\noops\n");
  const Error error = failure("log", {file});
  CHECK(error.code() == ErrorCode::usage);
  CHECK(error.message().find(file + ":2: a line must be an object") == 0);
  CHECK(run().metrics.empty());

  CHECK(mlt("log", {file, "--keep-going"}) == 2);
  CHECK(context.err_text.find("warning: " + file + ":2: ") == 0);
  CHECK(context.err_text.find("warning: left out 1 of 2 lines\n") != std::string::npos);
  CHECK(run().metrics.size() == 1);
  CHECK(failure("log", {file, "--keep-going", "--atomic"}).code() == ErrorCode::usage);
}

TEST_CASE_FIXTURE(Fixture, "a line may switch to a run by any selector") {
  CHECK(mlt("log", {write("b.jsonl", "{\"run\":\"two\"}\n{\"metric\":\"loss\",\"value\":1}\n")}) ==
        0);
  CHECK(context.store().get_run(two).metrics.size() == 1);
  CHECK(failure("log", {write("c.jsonl", "\n{\"run\":\"three\"}\n")}).message().find(":2: ") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a word that is no file may have been meant for a verb") {
  const Error error = failure("log", {"metrc"});
  CHECK(error.code() == ErrorCode::not_found);
  CHECK(error.hints() == Words{"the nearest command is 'mlt log metric'"});
  CHECK(failure("log", {}).code() == ErrorCode::usage);
  CHECK(failure("log", {folder.path()}).code() == ErrorCode::usage);
}

TEST_CASE_FIXTURE(Fixture, "--json counts what was logged") {
  context.given_globals.format = "json";
  CHECK(mlt("log metric", {"a=1", "b=2"}) == 0);
  CHECK(context.out_text == "{\"schema\": \"mlt.log/1\", \"run_id\": \"" + one.run_id.value +
                                "\", \"metrics\": 2, \"params\": 0, \"tags\": 0, "
                                "\"artifacts\": 0}\n");
  CHECK(mlt("log", {write("x.jsonl", "{\"tag\":\"a\",\"value\":1}\nno\n"), "--keep-going"}) == 2);
  CHECK(context.out_text == "{\"schema\": \"mlt.log/1\", \"run_id\": \"" + one.run_id.value +
                                "\", \"lines\": 1, \"metrics\": 0, \"params\": 0, \"tags\": 1, "
                                "\"artifacts\": 0, \"errors\": 1}\n");
  context.given_globals.json_fields = {"tags", "errors"};
  CHECK(failure("log tag", {"a", "2"}).hints() ==
        Words{"the fields are: run_id, metrics, params, tags, artifacts"});
  CHECK(run().tags.at("a") == "1");
  context.given_globals.json_fields = {"tags"};
  CHECK(mlt("log tag", {"a", "2"}) == 0);
  CHECK(context.out_text == "{\"schema\": \"mlt.log/1\", \"tags\": 1}\n");
}

TEST_CASE_FIXTURE(Fixture, "a dry run tells what it would log and logs nothing") {
  context.given_globals.dry_run = true;
  CHECK(mlt("log param", {"a=1", "b=2"}) == 0);
  CHECK(context.out_text == "run " + one.run_id.value + ": 2 params\n");
  CHECK(mlt("log", {write("x.jsonl", "{\"metric\":\"a\",\"value\":1}\n")}) == 0);
  CHECK(context.out_text == "run " + one.run_id.value + ": 1 line, 1 metric\n");
  CHECK(failure("log metric", {"a", "x"}).code() == ErrorCode::usage);
  CHECK(run().params.empty());
  CHECK(run().metrics.empty());
}

}  // namespace

}  // namespace mlt::cli
