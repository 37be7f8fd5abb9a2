#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/error.hpp"

#include "search/search.hpp"

// Filters and orders: a text is refused with a caret under some token, or it has a meaning.

namespace {

using mlt::search::Filter;
using mlt::search::Order;

mlt::Run make_run(const char* id, double value) {
  mlt::Run run;
  run.id = {id};
  run.name = "wide-lion";
  run.params = {{"a", "x"}, {"lr", "0.1"}};
  run.tags = {{"a", "first\nsecond"}};
  run.metrics["a"].last.value = value;
  return run;
}

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check_refusal(const mlt::Error& error) {
  require(error.code() == mlt::ErrorCode::usage);
  const std::string_view message = error.message();
  if (message.find('\n') == std::string_view::npos) {
    return;  // too long, or not UTF-8: there is no token to point at
  }
  const std::string_view caret_line = message.substr(message.rfind('\n') + 1);
  require(caret_line.find_first_not_of(" ^~") == std::string_view::npos);
  require(caret_line.find('^') != std::string_view::npos);
}

std::optional<Filter> parse(std::string_view text) {
  constexpr std::int64_t kNow = 1'767'603'600'000;
  try {
    return Filter::parse(text, mlt::search::Subject::runs, kNow);
  } catch (const mlt::Error& error) {
    check_refusal(error);
    return std::nullopt;
  }
}

bool matches(const Filter& filter, const mlt::Run& run) {
  return filter.matches(run, [](const mlt::Run& asked, std::string_view key) {
    require(asked.metrics.contains(key));
    return std::vector<mlt::MetricPoint>{asked.metrics.find(key)->second.last};
  });
}

/// What NOT makes of a filter finds the runs that it does not.
void check_filter(std::string_view text) {
  const auto filter = parse(text);
  if (!filter) {
    return;
  }
  const auto negated = parse("NOT (" + std::string(text) + ")");
  for (const mlt::Run& run : {make_run("a", 1), mlt::Run{}}) {
    const bool found = matches(*filter, run);
    require(!negated || matches(*negated, run) != found);
  }
}

void check_order(std::string_view text) {
  const mlt::Run a = make_run("a", 1);
  const mlt::Run b = make_run("b", 2);
  try {
    Order order = Order::parse(text);
    order.resolve([](std::string_view) { return mlt::search::KeyKinds{false, true}; });
    require(order.before(a, b) != order.before(b, a));
    require(!order.before(a, a));
  } catch (const mlt::Error& error) {
    check_refusal(error);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_filter(text);
  check_order(text);
  return 0;
}
