#include "search/gate_words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "search/caret.hpp"

namespace mlt::search {
namespace {

using Kind = GateStep::Kind;

struct RelationSpelling {
  std::string_view text;
  Relation relation;
};
constexpr std::array kRelations = {
    RelationSpelling{"<", Relation::less},     RelationSpelling{"<=", Relation::less_equal},
    RelationSpelling{">", Relation::greater},  RelationSpelling{">=", Relation::greater_equal},
    RelationSpelling{"=", Relation::equal},    RelationSpelling{"==", Relation::equal},
    RelationSpelling{"!=", Relation::differs},
};

struct Function {
  std::string_view name;
  Kind kind;
};
constexpr std::array kFunctions = {
    Function{"abs", Kind::absolute}, Function{"min", Kind::minimum},
    Function{"max", Kind::maximum},  Function{"delta", Kind::delta},
    Function{"pct", Kind::percent},  Function{"missing", Kind::missing},
};

struct Foreign {
  std::string_view spelling;
  std::string_view hint;
};
constexpr std::array kForeign = {
    Foreign{"<>", "write !="},
    Foreign{"&", "write AND"},
    Foreign{"|", "write OR"},
    Foreign{"!", "write NOT"},
    Foreign{"%", "write pct(metrics.acc) < -1 for a loss of more than one percent"},
};

}  // namespace

std::optional<Relation> find_relation(const Token& token) {
  const auto* found = std::ranges::find_if(
      kRelations, [&token](const RelationSpelling& each) { return token.is_symbol(each.text); });
  return found == kRelations.end() ? std::nullopt : std::optional(found->relation);
}

GateStep::Kind gate_function(std::string_view text, const Token& name) {
  std::vector<std::string> names;
  for (const Function& each : kFunctions) {
    if (each.name == name.source) {
      return each.kind;
    }
    names.emplace_back(each.name);
  }
  Error error = error_at(text, name.offset, name.length, "there is no function " + shown(name));
  const auto nearest = base::nearest(name.source, names);
  error.add_hint(nearest ? "the nearest function is " + quoted(*nearest)
                         : "the functions are " + base::join(names, ", "));
  throw error;
}

void refuse_foreign_words(std::string_view text, const Token& token) {
  for (const Foreign& each : kForeign) {
    if (token.is_symbol(each.spelling)) {
      throw error_at(text, token.offset, token.length,
                     std::string(each.spelling) + " is not part of this grammar")
          .hint(std::string(each.hint));
    }
  }
}

}  // namespace mlt::search
