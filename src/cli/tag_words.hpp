#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

namespace mlt::cli {

/// The words of `mlt runs tag RUN... KEY=VALUE...`.
struct TagWords {
  std::vector<std::string> selectors;
  TagChange change;
};

/// The words up to the first KEY=VALUE (but the first word always) name things. Throws usage where
/// nothing is set or removed, or a thing stands behind a tag; `noun` and `operand` ("runs", "RUN")
/// are for the hint.
TagWords parse_tag_words(const std::vector<std::string>& words,
                         const std::vector<std::string>& removed, std::string_view noun,
                         std::string_view operand);

/// `stage=draft, -old`
std::string describe(const TagChange& change);

}  // namespace mlt::cli
