#include "search/caret.hpp"

#include <algorithm>
#include <utility>

#include "search/search.hpp"

namespace mlt::search {
namespace {

constexpr std::size_t kColumnsBefore = 56;
constexpr std::size_t kColumnsAfter = 40;
constexpr std::size_t kColumnsOfWord = 60;
constexpr std::string_view kEllipsis = "…";

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return !continues_character(byte); }));
}

/// The offset `columns` characters before `offset`, or 0.
std::size_t step_back(std::string_view text, std::size_t offset, std::size_t columns) {
  while (offset > 0 && columns > 0) {
    --offset;
    while (offset > 0 && continues_character(text[offset])) {
      --offset;
    }
    --columns;
  }
  return offset;
}

/// The offset `columns` characters after `offset`, or the end.
std::size_t step_forward(std::string_view text, std::size_t offset, std::size_t columns) {
  while (offset < text.size() && columns > 0) {
    ++offset;
    while (offset < text.size() && continues_character(text[offset])) {
      ++offset;
    }
    --columns;
  }
  return offset;
}

/// The text on one line: every control character takes one column too.
std::string on_one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(),
      [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; }, ' ');
  return line;
}

}  // namespace

std::string quoted(std::string_view word) {
  const std::size_t end = step_forward(word, 0, kColumnsOfWord);
  return "'" + on_one_line(word.substr(0, end)) + std::string(end < word.size() ? kEllipsis : "") +
         "'";
}

Error error_at(std::string_view text, std::size_t offset, std::size_t length, std::string message,
               ErrorCode code, Origin origin) {
  offset = std::min(offset, text.size());
  length = std::min(length, text.size() - offset);
  const std::size_t begin = step_back(text, offset, kColumnsBefore);
  const std::size_t end = step_forward(text, offset, kColumnsAfter);
  const std::size_t marked_end = std::min(offset + length, end);

  std::size_t column = columns_of(text.substr(begin, offset - begin));
  message += "\n  ";
  if (begin > 0) {
    message += kEllipsis;
    ++column;
  }
  message += on_one_line(text.substr(begin, end - begin));
  if (end < text.size()) {
    message += kEllipsis;
  }
  message += "\n  ";
  message.append(column, ' ');
  message += '^';
  const std::size_t marked = columns_of(text.substr(offset, marked_end - offset));
  if (marked > 1) {
    message.append(marked - 1, '~');
  }
  return {code, std::move(message), origin};
}

Error doubled_name_error(std::string_view text, std::size_t offset, std::size_t length,
                         const std::string& key) {
  return error_at(text, offset, length, quoted(key) + " is a param and a metric")
      .hint("write " + spell(Entity::param, key) + " or " + spell(Entity::metric, key));
}

}  // namespace mlt::search
