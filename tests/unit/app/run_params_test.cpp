#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "app/run/params.hpp"

using mlt::Error;
using mlt::KeyValue;
using mlt::app::GivenParams;
using mlt::app::parse_assignment;

namespace {

using Words = std::vector<std::string>;

GivenParams sample() {
  GivenParams params({"hf_*"});
  params.set("lr", "0.1");
  params.set("opt.name", "adam x");
  params.set("api_key", "s3cret");
  return params;
}

}  // namespace

TEST_CASE("params: braces are filled in only for given params") {
  const auto words = sample().complete({"awk", "{print}", "--lr={lr}", "{lr}{lr}", "{opt.name}",
                                        "{{lr}}", "{", "{lr", "lr}", "{ lr}"},
                                       false);
  CHECK(words.argv == Words{"awk", "{print}", "--lr=0.1", "0.10.1", "adam x", "{0.1}", "{", "{lr",
                            "lr}", "{ lr}"});
  CHECK(words.recorded == words.argv);
}

TEST_CASE("params: what is secret is run, not recorded") {
  const auto words = sample().complete({"x", "--key={api_key}", "hf_token"}, true);
  CHECK(words.argv == Words{"x", "--key=s3cret", "hf_token", "--lr", "0.1", "--opt.name", "adam x",
                            "--api_key", "s3cret"});
  CHECK(words.recorded ==
        Words{"x", "--key=***", "***", "--lr", "0.1", "--opt.name", "adam x", "--api_key", "***"});
  const auto stored = sample().stored();
  CHECK(stored.at("lr") == "0.1");
  CHECK(stored.at("api_key") == "***");
}

TEST_CASE("params: a value that holds braces is not filled in again") {
  GivenParams params;
  params.set("a", "{b}");
  params.set("b", "1");
  CHECK(params.complete({"{a}"}, false).argv == Words{"{b}"});
}

TEST_CASE("params: the last of a key wins, and keeps the place of the first") {
  GivenParams params;
  params.set("a", "1");
  params.set("b", "2");
  params.set("a", "3");
  CHECK(params.as_environment() == Words{"MLT_PARAM_A=3", "MLT_PARAM_B=2"});
  CHECK(sample().as_environment() ==
        Words{"MLT_PARAM_LR=0.1", "MLT_PARAM_OPT_NAME=adam x", "MLT_PARAM_API_KEY=s3cret"});
}

TEST_CASE("params: a bad key or assignment is refused") {
  GivenParams params;
  CHECK_THROWS_AS(params.set("../x", "1"), Error);
  CHECK_THROWS_AS(params.set("x", std::string("a\0b", 3)), Error);
  CHECK(parse_assignment("-P", "a=b=c") == KeyValue{"a", "b=c"});
  CHECK(parse_assignment("-P", "a=") == KeyValue{"a", ""});
  CHECK_THROWS_WITH_AS(parse_assignment("-P", "a"), "-P takes KEY=VALUE, not 'a'", Error);
  CHECK_THROWS_AS(parse_assignment("-P", "=a"), Error);
}
