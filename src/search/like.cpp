#include "search/like.hpp"

#include <algorithm>
#include <utility>

namespace mlt::search {
namespace {

/// Stands for `_`; above every code point.
constexpr char32_t kAnyCharacter = 0xFFFFFFFF;
/// Malformed bytes become characters of their own that no valid text holds.
constexpr char32_t kMalformed = 0x110000;
constexpr char32_t kNewline = U'\n';

std::u32string decode(std::string_view text) {
  std::u32string characters;
  characters.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    char32_t character = length < 2 ? lead : lead & (0xFFu >> (length + 1));
    bool is_whole = length > 0 && i + length <= text.size();
    for (std::size_t k = 1; is_whole && k < length; ++k) {
      const auto byte = static_cast<unsigned char>(text[i + k]);
      is_whole = (byte & 0xC0) == 0x80;
      character = (character << 6) | (byte & 0x3Fu);
    }
    characters += is_whole ? character : kMalformed + lead;
    i += is_whole ? length : 1;
  }
  return characters;
}

/// The next lower-case letter where capitals and small letters alternate.
char32_t fold_pair(char32_t character, bool capital_is_even) {
  return (character % 2 == 0) == capital_is_even ? character + 1 : character;
}

/// Simple case folding (Unicode, CaseFolding.txt) of the scripts named in the header.
char32_t fold_case(char32_t c) {
  if (c < 0x80) {
    return c >= U'A' && c <= U'Z' ? c + 32 : c;
  }
  const auto in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  if ((in(0xC0, 0xDE) && c != 0xD7) || in(0x391, 0x3A1) || in(0x3A3, 0x3AB) || in(0x410, 0x42F) ||
      in(0xFF21, 0xFF3A)) {
    return c + 32;
  }
  if (in(0x100, 0x12F) || in(0x132, 0x137) || in(0x14A, 0x177) || in(0x370, 0x373) ||
      in(0x460, 0x481) || in(0x48A, 0x4BF) || in(0x4D0, 0x52F) || in(0x1E00, 0x1E95) ||
      in(0x1EA0, 0x1EFF)) {
    return fold_pair(c, true);
  }
  if (in(0x139, 0x148) || in(0x179, 0x17E) || in(0x4C1, 0x4CE)) {
    return fold_pair(c, false);
  }
  if (in(0x400, 0x40F)) {
    return c + 80;
  }
  if (in(0x531, 0x556)) {
    return c + 48;
  }
  if (in(0x388, 0x38A)) {
    return c + 37;
  }
  switch (c) {
    case 0xB5:  // micro sign: the Greek mu
      return 0x3BC;
    case 0x178:
      return 0xFF;
    case 0x17F:  // long s
      return U's';
    case 0x386:
      return 0x3AC;
    case 0x38C:
      return 0x3CC;
    case 0x38E:
    case 0x38F:
      return c + 63;
    case 0x3C2:  // final sigma
      return 0x3C3;
    case 0x4C0:
      return 0x4CF;
    case 0x1E9E:  // sharp s
      return 0xDF;
    case 0x212A:  // Kelvin sign
      return U'k';
    default:
      return c;
  }
}

std::u32string characters_of(std::string_view text, bool ignore_case) {
  std::u32string characters = decode(text);
  if (ignore_case) {
    std::transform(characters.begin(), characters.end(), characters.begin(), fold_case);
  }
  return characters;
}

}  // namespace

LikePattern::Segment::Segment(std::u32string characters)
    : characters_(std::move(characters)), words_((characters_.size() + 63) / 64) {
  // A newline has a row of its own even if it does not occur, because `_` does not fit it.
  alphabet_ = characters_ + kNewline;
  std::sort(alphabet_.begin(), alphabet_.end());
  alphabet_.erase(std::unique(alphabet_.begin(), alphabet_.end()), alphabet_.end());
  if (alphabet_.back() == kAnyCharacter) {
    alphabet_.pop_back();
  }
  rows_.resize(words_);
  for (std::size_t i = 0; i < characters_.size(); ++i) {
    if (characters_[i] == kAnyCharacter) {
      rows_[i / 64] |= std::uint64_t{1} << (i % 64);
    }
  }
  const std::vector<std::uint64_t> any(rows_);
  for (const char32_t character : alphabet_) {
    if (character == kNewline) {
      rows_.resize(rows_.size() + words_);
    } else {
      rows_.insert(rows_.end(), any.begin(), any.end());
    }
  }
  for (std::size_t i = 0; i < characters_.size(); ++i) {
    if (characters_[i] != kAnyCharacter) {
      rows_[row_of(characters_[i]) * words_ + i / 64] |= std::uint64_t{1} << (i % 64);
    }
  }
}

std::size_t LikePattern::Segment::row_of(char32_t character) const {
  const auto found = std::lower_bound(alphabet_.begin(), alphabet_.end(), character);
  return found != alphabet_.end() && *found == character
             ? static_cast<std::size_t>(found - alphabet_.begin()) + 1
             : 0;
}

bool LikePattern::Segment::stands_at(std::u32string_view text, std::size_t offset) const {
  if (offset + characters_.size() > text.size()) {
    return false;
  }
  return std::equal(characters_.begin(), characters_.end(), text.begin() + offset,
                    [](char32_t wanted, char32_t given) {
                      return wanted == kAnyCharacter ? given != kNewline : wanted == given;
                    });
}

// The Shift-And automaton of Baeza-Yates and Gonnet, "A new approach to text searching" (1992): bit
// i of `state` says that the first i + 1 characters of the segment end here.
std::size_t LikePattern::Segment::find_end(std::u32string_view text, std::size_t offset) const {
  std::vector<std::uint64_t> state(words_, 0);
  const std::size_t last = characters_.size() - 1;
  const std::uint64_t accept = std::uint64_t{1} << (last % 64);
  bool may_begin = true;
  for (std::size_t at = offset; at < text.size(); ++at) {
    const std::uint64_t* row = rows_.data() + row_of(text[at]) * words_;
    std::uint64_t carry = may_begin ? 1 : 0;
    std::uint64_t alive = 0;
    for (std::size_t word = 0; word < words_; ++word) {
      const std::uint64_t shifted = (state[word] << 1) | carry;
      carry = state[word] >> 63;
      state[word] = shifted & row[word];
      alive |= state[word];
    }
    if ((state[last / 64] & accept) != 0) {
      return at + 1;
    }
    if (text[at] == kNewline) {
      may_begin = false;
    }
    if (alive == 0 && !may_begin) {
      break;
    }
  }
  return std::u32string_view::npos;
}

LikePattern::LikePattern(std::string_view pattern, bool ignore_case) : ignore_case_(ignore_case) {
  starts_open_ = pattern.starts_with('%');
  ends_open_ = pattern.ends_with('%');
  std::u32string segment;
  for (const char32_t character : characters_of(pattern, ignore_case)) {
    if (character != U'%') {
      segment += character == U'_' ? kAnyCharacter : character;
    } else if (!segment.empty()) {
      segments_.emplace_back(std::move(segment));
      segment.clear();
    }
  }
  if (!segment.empty()) {
    segments_.emplace_back(std::move(segment));
  }
}

// Each segment may take its first occurrence: a later one would lie on the same line (no `%`
// crosses a newline), and from there the next `%` reaches nothing that it does not reach from the
// first.
bool LikePattern::matches(std::string_view text) const {
  const std::u32string characters = characters_of(text, ignore_case_);
  std::size_t offset = 0;
  bool after_percent = starts_open_;
  const std::size_t searched = segments_.size() - (ends_open_ || segments_.empty() ? 0 : 1);
  for (std::size_t i = 0; i < searched; ++i) {
    if (after_percent) {
      offset = segments_[i].find_end(characters, offset);
      if (offset == std::u32string_view::npos) {
        return false;
      }
    } else if (segments_[i].stands_at(characters, offset)) {
      offset += segments_[i].size();
    } else {
      return false;
    }
    after_percent = true;
  }
  if (ends_open_) {
    return true;
  }
  const auto ends_at = [&](std::size_t end) {
    const std::size_t size = segments_.empty() ? 0 : segments_.back().size();
    if (end < offset + size) {
      return false;
    }
    const std::size_t begin = end - size;
    const auto skipped = std::u32string_view(characters).substr(offset, begin - offset);
    const bool reached =
        after_percent ? skipped.find(kNewline) == std::u32string_view::npos : skipped.empty();
    return reached && (segments_.empty() || segments_.back().stands_at(characters, begin));
  };
  return ends_at(characters.size()) ||
         (characters.ends_with(kNewline) && ends_at(characters.size() - 1));
}

}  // namespace mlt::search
