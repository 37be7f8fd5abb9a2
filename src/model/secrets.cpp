#include "model/secrets.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <optional>
#include <string>

#include "base/text.hpp"
#include "model/rules.hpp"

namespace mlt::model {

namespace {

constexpr std::size_t kNotFound = std::string_view::npos;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
bool is_alnum(char letter) { return is_digit(letter) || is_upper(letter) || is_lower(letter); }
bool is_hex(char letter) { return is_digit(letter) || (letter >= 'a' && letter <= 'f'); }
bool is_base32(char letter) { return is_upper(letter) || (letter >= '2' && letter <= '7'); }
bool is_word(char letter) { return is_alnum(letter) || letter == '_'; }
bool is_token(char letter) { return is_word(letter) || letter == '-'; }
bool is_value(char letter) {
  return is_token(letter) || letter == '+' || letter == '/' || letter == '=' || letter == '.';
}

/// How many characters from `from` on are of a kind.
template <typename Predicate>
std::size_t run_length(std::string_view text, std::size_t from, Predicate is_kind) {
  std::size_t end = from;
  while (end < text.size() && is_kind(text[end])) {
    ++end;
  }
  return end - from;
}

/// A token that its issuer made to be recognised: a beginning, then so many characters of a kind.
struct TokenShape {
  std::string_view what;
  std::string_view prefix;
  bool (*is_kind)(char);
  std::size_t least;
  std::size_t most;
};

constexpr std::size_t kAny = 1000;

constexpr auto kShapes = std::to_array<TokenShape>({
    {"an AWS access key", "AKIA", is_base32, 16, 16},
    {"an AWS access key", "ASIA", is_base32, 16, 16},
    {"a GitHub token", "ghp_", is_alnum, 36, kAny},
    {"a GitHub token", "gho_", is_alnum, 36, kAny},
    {"a GitHub token", "ghu_", is_alnum, 36, kAny},
    {"a GitHub token", "ghs_", is_alnum, 36, kAny},
    {"a GitHub token", "ghr_", is_alnum, 36, kAny},
    {"a GitHub token", "github_pat_", is_word, 60, kAny},
    {"a GitLab token", "glpat-", is_token, 20, kAny},
    {"a Slack token", "xoxa-", is_token, 16, kAny},
    {"a Slack token", "xoxb-", is_token, 16, kAny},
    {"a Slack token", "xoxp-", is_token, 16, kAny},
    {"a Slack token", "xoxr-", is_token, 16, kAny},
    {"a Slack token", "xoxs-", is_token, 16, kAny},
    {"a Google API key", "AIza", is_token, 35, 35},
    {"an Anthropic key", "sk-ant-", is_token, 32, kAny},
    {"an OpenAI key", "sk-proj-", is_token, 32, kAny},
    {"an OpenAI key", "sk-", is_alnum, 40, kAny},
    {"a Hugging Face token", "hf_", is_alnum, 30, kAny},
    {"a Stripe key", "sk_live_", is_alnum, 16, kAny},
    {"a Stripe key", "rk_live_", is_alnum, 16, kAny},
    {"an npm token", "npm_", is_alnum, 36, kAny},
    {"a PyPI token", "pypi-", is_token, 60, kAny},
    {"a Databricks token", "dapi", is_hex, 32, 32},
});

std::optional<TextHit> token_at(std::string_view text, std::size_t at) {
  for (const TokenShape& shape : kShapes) {
    if (!text.substr(at).starts_with(shape.prefix)) {
      continue;
    }
    const std::size_t length = run_length(text, at + shape.prefix.size(), shape.is_kind);
    const std::size_t end = at + shape.prefix.size() + length;
    const bool ends_there = end == text.size() || !is_word(text[end]);
    if (length >= shape.least && length <= shape.most && ends_there) {
      return TextHit{shape.what, at, end - at};
    }
  }
  return std::nullopt;
}

/// Three parts in base64url between dots, the first two of them JSON objects (`{"` is `eyJ`).
std::optional<TextHit> web_token_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kLeastPart = 10;
  std::size_t end = at;
  for (int part = 0; part < 3; ++part) {
    if (part > 0 && (end >= text.size() || text[end++] != '.')) {
      return std::nullopt;
    }
    if (part < 2 && !text.substr(end).starts_with("eyJ")) {
      return std::nullopt;
    }
    const std::size_t length = run_length(text, end, is_token);
    if (length < kLeastPart) {
      return std::nullopt;
    }
    end += length;
  }
  return TextHit{"a JSON web token", at, end - at};
}

std::optional<TextHit> private_key_at(std::string_view text, std::size_t at) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  constexpr std::string_view kKey = "PRIVATE KEY";
  if (!text.substr(at).starts_with(kBegin)) {
    return std::nullopt;
  }
  const std::string_view kind = text.substr(at + kBegin.size(), 40);
  const std::size_t key = kind.find(kKey);
  if (key == kNotFound || kind.substr(0, key).find('-') != kNotFound) {
    return std::nullopt;
  }
  return TextHit{"a private key", at, kBegin.size() + key + kKey.size()};
}

/// True for what stands in place of a password: `***`, `$PASSWORD`, `${X}`, `<password>`, `{pw}`.
bool is_placeholder(std::string_view password) {
  return password.find_first_not_of("*xX.") == kNotFound ||
         password.find_first_of("$<>{}%") != kNotFound || password == "password" ||
         password == "pass" || password == "PASSWORD" || password == "REDACTED";
}

/// The password between `://user:` and `@`, given where `://` stands.
std::optional<TextHit> password_behind(std::string_view text, std::size_t colon) {
  const std::size_t user = colon + 3;
  const auto is_part = [](char letter) {
    return letter > ' ' && letter != '/' && letter != '@' && letter != ':' && letter != '"' &&
           letter != '\'' && letter != '\\';
  };
  const std::size_t user_end = user + run_length(text, user, is_part);
  if (user_end >= text.size() || text[user_end] != ':') {
    return std::nullopt;
  }
  const std::size_t password = user_end + 1;
  const std::size_t end = password + run_length(text, password, is_part);
  if (end == password || end >= text.size() || text[end] != '@' ||
      is_placeholder(text.substr(password, end - password))) {
    return std::nullopt;
  }
  return TextHit{"a URL with a password", password, end - password};
}

int kind_of(char letter) { return is_digit(letter) ? 1 : is_upper(letter) ? 2 : 3; }

/// Words, dates and paths have long stretches of one kind of character; chance has not.
bool looks_random(std::string_view value) {
  constexpr std::size_t kLeast = 16;
  constexpr std::size_t kMost = 512;
  constexpr std::size_t kLeastDistinct = 8;  // three bits a character
  if (value.size() < kLeast || value.size() > kMost ||
      !std::all_of(value.begin(), value.end(), is_value)) {
    return false;
  }
  std::bitset<256> distinct;
  std::size_t changes = 0;
  std::optional<char> last;
  for (const char letter : value) {
    distinct.set(static_cast<unsigned char>(letter));
    if (is_alnum(letter)) {
      changes += last && kind_of(*last) != kind_of(letter) ? 1u : 0u;
      last = letter;
    }
  }
  return changes * 4 >= value.size() && distinct.count() >= kLeastDistinct;
}

/// The value of a pair whose `=` or `:` stands at `sign`.
std::optional<TextHit> pair_around(std::string_view text, std::size_t sign) {
  const auto is_filler = [](char letter) {
    return std::string_view(" \"'`\\").find(letter) != kNotFound;
  };
  std::size_t key_end = sign;
  while (key_end > 0 && is_filler(text[key_end - 1])) {
    --key_end;
  }
  std::size_t key = key_end;
  while (key > 0 && (is_token(text[key - 1]) || text[key - 1] == '.')) {
    --key;
  }
  const std::size_t value = sign + 1 + run_length(text, sign + 1, is_filler);
  const std::size_t length = run_length(text, value, is_value);
  if (!is_secret_pair(text.substr(key, key_end - key), text.substr(value, length))) {
    return std::nullopt;
  }
  return TextHit{"a value under a name that stands for a secret", value, length};
}

std::optional<TextHit> secret_at(std::string_view text, std::size_t at) {
  const char letter = text[at];
  if (letter == ':' && text.substr(at).starts_with("://")) {
    return password_behind(text, at);
  }
  if (letter == '=' || letter == ':') {
    return pair_around(text, at);
  }
  if (letter == '-') {
    return private_key_at(text, at);
  }
  if (!is_alnum(letter) || (at > 0 && is_word(text[at - 1]))) {
    return std::nullopt;
  }
  const auto token = token_at(text, at);
  return token ? token : web_token_at(text, at);
}

/// The end of `/home/NAME` and its like, given where it begins; 0 if it is none.
std::size_t home_end(std::string_view text, std::size_t at) {
  constexpr auto kHomes = std::to_array<std::string_view>(
      {"/home/", "/Users/", ":\\Users\\", ":\\\\Users\\\\", ":/Users/"});
  for (const std::string_view home : kHomes) {
    if (!text.substr(at).starts_with(home)) {
      continue;
    }
    const std::size_t name = at + home.size();
    const std::size_t length =
        run_length(text, name, [](char letter) { return is_token(letter) || letter == '.'; });
    const bool is_shared = text.substr(name, length) == "Shared";
    const std::size_t end = name + length;
    // A drive's letter or nothing that a path could go on from stands before it.
    const bool begins = at == 0 || !is_alnum(text[at - 1]) || home.front() == ':';
    const bool goes_on = end < text.size() && text[end] == home.back();
    return length > 0 && begins && goes_on && !is_shared ? end : 0;
  }
  return 0;
}

}  // namespace

bool is_secret_pair(std::string_view key, std::string_view value) {
  return !key.empty() && is_secret_key(key) && looks_random(value);
}

std::vector<TextHit> find_secrets(std::string_view text) {
  std::vector<TextHit> hits;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto hit = secret_at(text, at);
    if (hit) {
      hits.push_back(*hit);
      at = hit->offset + hit->size - 1;
    }
  }
  return hits;
}

std::vector<TextHit> find_home_paths(std::string_view text) {
  std::vector<TextHit> hits;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end =
        text[at] == '/' || text[at] == ':' ? home_end(text, at) : std::size_t{0};
    if (end > 0) {
      hits.push_back({"a path into a home directory", at, end - at});
      at = end - 1;
    }
  }
  return hits;
}

}  // namespace mlt::model
