#include "search/parser.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "search/caret.hpp"
#include "search/fields.hpp"
#include "search/lexer.hpp"

namespace mlt::search {
namespace {

// The grammar is MLflow's. Words in capitals stand for any letter case; a blank may stand between
// any two tokens, but not around the dot of a name.
//
//   filter     = [ comparison { AND comparison } [ AND ] ] ;
//   comparison = name comparator number                      (* metrics, times *)
//              | name ( "=" | "!=" ) text                    (* params, tags, other attributes *)
//              | name ( LIKE | ILIKE ) text                  (* the same *)
//              | name IS [ NOT ] NULL                        (* params, tags *)
//              | name [ NOT ] IN "(" text { "," text } [ "," ] ")" ;  (* ids, dataset *)
//   comparator = "=" | "!=" | "<" | "<=" | ">" | ">=" ;
//   name       = [ entity "." ] key ;                        (* without entity: an attribute *)
//   entity     = "metric" | "metrics" | "param" | "params" | "parameter" | "parameters"
//              | "tag" | "tags" | "attribute" | "attributes" | "attr" | "run"
//              | "dataset" | "datasets" ;                   (* of experiments: tags, attributes *)
//   key        = word | "`" … "`" | '"' … '"' ;              (* behind the first dot, dots are
//   plain *) text       = "'" … "'" | '"' … '"' ;                     (* no escape; a doubled quote
//   stays two *) number     = [ "-" ] ( digits [ "." [ digits ] ] | "." digits ) [ "e" [ "+" | "-"
//   ] digits ] ;
class Parser {
 public:
  Parser(std::string_view text, Subject subject)
      : lexer_(text, Dialect::filter), subject_(subject) {}

  ParsedFilter parse() {
    ParsedFilter parsed;
    Conjunction all;
    while (lexer_.peek().kind != TokenKind::end) {
      all.operands.push_back({parse_comparison()});
      if (lexer_.peek().kind == TokenKind::end) {
        break;
      }
      expect_and();
    }
    parsed.root.form = std::move(all);
    parsed.used_keys = std::move(used_keys_);
    parsed.compared_keys = std::move(compared_keys_);
    return parsed;
  }

 private:
  Comparison parse_comparison() {
    const Token name = lexer_.take();
    refuse_foreign_grammar(name);
    const bool is_quoted_word = name.kind == TokenKind::text && name.quote != '\'';
    if ((name.kind != TokenKind::name && !is_quoted_word) || name.is_word("AND")) {
      throw expected("a name such as metrics.acc", name);
    }
    Comparison comparison;
    comparison.field = read_field(lexer_.text(), name, subject_);
    name_ = name;
    parse_comparator(comparison);
    note_key(comparison.field, used_keys_);
    if (comparison.comparator != Comparator::is_null &&
        comparison.comparator != Comparator::is_not_null) {
      note_key(comparison.field, compared_keys_);
    }
    return comparison;
  }

  void parse_comparator(Comparison& comparison) {
    const Token token = lexer_.take();
    const bool negated = token.is_word("NOT");
    if (token.is_word("IS")) {
      return parse_null_test(comparison, token);
    }
    if (token.is_word("IN") || (negated && lexer_.peek().is_word("IN"))) {
      comparison.comparator = negated ? Comparator::not_in : Comparator::in;
      return parse_list(comparison, negated ? lexer_.take() : token);
    }
    if (token.is_word("LIKE") || token.is_word("ILIKE")) {
      return parse_pattern(comparison, token);
    }
    comparison.comparator = read_comparator(token);
    const bool is_order = comparison.comparator != Comparator::equal &&
                          comparison.comparator != Comparator::not_equal;
    if (is_order && !is_numeric(comparison.field)) {
      throw wrong_comparator(comparison.field, token);
    }
    if (is_numeric(comparison.field)) {
      comparison.value = parse_number(comparison.field);
    } else {
      comparison.value = parse_text(comparison.field);
    }
  }

  Comparator read_comparator(const Token& token) {
    struct Spelling {
      std::string_view text;
      Comparator comparator;
    };
    constexpr std::array kSpellings = {
        Spelling{"=", Comparator::equal},   Spelling{"!=", Comparator::not_equal},
        Spelling{"<", Comparator::less},    Spelling{"<=", Comparator::less_equal},
        Spelling{">", Comparator::greater}, Spelling{">=", Comparator::greater_equal},
    };
    for (const Spelling& spelling : kSpellings) {
      if (token.is_symbol(spelling.text)) {
        return spelling.comparator;
      }
    }
    refuse_foreign_grammar(token);
    refuse_odd_key(token);
    throw expected("a comparator", token).hint("comparators: = != > >= < <= LIKE ILIKE IN IS NULL");
  }

  void parse_null_test(Comparison& comparison, const Token& is) {
    comparison.comparator = Comparator::is_null;
    if (lexer_.peek().is_word("NOT")) {
      lexer_.take();
      comparison.comparator = Comparator::is_not_null;
    }
    const Token null = lexer_.take();
    if (!null.is_word("NULL")) {
      throw expected("NULL", null);
    }
    if (comparison.field.entity != Entity::param && comparison.field.entity != Entity::tag) {
      throw wrong_comparator(comparison.field, is);
    }
  }

  void parse_list(Comparison& comparison, const Token& in) {
    if (!takes_list(comparison.field)) {
      throw wrong_comparator(comparison.field, in);
    }
    const Token open = lexer_.take();
    if (!open.is_symbol("(")) {
      throw expected("a list such as ('a', 'b')", open);
    }
    std::vector<std::string> values;
    do {
      if (lexer_.peek().is_symbol(")") && !values.empty()) {
        break;
      }
      values.push_back(parse_text(comparison.field));
    } while (take_symbol(","));
    const Token close = lexer_.take();
    if (!close.is_symbol(")")) {
      throw expected("',' or ')'", close);
    }
    std::sort(values.begin(), values.end());
    comparison.value = std::move(values);
  }

  void parse_pattern(Comparison& comparison, const Token& like) {
    if (is_numeric(comparison.field)) {
      throw wrong_comparator(comparison.field, like);
    }
    const bool ignore_case = like.is_word("ILIKE");
    comparison.comparator = ignore_case ? Comparator::ilike : Comparator::like;
    const Token token = lexer_.peek();
    const std::string pattern = parse_text(comparison.field);
    if (base::count_code_points(pattern) > kMaxPatternCharacters) {
      throw error_at(
          lexer_.text(), token.offset, token.length,
          "the pattern is longer than " + std::to_string(kMaxPatternCharacters) + " characters");
    }
    comparison.value = LikePattern(pattern, ignore_case);
  }

  Number parse_number(const Field& field) {
    const Token token = lexer_.take();
    if (token.kind != TokenKind::number) {
      throw expected(description_of(field) + " is compared with a number", token, "");
    }
    if (const auto integer = base::parse_int64(token.source)) {
      return *integer;
    }
    const auto number = base::parse_double(token.source);
    if (!number) {
      throw error_at(lexer_.text(), token.offset, token.length, "the number is too large");
    }
    return *number;
  }

  std::string parse_text(const Field& field) {
    const Token token = lexer_.take();
    if (token.kind == TokenKind::text && token.quote != '`') {
      return std::string(token.body);
    }
    Error error = expected(description_of(field) + " is compared with a text in quotes", token, "");
    if (token.kind == TokenKind::number || token.kind == TokenKind::name) {
      error.add_hint("write it in quotes: " + quoted(token.source));
    }
    throw error;
  }

  void expect_and() {
    const Token token = lexer_.take();
    if (token.is_word("AND")) {
      return;
    }
    refuse_foreign_grammar(token);
    throw expected("AND", token);
  }

  bool take_symbol(std::string_view spelling) {
    const bool is_next = lexer_.peek().is_symbol(spelling);
    if (is_next) {
      lexer_.take();
    }
    return is_next;
  }

  /// What other languages have and MLflow's grammar has not gets a word of its own.
  void refuse_foreign_grammar(const Token& token) const {
    struct Foreign {
      std::string_view spelling;
      std::string_view hint;
    };
    constexpr std::array kWords = {
        Foreign{"OR", "comparisons are joined by AND"},
        Foreign{"NOT", "write != or IS NOT NULL"},
        Foreign{"BETWEEN", "write two comparisons joined by AND"},
    };
    constexpr std::array kSymbols = {
        Foreign{"==", "write ="},
        Foreign{"<>", "write !="},
        Foreign{"(", "comparisons are joined by AND, without parentheses"},
        Foreign{")", "comparisons are joined by AND, without parentheses"},
    };
    const auto refuse = [&](const Foreign& foreign) {
      throw error_at(lexer_.text(), token.offset, token.length,
                     std::string(foreign.spelling) + " is not part of this grammar")
          .hint(std::string(foreign.hint));
    };
    for (const Foreign& word : kWords) {
      if (token.is_word(word.spelling)) {
        refuse(word);
      }
    }
    for (const Foreign& symbol : kSymbols) {
      if (token.is_symbol(symbol.spelling)) {
        refuse(symbol);
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
    const std::string_view text = lexer_.text();
    const std::size_t end =
        std::min(text.find_first_of(" \t\r\n=!<>'\"`(),", token.offset), text.size());
    const std::size_t key = name_.end_offset() - name_.body.size();
    throw error_at(text, token.offset, token.length,
                   "a key with " + shown(token) + " must stand in backticks")
        .hint("write " + std::string(text.substr(name_.offset, key - name_.offset)) + "`" +
              std::string(text.substr(key, end - key)) + "`");
  }

  [[nodiscard]] Error wrong_comparator(const Field& field, const Token& token) const {
    std::string allowed = "= != LIKE ILIKE IS [NOT] NULL";
    if (is_numeric(field)) {
      allowed = "= != > >= < <=";
    } else if (takes_list(field)) {
      allowed = "= != LIKE ILIKE [NOT] IN";
    } else if (field.entity == Entity::attribute) {
      allowed = "= != LIKE ILIKE";
    }
    return error_at(lexer_.text(), token.offset, token.length,
                    description_of(field) + " cannot be compared with " + shown(token))
        .hint("comparators of " + description_of(field) + ": " + allowed);
  }

  [[nodiscard]] Error expected(const std::string& what, const Token& token,
                               std::string_view before = "expected ") const {
    return error_at(lexer_.text(), token.offset, token.length,
                    std::string(before) + what + ", found " + shown(token));
  }

  Lexer lexer_;
  Subject subject_;
  Token name_;  // of the comparison that is read
  UsedKeys used_keys_;
  UsedKeys compared_keys_;
};

}  // namespace

ParsedFilter parse_filter(std::string_view text, Subject subject) {
  return Parser(text, subject).parse();
}

}  // namespace mlt::search
