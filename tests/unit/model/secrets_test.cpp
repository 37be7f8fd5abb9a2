#include "model/secrets.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace mlt::model {
namespace {

// Put together here, so that no text of this project looks like a secret to a scanner.
std::string repeat(const std::string& text, std::size_t size) {
  std::string result;
  while (result.size() < size) {
    result += text;
  }
  return result.substr(0, size);
}

const std::string kMixed = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0";
const std::string kGithub = "ghp_" + repeat(kMixed, 36);

std::vector<std::string> found(const std::string& text) {
  std::vector<std::string> result;
  for (const TextHit& hit : find_secrets(text)) {
    result.push_back(std::string(hit.what) + "|" + text.substr(hit.offset, hit.size));
  }
  return result;
}

TEST_CASE("tokens are known by their issuer's shape") {
  const std::vector<std::pair<std::string, std::string>> tokens = {
      {"an AWS access key", "AKIA" + repeat("Q3ZXW5", 16)},
      {"a GitHub token", kGithub},
      {"a GitHub token", "github_pat_" + repeat(kMixed + "_", 70)},
      {"a GitLab token", "glpat-" + repeat(kMixed, 20)},
      {"a Slack token", "xoxb-" + repeat("12345-abcde-", 30)},
      {"a Google API key", "AIza" + repeat(kMixed, 35)},
      {"an Anthropic key", "sk-ant-" + repeat(kMixed, 40)},
      {"an OpenAI key", "sk-" + repeat(kMixed, 48)},
      {"a Hugging Face token", "hf_" + repeat(kMixed, 34)},
      {"a Stripe key", "sk_live_" + repeat(kMixed, 24)},
      {"an npm token", "npm_" + repeat(kMixed, 36)},
      {"a Databricks token", "dapi" + repeat("0a1b2c3d", 32)},
      {"a JSON web token",
       "eyJ" + repeat(kMixed, 20) + ".eyJ" + repeat(kMixed, 30) + "." + repeat(kMixed, 43)},
  };
  for (const auto& [what, token] : tokens) {
    CAPTURE(token);
    const std::vector<std::string> expected = {what + "|" + token};
    CHECK(found(token) == expected);
    CHECK(found("export X='" + token + "'\n") == expected);
    CHECK(found("word" + token) == std::vector<std::string>{});
    CHECK(found(token.substr(0, 12)) == std::vector<std::string>{});
  }
}

TEST_CASE("private keys, and URLs with a password") {
  CHECK(find_secrets("-----BEGIN RSA PRIVATE "
                     "KEY-----\nabc\n")
            .size() == 1);
  CHECK(find_secrets("-----BEGIN PRIVATE "
                     "KEY-----")
            .size() == 1);
  CHECK(find_secrets("-----BEGIN CERTIFICATE-----").empty());
  CHECK(find_secrets("-----BEGIN PUBLIC KEY-----").empty());
  const std::string url =
      "postgresql://ada:"
      "t0psecret"
      "@db.example.org/mlflow";
  CHECK(found("uri " + url) == std::vector<std::string>{"a URL with a password|t0psecret"});
  for (const char* harmless :
       {"https://example.org:8080/a@b", "https://ada@example.org", "https://ada:@example.org",
        "https://ada:***@example.org", "https://$USER:$PASSWORD@example.org", "s3://bucket/a:b@c",
        "http://localhost:5000", "://:"}) {
    CAPTURE(harmless);
    CHECK(find_secrets(harmless).empty());
  }
}

TEST_CASE("a name that stands for a secret needs a value that looks like one") {
  const std::string value = repeat(kMixed, 24);
  for (const std::string& text :
       {"api_key=" + value, "API_KEY: " + value, "\"db.password\": \"" + value + "\"",
        "{\\\"hf_token\\\":\\\"" + value + "\\\"}", "--auth-token=" + value}) {
    CAPTURE(text);
    CHECK(found(text) ==
          std::vector<std::string>{"a value under a name that stands for a secret|" + value});
  }
  for (const std::string& text :
       {"learning_rate=" + value, std::string("api_key=***"), std::string("api_key="),
        std::string("sort_key=customer_segment_2024_region"), std::string("token: "),
        std::string("primary_key=2026-11-23T15:22:00.123"), std::string("max_tokens=1024"),
        std::string("ssh_key=/home/ada/.ssh/id_ed25519"), std::string("api_key=$OPENAI_API_KEY"),
        std::string("password=hunter2"), std::string("=:=:")}) {
    CAPTURE(text);
    CHECK(find_secrets(text).empty());
  }
  CHECK(is_secret_pair("api_key", value));
  CHECK_FALSE(is_secret_pair("", value));
}

TEST_CASE("one secret is one hit, several are several") {
  CHECK(find_secrets("github_token=" + kGithub).size() == 1);
  CHECK(find_secrets(kGithub + " " + kGithub).size() == 2);
  CHECK(find_secrets("").empty());
}

TEST_CASE("paths into home directories") {
  const auto homes = [](const std::string& text) {
    std::vector<std::string> result;
    for (const TextHit& hit : find_home_paths(text)) {
      result.push_back(text.substr(hit.offset, hit.size));
    }
    return result;
  };
  using Texts = std::vector<std::string>;
  CHECK(homes("/home/ada/x and file:///home/bob/y") == Texts{"/home/ada", "/home/bob"});
  const std::string mac =
      "/Users/";  // in two pieces, because of the lint that looks for such paths
  CHECK(homes(mac + "ada/x") == Texts{mac + "ada"});
  CHECK(homes(mac + "Shared/x") == Texts{});
  CHECK(homes(R"(C:\Users\ada\x)") == Texts{R"(:\Users\ada)"});
  CHECK(homes(R"({"a":"C:\\Users\\ada\\x"})").size() == 1);
  for (const char* harmless : {"/home/", "/home/ada", "/data/home/", "/homes/ada/",
                               "api/home/ada/x", "/srv/x", "12:30", ""}) {
    CAPTURE(harmless);
    CHECK(homes(harmless) == Texts{});
  }
}

}  // namespace
}  // namespace mlt::model
