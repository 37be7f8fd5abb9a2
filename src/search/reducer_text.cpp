#include "search/reducer_text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "search/caret.hpp"

namespace mlt::search {
namespace {

using Kind = model::Reducer::Kind;

bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }
bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/// A part of the text: a word, a number or one other sign; empty at the end.
struct Piece {
  std::size_t offset = 0;
  std::string_view source;
};

std::string shown(const Piece& piece) {
  return piece.source.empty() ? "the end" : quoted(piece.source);
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t offset, const NamePlace& name)
      : text_(text), mark_(offset), name_(name), at_(offset + 1) {}

  ReducerText read() {
    model::Reducer reducer = text_[mark_] == '@' ? read_place() : read_word();
    return {std::move(reducer), at_};
  }

 private:
  [[nodiscard]] Piece next() const {
    std::size_t begin = at_;
    while (begin < text_.size() && is_space(text_[begin])) {
      ++begin;
    }
    std::size_t end = begin;
    if (end < text_.size()) {
      if (is_letter(text_[end])) {
        end = end_of_word(end);
      } else if (starts_number(end)) {
        end = end_of_number(end);
      } else {
        end += base::first_code_point(text_.substr(end)).size;
      }
    }
    return {begin, text_.substr(begin, end - begin)};
  }

  /// A hyphen belongs to a word only before a letter: `time-to`, but not `min-1`.
  [[nodiscard]] std::size_t end_of_word(std::size_t at) const {
    while (at < text_.size() &&
           (is_letter(text_[at]) || is_digit(text_[at]) ||
            (text_[at] == '-' && at + 1 < text_.size() && is_letter(text_[at + 1])))) {
      ++at;
    }
    return at;
  }

  [[nodiscard]] bool starts_number(std::size_t at) const {
    at += text_[at] == '-' || text_[at] == '+' ? 1 : 0;
    at += at < text_.size() && text_[at] == '.' ? 1 : 0;
    return at < text_.size() && is_digit(text_[at]);
  }

  [[nodiscard]] std::size_t end_of_number(std::size_t at) const {
    ++at;
    while (at < text_.size() &&
           (is_letter(text_[at]) || is_digit(text_[at]) || text_[at] == '.' ||
            ((text_[at] == '-' || text_[at] == '+') && base::to_lower({&text_[at - 1], 1}) == "e" &&
             at + 1 < text_.size() && is_digit(text_[at + 1])))) {
      ++at;
    }
    return at;
  }

  Piece take() {
    const Piece piece = next();
    at_ = piece.offset + piece.source.size();
    return piece;
  }

  void take_sign(std::string_view sign, const Piece& behind, const std::string& wanted) {
    if (next().source != sign) {
      throw expected(wanted, behind);
    }
    take();
  }

  model::Reducer read_word() {
    const Piece word = take();
    if (const auto kind = model::parse_reducer(word.source)) {
      return {*kind};
    }
    if (word.source == "best") {
      return {Kind::best};
    }
    if (word.source == "time-to") {
      take_sign("(", word, "time-to(VALUE)");
      const Piece number = take();
      const auto threshold = base::parse_double(number.source);
      if (!threshold || std::isnan(*threshold)) {
        throw expected("the value to be reached", number);
      }
      close("')'");
      return {.kind = Kind::time_to, .threshold = *threshold};
    }
    throw unknown(word);
  }

  model::Reducer read_place() {
    const Piece word = take();
    const std::string lower = base::to_lower(word.source);
    if (lower == "best") {
      take_sign("(", word, "best(METRIC)");
      return {.kind = Kind::at_best, .key = read_key()};
    }
    if (lower != "step" && lower != "epoch") {
      throw expected("step=NUMBER, epoch=NUMBER or best(METRIC)", word).hint(backticks_hint());
    }
    take_sign("=", word, lower + "=NUMBER");
    const Piece number = take();
    if (base::to_lower(number.source) == "last") {
      return {lower == "step" ? Kind::last : Kind::at_last_epoch};
    }
    const auto place = base::parse_int64(number.source);
    if (!place) {
      throw expected("the number of " + std::string(lower == "step" ? "a step" : "an epoch"),
                     number);
    }
    return {.kind = lower == "step" ? Kind::at_step : Kind::at_epoch, .step = *place};
  }

  /// The key of another metric, up to the parenthesis behind it.
  std::string read_key() {
    const std::size_t begin = next().offset;
    std::size_t end = begin;
    bool is_quoted = false;
    std::string key;
    while (end < text_.size() && (is_quoted || text_[end] != ')')) {
      if (text_[end] == '`') {
        is_quoted = !is_quoted;
      } else {
        key += text_[end];
      }
      ++end;
    }
    key = base::trim(key);
    constexpr std::string_view kPrefix = "metrics.";
    if (key.starts_with(kPrefix)) {
      key.erase(0, kPrefix.size());
    }
    if (key.empty()) {
      throw expected("the key of a metric", next());
    }
    at_ = end;
    close("')'");
    return key;
  }

  void close(const std::string& wanted) {
    const Piece piece = take();
    if (piece.source != ")") {
      throw expected(wanted, piece);
    }
  }

  [[nodiscard]] Error expected(const std::string& what, const Piece& piece) const {
    return error_at(text_, piece.offset, piece.source.size(),
                    "expected " + what + ", found " + shown(piece));
  }

  [[nodiscard]] std::string backticks_hint() const {
    return "a key with '" + std::string(1, text_[mark_]) +
           "' stands in backticks: " + in_backticks(text_, name_, mark_);
  }

  [[nodiscard]] Error unknown(const Piece& word) const {
    const auto names = model::reducer_names();
    std::vector<std::string> all(names.begin(), names.end());
    const std::string listed = base::join(all, ", ");
    all.insert(all.end(), {"best", "time-to"});
    Error error =
        error_at(text_, word.offset, word.source.size(), "there is no reducer " + shown(word));
    const auto nearest = base::nearest(word.source, all);
    error.add_hint(nearest
                       ? "the nearest reducer is " + quoted(*nearest)
                       : "the reducers are " + listed +
                             ", best, time-to(VALUE), @step=NUMBER, @epoch=NUMBER, @best(METRIC)");
    error.add_hint(backticks_hint());
    return error;
  }

  std::string_view text_;
  std::size_t mark_;
  NamePlace name_;
  std::size_t at_;
};

}  // namespace

ReducerText read_reducer(std::string_view text, std::size_t offset, const NamePlace& name) {
  return Reader(text, offset, name).read();
}

std::string in_backticks(std::string_view text, const NamePlace& name, std::size_t offset) {
  const std::size_t end = std::min(text.find_first_of(" \t\r\n=!<>'\"`(),", offset), text.size());
  return std::string(text.substr(name.begin, name.key - name.begin)) + "`" +
         std::string(text.substr(name.key, end - name.key)) + "`";
}

}  // namespace mlt::search
