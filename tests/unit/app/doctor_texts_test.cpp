#include "app/doctor_texts.hpp"

#include <doctest/doctest.h>

using namespace mlt;
using Lines = std::vector<std::int64_t>;

namespace {

// In parts, so that this file holds no secret's shape itself.
const std::string kToken = std::string("AKIA") + "Q3EGR7MPLNZXUVT5";

std::vector<Finding> found_in(std::string_view text, app::Audience audience) {
  std::vector<Finding> findings;
  app::examine_text("experiments/0/r/journal.jsonl", text, audience, findings);
  return findings;
}

}  // namespace

TEST_CASE("doctor of texts: a secret is named by kind and line, and never shown") {
  for (const app::Audience audience : {app::Audience::owner, app::Audience::git}) {
    const auto findings = found_in("fine\nkey: " + kToken + "\n", audience);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].code == "MLT201");
    CHECK(findings[0].path == "experiments/0/r/journal.jsonl");
    CHECK(findings[0].line == 2);
    CHECK(findings[0].message.find(kToken) == std::string::npos);
  }
}

TEST_CASE("doctor of texts: homes matter in what git takes only, each once a file") {
  const std::string text = "/home/ada/data\n/home/ada/more\n/home/grace/x\n";
  CHECK(found_in(text, app::Audience::owner).empty());
  Lines lines;
  for (const Finding& finding : found_in(text, app::Audience::git)) {
    CHECK(finding.code == "MLT203");
    lines.push_back(finding.line);
  }
  CHECK(lines == Lines{1, 3});
}

TEST_CASE("doctor of texts: binary content has no findings") {
  CHECK(found_in(std::string(1, '\0') + kToken, app::Audience::git).empty());
}

TEST_CASE("doctor of texts: what is over five MiB is too big for git") {
  std::vector<Finding> findings;
  app::examine_size("a", 5u << 20, findings);
  CHECK(findings.empty());
  app::examine_size("a", (5u << 20) + 1, findings);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == "MLT202");
}

TEST_CASE("doctor of texts: captured logs are no artifacts") {
  CHECK(app::is_artifact("experiments/0/r/artifacts/model.bin"));
  CHECK_FALSE(app::is_artifact("experiments/0/r/artifacts/logs/stdout.log"));
  CHECK_FALSE(app::is_artifact("experiments/0/r/run.json"));
}
