#include <utility>

#include "search/ast.hpp"
#include "search/parser.hpp"
#include "search/search.hpp"

namespace mlt::search {

void UsedKeys::merge(const UsedKeys& other) {
  params.insert(other.params.begin(), other.params.end());
  metrics.insert(other.metrics.begin(), other.metrics.end());
  tags.insert(other.tags.begin(), other.tags.end());
  inputs = inputs || other.inputs;
}

Filter::Filter(std::unique_ptr<const Node> root) : root_(std::move(root)) {}
Filter::Filter(Filter&&) noexcept = default;
Filter& Filter::operator=(Filter&&) noexcept = default;
Filter::~Filter() = default;

Filter Filter::parse(std::string_view text, Subject subject) {
  ParsedFilter parsed = parse_filter(text, subject);
  Filter filter(std::make_unique<const Node>(std::move(parsed.root)));
  filter.used_keys_ = std::move(parsed.used_keys);
  filter.compared_keys_ = std::move(parsed.compared_keys);
  return filter;
}

bool Filter::matches(const Run& run) const { return evaluate(*root_, run); }

bool Filter::matches(const Experiment& experiment) const { return evaluate(*root_, experiment); }

}  // namespace mlt::search
