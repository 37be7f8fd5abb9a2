#include <algorithm>
#include <cmath>
#include <compare>
#include <optional>
#include <tuple>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "model/run_facts.hpp"
#include "search/caret.hpp"
#include "search/fields.hpp"
#include "search/lexer.hpp"
#include "search/reducers.hpp"
#include "search/search.hpp"

namespace mlt::search {
namespace {

// The grammar; names are those of filters (parser.cpp), but their words may also hold "/" and "-":
//
//   order = [ term { "," term } ] ;
//   term  = name [ reducer ] [ ASC | DESC ]   (* MLflow's; reducers as in reducer_text.hpp *)
//         | [ "-" | "+" ] name [ reducer ] ;  (* the short spelling *)
//
// A bare word is an attribute if it is the name of one, else the key of a param or metric.

/// What filters know and orders do not.
void refuse_unordered(const Lexer& lexer, const Token& name, const Field& field, Subject subject) {
  if (field.entity == Entity::dataset ||
      (subject == Subject::experiments && field.entity != Entity::attribute)) {
    throw error_at(lexer.text(), name.offset, name.length,
                   std::string(subject == Subject::runs ? "runs" : "experiments") +
                       " cannot be sorted by " + description_of(field));
  }
}

Order::Term read_term(Lexer& lexer, Subject subject) {
  Order::Term term;
  const Token sign = lexer.peek();
  const bool is_signed = sign.is_symbol("-") || sign.is_symbol("+");
  if (is_signed) {
    lexer.take();
    term.descending = sign.is_symbol("-");
  }
  const Token name = lexer.take();
  const bool is_quoted_word = name.kind == TokenKind::text && name.quote != '\'';
  if (name.kind != TokenKind::name && !is_quoted_word) {
    throw error_at(lexer.text(), name.offset, name.length,
                   "expected a name such as metrics.acc, found " + shown(name));
  }
  term.offset = name.offset;
  term.length = name.length;
  term.is_bare = subject == Subject::runs && !name.has_dot &&
                 !find_attribute(name.body, subject, term.attribute);
  if (term.is_bare) {
    term.key = name.body;
  } else {
    const Field field = read_field(lexer.text(), name, subject);
    refuse_unordered(lexer, name, field, subject);
    term.entity = field.entity;
    term.attribute = field.attribute;
    term.key =
        field.entity == Entity::attribute ? std::string(name_of(field.attribute)) : field.key;
  }

  if (term.is_bare || term.entity == Entity::metric) {
    if (auto reducer = take_reducer(lexer, name)) {
      term.entity = Entity::metric;
      term.reducer = *std::move(reducer);
      term.is_bare = false;
    }
  }

  const Token direction = lexer.peek();
  if (direction.is_word("ASC") || direction.is_word("DESC")) {
    if (is_signed) {
      throw error_at(
          lexer.text(), direction.offset, direction.length,
          "the direction is given twice, by " + shown(sign) + " and by " + shown(direction));
    }
    lexer.take();
    term.descending = direction.is_word("DESC");
  }
  return term;
}

/// Three classes that follow each other in both directions.
enum class Presence { value, nan, absent };

/// One sort key of a run. Views into the run.
struct SortValue {
  Presence presence = Presence::absent;
  std::string_view text;
  std::optional<double> number;
  std::int64_t integer = 0;
};

SortValue value_of(std::string_view text) { return {Presence::value, text, {}, 0}; }
SortValue value_of(std::int64_t integer) { return {Presence::value, {}, {}, integer}; }

SortValue value_of(const KeyValueMap& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? SortValue{} : value_of(std::string_view(found->second));
}

/// How long a run that has ended took.
SortValue duration_of(const Run& run) {
  std::int64_t duration = 0;
  const bool is_known = run.end_time_ms && model::is_known(run) &&
                        !__builtin_sub_overflow(*run.end_time_ms, run.start_time_ms, &duration);
  return is_known ? value_of(duration) : SortValue{};
}

SortValue attribute_of(const Run& run, Attribute attribute) {
  switch (attribute) {
    case Attribute::run_id:
      return value_of(std::string_view(run.id.value));
    case Attribute::run_name:
      return value_of(std::string_view(run.name));
    case Attribute::status:
      return model::is_known(run) ? value_of(mlt::name_of(run.status)) : SortValue{};
    case Attribute::user_id:
      return value_of(std::string_view(run.user));
    case Attribute::start_time:
      return model::is_known(run) ? value_of(run.start_time_ms) : SortValue{};
    case Attribute::end_time:
      return run.end_time_ms ? value_of(*run.end_time_ms) : SortValue{};
    case Attribute::duration:
      return duration_of(run);
    case Attribute::artifact_uri:
      return run.artifact_uri.empty() ? SortValue{} : value_of(std::string_view(run.artifact_uri));
    default:
      return {};
  }
}

SortValue value_of(const Experiment& experiment, const Order::Term& term) {
  switch (term.attribute) {
    case Attribute::name:
      return value_of(std::string_view(experiment.name));
    case Attribute::creation_time:
      return value_of(experiment.created_ms);
    case Attribute::last_update_time:
      return value_of(experiment.updated_ms);
    default:
      return value_of(std::string_view(experiment.id.value));
  }
}

SortValue value_of(std::optional<double> number) {
  return number ? SortValue{std::isnan(*number) ? Presence::nan : Presence::value, {}, number, 0}
                : SortValue{};
}

/// By what the run itself holds.
SortValue value_of(const Run& run, const Order::Term& term) {
  switch (term.entity) {
    case Entity::attribute:
      return attribute_of(run, term.attribute);
    case Entity::param:
      return value_of(run.params, term.key);
    case Entity::tag:
      return term.key == tag::kRunName && !run.name.empty() ? value_of(std::string_view(run.name))
                                                            : value_of(run.tags, term.key);
    case Entity::metric:
    case Entity::dataset:
      break;
  }
  const auto found = run.metrics.find(term.key);
  if (found == run.metrics.end()) {
    return {};
  }
  return value_of(model::reduce(found->second, term.reducer));
}

/// Whether a run's own summaries may not tell the value of the term.
bool must_be_read(const Order::Term& term) {
  return term.entity == Entity::metric && term.reducer.kind >= model::Reducer::Kind::count;
}

/// Bytes of UTF-8 compare as code points do.
std::weak_ordering compare_values(const SortValue& a, const SortValue& b) {
  if (a.number && b.number) {
    return *a.number < *b.number   ? std::weak_ordering::less
           : *b.number < *a.number ? std::weak_ordering::greater
                                   : std::weak_ordering::equivalent;
  }
  if (a.integer != b.integer) {
    return a.integer <=> b.integer;
  }
  return a.text <=> b.text;
}

std::weak_ordering reversed(std::weak_ordering ordering) {
  return ordering == std::weak_ordering::less ? std::weak_ordering::greater
                                              : std::weak_ordering::less;
}

/// `value_of_term` gives the value of a thing for the term of an index.
template <typename Thing, typename ValueOf>
std::weak_ordering compare_by(const std::vector<Order::Term>& terms, const Thing& a, const Thing& b,
                              ValueOf value_of_term) {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const Order::Term& term = terms[i];
    const SortValue left = value_of_term(a, i);
    const SortValue right = value_of_term(b, i);
    if (left.presence != right.presence) {
      return left.presence < right.presence ? std::weak_ordering::less
                                            : std::weak_ordering::greater;
    }
    if (left.presence != Presence::value) {
      continue;
    }
    const std::weak_ordering ordering = compare_values(left, right);
    if (ordering != std::weak_ordering::equivalent) {
      return term.descending ? reversed(ordering) : ordering;
    }
  }
  return std::weak_ordering::equivalent;
}

}  // namespace

Order Order::parse(std::string_view text, Subject subject) {
  Order order;
  order.text_ = text;
  Lexer lexer(order.text_, Dialect::order);
  while (lexer.peek().kind != TokenKind::end) {
    Term term = read_term(lexer, subject);
    if (term.is_bare || term.entity == Entity::param) {
      order.used_keys_.params.insert(term.key);
    }
    if (term.is_bare || term.entity == Entity::metric) {
      order.used_keys_.metrics.insert(term.key);
    }
    if (const auto companion = model::companion_of(term.reducer); !companion.empty()) {
      order.used_keys_.metrics.emplace(companion);
    }
    if (!term.is_bare && term.entity == Entity::tag) {
      order.used_keys_.tags.insert(term.key);
    }
    order.terms_.push_back(std::move(term));
    const Token comma = lexer.take();
    if (comma.kind == TokenKind::end) {
      break;
    }
    if (!comma.is_symbol(",") || lexer.peek().kind == TokenKind::end) {
      throw error_at(lexer.text(), comma.offset, comma.length,
                     comma.is_symbol(",") ? "a name is missing behind the comma"
                                          : "expected ASC, DESC or ',', found " + shown(comma));
    }
  }
  return order;
}

Order Order::newest_first() { return {}; }

bool Order::is_resolved() const {
  for (const Term& term : terms_) {
    if (term.is_bare) {
      return false;
    }
  }
  return true;
}

void Order::resolve(const std::function<KeyKinds(std::string_view name)>& kinds_of) {
  for (Term& term : terms_) {
    if (!term.is_bare) {
      continue;
    }
    const KeyKinds kinds = kinds_of(term.key);
    if (kinds.param && kinds.metric) {
      throw doubled_name_error(text_, term.offset, term.length, term.key);
    }
    if (!kinds.param && !kinds.metric) {
      throw error_at(text_, term.offset, term.length, "no param or metric " + quoted(term.key),
                     ErrorCode::not_found);
    }
    term.entity = kinds.param ? Entity::param : Entity::metric;
    term.is_bare = false;
  }
}

bool Order::needs_reading() const { return std::ranges::any_of(terms_, must_be_read); }

void Order::read(const Run& run, const ReadTerm& read_term) {
  auto& values = read_[run.ref()];
  values.assign(terms_.size(), std::nullopt);
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    if (must_be_read(terms_[i])) {
      values[i] = read_term(run, terms_[i]);
    }
  }
}

bool Order::before(const Run& a, const Run& b) const {
  const auto ordering = compare_by(terms_, a, b, [this](const Run& run, std::size_t i) {
    if (!must_be_read(terms_[i])) {
      return value_of(run, terms_[i]);
    }
    const auto found = read_.find(run.ref());
    return found == read_.end() ? SortValue{} : value_of(found->second[i]);
  });
  if (ordering != std::weak_ordering::equivalent) {
    return ordering == std::weak_ordering::less;
  }
  if (a.start_time_ms != b.start_time_ms) {
    return a.start_time_ms > b.start_time_ms;
  }
  return std::tie(a.id, a.experiment_id) < std::tie(b.id, b.experiment_id);
}

bool Order::before(const Experiment& a, const Experiment& b) const {
  const auto ordering =
      compare_by(terms_, a, b, [this](const Experiment& experiment, std::size_t i) {
        return value_of(experiment, terms_[i]);
      });
  if (ordering != std::weak_ordering::equivalent) {
    return ordering == std::weak_ordering::less;
  }
  if (!terms_.empty()) {
    return a.id > b.id;
  }
  return a.created_ms != b.created_ms ? a.created_ms > b.created_ms : a.id < b.id;
}

}  // namespace mlt::search
