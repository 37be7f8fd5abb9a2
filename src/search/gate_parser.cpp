#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "search/caret.hpp"
#include "search/gate_keys.hpp"
#include "search/gate_program.hpp"
#include "search/gate_words.hpp"
#include "search/lexer.hpp"
#include "search/reducers.hpp"

namespace mlt::search {
namespace {

// docs/gates.md holds the grammar with its tokens. Words in capitals stand for any letter case.
//
//   gate       = either ;
//   either     = both { OR both } ;
//   both       = negation { AND negation } ;
//   negation   = { NOT } comparison ;
//   comparison = sum [ ( "<" | "<=" | ">" | ">=" | "=" | "==" | "!=" ) sum ] ;
//   sum        = product { ( "+" | "-" ) product } ;
//   product    = signed { ( "*" | "/" ) signed } ;
//   signed     = { "-" | "+" } atom ;
//   atom       = number | text | key | "n" | "baseline" | "(" either ")"
//              | "abs" "(" either ")" | ( "min" | "max" ) "(" either { "," either } ")"
//              | ( "delta" | "pct" ) "(" key ")" | "missing" "(" key ")" ;
//   key        = [ "baseline" "." ] name [ reducer ] ;

using Kind = GateStep::Kind;

class GateParser {
 public:
  explicit GateParser(std::string_view text) : lexer_(text, Dialect::gate) {}

  Gate::Program parse() {
    const Operand whole = parse_either();
    const Token token = lexer_.peek();
    if (token.is_symbol(")")) {
      throw error_at(lexer_.text(), token.offset, token.length, "no parenthesis is open here");
    }
    if (token.kind != TokenKind::end) {
      refuse_foreign_words(lexer_.text(), token);
      throw expected(find_relation(token) ? "AND or OR behind a comparison" : "AND, OR or the end",
                     token);
    }
    require_truth(whole);
    program_.text = lexer_.text();
    program_.keys = keys_.release();
    return std::move(program_);
  }

 private:
  enum class Type {
    number,
    text,
    key,       ///< a param or tag: as what it is compared with is
    same_key,  ///< `baseline`, until its comparison says of which key
    truth,
  };
  struct Operand {
    Type type = Type::truth;
    std::size_t step = 0;  ///< that of a key
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  Operand parse_either() {
    Operand left = parse_both();
    while (take_word("OR")) {
      left = join(Kind::logical_or, left, parse_both());
    }
    return left;
  }

  Operand parse_both() {
    Operand left = parse_negation();
    while (take_word("AND")) {
      left = join(Kind::logical_and, left, parse_negation());
    }
    return left;
  }

  Operand join(Kind kind, const Operand& left, const Operand& right) {
    require_truth(left);
    require_truth(right);
    emit({.kind = kind});
    return {Type::truth, 0, left.begin, right.end};
  }

  Operand parse_negation() {
    const std::size_t begin = lexer_.peek().offset;
    bool is_negated = false;
    bool has_not = false;
    while (take_word("NOT")) {
      is_negated = !is_negated;
      has_not = true;
    }
    Operand operand = parse_comparison();
    if (has_not) {
      require_truth(operand);
      operand.begin = begin;
    }
    if (is_negated) {
      emit({.kind = Kind::logical_not});
    }
    return operand;
  }

  Operand parse_comparison() {
    const std::size_t first_key = compared_keys_.size();
    const std::size_t first_waiting = waiting_.size();
    const Operand left = parse_sum();
    const Token token = lexer_.peek();
    const auto relation = find_relation(token);
    if (!relation) {
      return left;
    }
    lexer_.take();
    const Operand right = parse_sum();
    settle_baselines(first_key, first_waiting);
    compare(left, right, *relation, token);
    return {Type::truth, 0, left.begin, right.end};
  }

  /// `baseline` stands for the one key that its comparison speaks of.
  void settle_baselines(std::size_t first_key, std::size_t first_waiting) {
    std::vector<std::size_t> keys(compared_keys_.begin() + static_cast<std::ptrdiff_t>(first_key),
                                  compared_keys_.end());
    compared_keys_.resize(first_key);
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    while (waiting_.size() > first_waiting) {
      const Waiting waiting = waiting_.back();
      waiting_.pop_back();
      if (keys.size() != 1) {
        throw unclear_baseline(waiting, keys);
      }
      program_.steps[waiting.step].index = keys.front();
    }
  }

  struct Waiting {
    std::size_t step;
    std::size_t offset;
  };

  [[nodiscard]] Error unclear_baseline(const Waiting& waiting,
                                       std::span<const std::size_t> keys) const {
    std::string message = "'baseline' stands for the key that it is compared with, and there is ";
    message += keys.empty()
                   ? "none"
                   : "more than one: " + keys_[keys[0]].name + " and " + keys_[keys[1]].name;
    return error_at(lexer_.text(), waiting.offset, kBaseline.size(), message)
        .hint("name the key: baseline." + (keys.empty() ? "metrics.acc" : keys_[keys[0]].name));
  }

  void compare(Operand left, Operand right, Relation relation, const Token& token) {
    settle_type(left);
    settle_type(right);
    for (const Operand* side : {&left, &right}) {
      if (side->type == Type::truth) {
        throw error_of(*side, "a comparison cannot be compared")
            .hint("join comparisons with AND, OR and NOT");
      }
    }
    const bool is_ordered = relation != Relation::equal && relation != Relation::differs;
    const bool has_text = left.type == Type::text || right.type == Type::text;
    const bool has_number = left.type == Type::number || right.type == Type::number;
    if (has_text && has_number) {
      throw error_of(left.type == Type::text ? left : right,
                     "a text cannot be compared with a number")
          .hint("leave out the quotes, or compare a param or a tag");
    }
    if (has_text && is_ordered) {
      throw error_at(lexer_.text(), token.offset, token.length,
                     "texts are compared with = and !=, not with " + shown(token));
    }
    if (has_number || is_ordered) {
      read_as_number(left);
      read_as_number(right);
    }
    emit({.kind = Kind::compare, .as_number = !has_text, .relation = relation});
  }

  void settle_type(Operand& operand) const {
    if (operand.type == Type::same_key) {
      operand.type = type_of(keys_[program_.steps[operand.step].index].field);
    }
  }

  static Type type_of(const Field& field) {
    return field.entity == Entity::metric ? Type::number : Type::key;
  }

  void read_as_number(const Operand& operand) {
    if (operand.type == Type::key || operand.type == Type::same_key) {
      program_.steps[operand.step].as_number = true;
    }
  }

  /// For what calculates.
  void require_number(const Operand& operand) {
    if (operand.type == Type::text || operand.type == Type::truth) {
      throw error_of(operand, operand.type == Type::text
                                  ? "a text is no number to calculate with"
                                  : "a comparison is no number to calculate with");
    }
    read_as_number(operand);
  }

  void require_truth(const Operand& operand) {
    if (operand.type != Type::truth) {
      throw error_of(operand, "a gate asks whether something is true, and this is a value")
          .hint("compare it: metrics.acc < 0.9, or ask missing(metrics.acc)");
    }
  }

  Operand parse_sum() {
    Operand left = parse_product();
    while (lexer_.peek().is_symbol("+") || lexer_.peek().is_symbol("-")) {
      const Kind kind = lexer_.take().is_symbol("+") ? Kind::add : Kind::subtract;
      left = calculate(kind, left, parse_product());
    }
    return left;
  }

  Operand parse_product() {
    Operand left = parse_signed();
    while (lexer_.peek().is_symbol("*") || lexer_.peek().is_symbol("/")) {
      const Kind kind = lexer_.take().is_symbol("*") ? Kind::multiply : Kind::divide;
      left = calculate(kind, left, parse_signed());
    }
    return left;
  }

  Operand calculate(Kind kind, const Operand& left, const Operand& right) {
    require_number(left);
    require_number(right);
    emit({.kind = kind});
    return {Type::number, 0, left.begin, right.end};
  }

  Operand parse_signed() {
    const std::size_t begin = lexer_.peek().offset;
    bool is_negative = false;
    bool has_sign = false;
    while (lexer_.peek().is_symbol("-") || lexer_.peek().is_symbol("+")) {
      is_negative = lexer_.take().is_symbol("-") != is_negative;
      has_sign = true;
    }
    Operand operand = parse_atom();
    if (has_sign) {
      require_number(operand);
      operand = {Type::number, 0, begin, operand.end};
    }
    if (is_negative) {
      emit({.kind = Kind::negate});
    }
    return operand;
  }

  Operand parse_atom() {
    const Token token = lexer_.take();
    refuse_foreign_words(lexer_.text(), token);
    switch (token.kind) {
      case TokenKind::number:
        return parse_number(token);
      case TokenKind::measure:
        throw error_at(lexer_.text(), token.offset, token.length,
                       quoted(token.source) + " is not a number");
      case TokenKind::text:
        return token.quote == '`' ? parse_key(token, false) : parse_text(token);
      case TokenKind::name:
        return parse_name(token);
      default:
        break;
    }
    if (!token.is_symbol("(")) {
      throw expected("a value such as metrics.acc or 0.9", token);
    }
    const std::size_t outer = enter(token);
    Operand inner = parse_either();
    close("')'");
    depth_ = outer;
    inner.begin = token.offset;
    inner.end = lexer_.end_of_taken();
    return inner;
  }

  Operand parse_number(const Token& token) {
    const auto number = base::parse_double(token.source);
    if (!number) {
      throw error_at(lexer_.text(), token.offset, token.length, "the number is too large");
    }
    emit({.kind = Kind::number, .number = *number});
    return {Type::number, 0, token.offset, lexer_.end_of_taken()};
  }

  Operand parse_text(const Token& token) {
    emit({.kind = Kind::text, .text = std::string(token.body)});
    return {Type::text, 0, token.offset, lexer_.end_of_taken()};
  }

  Operand parse_name(const Token& name) {
    if (name.is_word("AND") || name.is_word("OR") || name.is_word("NOT")) {
      throw expected("a value such as metrics.acc or 0.9", name);
    }
    const bool is_word = !name.has_dot && name.quote == 0;
    if (is_word && lexer_.peek().is_symbol("(")) {
      return parse_function(name);
    }
    if (is_word && name.source == "n") {
      emit({.kind = Kind::count});
      return {Type::number, 0, name.offset, lexer_.end_of_taken()};
    }
    if (is_word && name.source == kBaseline) {
      waiting_.push_back({program_.steps.size(), name.offset});
      emit({.kind = Kind::key, .of_baseline = true});
      return {Type::same_key, program_.steps.size() - 1, name.offset, lexer_.end_of_taken()};
    }
    if (name.has_dot && name.entity == kBaseline) {
      const Token inner = keys_.behind_baseline(name);
      if (!inner.has_dot && inner.quote == 0 && inner.source == "n") {
        emit({.kind = Kind::count, .of_baseline = true});
        return {Type::number, 0, name.offset, lexer_.end_of_taken()};
      }
      return parse_key(inner, true);
    }
    return parse_key(name, false);
  }

  Operand parse_key(const Token& name, bool of_baseline) {
    const std::size_t key = keys_.read(name);
    const std::size_t begin = of_baseline ? name.offset - kBaseline.size() - 1 : name.offset;
    if (!of_baseline) {
      compared_keys_.push_back(key);
    }
    emit({.kind = Kind::key, .index = key, .of_baseline = of_baseline});
    return {type_of(keys_[key].field), program_.steps.size() - 1, begin, lexer_.end_of_taken()};
  }

  Operand parse_function(const Token& name) {
    const Kind kind = gate_function(lexer_.text(), name);
    const std::size_t outer = enter(lexer_.take());
    Type type = Type::number;
    switch (kind) {
      case Kind::delta:
      case Kind::percent:
        compared_keys_.push_back(parse_key_argument(kind));
        break;
      case Kind::missing:
        parse_key_argument(kind);
        type = Type::truth;
        break;
      default:
        parse_numbers(kind);
    }
    close(kind == Kind::minimum || kind == Kind::maximum ? "',' or ')'" : "')'");
    depth_ = outer;
    return {type, 0, name.offset, lexer_.end_of_taken()};
  }

  void parse_numbers(Kind kind) {
    std::size_t count = 0;
    do {
      require_number(parse_either());
      ++count;
    } while (kind != Kind::absolute && take_symbol(","));
    emit({.kind = kind, .index = count});
  }

  std::size_t parse_key_argument(Kind kind) {
    Token name = lexer_.take();
    const bool of_baseline =
        name.kind == TokenKind::name && name.has_dot && name.entity == kBaseline;
    const bool is_key =
        name.kind == TokenKind::name || (name.kind == TokenKind::text && name.quote == '`');
    const bool is_bare_baseline = name.kind == TokenKind::name && name.source == kBaseline;
    if (!is_key || is_bare_baseline || (of_baseline && kind != Kind::missing)) {
      throw expected("a key such as metrics.acc", name);
    }
    if (of_baseline) {
      name = keys_.behind_baseline(name);
    }
    const std::size_t key = keys_.read(name);
    emit({.kind = kind,
          .index = key,
          .of_baseline = of_baseline,
          .as_number = kind != Kind::missing});
    return key;
  }

  /// Counts the parenthesis; what the depth was before.
  std::size_t enter(const Token& open) {
    if (depth_ == kMaxDepth) {
      throw error_at(lexer_.text(), open.offset, open.length,
                     "parentheses are nested deeper than " + std::to_string(kMaxDepth));
    }
    return depth_++;
  }

  void close(const std::string& what) {
    const Token token = lexer_.take();
    if (!token.is_symbol(")")) {
      refuse_foreign_words(lexer_.text(), token);
      throw expected(what, token);
    }
  }

  void emit(GateStep step) { program_.steps.push_back(std::move(step)); }

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

  [[nodiscard]] Error error_of(const Operand& operand, std::string message) const {
    return error_at(lexer_.text(), operand.begin, operand.end - operand.begin, std::move(message));
  }

  [[nodiscard]] Error expected(const std::string& what, const Token& token) const {
    return expected_error(lexer_, what, token);
  }

  Lexer lexer_;
  GateKeys keys_{lexer_};
  std::size_t depth_ = 0;
  Gate::Program program_;
  std::vector<std::size_t> compared_keys_;  // candidate's keys of the comparisons being read
  std::vector<Waiting> waiting_;            // `baseline`s that do not know their key
};

}  // namespace

Gate::Program parse_gate(std::string_view text) { return GateParser(text).parse(); }

}  // namespace mlt::search
