#include "app/compare_columns.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

namespace mlt::app {
namespace {

struct Fixture {
  std::vector<Run> runs;
  ColumnRequest request;

  Run& add(KeyValueMap params, const std::vector<std::string>& metrics = {}) {
    Run& run = runs.emplace_back();
    run.status = RunStatus::finished;
    run.params = std::move(params);
    for (const auto& key : metrics) {
      run.metrics[key] = {};
    }
    return run;
  }
  std::string fields() {
    std::string text;
    for (const auto& column : choose_columns(runs, request).columns) {
      text += (text.empty() ? "" : " ") + column.field();
    }
    return text;
  }
  std::string constants() {
    std::string text;
    for (const auto& [field, value] : choose_columns(runs, request).constants) {
      text += (text.empty() ? "" : " ") + field + "=" + value;
    }
    return text;
  }
};

constexpr const char* kIdentity = "run_id run_name start_time duration_ms";

std::string with_identity(const std::string& rest) { return std::string(kIdentity) + " " + rest; }

}  // namespace

TEST_CASE_FIXTURE(Fixture, "params that vary are columns, others are said once") {
  add({{"lr", "0.1"}, {"opt", "adam"}, {"batch", "128"}});
  add({{"lr", "0.2"}, {"opt", "adam"}, {"batch", "128"}});
  CHECK(fields() == with_identity("params.lr"));
  CHECK(constants() == "params.batch=128 params.opt=adam");
}

TEST_CASE_FIXTURE(Fixture, "values are compared as numbers where they are numbers") {
  add({{"lr", "1e-3"}, {"tag", "1e-3x"}});
  add({{"lr", "0.001"}, {"tag", "0.001x"}});
  CHECK(fields() == with_identity("params.tag"));
  CHECK(constants() == "params.lr=1e-3");
}

TEST_CASE_FIXTURE(Fixture, "having none is not having an empty one, and both vary") {
  add({{"a", ""}, {"b", "1"}});
  add({{"a", "x"}});
  CHECK(fields() == with_identity("params.a params.b"));
  runs[1].params = {{"b", "1"}};
  CHECK(fields() == with_identity("params.a"));
  CHECK(constants() == "params.b=1");
}

TEST_CASE_FIXTURE(Fixture, "a param that follows another shares its column") {
  for (const char* seed : {"1", "2"}) {
    add({{"depth", "18"}, {"model", "small"}, {"seed", seed}});
    add({{"depth", "50"}, {"model", "large"}, {"seed", seed}});
  }
  const auto choice = choose_columns(runs, request);
  CHECK(fields() == with_identity("params.depth params.seed"));
  CHECK(choice.columns[4].title == "depth⇔model");
  CHECK(choice.hidden == 1);
  request.all = true;
  CHECK(fields() == with_identity("status params.depth params.model params.seed"));
  CHECK(choose_columns(runs, request).columns[5].title == "depth");
}

TEST_CASE_FIXTURE(Fixture, "params that differ in every run do not follow each other") {
  for (const char* i : {"1", "2", "3", "4"}) {
    add({{"lr", std::string("0.0") + i}, {"dropout", std::string("0.") + i}});
  }
  CHECK(fields() == with_identity("params.dropout params.lr"));
}

TEST_CASE_FIXTURE(Fixture, "six metrics at most: those most runs have, ties by name") {
  add({}, {"a", "b", "c", "d", "e", "f", "g", "z", "system/cpu"});
  add({}, {"b", "z", "system/cpu"});
  CHECK(fields() == with_identity("metrics.b metrics.z metrics.a metrics.c metrics.d metrics.e"));
  CHECK(choose_columns(runs, request).hidden == 3);
  request.first_metrics = {"g"};
  CHECK(fields().starts_with(with_identity("metrics.g metrics.b metrics.z")));
  request.all = true;
  CHECK(fields().ends_with("metrics.system/cpu"));
}

TEST_CASE_FIXTURE(Fixture, "status is a column unless all have finished") {
  add({});
  add({}).status = RunStatus::failed;
  CHECK(fields() == with_identity("status"));
}

TEST_CASE_FIXTURE(Fixture, "one run has nothing to vary against: all its params are shown") {
  add({{"lr", "0.1"}}, {"acc"});
  CHECK(fields() == with_identity("params.lr metrics.acc"));
  CHECK(constants().empty());
}

TEST_CASE_FIXTURE(Fixture, "what the runs share besides params is said by name") {
  for (int i = 0; i < 2; ++i) {
    Run& run = add({});
    run.user = "ann";
    run.tags = {{"mlflow.source.git.commit", "4bc1d2e9"},
                {"mlt.host", "a100"},
                {"mlt.pid", "17"},
                {"team", "ads"},
                {"n", std::to_string(i)}};
  }
  CHECK(constants() == "tags.team=ads commit=4bc1d2e9 host=a100 user=ann");
  runs[1].user = "bob";
  runs[1].tags.erase("mlt.host");
  CHECK(constants() == "tags.team=ads commit=4bc1d2e9");
}

TEST_CASE_FIXTURE(Fixture, "a spec names columns, in its order") {
  add({{"lr", "0.1"}, {"opt", "adam"}}, {"acc", "val_loss", "val_acc"}).tags = {{"team", "ads"}};
  add({{"lr", "0.2"}, {"opt", "adam"}}, {"acc"});
  request.spec = "acc, params.opt,val_*,tags.team,status";
  CHECK(fields() ==
        "run_id metrics.acc params.opt metrics.val_acc metrics.val_loss tags.team status");
  CHECK(constants().empty());
  request.spec = "metrics";
  CHECK(fields() == "run_id metrics.acc metrics.val_acc metrics.val_loss");
  request.spec = "attributes.user,attr.end_time";
  CHECK(fields() == "run_id user end_time");
  request.spec = "+opt,-acc,-name";
  CHECK(fields() ==
        "run_id start_time duration_ms params.lr metrics.val_acc metrics.val_loss params.opt");
  request.spec = "`params.lr`";
  CHECK(fields() == "run_id params.lr");
}

TEST_CASE_FIXTURE(Fixture, "a spec that names nothing is an error with the nearest name") {
  add({{"lr", "0.1"}, {"both", "1"}}, {"accuracy", "both"});
  request.spec = "acuracy";
  try {
    choose_columns(runs, request);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::not_found);
    CHECK(error.message() == "no column 'acuracy' in 1 run\n  acuracy\n  ^~~~~~~");
    CHECK(error.hints() == std::vector<std::string>{"the nearest name is 'accuracy'"});
  }
  request.spec = "both";
  CHECK_THROWS_WITH(choose_columns(runs, request),
                    "'both' is a param and a metric\n  both\n  ^~~~");
  request.spec = "both:max";
  CHECK(fields() == "run_id metrics.both:max");
  runs.clear();
  CHECK(fields() == "run_id");
}

TEST_CASE_FIXTURE(Fixture, "globs keep and drop columns of the default") {
  add({{"lr", "0.1"}, {"lr_decay", "1"}}, {"acc", "loss"});
  add({{"lr", "0.2"}, {"lr_decay", "2"}}, {"acc", "loss"});
  request.drop = {"lr*"};
  CHECK(fields() == with_identity("metrics.acc metrics.loss"));
  request.drop = {"metrics.*"};
  request.keep = {"lr", "acc"};
  CHECK(fields() == with_identity("params.lr"));
}

TEST_CASE_FIXTURE(Fixture, "reducers and forms of metrics") {
  add({{"lr", "0.1"}}, {"acc", "val_acc", "val_loss", "odd:key"});
  request.spec = "acc:max,acc,val_*:min,acc@step=10,acc~";
  CHECK(fields() ==
        "run_id metrics.acc:max metrics.acc metrics.val_acc:min metrics.val_loss:min "
        "metrics.acc@step=10 curve.metrics.acc");
  request.spec = "acc:max~#,acc#,acc:max,`odd:key`:min";
  CHECK(fields() ==
        "run_id metrics.acc:max curve.metrics.acc rank.metrics.acc:max rank.metrics.acc "
        "metrics.odd:key:min");
  request.spec = "acc:max as top1,lr as rate,rank.acc:max,curve.metrics.acc";
  CHECK(fields() == "run_id top1 rate rank.metrics.acc:max curve.metrics.acc");
  CHECK(choose_columns(runs, request).columns[2].title == "rate");
  request.spec = "+acc:max,-val_*,-`odd:key`";
  CHECK(fields() == with_identity("params.lr metrics.acc metrics.acc:max"));
  request.default_reducer = [](const std::string&) {
    return model::Reducer{model::Reducer::Kind::max};
  };
  request.spec = "acc,acc:last,acc#";
  CHECK(fields() == "run_id metrics.acc:max metrics.acc rank.metrics.acc:max");
  request.spec = "-acc,-val_acc,-metrics.`odd:key`";
  CHECK(fields() == with_identity("params.lr metrics.val_loss:max"));
}

TEST_CASE_FIXTURE(Fixture, "changes are shown against a base, and of themselves") {
  add({}, {"acc"});
  add({}, {"acc"});
  request.spec = "accΔ";
  CHECK_THROWS_WITH(choose_columns(runs, request),
                    "a change needs a base to be measured from\n  accΔ\n  ^~~");
  request.has_base = true;
  CHECK(fields() == "run_id delta.metrics.acc");
  request.spec = "acc:max%";
  CHECK(fields() == "run_id metrics.acc:max percent.metrics.acc:max");
  request.spec = "acc:max,acc~";
  CHECK(fields() == "run_id metrics.acc:max delta.metrics.acc:max curve.metrics.acc");
  request.spec = "";
  CHECK(fields() == with_identity("metrics.acc delta.metrics.acc"));
}

TEST_CASE_FIXTURE(Fixture, "what a term asks too much") {
  add({{"lr", "0.1"}}, {"acc", "loss"});
  const std::initializer_list<std::pair<const char*, const char*>> cases = {
      {"acc,lr:max",
       "'params.lr' is no metric: it has no reducers and none of ~ % Δ #\n"
       "  acc,lr:max\n      ^~"},
      {"status#",
       "'status' is no metric: it has no reducers and none of ~ % Δ #\n  status#\n  ^~~~~~"},
      {"metrics:max as a", "one title for 2 columns\n  metrics:max as a\n  ^~~~~~~"},
      {"acc@best(los)", "no metric 'los' in 1 run\n  acc@best(los)\n  ^~~"},
      {"attr.strat", "no column 'attr.strat' in 1 run\n  attr.strat\n  ^~~~~~~~~~"},
  };
  for (const auto& [spec, message] : cases) {
    CAPTURE(spec);
    request.spec = spec;
    CHECK_THROWS_WITH(choose_columns(runs, request), message);
  }
}

TEST_CASE_FIXTURE(Fixture, "sets stand for what they hold") {
  add({{"lr", "0.1"}, {"opt", "adam"}}, {"acc"});
  const ColumnSets sets = {{"paper", "lr,acc:max as top1"}, {"less", "-lr,-opt"}};
  request.sets = &sets;
  request.spec = "opt,@paper";
  CHECK(fields() == "run_id params.opt params.lr top1");
  request.spec = "@paper,-lr";
  CHECK(fields() == "run_id top1");
  request.spec = "@less";
  CHECK(fields() == with_identity("metrics.acc"));
}

TEST_CASE("named keys are complete only where each word names one") {
  ColumnRequest request;
  CHECK_FALSE(named_keys(request).is_complete);
  request.spec = "params.lr,metrics.acc,opt,status";
  const auto keys = named_keys(request);
  CHECK(keys.is_complete);
  CHECK(keys.params == std::vector<std::string>{"lr", "opt"});
  CHECK(keys.metrics == std::vector<std::string>{"acc", "opt"});
  request.spec = "acc@best(val_loss),`a*`,acc@epoch=2";
  CHECK(named_keys(request).metrics ==
        std::vector<std::string>{"val_loss", "acc", "a*", "epoch", "acc"});
  for (const char* spec : {"val_*", "+lr", "metrics", "lr,params", "delta.acc"}) {
    request.spec = spec;
    CHECK_FALSE(named_keys(request).is_complete);
  }
}

}  // namespace mlt::app
