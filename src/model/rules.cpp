#include "model/rules.hpp"

#include <algorithm>
#include <array>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "base/text.hpp"

namespace mlt::model {

namespace {

constexpr std::size_t kMaxKeyBytes = 250;
constexpr std::size_t kMaxNameCodePoints = 500;
constexpr std::size_t kMaxPathPartBytes = 255;
constexpr std::size_t kMaxSlug = 64;

bool is_ascii_digit(char32_t letter) { return letter >= U'0' && letter <= U'9'; }
bool is_ascii_upper(char32_t letter) { return letter >= U'A' && letter <= U'Z'; }
bool is_ascii_lower(char32_t letter) { return letter >= U'a' && letter <= U'z'; }
bool is_ascii_alnum(char32_t letter) {
  return is_ascii_digit(letter) || is_ascii_upper(letter) || is_ascii_lower(letter);
}

/// MLflow's `\w`. Which code points are letters changes with every version of Unicode, so beyond
/// ASCII all pass but those that nobody can see or tell from a blank: a key that one version of a
/// library takes for a word is then never refused by another. Not letters are C1 controls, spaces,
/// General Punctuation (U+2000–U+206F: blanks, dashes, joiners, direction marks), the other
/// invisible formatting characters, and noncharacters.
bool is_word_character(char32_t letter) {
  if (letter < 0x80) {
    return is_ascii_alnum(letter) || letter == U'_';
  }
  const auto within = [letter](char32_t low, char32_t high) {
    return low <= letter && letter <= high;
  };
  const bool invisible = within(0x80, 0xA0) || letter == 0xAD || letter == 0x1680 ||
                         letter == 0x180E || within(0x2000, 0x206F) || letter == 0x3000 ||
                         letter == 0xFEFF || within(0xFFF9, 0xFFFB) || within(0xE0000, 0xE007F);
  const bool noncharacter = within(0xFDD0, 0xFDEF) || (letter & 0xFFFE) == 0xFFFE;
  return !invisible && !noncharacter;
}

bool is_key_character(char32_t letter) {
  return is_word_character(letter) || letter == U'-' || letter == U'.' || letter == U':' ||
         letter == U'/' || letter == U' ';
}

std::string shown(std::string_view text) { return base::quote_shortened(text, 80); }

Error bad(std::string_view thing, std::string_view text, const std::string& rule) {
  return {ErrorCode::usage, "bad " + std::string(thing) + " " + shown(text) + ": " + rule};
}

/// What is wrong with a relative path that MLflow would store under another name; empty: nothing.
std::string path_fault(std::string_view path) {
  if (path.starts_with('/')) {
    return "it begins with '/'";
  }
  if (path.starts_with("..")) {
    return "it begins with '..'";
  }
  if (path.ends_with('/')) {
    return "it ends in '/'";
  }
  for (const std::string_view part : base::split(path, '/')) {
    if (part.empty()) {
      return "a part between two '/' is empty";
    }
    if (part == "." || part == "..") {
      return "a part of it is '" + std::string(part) + "'";
    }
  }
  return {};
}

bool matches_id(std::string_view text, std::size_t max_length) {
  if (text.empty() || !is_ascii_alnum(static_cast<unsigned char>(text.front()))) {
    return false;
  }
  std::size_t length = 0;
  while (!text.empty()) {
    const base::CodePoint point = base::first_code_point(text);
    if (point.size == 0 || (!is_word_character(point.value) && point.value != U'-')) {
      return false;
    }
    text.remove_prefix(point.size);
    ++length;
  }
  return length <= max_length;
}

/// Names that mean something to a file system or as a folder of a store, ours or MLflow's.
bool is_reserved_slug(std::string_view slug) {
  constexpr std::array kReserved = std::to_array<std::string_view>({
      "0",        "aliases", "artifacts", "aux",         "code",   "con",     "data",
      "datasets", "events",  "hosts",     "inputs",      "models", "metrics", "mlflow",
      "mlruns",   "mlt",     "nul",       "outputs",     "params", "prn",     "tags",
      "traces",   "trash",   "versions",  "experiments",
  });
  const bool is_device = slug.size() == 4 && (slug.starts_with("com") || slug.starts_with("lpt")) &&
                         is_ascii_digit(static_cast<unsigned char>(slug[3]));
  return is_device || std::find(kReserved.begin(), kReserved.end(), slug) != kReserved.end();
}

/// The last word of a key in lower case: words end at punctuation and where capitals begin
/// (`apiKey`, `HFToken`); a number behind the last word is no word (`token_2`, `password1`).
std::string last_word(std::string_view key) {
  const auto letter_at = [key](std::size_t i) { return static_cast<unsigned char>(key[i]); };
  const auto is_letter = [&](std::size_t i) {
    return is_ascii_lower(letter_at(i)) || is_ascii_upper(letter_at(i));
  };
  std::size_t end = key.size();
  while (end > 0 && letter_at(end - 1) < 0x80 && !is_letter(end - 1)) {
    --end;
  }
  std::size_t begin = end;
  while (begin > 0 && is_letter(begin - 1)) {
    --begin;
    const bool starts_word = is_ascii_upper(letter_at(begin)) && begin > 0 &&
                             (is_ascii_lower(letter_at(begin - 1)) ||
                              (begin + 1 < end && is_ascii_lower(letter_at(begin + 1))));
    if (starts_word) {
      break;
    }
  }
  return base::to_lower(key.substr(begin, end - begin));
}

}  // namespace

void check_key(std::string_view kind, std::string_view key) {
  const std::string thing = std::string(kind) + " key";
  if (key.empty()) {
    throw bad(thing, key, "it is empty");
  }
  std::string_view rest = key;
  while (!rest.empty()) {
    const base::CodePoint point = base::first_code_point(rest);
    if (point.size == 0) {
      throw bad(thing, key, "it is not valid UTF-8");
    }
    if (!is_key_character(point.value)) {
      throw bad(thing, key,
                shown(rest.substr(0, point.size)) +
                    " is not allowed; use letters, digits, '_', '-', '.', ':', '/' and space");
    }
    rest.remove_prefix(point.size);
  }
  if (key.size() > kMaxKeyBytes) {
    throw bad(thing, key,
              "it has " + std::to_string(key.size()) + " bytes; at most " +
                  std::to_string(kMaxKeyBytes) + " are allowed");
  }
  if (const std::string fault = path_fault(key); !fault.empty()) {
    throw bad(thing, key, fault);
  }
}

bool is_key(std::string_view text) {
  if (text.empty() || !path_fault(text).empty()) {
    return false;
  }
  while (!text.empty()) {
    const base::CodePoint point = base::first_code_point(text);
    if (point.size == 0 || !is_key_character(point.value)) {
      return false;
    }
    text.remove_prefix(point.size);
  }
  return true;
}

void check_value(std::string_view kind, std::string_view key, std::string_view value) {
  const std::string thing = "value of " + std::string(kind) + " " + shown(key) + ":";
  if (value.find('\0') != std::string_view::npos) {
    throw Error(ErrorCode::usage, "bad " + thing + " it has a NUL byte");
  }
  if (!base::is_valid_utf8(value)) {
    throw Error(ErrorCode::usage, "bad " + thing + " it is not valid UTF-8");
  }
}

void check_name(std::string_view kind, std::string_view name) {
  const std::string thing = std::string(kind) + " name";
  if (name.empty()) {
    throw bad(thing, name, "it is empty");
  }
  if (name == "." || name == "..") {
    throw bad(thing, name, "it means a directory everywhere else");
  }
  if (!base::is_valid_utf8(name)) {
    throw bad(thing, name, "it is not valid UTF-8");
  }
  if (base::has_control_character(name)) {
    throw bad(thing, name, "it has a control character");
  }
  if (const std::size_t length = base::count_code_points(name); length > kMaxNameCodePoints) {
    throw bad(thing, name,
              "it has " + std::to_string(length) + " characters; at most " +
                  std::to_string(kMaxNameCodePoints) + " are allowed");
  }
}

void check_artifact_path(std::string_view path) {
  constexpr std::string_view kThing = "artifact path";
  if (path.empty()) {
    throw bad(kThing, path, "it is empty");
  }
  if (!base::is_valid_utf8(path)) {
    throw bad(kThing, path, "it is not valid UTF-8");
  }
  if (base::has_control_character(path)) {
    throw bad(kThing, path, "it has a control character");
  }
  if (path.find('\\') != std::string_view::npos) {
    throw bad(kThing, path, "it has a '\\'; parts are separated by '/'");
  }
  if (const std::string fault = path_fault(path); !fault.empty()) {
    throw bad(kThing, path, fault);
  }
  for (const std::string_view part : base::split(path, '/')) {
    if (part.size() > kMaxPathPartBytes) {
      throw bad(kThing, path,
                "a part of it is longer than " + std::to_string(kMaxPathPartBytes) + " bytes");
    }
  }
}

bool is_experiment_id(std::string_view text) { return matches_id(text, 64); }

bool is_run_id(std::string_view text) { return matches_id(text, 256); }

std::string slug_of(std::string_view name) {
  std::string slug;
  bool lossy = false;
  for (const char letter : name) {
    const auto byte = static_cast<unsigned char>(letter);
    lossy = lossy || byte >= 0x80;
    if (is_ascii_alnum(byte) || (letter == '_' && !slug.empty())) {
      slug += letter;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  slug = base::to_lower(slug);
  lossy = lossy || slug.size() > kMaxSlug;
  const auto trim_end = [&slug](std::size_t max_size) {
    slug.resize(std::min(slug.size(), max_size));
    while (slug.ends_with('-')) {
      slug.pop_back();
    }
  };
  trim_end(kMaxSlug);
  if (!lossy && !slug.empty() && !is_reserved_slug(slug)) {
    return slug;
  }
  const std::string digest = base::sha256_hex(name).substr(0, 8);
  trim_end(kMaxSlug - 1 - digest.size());
  return slug.empty() ? "x-" + digest : slug + '-' + digest;
}

bool is_secret_key(std::string_view key) {
  constexpr std::array kSecretWords = std::to_array<std::string_view>(
      {"apikey", "credentials", "key", "passphrase", "passwd", "password", "secret", "token"});
  const std::string word = last_word(key);
  return std::find(kSecretWords.begin(), kSecretWords.end(), word) != kSecretWords.end();
}

}  // namespace mlt::model
