#include "app/run/patterns.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "base/numbers.hpp"

using mlt::Error;
using mlt::ErrorCode;
using mlt::app::compile_metric_pattern;
using mlt::app::expand_template;
using mlt::app::LineMetrics;
using mlt::app::parse_step;

namespace {

/// What a pattern sees in a line, as `key=value@step` and, for what is no number, `key!text`.
std::string seen(std::string_view spec, std::string_view line, std::string_view step_key = "step") {
  const auto pattern = compile_metric_pattern(spec, step_key);
  LineMetrics found;
  pattern->scan(line, found);
  std::string text;
  for (const auto& point : found.points) {
    text += std::string(point.key) + "=" + mlt::base::format_double(point.value);
    text += point.step ? "@" + std::to_string(*point.step) : "";
    text += point.time.empty() ? "" : "t" + std::string(point.time);
    text += " ";
  }
  for (const auto& reject : found.rejects) {
    text += std::string(reject.key) + "!" + std::string(reject.text) + " ";
  }
  return text;
}

std::string error_of(std::string_view spec) {
  try {
    compile_metric_pattern(spec, "step");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::usage);
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("pattern kv: pairs with = and :, anywhere in the line") {
  CHECK(seen("kv", "loss=0.31 acc: 0.9") == "loss=0.31 acc=0.9 ");
  CHECK(seen("kv", "[12:30:05] INFO train: val/loss = -1e-3, lr=3E-4; n: 12") ==
        "val/loss=-0.001 lr=0.0003 n=12 ");
  CHECK(seen("kv", "{'loss': 0.31, \"eval.acc\": nan}") == "loss=0.31 eval.acc=NaN ");
  CHECK(seen("kv", "(loss=inf) [acc=90%] --top-1=.5|") == "loss=Infinity acc=90 top-1=0.5 ");
  CHECK(seen("kv", "step=3 loss=0.5 loss2=0.25") == "loss=0.5@3 loss2=0.25@3 ");
  CHECK(seen("kv", "epoch: 3/10 loss: 0.5", "epoch") == "loss=0.5@3 ");
  CHECK(seen("kv", "epoch: 3 loss: 0.5") == "epoch=3 loss=0.5 ");
}

TEST_CASE("the step is no metric, however a pattern finds it") {
  CHECK(seen("kv", "epoch=3 loss=0.5", "epoch") == "loss=0.5@3 ");
  CHECK(seen("epoch {epoch} loss {loss}", "epoch 3 loss 0.5", "epoch") == "loss=0.5@3 ");
  CHECK(seen("regex:(?<epoch>\\d+) (?<loss>\\S+)", "3 0.5", "epoch") == "loss=0.5@3 ");
  CHECK(seen("regex:(?<key>\\w+)=(?<value>\\S+)", "loss=0.5 epoch=3", "epoch") == "loss=0.5@3 ");
}

TEST_CASE("pattern kv: what only looks like a metric is left") {
  for (const char* line :
       {"eta=3s", "saved to /tmp/x:y", "http://host:8080/x", "version=1.2.3", "loss=", "=3", ": 3",
        "12: 5", "name=resnet50", "hash=0x1f", "loss = ", "loss=0.3e", "loss=1,5x", "a==1"}) {
    CAPTURE(line);
    CHECK(seen("kv", line) == "");
  }
}

TEST_CASE("pattern kv: half of a number with a comma in it is no value") {
  CHECK(seen("kv", "tokens: 1,234 loss=0,5") == "");
  CHECK(seen("kv", "loss=1,acc=2, n=3,") == "loss=1 acc=2 n=3 ");
}

TEST_CASE("pattern json: numeric leaves of an object") {
  CHECK(
      seen("json", R"({"loss": 0.5, "eval": {"acc": 1, "name": "x"}, "on": true, "l": [1, 2]})") ==
      "loss=0.5 eval.acc=1 ");
  CHECK(seen("json", R"(  {"step": 7, "loss": 1e-3}  )") == "loss=0.001@7 ");
  CHECK(seen("json", R"({"loss": 2, "trainer": {"step": 7.0}})", "trainer.step") == "loss=2@7 ");
  CHECK(seen("json", R"({"a": NaN, "b": -Infinity, "c": "NaN or not", "d": Infinity})") ==
        "a=NaN b=-Infinity d=Infinity ");
  CHECK(seen("json", R"({"text": "a \" NaN", "a": NaN})") == "a=NaN ");
  CHECK(seen("json", "{'loss': 0.5}") == "");
  CHECK(seen("json", "[1, 2]") == "");
  CHECK(seen("json", "loss {\"a\": 1}") == "");
  CHECK(seen("json", "{" + std::string(1000, '{') + "}") == "");
}

TEST_CASE("pattern regex: named groups") {
  CHECK(seen("regex:(?<key>\\w+)=(?<value>\\S+)", "a=1, b=2.5% c=x") == "a=1 b=2.5 c!x ");
  CHECK(seen("regex:(?<step>\\d+): (?<key>\\w+) (?<value>\\S+)", "3: a 1 4: b 2") ==
        "a=1@3 b=2@4 ");
  CHECK(seen("regex:loss (?<loss>\\S+) acc (?<acc>\\S+) at (?<time>\\S+)", "loss 1 acc 2 at 99") ==
        "loss=1t99 acc=2t99 ");
  CHECK(seen("regex:(?<perte>[\\d.]+) éch", "0.5 éch") == "perte=0.5 ");
  CHECK(seen("regex:(?<perte>é=\\d)", "\xff é=1") == "perte!é=1 ");
  CHECK(seen("regex:x*(?<a>y)?", "zzz") == "");
}

TEST_CASE("pattern regex: no pattern can hang or crash a run") {
  const std::string line = std::string(60'000, 'a') + "!";
  for (const char* spec :
       {"regex:(?<v>(a+)+)$", "regex:(?<v>(a|aa)+)b", "regex:(?<v>(?:a|(a))*)c"}) {
    CAPTURE(spec);
    const auto pattern = compile_metric_pattern(spec, "step");
    LineMetrics found;
    pattern->scan(line, found);
    CHECK(found.points.empty());
  }
  const auto evil = compile_metric_pattern("regex:^(?<v>(a+)+)$", "step");
  LineMetrics found;
  evil->scan(std::string(40, 'a') + "!", found);
  CHECK(found.gave_up);
}

TEST_CASE("pattern template: names in braces are numbers") {
  CHECK(seen("epoch {step} loss {train_loss} acc {acc}", "epoch  3\tloss 0.5 acc .25 (2s)") ==
        "train_loss=0.5@3 acc=0.25@3 ");
  CHECK(seen("epoch {epoch}: {val/loss}", "epoch 3: -1e-3", "epoch") == "val/loss=-0.001@3 ");
  CHECK(seen("[{time}] a.b* {x}", "[2024-01-01T00:00:00Z] a.b* nan") ==
        "x=NaNt2024-01-01T00:00:00Z ");
  CHECK(seen("{{{x}}}", "{5}") == "x=5 ");
  CHECK(seen("loss {loss}s", "loss 3s") == "loss=3 ");
  CHECK(seen("a.b {x}", "aXb 1") == "");
  CHECK(seen("loss {loss}", "loss -inf") == "loss=-Infinity ");
  CHECK(seen("é {x}", "é 1") == "x=1 ");
  CHECK(expand_template("a {step}").pattern == "a[ \\t]++([-+]?+[0-9]++)");
}

TEST_CASE("pattern: mistakes are told") {
  CHECK(error_of("loss") == "--metrics-from does not know 'loss'");
  CHECK(error_of("loss {") ==
        "the template 'loss {' is wrong at character 6: this brace is not closed");
  CHECK(error_of("loss {}") ==
        "the template 'loss {}' is wrong at character 6: a name must stand between the braces");
  CHECK(error_of("{a} {a}") ==
        "the template '{a} {a}' is wrong at character 5: '{a}' stands there twice");
  CHECK(error_of("{a} }") != "");
  CHECK(error_of("epoch {step}") == "the template 'epoch {step}' names no metric in braces");
  CHECK(error_of("regex:(?<key>\\w+") ==
        "the pattern 'regex:(?<key>\\w+' is wrong at character 11: missing closing parenthesis");
  CHECK(error_of("regex:(\\w+)=(\\S+)") != "");
  CHECK(error_of("regex:(?<value>\\S+)") != "");
}

TEST_CASE("step: whole numbers as output has them") {
  CHECK(parse_step("3") == 3);
  CHECK(parse_step("-3") == -3);
  CHECK(parse_step("3/10") == 3);
  CHECK(parse_step("3.0") == 3);
  CHECK(parse_step("1e3") == 1000);
  CHECK_FALSE(parse_step("3.5"));
  CHECK_FALSE(parse_step("x"));
  CHECK_FALSE(parse_step("nan"));
  CHECK_FALSE(parse_step(""));
}
