#include "search/gate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/numbers.hpp"
#include "search/gate_program.hpp"

namespace mlt::search {
namespace {

/// A number and how far rounding may have taken it from what was meant: running error analysis,
/// N. J. Higham, Accuracy and Stability of Numerical Algorithms (2nd ed., 2002), section 3.3. So
/// 0.93 - 0.01 is 0.92, whatever the last bit says.
struct Rounded {
  double value = 0;
  double error = 0;
};

constexpr double kUnitRoundoff = std::numeric_limits<double>::epsilon() / 2;

/// What an operation gives whose operands may have contributed `carried`.
Rounded rounded(double value, double carried = 0) {
  return {value, std::isfinite(value) ? carried + std::fabs(value) * kUnitRoundoff : 0};
}

Rounded sum(const Rounded& a, const Rounded& b) {
  return rounded(a.value + b.value, a.error + b.error);
}

Rounded product(const Rounded& a, const Rounded& b) {
  return rounded(a.value * b.value, std::fabs(a.value) * b.error + std::fabs(b.value) * a.error);
}

Rounded quotient(const Rounded& a, const Rounded& b) {
  const double value = a.value / b.value;
  return rounded(value, (a.error + std::fabs(value) * b.error) / std::fabs(b.value));
}

bool holds_between(Relation relation, double a, double b) {
  switch (relation) {
    case Relation::less:
      return a < b;
    case Relation::less_equal:
      return a <= b;
    case Relation::greater:
      return a > b;
    case Relation::greater_equal:
      return a >= b;
    case Relation::equal:
      return a == b;
    case Relation::differs:
      break;
  }
  return a != b;
}

bool holds_between(Relation relation, const Rounded& a, const Rounded& b) {
  const bool is_same = std::isfinite(a.value) && std::isfinite(b.value) &&
                       std::fabs(a.value - b.value) <= a.error + b.error;
  return holds_between(relation, a.value, is_same ? a.value : b.value);
}

/// What stands on the stack; monostate is not known.
using Operand = std::variant<std::monostate, Rounded, std::string_view, bool>;

bool is_unknown(const Operand& operand) { return std::holds_alternative<std::monostate>(operand); }

GateValue shown(const Operand& operand) {
  if (const auto* number = std::get_if<Rounded>(&operand)) {
    return number->value;
  }
  if (const auto* text = std::get_if<std::string_view>(&operand)) {
    return std::string(*text);
  }
  return {};
}

/// What a run has under a key.
struct Reading {
  std::optional<std::string_view> text;  ///< of a param or tag
  std::optional<double> number;          ///< NaN: of a metric, or of a text that is none
};

Reading read(const Field& field, const GateSide& side) {
  Reading reading;
  if (side.run == nullptr) {
    return reading;
  }
  if (field.entity != Entity::metric) {
    reading.text = text_of(field, *side.run);
  }
  if (const auto number = number_of(field, *side.run, {std::nullopt, side.read_points})) {
    reading.number = std::visit([](auto exact) { return static_cast<double>(exact); }, *number);
  }
  return reading;
}

/// NaN counts as no value.
Operand operand_of(const Reading& reading, bool as_number) {
  if (reading.text && !as_number) {
    return *reading.text;
  }
  return reading.number && !std::isnan(*reading.number) ? Operand(rounded(*reading.number))
                                                        : Operand();
}

class Evaluation {
 public:
  Evaluation(const Gate::Program& program, const GateSide& candidate, const GateSide& baseline)
      : program_(program), candidate_(candidate), baseline_(baseline) {
    // Each once: a reducer may have to read all points.
    for (const GateKey& key : program.keys) {
      of_candidate_.push_back(read(key.field, candidate));
      of_baseline_.push_back(read(key.field, baseline));
    }
  }

  GateAnswer run() {
    for (const GateStep& step : program_.steps) {
      take(step);
    }
    const Operand result = pop();
    if (const bool* truth = std::get_if<bool>(&result)) {
      answer_.holds = *truth;
      answer_.gaps.clear();
    }
    for (std::size_t i = 0; i < program_.keys.size(); ++i) {
      const GateKey& key = program_.keys[i];
      answer_.keys.push_back({key.name, key.field.entity, key.field.key,
                              shown(operand_of(of_candidate_[i], false)),
                              shown(operand_of(of_baseline_[i], false))});
    }
    return std::move(answer_);
  }

 private:
  using Kind = GateStep::Kind;

  Operand pop() {
    const Operand top = stack_.back();
    stack_.pop_back();
    return top;
  }
  void push(Operand operand) { stack_.push_back(operand); }

  void take(const GateStep& step) {
    switch (step.kind) {
      case Kind::number:
        return push(rounded(step.number));
      case Kind::text:
        return push(std::string_view(step.text));
      case Kind::key:
        return push(value_of(step));
      case Kind::count:
        return push_count(step.of_baseline);
      case Kind::negate:
      case Kind::absolute:
        return take_sign(step.kind);
      case Kind::add:
      case Kind::subtract:
      case Kind::multiply:
      case Kind::divide:
        return calculate(step.kind);
      case Kind::minimum:
      case Kind::maximum:
        return take_extreme(step);
      case Kind::delta:
      case Kind::percent:
        return push_change(step);
      case Kind::missing:
        return push(is_unknown(
            operand_of((step.of_baseline ? of_baseline_ : of_candidate_)[step.index], false)));
      case Kind::compare:
        return compare(step);
      case Kind::logical_not:
        return negate_truth();
      case Kind::logical_and:
        return join(false);
      case Kind::logical_or:
        return join(true);
    }
  }

  Operand value_of(const GateStep& step) { return value_of(step, step.of_baseline); }

  Operand value_of(const GateStep& step, bool of_baseline) {
    const Reading& reading = (of_baseline ? of_baseline_ : of_candidate_)[step.index];
    const Operand value = operand_of(reading, step.as_number);
    if (is_unknown(value)) {
      note_gap(gap_of(program_.keys[step.index].name, reading, of_baseline));
    }
    return value;
  }

  [[nodiscard]] std::string gap_of(const std::string& name, const Reading& reading,
                                   bool of_baseline) const {
    if ((of_baseline ? baseline_ : candidate_).run == nullptr) {
      return of_baseline ? "no baseline" : "no run";
    }
    const std::string which = of_baseline ? name + " of the baseline" : name;
    if (!reading.number) {
      return "no " + which;
    }
    return which + (reading.text ? " is no number" : " is NaN");
  }

  void note_gap(const std::string& gap) {
    if (std::ranges::find(answer_.gaps, gap) == answer_.gaps.end()) {
      answer_.gaps.push_back(gap);
    }
  }

  void push_count(bool of_baseline) {
    const GateSide& side = of_baseline ? baseline_ : candidate_;
    if (of_baseline && side.run == nullptr) {
      note_gap("no baseline");
      return push({});
    }
    push(rounded(static_cast<double>(side.runs)));
  }

  void take_sign(Kind kind) {
    Operand operand = pop();
    if (auto* number = std::get_if<Rounded>(&operand)) {
      number->value = kind == Kind::negate ? -number->value : std::fabs(number->value);
    }
    push(operand);
  }

  void calculate(Kind kind) {
    const Operand right = pop();
    const Operand left = pop();
    const auto* b = std::get_if<Rounded>(&right);
    const auto* a = std::get_if<Rounded>(&left);
    if (a == nullptr || b == nullptr) {
      return push({});
    }
    if (kind == Kind::divide && b->value == 0) {
      note_gap("division by 0");
      return push({});
    }
    switch (kind) {
      case Kind::add:
        return push_number(sum(*a, *b));
      case Kind::subtract:
        return push_number(sum(*a, {-b->value, b->error}));
      case Kind::multiply:
        return push_number(product(*a, *b));
      default:
        return push_number(quotient(*a, *b));
    }
  }

  void push_number(const Rounded& number) {
    if (std::isnan(number.value)) {
      note_gap("a calculation with infinities gives NaN");
      return push({});
    }
    push(number);
  }

  void take_extreme(const GateStep& step) {
    Operand extreme = pop();
    for (std::size_t i = 1; i < step.index; ++i) {
      const Operand other = pop();
      const auto* a = std::get_if<Rounded>(&extreme);
      const auto* b = std::get_if<Rounded>(&other);
      if (a == nullptr || b == nullptr) {
        extreme = {};
      } else if ((step.kind == Kind::minimum) == (b->value < a->value)) {
        extreme = other;
      }
    }
    push(extreme);
  }

  void push_change(const GateStep& step) {
    const Operand now = value_of(step, false);
    const Operand before = value_of(step, true);
    const auto* a = std::get_if<Rounded>(&now);
    const auto* b = std::get_if<Rounded>(&before);
    if (a == nullptr || b == nullptr) {
      return push({});
    }
    const Rounded change = sum(*a, {-b->value, b->error});
    if (step.kind == Kind::delta) {
      return push_number(change);
    }
    if (b->value == 0) {
      note_gap(program_.keys[step.index].name + " of the baseline is 0");
      return push({});
    }
    push_number(quotient(product({100, 0}, change), {std::fabs(b->value), b->error}));
  }

  void compare(const GateStep& step) {
    const Operand right = pop();
    const Operand left = pop();
    answer_.comparisons.push_back({shown(left), shown(right)});
    if (is_unknown(left) || is_unknown(right)) {
      return push({});
    }
    if (const auto* a = std::get_if<Rounded>(&left)) {
      return push(holds_between(step.relation, *a, std::get<Rounded>(right)));
    }
    // Params and tags that are both numbers are compared as such: 1e-3 is 0.001.
    const auto a = std::get<std::string_view>(left);
    const auto b = std::get<std::string_view>(right);
    const auto first = base::parse_double(a);
    const auto second = base::parse_double(b);
    const bool is_same = step.as_number && first && second
                             ? holds_between(Relation::equal, rounded(*first), rounded(*second))
                             : a == b;
    push(is_same == (step.relation == Relation::equal));
  }

  void negate_truth() {
    Operand operand = pop();
    if (bool* truth = std::get_if<bool>(&operand)) {
      *truth = !*truth;
    }
    push(operand);
  }

  /// `deciding` in one operand decides, whatever the other is.
  void join(bool deciding) {
    const Operand right = pop();
    const Operand left = pop();
    const auto is = [](const Operand& operand, bool truth) {
      const bool* known = std::get_if<bool>(&operand);
      return known != nullptr && *known == truth;
    };
    if (is(left, deciding) || is(right, deciding)) {
      return push(deciding);
    }
    push(is(left, !deciding) && is(right, !deciding) ? Operand(!deciding) : Operand());
  }

  const Gate::Program& program_;
  const GateSide& candidate_;
  const GateSide& baseline_;
  std::vector<Reading> of_candidate_;  // by key
  std::vector<Reading> of_baseline_;
  std::vector<Operand> stack_;
  GateAnswer answer_;
};

}  // namespace

Gate::Gate(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

Gate Gate::parse(std::string_view text) {
  return Gate(std::make_shared<const Program>(parse_gate(text)));
}

const std::string& Gate::text() const { return program_->text; }

bool Gate::uses_baseline() const {
  return std::ranges::any_of(program_->steps, [](const GateStep& step) {
    return step.of_baseline || step.kind == GateStep::Kind::delta ||
           step.kind == GateStep::Kind::percent;
  });
}

GateAnswer Gate::evaluate(const GateSide& candidate, const GateSide& baseline) const {
  return Evaluation(*program_, candidate, baseline).run();
}

}  // namespace mlt::search
