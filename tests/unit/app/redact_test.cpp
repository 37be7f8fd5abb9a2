#include "app/redact.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "fake_store.hpp"

using namespace mlt;
using Lines = std::vector<std::string>;

TEST_CASE("patterns become the exact keys of the runs that are meant") {
  test::FakeStore store;
  store.add("a", "one").params = {{"api_token", "tok-123456"}, {"lr", "0.1"}};
  store.runs[0].tags = {{"db.password", "short"}};
  store.add("b", "two").params = {{"hf_token", "tok-abcdef"}};
  store.runs[1].lifecycle = Lifecycle::deleted;

  const auto all = app::plan_redaction(store, {{}, {"*token*", "*password"}, {}});
  CHECK(all.redaction.keys == Lines{"api_token", "db.password", "hf_token"});
  CHECK(all.redaction.values.empty());
  // A short value stands everywhere: it is no proof that a commit holds the secret.
  CHECK(all.sought == Lines{"tok-123456", "tok-abcdef"});

  const auto one = app::plan_redaction(store, {{"a secret"}, {"*token*"}, {store.runs[0].ref()}});
  CHECK(one.redaction.keys == Lines{"api_token"});
  CHECK(one.redaction.values == Lines{"a secret"});
  CHECK(one.redaction.runs.size() == 1);
  CHECK(one.sought == Lines{"a secret", "tok-123456"});
}

TEST_CASE("nothing, too little and what does not exist cannot be redacted") {
  test::FakeStore store;
  store.add("a", "one");
  CHECK_THROWS_AS(app::plan_redaction(store, {{}, {}, {}}), Error);
  CHECK_THROWS_AS(app::plan_redaction(store, {{"12345"}, {}, {}}), Error);
  CHECK_THROWS_AS(app::plan_redaction(store, {{}, {"*token*"}, {}}), Error);
}
