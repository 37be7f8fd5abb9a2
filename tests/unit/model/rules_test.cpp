#include "model/rules.hpp"

#include <string>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

using namespace mlt;
using namespace mlt::model;
using namespace std::string_view_literals;

namespace {

/// The message of the usage error that `check` throws; empty if it throws nothing.
template <typename Check>
std::string refusal(const Check& check) {
  try {
    check();
    return {};
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::usage);
    return error.message();
  }
}

std::string key_refusal(std::string_view key) {
  return refusal([key] { check_key("metric", key); });
}
std::string name_refusal(std::string_view name) {
  return refusal([name] { check_name("run", name); });
}
std::string path_refusal(std::string_view path) {
  return refusal([path] { check_artifact_path(path); });
}

std::string repeated(std::string_view text, int times) {
  std::string whole;
  for (int i = 0; i < times; ++i) {
    whole += text;
  }
  return whole;
}

}  // namespace

TEST_CASE("keys that MLflow takes are taken") {
  for (const std::string_view key :
       {"a", "accuracy", "val/acc", "a.b-c:d e_f", "9", "_", "-", ":", " ", "a b", ".hidden",
        "a/.b", "a..b", "a/..b", "größe", "精度", "μ", "точность", "é"}) {
    CAPTURE(key);
    CHECK(key_refusal(key).empty());
  }
  CHECK(key_refusal(std::string(250, 'k')).empty());
}

TEST_CASE("keys that MLflow would refuse or rename are refused") {
  for (const std::string_view key :
       {""sv,        "."sv,           ".."sv,         "..a"sv,      "../a"sv,
        "./a"sv,     "/"sv,           "/a"sv,         "a/"sv,       "a//b"sv,
        "a/."sv,     "a/./b"sv,       "a/.."sv,       "a/../b"sv,   "a\n"sv,
        "a\tb"sv,    "a\0b"sv,        "a$b"sv,        "a*"sv,       "a%"sv,
        "a\\b"sv,    "a=b"sv,         "(a)"sv,        "a,b"sv,      "a\"b"sv,
        "\u00A0"sv,  "a\u200Bb"sv,    "a\u2028"sv,    "a\u202Eb"sv, "\u3000"sv,
        "\uFEFFa"sv, "\uFFFF"sv,      "\U0001FFFE"sv, "\u0085"sv,   "a\xFF"sv,
        "a\xC3"sv,   "\xED\xA0\x80"sv}) {
    CAPTURE(key);
    CHECK_FALSE(key_refusal(key).empty());
  }
  CHECK_FALSE(key_refusal(std::string(251, 'k')).empty());
}

TEST_CASE("the refusal of a key names the key and the rule, safe for a terminal") {
  CHECK(
      key_refusal("a$b") ==
      "bad metric key 'a$b': '$' is not allowed; use letters, digits, '_', '-', '.', ':', '/' and "
      "space");
  CHECK(key_refusal("a\x1B[2J").find("'\\x1b' is not allowed") != std::string::npos);
  CHECK(key_refusal("") == "bad metric key '': it is empty");
  CHECK(key_refusal("..a") == "bad metric key '..a': it begins with '..'");
  CHECK(key_refusal("/a") == "bad metric key '/a': it begins with '/'");
  CHECK(key_refusal("a/") == "bad metric key 'a/': it ends in '/'");
  CHECK(key_refusal("a//b") == "bad metric key 'a//b': a part between two '/' is empty");
  CHECK(key_refusal("a/../b") == "bad metric key 'a/../b': a part of it is '..'");
}

TEST_CASE("a long key is cut between two characters where it is shown") {
  const std::string message = key_refusal("x" + repeated("ä", 125));
  CHECK(message ==
        "bad metric key 'x" + repeated("ä", 39) + "…': it has 251 bytes; at most 250 are allowed");
}

TEST_CASE("values are any UTF-8 without NUL") {
  for (const std::string_view value : {"", " ", "a\nb", "\x1B", "größe", "null"}) {
    CHECK(refusal([value] { check_value("param", "lr", value); }).empty());
  }
  CHECK(refusal([] { check_value("param", "lr", std::string(1'000'000, 'v')); }).empty());
  CHECK(refusal([] { check_value("param", "lr", "a\0b"sv); }) ==
        "bad value of param 'lr': it has a NUL byte");
  CHECK(refusal([] { check_value("tag", "t", "\xFF"); }) ==
        "bad value of tag 't': it is not valid UTF-8");
}

TEST_CASE("names are 1 to 500 characters without controls") {
  CHECK(name_refusal("brave owl / 12 $ ?").empty());
  CHECK(name_refusal("実験😀").empty());
  const std::string longest = repeated("ä", 500);
  CHECK(name_refusal(longest).empty());
  CHECK(name_refusal(longest + "ä").find("it has 501 characters; at most 500") !=
        std::string::npos);
  CHECK(name_refusal("") == "bad run name '': it is empty");
  CHECK(name_refusal("a\nb") == "bad run name 'a\\nb': it has a control character");
  CHECK(name_refusal("a\u0085") == "bad run name 'a\\u0085': it has a control character");
  CHECK(name_refusal("\x80") == "bad run name '\\x80': it is not valid UTF-8");
}

TEST_CASE("artifact paths stay below the artifacts") {
  for (const std::string_view path : {"a", "model/weights.bin", ".hidden", "a b/ü$%.png", "a..b"}) {
    CAPTURE(path);
    CHECK(path_refusal(path).empty());
  }
  CHECK(path_refusal(std::string(255, 'a') + "/" + std::string(255, 'b')).empty());
  for (const std::string_view path :
       {""sv, "."sv, ".."sv, "/etc/passwd"sv, "../up"sv, "a/../b"sv, "a/./b"sv, "a//b"sv, "a/"sv,
        "a\\b"sv, "..a"sv, "a\nb"sv, "a\0b"sv, "\xFF"sv, "a/.."sv}) {
    CAPTURE(path);
    CHECK_FALSE(path_refusal(path).empty());
  }
  CHECK_FALSE(path_refusal("a/" + std::string(256, 'b')).empty());
}

TEST_CASE("ids match whole") {
  for (const std::string_view id :
       {"0", "iris", "A-b_9", "größe", "0123456789abcdef0123456789abcdef"}) {
    CAPTURE(id);
    CHECK(is_experiment_id(id));
    CHECK(is_run_id(id));
  }
  for (const std::string_view id : {""sv, "-a"sv, "_a"sv, "éa"sv, "a b"sv, "a/b"sv, "."sv, ".."sv,
                                    "a.b"sv, "a\n"sv, "a\0"sv, "a\xFF"sv, ".trash"sv}) {
    CAPTURE(id);
    CHECK_FALSE(is_experiment_id(id));
    CHECK_FALSE(is_run_id(id));
  }
  CHECK(is_experiment_id(std::string(64, 'a')));
  CHECK_FALSE(is_experiment_id(std::string(65, 'a')));
  CHECK(is_run_id(std::string(256, 'a')));
  CHECK_FALSE(is_run_id(std::string(257, 'a')));
}

TEST_CASE("a slug is the name as far as a folder can say it") {
  struct Row {
    std::string_view name;
    std::string_view slug;
  };
  const Row table[] = {
      {"iris", "iris"},
      {"Iris 2", "iris-2"},
      {"My Run!", "my-run"},
      {"  a  b  ", "a-b"},
      {"a/b/c", "a-b-c"},
      {"../../etc", "etc"},
      {"snake_case", "snake_case"},
      {"_private", "private"},
      {"--x--", "x"},
      {"v1.2", "v1-2"},
  };
  for (const Row& row : table) {
    CAPTURE(row.name);
    CHECK(slug_of(row.name) == row.slug);
  }
}

TEST_CASE("a slug that lost something carries a part of the name's digest") {
  CHECK(slug_of("abc") == "abc");
  CHECK(slug_of("con") == "con-1143da2b");  // the first digits of sha256("con")
  CHECK(slug_of("実験").starts_with("x-"));
  CHECK(slug_of("実験") != slug_of("テスト"));
  CHECK(slug_of("Größe").starts_with("gr-e-"));
  CHECK(slug_of("größe") != slug_of("gräße"));
  CHECK(slug_of("").starts_with("x-"));
  CHECK(slug_of("!") != slug_of("?"));
  const std::string long_a = std::string(70, 'n') + "a";
  const std::string long_b = std::string(70, 'n') + "b";
  CHECK(slug_of(long_a) != slug_of(long_b));
  CHECK(slug_of(long_a).size() == 64);
  CHECK(slug_of(std::string(64, 'n')) == std::string(64, 'n'));
}

TEST_CASE("a slug is never a reserved name and always an experiment's id") {
  for (const std::string_view name :
       {"0",        "models", "Models",    "DATA",    "events",      "hosts",   "tags", "traces",
        "datasets", "code",   "artifacts", "metrics", "params",      "con",     "NUL",  "aux",
        "prn",      "com1",   "LPT9",      ".trash",  "experiments", "versions"}) {
    CAPTURE(name);
    const std::string slug = slug_of(name);
    CHECK(slug.find('-') != std::string::npos);
    CHECK(is_experiment_id(slug));
  }
  CHECK(slug_of("com10") == "com10");
  CHECK(slug_of("models2") == "models2");
  for (const std::string_view name :
       {"", "-", "_", "😀", "\x1B", "\xFF", "a", "9", "A_", "__a", "nul", "x y z"}) {
    CAPTURE(name);
    CHECK(is_experiment_id(slug_of(name)));
  }
  for (std::size_t size = 1; size < 200; ++size) {
    CHECK(is_experiment_id(slug_of(std::string(size, 'a') + " -ö")));
  }
}

TEST_CASE("a key is secret by its last word") {
  for (const std::string_view key :
       {"key", "api_key", "apiKey", "APIKey", "apikey", "API_KEY", "HF_TOKEN", "hfToken", "HFToken",
        "db.password", "db/passwd", "client secret", "aws:secret", "token_2", "password1",
        "passphrase", "google-credentials"}) {
    CAPTURE(key);
    CHECK(is_secret_key(key));
  }
  for (const std::string_view key :
       {"", "max_tokens", "tokenizer", "key_dim", "keyDim", "monkey", "donkey", "keys", "secretary",
        "password_length", "TOKENIZER", "lr", "123", "_", "größe", "schlüssel_größe"}) {
    CAPTURE(key);
    CHECK_FALSE(is_secret_key(key));
  }
}
