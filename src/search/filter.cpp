#include <utility>

#include "mlt/error.hpp"

#include "search/ast.hpp"
#include "search/caret.hpp"
#include "search/parser.hpp"
#include "search/search.hpp"

namespace mlt::search {

void UsedKeys::merge(const UsedKeys& other) {
  params.insert(other.params.begin(), other.params.end());
  metrics.insert(other.metrics.begin(), other.metrics.end());
  tags.insert(other.tags.begin(), other.tags.end());
  inputs = inputs || other.inputs;
  bare.insert(other.bare.begin(), other.bare.end());
}

Filter::Filter(std::unique_ptr<const Node> root) : root_(std::move(root)) {}
Filter::Filter(Filter&&) noexcept = default;
Filter& Filter::operator=(Filter&&) noexcept = default;
Filter::~Filter() = default;

Filter Filter::parse(std::string_view text, Subject subject, std::optional<std::int64_t> now_ms) {
  ParsedFilter parsed = parse_filter(text, subject, now_ms);
  Filter filter(std::make_unique<const Node>(std::move(parsed.root)));
  filter.text_ = text;
  filter.now_ms_ = now_ms;
  filter.bare_names_ = std::move(parsed.bare_names);
  filter.used_keys_ = std::move(parsed.used_keys);
  filter.compared_keys_ = std::move(parsed.compared_keys);
  return filter;
}

bool Filter::matches(const Run& run, const ReadPoints& read_points) const {
  return evaluate(*root_, run, {now_ms_, read_points});
}

bool Filter::matches(const Experiment& experiment) const { return evaluate(*root_, experiment); }

void Filter::check_bare_names(
    const std::function<KeyKinds(std::string_view name)>& kinds_of) const {
  for (const BareName& name : bare_names_) {
    const KeyKinds kinds = kinds_of(name.key);
    if (kinds.param && kinds.metric) {
      throw doubled_name_error(text_, name.offset, name.length, name.key);
    }
  }
}

}  // namespace mlt::search
