#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace mlt::model {

/// A place in a text that should not be shared. `what` names its kind and never holds the text.
struct TextHit {
  std::string_view what;  ///< "a GitHub token"
  std::size_t offset = 0;
  std::size_t size = 0;
  bool operator==(const TextHit&) const = default;
};

/// What looks like a secret in a text of any kind, in order and without overlaps: tokens that their
/// issuers made to be recognised (AWS, GitHub, GitLab, Slack, Google, OpenAI, Anthropic, Hugging
/// Face, Stripe, npm, PyPI, Databricks), JSON web tokens, private keys in PEM, URLs with a
/// password, and `name=value`, `name: value`, `"name": "value"` where is_secret_pair() holds.
std::vector<TextHit> find_secrets(std::string_view text);

/// A name that stands for a secret (is_secret_key) with a value that looks like one: 16 characters
/// or more, letters and digits mixed as only chance mixes them.
bool is_secret_pair(std::string_view key, std::string_view value);

/// Paths into somebody's home directory: of Linux, macOS and Windows; the hit covers them up to and
/// with the name.
std::vector<TextHit> find_home_paths(std::string_view text);

}  // namespace mlt::model
