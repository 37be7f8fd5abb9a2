#include "app/column_spec.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "search/caret.hpp"
#include "search/reducer_text.hpp"
#include "search/search.hpp"

namespace mlt::app {
namespace {

constexpr std::string_view kDelta = "Δ";

struct FormSpelling {
  std::string_view sign;
  ColumnForm form;
};
constexpr std::array kForms = {
    FormSpelling{"~", ColumnForm::curve}, FormSpelling{"%", ColumnForm::percent},
    FormSpelling{kDelta, ColumnForm::delta}, FormSpelling{"#", ColumnForm::rank}};

bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

class Parser {
 public:
  Parser(std::string_view text, const ColumnSets* sets) : text_(text), sets_(sets) {
    if (text.size() > search::kMaxTextBytes || !base::is_valid_utf8(text)) {
      throw Error(ErrorCode::usage, "the columns are no valid UTF-8 of at most 64 KiB");
    }
  }

  std::vector<ColumnTerm> parse() {
    for (;;) {
      skip_spaces();
      if (!is_at_end() && text_[at_] != ',') {
        parse_term();
        skip_spaces();
      }
      if (is_at_end()) {
        return std::move(terms_);
      }
      if (text_[at_] != ',') {
        throw unexpected();
      }
      ++at_;
    }
  }

 private:
  [[nodiscard]] bool is_at_end() const { return at_ == text_.size(); }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  void skip_spaces() {
    while (!is_at_end() && is_space(text_[at_])) {
      ++at_;
    }
  }

  void parse_term() {
    ColumnTerm term;
    term.text = text_;
    if (text_[at_] == '+' || text_[at_] == '-') {
      term.sign = text_[at_] == '+' ? ColumnTerm::Sign::add : ColumnTerm::Sign::remove;
      ++at_;
      skip_spaces();
    }
    if (rest().starts_with('@')) {
      return expand_set(term.sign);
    }
    read_name(term);
    if (rest().starts_with(':') || rest().starts_with('@')) {
      const auto read = search::read_reducer(text_, at_, {term.offset, term.offset});
      term.reducer = read.reducer;
      at_ = read.end;
    }
    read_forms(term);
    read_title(term);
    terms_.push_back(std::move(term));
  }

  void expand_set(ColumnTerm::Sign sign) {
    const std::size_t begin = at_;
    at_ = std::min(text_.find(',', at_), text_.size());
    const std::string name(base::trim(text_.substr(begin + 1, at_ - begin - 1)));
    const auto error = [&](const std::string& message) {
      return search::error_at(text_, begin, at_ - begin, message);
    };
    if (sets_ == nullptr) {
      throw error("a set of columns cannot hold another");
    }
    const auto set = sets_->find(name);
    if (set == sets_->end()) {
      Error unknown = error("there is no set of columns " + search::quoted(name));
      std::vector<std::string> names;
      for (const auto& each : *sets_) {
        names.push_back(each.first);
      }
      const auto near = base::nearest(name, names);
      unknown.add_hint(near            ? "the nearest set is '" + *near + "'"
                       : names.empty() ? "write one into mlt.yaml, such as columns: {" + name +
                                             ": \"lr,acc:max\"}"
                                       : "the sets are " + base::join(names, ", "));
      throw unknown;
    }
    for (ColumnTerm& term : Parser(set->second, nullptr).parse()) {
      if (term.sign != ColumnTerm::Sign::none && sign != ColumnTerm::Sign::none) {
        throw term.error("a set with signs of its own takes none");
      }
      term.sign = sign == ColumnTerm::Sign::none ? term.sign : sign;
      terms_.push_back(std::move(term));
    }
  }

  /// Up to what cannot be part of a name outside backticks.
  void read_name(ColumnTerm& term) {
    term.offset = at_;
    while (!is_at_end() && !ends_name()) {
      if (text_[at_] != '`') {
        term.name += text_[at_++];
        continue;
      }
      term.is_literal = true;
      const std::size_t close = text_.find('`', at_ + 1);
      if (close == std::string_view::npos) {
        throw search::error_at(text_, at_, 1, "the quote ` is not closed");
      }
      term.name += text_.substr(at_ + 1, close - at_ - 1);
      at_ = close + 1;
    }
    term.name = base::trim(term.name);
    term.length = base::trim(text_.substr(term.offset, at_ - term.offset)).size();
    if (term.name.empty()) {
      throw search::error_at(text_, at_, 1, "expected the name of a column");
    }
  }

  [[nodiscard]] bool ends_name() const {
    constexpr std::string_view kSigns = ",:@~%#";
    return kSigns.find(text_[at_]) != std::string_view::npos || rest().starts_with(kDelta) ||
           (is_space(text_[at_]) && is_at_as());
  }

  /// Whether blanks, `as` and a blank follow.
  [[nodiscard]] bool is_at_as() const {
    const std::size_t word = text_.find_first_not_of(" \t\r\n", at_);
    return word != std::string_view::npos && text_.substr(word).starts_with("as") &&
           word + 2 < text_.size() && is_space(text_[word + 2]);
  }

  void read_forms(ColumnTerm& term) {
    for (;;) {
      const auto* form = std::ranges::find_if(
          kForms, [this](const FormSpelling& each) { return rest().starts_with(each.sign); });
      if (form == kForms.end()) {
        break;
      }
      if (std::ranges::find(term.forms, form->form) == term.forms.end()) {
        term.forms.push_back(form->form);
      }
      at_ += form->sign.size();
    }
    if (term.forms.empty() || term.reducer) {
      term.forms.insert(term.forms.begin(), ColumnForm::value);
    }
  }

  void read_title(ColumnTerm& term) {
    if (is_at_end() || !is_space(text_[at_]) || !is_at_as()) {
      return;
    }
    skip_spaces();
    at_ += 2;
    skip_spaces();
    const bool is_quoted = rest().starts_with('`');
    const std::size_t begin = is_quoted ? at_ + 1 : at_;
    const std::size_t end = text_.find(is_quoted ? '`' : ',', begin);
    if (is_quoted && end == std::string_view::npos) {
      throw search::error_at(text_, at_, 1, "the quote ` is not closed");
    }
    term.title = base::trim(text_.substr(begin, end - begin));
    if (term.title.empty()) {
      throw search::error_at(text_, at_, 1, "expected a title behind 'as'");
    }
    at_ = std::min(end, text_.size()) + (is_quoted ? 1 : 0);
  }

  [[nodiscard]] Error unexpected() const {
    const std::size_t size = base::first_code_point(rest()).size;
    Error error = search::error_at(
        text_, at_, size,
        "expected ',' behind the column, found " + search::quoted(rest().substr(0, size)));
    error.add_hint("a key with such a character stands in backticks: `val:loss`");
    return error;
  }

  std::string_view text_;
  const ColumnSets* sets_;  // null within a set
  std::size_t at_ = 0;
  std::vector<ColumnTerm> terms_;
};

}  // namespace

std::string_view name_of(ColumnForm form) {
  constexpr std::array<std::string_view, 5> kNames = {"value", "curve", "percent", "delta", "rank"};
  return kNames.at(static_cast<std::size_t>(form));
}

Error ColumnTerm::error(std::string message, ErrorCode code) const {
  return search::error_at(text, offset, length, std::move(message), code);
}

std::vector<ColumnTerm> parse_column_spec(std::string_view text, const ColumnSets& sets) {
  return Parser(text, &sets).parse();
}

std::vector<ColumnTerm> parse_column_set(std::string_view text) {
  return Parser(text, nullptr).parse();
}

}  // namespace mlt::app
