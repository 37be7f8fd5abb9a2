#include "app/compare_columns.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "mlt/error.hpp"

#include "app/column_offer.hpp"
#include "base/text.hpp"
#include "search/caret.hpp"

namespace mlt::app {
namespace {

using Kind = CompareColumn::Kind;
using Sign = ColumnTerm::Sign;

constexpr std::array kWrittenForms = {ColumnForm::curve, ColumnForm::percent, ColumnForm::delta,
                                      ColumnForm::rank};

/// `delta.acc` is `accΔ`: a heading of machine formats can be typed, and in ASCII.
std::optional<std::pair<ColumnForm, std::string_view>> split_form(std::string_view name) {
  for (const ColumnForm form : kWrittenForms) {
    const std::string prefix = std::string(name_of(form)) + ".";
    if (name.starts_with(prefix)) {
      return std::pair(form, name.substr(prefix.size()));
    }
  }
  return std::nullopt;
}

std::string title_of(const CompareColumn& column) {
  const bool is_reduced = column.kind == Kind::metric && column.form != ColumnForm::curve &&
                          column.reducer.kind != model::Reducer::Kind::last;
  std::string name = !column.alias.empty()
                         ? column.alias
                         : column.key + (is_reduced ? model::spell(column.reducer) : "");
  switch (column.form) {
    case ColumnForm::value:
      return name;
    case ColumnForm::curve:
      return column.alias.empty() ? name + "~" : name;
    case ColumnForm::percent:
      return "% " + name;
    case ColumnForm::delta:
      return "Δ " + name;
    case ColumnForm::rank:
      return "# " + name;
  }
  return name;
}

bool needs_base(const CompareColumn& column) {
  return column.form == ColumnForm::percent || column.form == ColumnForm::delta;
}

/// Whether they show the same; a title of the user's own plays no part.
bool same(const CompareColumn& a, const CompareColumn& b) {
  return a.kind == b.kind && a.key == b.key && a.reducer == b.reducer && a.form == b.form;
}

class Chooser {
 public:
  Chooser(std::span<const Run> runs, const ColumnRequest& request)
      : runs_(runs), request_(request), offered_(offered_columns(runs, request)) {
    if (request.default_reducer) {
      for (OfferedColumn& each : offered_) {
        if (each.column.kind == Kind::metric) {
          each.column.reducer = request.default_reducer(each.column.key);
          each.column.title = title_of(each.column);
        }
      }
    }
  }

  ColumnChoice choose() {
    const auto terms =
        parse_column_spec(request_.spec, request_.sets == nullptr ? ColumnSets{} : *request_.sets);
    const bool changes_default =
        std::ranges::all_of(terms, [](const ColumnTerm& term) { return term.sign != Sign::none; });
    if (changes_default) {
      choose_default();
    } else {
      choice_.columns.push_back(attribute_column(Kind::run_id));
    }
    for (const ColumnTerm& term : terms) {
      apply(term, changes_default);
    }
    if (request_.has_base && std::ranges::none_of(choice_.columns, needs_base)) {
      add_changes();
    }
    choice_.constants = constants_of(runs_, choice_.columns);
    return std::move(choice_);
  }

 private:
  void choose_default() {
    for (const auto& [column, by_default, varies] : offered_) {
      const bool is_wanted =
          by_default || (request_.all && column.kind != Kind::user &&
                         column.kind != Kind::end_time && column.kind != Kind::experiment);
      if (is_wanted && passes_globs(column)) {
        choice_.columns.push_back(column);
      } else if (!by_default && varies) {
        ++choice_.hidden;
      }
    }
  }

  [[nodiscard]] bool passes_globs(const CompareColumn& column) const {
    const std::string_view prefix = prefix_of(column.kind);
    if (prefix.empty()) {
      return true;
    }
    const std::string field = std::string(prefix) + column.key;
    const auto matches = [&](const std::string& glob) {
      return base::matches_glob(glob, column.key) || base::matches_glob(glob, field);
    };
    return (request_.keep.empty() || std::ranges::any_of(request_.keep, matches)) &&
           std::ranges::none_of(request_.drop, matches);
  }

  /// Adds the columns of a term, or takes them away. A column of the default that is added moves
  /// to the end; one that is listed twice stays where it was.
  void apply(const ColumnTerm& term, bool changes_default) {
    const auto is_named = [](const std::vector<CompareColumn>& named, const CompareColumn& column) {
      return std::ranges::any_of(named,
                                 [&](const CompareColumn& other) { return same(column, other); });
    };
    const auto named = columns_of(term);
    if (term.sign == Sign::remove) {
      std::erase_if(choice_.columns, [&](const CompareColumn& column) {
        return is_named(named, column) || (is_plain(term) && is_of_key(named, column));
      });
      return;
    }
    if (changes_default) {
      std::erase_if(choice_.columns,
                    [&](const CompareColumn& column) { return is_named(named, column); });
    }
    for (const CompareColumn& column : named) {
      if (!is_named(choice_.columns, column)) {
        choice_.columns.push_back(column);
      }
    }
  }

  /// `-acc` takes every column of acc away.
  static bool is_plain(const ColumnTerm& term) {
    return !term.reducer && term.forms == std::vector{ColumnForm::value};
  }
  static bool is_of_key(const std::vector<CompareColumn>& named, const CompareColumn& column) {
    return std::ranges::any_of(named, [&](const CompareColumn& other) {
      return column.kind == other.kind && column.key == other.key;
    });
  }

  /// Behind each metric the difference to the base.
  void add_changes() {
    std::vector<CompareColumn> columns;
    for (const CompareColumn& column : choice_.columns) {
      columns.push_back(column);
      if (column.kind == Kind::metric && column.form == ColumnForm::value) {
        columns.push_back(column);
        columns.back().form = ColumnForm::delta;
        columns.back().title = title_of(columns.back());
      }
    }
    choice_.columns = std::move(columns);
  }

  [[nodiscard]] std::vector<CompareColumn> columns_of(const ColumnTerm& term) const {
    ColumnTerm plain = term;
    auto found = find(term, term.name);
    if (found.empty() && !term.is_literal) {
      if (const auto split = split_form(term.name)) {
        plain.forms = {split->first};
        found = find(term, split->second);
      }
    }
    if (found.empty() && !runs_.empty()) {
      throw unknown(term);
    }
    const bool is_of_metrics = plain.reducer || plain.forms != std::vector{ColumnForm::value};
    if (is_of_metrics) {
      keep_metrics(term, found);
    }
    if (!term.title.empty() && found.size() > 1) {
      throw term.error("one title for " + std::to_string(found.size()) + " columns");
    }
    std::vector<CompareColumn> columns;
    for (const CompareColumn& base : found) {
      for (const ColumnForm form : plain.forms) {
        columns.push_back(shaped(base, plain, form));
      }
    }
    return columns;
  }

  /// Params and tags have no reducers, and are no numbers to be ranked.
  static void keep_metrics(const ColumnTerm& term, std::vector<CompareColumn>& found) {
    const auto not_a_metric = [](const CompareColumn& column) {
      return column.kind != Kind::metric;
    };
    if (!found.empty() && std::ranges::all_of(found, not_a_metric)) {
      throw term.error(search::quoted(found.front().field()) +
                       " is no metric: it has no reducers and none of ~ % Δ #");
    }
    std::erase_if(found, not_a_metric);
  }

  [[nodiscard]] CompareColumn shaped(CompareColumn column, const ColumnTerm& term,
                                     ColumnForm form) const {
    column.form = form;
    column.alias = term.title;
    if (column.kind == Kind::metric) {
      column.reducer = form == ColumnForm::curve ? model::Reducer{} : reducer_of(column, term);
      column.title = title_of(column);
    } else if (!term.title.empty()) {
      column.title = term.title;
    }
    if (needs_base(column) && !request_.has_base) {
      throw term.error("a change needs a base to be measured from")
          .hint("name one with: --against RUN");
    }
    return column;
  }

  [[nodiscard]] model::Reducer reducer_of(const CompareColumn& column,
                                          const ColumnTerm& term) const {
    if (!term.reducer) {
      return column.reducer;
    }
    const std::string& other = term.reducer->key;
    const bool is_known =
        other.empty() || runs_.empty() || std::ranges::any_of(runs_, [&other](const Run& run) {
          return run.metrics.contains(other);
        });
    if (!is_known) {
      throw unknown_name(term, other, "metrics.");
    }
    return request_.resolve ? request_.resolve(*term.reducer, column.key) : *term.reducer;
  }

  /// The columns that a name stands for, without forms and reducers of its term; none if it names
  /// nothing.
  [[nodiscard]] std::vector<CompareColumn> find(const ColumnTerm& term,
                                                std::string_view name) const {
    std::vector<CompareColumn> found;
    for (const Kind kind : {Kind::param, Kind::metric, Kind::tag}) {
      if (name == prefix_of(kind).substr(0, prefix_of(kind).size() - 1)) {
        collect(found, [kind](const CompareColumn& column) { return column.kind == kind; });
        return found;
      }
    }
    for (const std::string_view prefix : {"attributes.", "attribute.", "attr."}) {
      if (name.starts_with(prefix)) {
        const auto kind = find_column_attribute(name.substr(prefix.size()));
        return kind ? std::vector{attribute_column(*kind)} : found;
      }
    }
    if (const auto kind = find_column_attribute(name); kind && !term.reducer) {
      return {attribute_column(*kind)};
    }
    find_key(found, term, name);
    if (found.empty() && !term.is_literal && base::has_glob_characters(name)) {
      collect(found, [name](const CompareColumn& column) {
        return base::matches_glob(name, full_key(column)) ||
               (column.kind != Kind::tag && base::matches_glob(name, column.key));
      });
    }
    return found;
  }

  /// A key, with its kind or without.
  void find_key(std::vector<CompareColumn>& found, const ColumnTerm& term,
                std::string_view name) const {
    collect(found, [name](const CompareColumn& column) { return full_key(column) == name; });
    if (found.empty() && name.starts_with("tags.")) {
      // Also what the tools of this trade write: tags.mlflow.source.name.
      const std::string key(name.substr(prefix_of(Kind::tag).size()));
      if (std::ranges::any_of(runs_, [&key](const Run& run) { return run.tags.contains(key); })) {
        found.push_back({.kind = Kind::tag, .key = key, .title = key});
      }
    }
    if (!found.empty()) {
      return;
    }
    collect(found, [name](const CompareColumn& column) {
      return column.key == name && column.kind != Kind::tag;
    });
    if (found.size() > 1 && term.reducer) {
      std::erase_if(found, [](const CompareColumn& column) { return column.kind != Kind::metric; });
    } else if (found.size() > 1) {
      throw term.error("'" + std::string(name) + "' is a param and a metric")
          .hint("say which: params." + std::string(name) + " or metrics." + std::string(name));
    }
  }

  static std::string full_key(const CompareColumn& column) {
    return std::string(prefix_of(column.kind)) + column.key;
  }

  template <typename Predicate>
  void collect(std::vector<CompareColumn>& found, Predicate predicate) const {
    for (const auto& each : offered_) {
      if (!prefix_of(each.column.kind).empty() && predicate(each.column)) {
        found.push_back(each.column);
        found.back().title = title_of(found.back());
      }
    }
  }

  [[nodiscard]] Error unknown(const ColumnTerm& term) const {
    return unknown_name(term, term.name, "");
  }

  /// `prefix` where only columns of that kind can be meant.
  [[nodiscard]] Error unknown_name(const ColumnTerm& term, const std::string& name,
                                   std::string_view prefix) const {
    Error error = term.error("no " + std::string(prefix.empty() ? "column " : "metric ") +
                                 search::quoted(name) + " in " + std::to_string(runs_.size()) +
                                 (runs_.size() == 1 ? " run" : " runs"),
                             ErrorCode::not_found);
    std::vector<std::string> names;
    for (const auto& [column, by_default, varies] : offered_) {
      if (!full_key(column).starts_with(prefix)) {
        continue;
      }
      if (prefix.empty()) {
        names.push_back(column.key.empty() ? column.field() : full_key(column));
      }
      if (!column.key.empty()) {
        names.push_back(column.key);
      }
    }
    if (const auto near = base::nearest(name, names)) {
      error.add_hint("the nearest name is '" + *near + "'");
    } else {
      error.add_hint("see all columns with: mlt compare -A");
    }
    return error;
  }

  std::span<const Run> runs_;
  const ColumnRequest& request_;
  std::vector<OfferedColumn> offered_;
  ColumnChoice choice_;
};

}  // namespace

ColumnChoice choose_columns(std::span<const Run> runs, const ColumnRequest& request) {
  return Chooser(runs, request).choose();
}

NamedKeys named_keys(const ColumnRequest& request) {
  const auto terms =
      parse_column_spec(request.spec, request.sets == nullptr ? ColumnSets{} : *request.sets);
  NamedKeys keys;
  keys.is_complete = !terms.empty() && !request.all;
  for (const ColumnTerm& term : terms) {
    const std::string& name = term.name;
    const bool is_kind = name == "params" || name == "metrics" || name == "tags";
    if ((base::has_glob_characters(name) && !term.is_literal) || term.sign != Sign::none ||
        is_kind || split_form(name)) {
      return {};
    }
    if (term.reducer && !model::companion_of(*term.reducer).empty()) {
      keys.metrics.emplace_back(model::companion_of(*term.reducer));
    }
    if (name.starts_with("params.")) {
      keys.params.push_back(name.substr(7));
    } else if (name.starts_with("metrics.")) {
      keys.metrics.push_back(name.substr(8));
    } else if (name.starts_with("tags.")) {
      keys.tags.push_back(name.substr(5));
    } else if (!find_column_attribute(name) || term.reducer) {
      keys.params.push_back(name);  // which of the two it is the runs tell
      keys.metrics.push_back(name);
    }
  }
  return keys;
}

}  // namespace mlt::app
