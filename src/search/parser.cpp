#include "search/parser.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "search/caret.hpp"
#include "search/fields.hpp"
#include "search/lexer.hpp"
#include "search/reducers.hpp"
#include "search/values.hpp"

namespace mlt::search {
namespace {

// The grammar has MLflow's as a subset; docs/search.md holds it whole, with the tokens. Words in
// capitals stand for any letter case.
//
//   filter     = [ either [ AND ] ] ;
//   either     = both { OR both } ;
//   both       = term { AND term } ;
//   term       = { NOT } ( "(" either ")" | comparison ) ;
//   comparison = name [ reducer ] [ comparator value
//                                 | [ NOT ] IN "(" value { "," value } [ "," ] ")"
//                                 | [ NOT ] BETWEEN value AND value
//                                 | [ NOT ] ( LIKE | ILIKE ) text
//                                 | "~" text
//                                 | IS [ NOT ] NULL ] ;
//   reducer    = ":" word | "@" "step" "=" number ;

/// Longer patterns of `~` are refused: matching takes up to text · pattern steps.
constexpr std::size_t kMaxGlobCharacters = 256;

constexpr std::array<std::string_view, 8> kKeywords = {"AND", "OR",   "NOT",     "IN",
                                                       "IS",  "LIKE", "BETWEEN", "ILIKE"};

struct Spelling {
  std::string_view text;
  Comparator comparator;
  bool negated;
};
constexpr std::array kSpellings = {
    Spelling{"=", Comparator::one_of, false},  Spelling{"!=", Comparator::one_of, true},
    Spelling{"<", Comparator::less, false},    Spelling{"<=", Comparator::less_equal, false},
    Spelling{">", Comparator::greater, false}, Spelling{">=", Comparator::greater_equal, false},
};

/// Whether a summary may leave the comparison open.
bool needs_points(const Field& field) {
  return field.entity == Entity::metric &&
         (model::needs_points(field.reducer) || field.reducer.kind == model::Reducer::Kind::count);
}

class Parser {
 public:
  Parser(std::string_view text, Subject subject, std::optional<std::int64_t> now_ms)
      : lexer_(text, Dialect::filter), values_(text, now_ms), subject_(subject) {}

  ParsedFilter parse() {
    if (lexer_.peek().kind != TokenKind::end) {
      parsed_.root = parse_either(0);
    }
    const Token token = lexer_.peek();
    if (token.is_symbol(")")) {
      throw error_at(lexer_.text(), token.offset, token.length, "no parenthesis is open here");
    }
    if (token.kind != TokenKind::end) {
      refuse_foreign_grammar(token);
      throw with_nearest_word(expected("AND or OR", token), token);
    }
    return std::move(parsed_);
  }

 private:
  using Joiner = Group::Joiner;

  Filter::Node parse_either(std::size_t depth) {
    std::vector<Filter::Node> operands;
    do {
      operands.push_back(parse_both(depth));
    } while (take_word("OR"));
    return join(Joiner::any, std::move(operands));
  }

  Filter::Node parse_both(std::size_t depth) {
    std::vector<Filter::Node> operands;
    do {
      operands.push_back(parse_term(depth));
    } while (take_word("AND") && lexer_.peek().kind != TokenKind::end);
    return join(Joiner::all, std::move(operands));
  }

  static Filter::Node join(Joiner joiner, std::vector<Filter::Node> operands) {
    if (operands.size() == 1) {
      return std::move(operands.front());
    }
    // What a summary answers stands before what needs the points themselves.
    const auto rest =
        std::stable_partition(operands.begin(), operands.end(),
                              [](const Filter::Node& node) { return !node.needs_points; });
    const bool any_needs_points = rest != operands.end();
    return {Group{joiner, std::move(operands)}, false, any_needs_points};
  }

  Filter::Node parse_term(std::size_t depth) {
    bool negated = false;
    while (take_word("NOT")) {
      negated = !negated;
    }
    const Token open = lexer_.peek();
    Filter::Node node;
    if (take_symbol("(")) {
      if (depth == kMaxDepth) {
        throw error_at(lexer_.text(), open.offset, open.length,
                       "parentheses are nested deeper than " + std::to_string(kMaxDepth));
      }
      node = parse_either(depth + 1);
      const Token close = lexer_.take();
      if (!close.is_symbol(")")) {
        refuse_foreign_grammar(close);
        throw with_nearest_word(expected("AND, OR or ')'", close), close);
      }
    } else {
      Comparison comparison = parse_comparison();
      node.needs_points = needs_points(comparison.field);
      node.form = std::move(comparison);
    }
    node.negated = node.negated != negated;
    return node;
  }

  Comparison parse_comparison() {
    const Token name = lexer_.take();
    refuse_foreign_grammar(name);
    const bool is_quoted_word = name.kind == TokenKind::text && name.quote != '\'';
    if ((name.kind != TokenKind::name && !is_quoted_word) || is_keyword(name)) {
      throw expected("a name such as metrics.acc", name);
    }
    Comparison comparison;
    comparison.field = read_field(lexer_.text(), name, subject_);
    name_ = name;
    if (comparison.field.entity == Entity::metric) {
      parse_reducer(comparison.field);
    }
    const bool was_bare = comparison.field.is_bare;
    parse_comparator(comparison);
    note(comparison, was_bare);
    return comparison;
  }

  static bool is_keyword(const Token& token) {
    return std::ranges::any_of(kKeywords,
                               [&token](std::string_view word) { return token.is_word(word); });
  }

  static Error with_nearest_word(Error error, const Token& token) {
    if (token.kind == TokenKind::name && !token.has_dot) {
      const auto nearest = base::nearest(token.source, {kKeywords.begin(), kKeywords.end()});
      if (nearest) {
        error.add_hint("the nearest word is " + *nearest);
      }
    }
    return error;
  }

  void note(const Comparison& comparison, bool was_bare) {
    const Field& field = comparison.field;
    note_key(field, parsed_.used_keys);
    if (field.is_bare) {
      parsed_.bare_names.push_back({field.key, name_.offset, name_.length});
    }
    if (comparison.comparator == Comparator::is_null) {
      return;
    }
    if (was_bare) {
      parsed_.compared_keys.bare.insert(field.key);
    } else {
      note_key(field, parsed_.compared_keys);
    }
  }

  /// `:min` or `@step=100`, right behind the name. What the points alone do not tell is for columns
  /// and orders: a filter knows no goals.
  void parse_reducer(Field& field) {
    if (auto reducer = take_plain_reducer(lexer_, name_, "a filter")) {
      field.reducer = *std::move(reducer);
      field.is_bare = false;
    }
  }

  void parse_comparator(Comparison& comparison) {
    const Token token = lexer_.peek();
    if (ends_comparison(token) && !comparison.field.key.empty() && !comparison.field.is_bare) {
      comparison.comparator = Comparator::is_null;  // `tags.keep`: the run has it
      comparison.negated = true;
      return;
    }
    lexer_.take();
    if (token.is_word("IS")) {
      return parse_null_test(comparison);
    }
    comparison.negated = token.is_word("NOT");
    const Token word = comparison.negated ? lexer_.take() : token;
    if (word.is_word("IN")) {
      return parse_list(comparison);
    }
    if (word.is_word("BETWEEN")) {
      return parse_between(comparison, word);
    }
    if (word.is_word("LIKE") || word.is_word("ILIKE") ||
        (word.is_symbol("~") && word.offset == token.offset)) {
      return parse_pattern(comparison, word);
    }
    if (comparison.negated) {
      throw expected("IN, BETWEEN, LIKE or ILIKE behind NOT", word);
    }
    parse_value(comparison, token);
  }

  static bool ends_comparison(const Token& token) {
    return token.kind == TokenKind::end || token.is_symbol(")") || token.is_word("AND") ||
           token.is_word("OR");
  }

  void parse_value(Comparison& comparison, const Token& token) {
    const auto* spelling = std::ranges::find_if(
        kSpellings, [&token](const Spelling& each) { return token.is_symbol(each.text); });
    if (spelling == kSpellings.end()) {
      refuse_foreign_grammar(token);
      refuse_odd_key(token);
      throw with_nearest_word(expected("a comparator", token), token)
          .hint("comparators: = != > >= < <= ~ [NOT] IN BETWEEN LIKE ILIKE, IS [NOT] NULL");
    }
    comparison.comparator = spelling->comparator;
    comparison.negated = spelling->negated;
    if (comparison.comparator == Comparator::one_of) {
      std::vector<Token> values = {lexer_.take()};
      return read_values(comparison, values);
    }
    if (domain_of(comparison.field) == Domain::text) {
      throw wrong_comparator(comparison.field, token);
    }
    // `<= 2026-11-03` takes in the whole day, `>` begins behind it.
    const Range range = values_.read_range(comparison.field, lexer_.take());
    const bool is_high = comparison.comparator == Comparator::less_equal ||
                         comparison.comparator == Comparator::greater;
    comparison.value = is_high ? range.high : range.low;
  }

  void read_values(Comparison& comparison, const std::vector<Token>& tokens) {
    if (ValueReader::is_numeric(comparison.field, tokens.front())) {
      std::vector<Range> ranges;
      ranges.reserve(tokens.size());
      for (const Token& token : tokens) {
        ranges.push_back(values_.read_range(comparison.field, token));
      }
      comparison.value = std::move(ranges);
      return;
    }
    std::vector<std::string> texts;
    texts.reserve(tokens.size());
    for (const Token& token : tokens) {
      texts.push_back(values_.read_text(comparison.field, token));
    }
    std::ranges::sort(texts);
    comparison.value = std::move(texts);
    settle_as_text(comparison.field);
  }

  /// Only a param can be a text.
  static void settle_as_text(Field& field) {
    if (field.is_bare) {
      field.is_bare = false;
      field.entity = Entity::param;
    }
  }

  void parse_null_test(Comparison& comparison) {
    comparison.comparator = Comparator::is_null;
    comparison.negated = take_word("NOT");
    const Token null = lexer_.take();
    if (!null.is_word("NULL")) {
      throw expected("NULL", null);
    }
  }

  void parse_list(Comparison& comparison) {
    const Token open = lexer_.take();
    if (!open.is_symbol("(")) {
      throw expected("a list such as ('a', 'b')", open);
    }
    std::vector<Token> values;
    do {
      if (lexer_.peek().is_symbol(")") && !values.empty()) {
        break;
      }
      values.push_back(lexer_.take());
    } while (take_symbol(","));
    read_values(comparison, values);
    const Token close = lexer_.take();
    if (!close.is_symbol(")")) {
      throw expected("',' or ')'", close);
    }
  }

  void parse_between(Comparison& comparison, const Token& between) {
    if (domain_of(comparison.field) == Domain::text) {
      throw wrong_comparator(comparison.field, between);
    }
    const Range low = values_.read_range(comparison.field, lexer_.take());
    if (!take_word("AND")) {
      throw expected("AND and the upper bound", lexer_.peek());
    }
    const Range high = values_.read_range(comparison.field, lexer_.take());
    comparison.value = std::vector<Range>{{low.low, high.high}};
  }

  void parse_pattern(Comparison& comparison, const Token& word) {
    const Domain domain = domain_of(comparison.field);
    if (domain != Domain::text && domain != Domain::text_or_number) {
      throw wrong_comparator(comparison.field, word);
    }
    const bool is_glob = word.is_symbol("~");
    std::string pattern = values_.read_pattern(
        comparison.field, lexer_.take(), is_glob ? kMaxGlobCharacters : kMaxPatternCharacters);
    if (is_glob) {
      comparison.comparator = Comparator::glob;
      comparison.value = std::move(pattern);
    } else {
      comparison.comparator = Comparator::like;
      comparison.value = LikePattern(pattern, word.is_word("ILIKE"));
    }
    settle_as_text(comparison.field);
  }

  bool take_symbol(std::string_view spelling) {
    const bool is_next = lexer_.peek().is_symbol(spelling);
    if (is_next) {
      lexer_.take();
    }
    return is_next;
  }

  bool take_word(std::string_view upper) {
    const bool is_next = lexer_.peek().is_word(upper);
    if (is_next) {
      lexer_.take();
    }
    return is_next;
  }

  /// What other languages have and this grammar has not gets a word of its own.
  void refuse_foreign_grammar(const Token& token) const {
    struct Foreign {
      std::string_view spelling;
      std::string_view hint;
    };
    constexpr std::array kSymbols = {
        Foreign{"==", "write ="}, Foreign{"<>", "write !="}, Foreign{"&", "write AND"},
        Foreign{"|", "write OR"}, Foreign{"!", "write NOT"},
    };
    for (const Foreign& symbol : kSymbols) {
      if (token.is_symbol(symbol.spelling)) {
        throw error_at(lexer_.text(), token.offset, token.length,
                       std::string(symbol.spelling) + " is not part of this grammar")
            .hint(std::string(symbol.hint));
      }
    }
  }

  /// `metrics.train/acc`: the key needs backticks.
  void refuse_odd_key(const Token& token) const {
    constexpr std::string_view kOdd = "/-:";
    if (name_.quote != 0 || token.offset != name_.end_offset() ||
        token.source.find_first_of(kOdd) != 0) {
      return;
    }
    throw error_at(lexer_.text(), token.offset, token.length,
                   "a key with " + shown(token) + " must stand in backticks")
        .hint("write " + in_backticks(lexer_, name_, token.offset));
  }

  [[nodiscard]] Error wrong_comparator(const Field& field, const Token& token) const {
    const bool is_text = domain_of(field) == Domain::text;
    return error_at(lexer_.text(), token.offset, token.length,
                    description_of(field) + " cannot be compared with " + shown(token))
        .hint("comparators of " + description_of(field) + ": " +
              (is_text ? "= != ~ [NOT] IN LIKE ILIKE, IS [NOT] NULL"
                       : "= != > >= < <= [NOT] IN BETWEEN, IS [NOT] NULL"));
  }

  [[nodiscard]] Error expected(const std::string& what, const Token& token) const {
    return expected_error(lexer_, what, token);
  }

  Lexer lexer_;
  ValueReader values_;
  Subject subject_;
  Token name_;  // of the comparison that is read
  ParsedFilter parsed_;
};

}  // namespace

ParsedFilter parse_filter(std::string_view text, Subject subject,
                          std::optional<std::int64_t> now_ms) {
  return Parser(text, subject, now_ms).parse();
}

}  // namespace mlt::search
