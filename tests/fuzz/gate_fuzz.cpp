#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/error.hpp"

#include "search/gate.hpp"

// Gates: a text is refused with a caret under some part of it, or it is true, false or unknown of
// two runs, and says of what is unknown why.

namespace {

using mlt::search::Gate;
using mlt::search::GateAnswer;
using mlt::search::GateSide;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

mlt::Run make_run(double value) {
  mlt::Run run;
  run.params = {{"a", "x"}, {"lr", "0.1"}};
  run.tags = {{"a", "first\nsecond"}};
  mlt::MetricSummary& summary = run.metrics["a"];
  summary.last.value = summary.first.value = value;
  summary.min = summary.max = summary.last;
  return run;
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

std::optional<Gate> parse(const std::string& text) {
  try {
    return Gate::parse(text);
  } catch (const mlt::Error& error) {
    check_refusal(error);
    return std::nullopt;
  }
}

GateAnswer evaluate(const Gate& gate, const GateSide& candidate, const GateSide& baseline) {
  GateAnswer answer = gate.evaluate(candidate, baseline);
  require(answer.holds.has_value() == answer.gaps.empty());
  return answer;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto gate = parse(text);
  if (!gate) {
    return 0;
  }
  const auto negated = parse("NOT (" + text + ")");  // nothing where that is too deep or too long
  const mlt::Run one = make_run(1);
  const mlt::Run zero = make_run(0);
  const mlt::search::ReadPoints read_points = [](const mlt::Run& run, std::string_view key) {
    return std::vector<mlt::MetricPoint>{run.metrics.find(key)->second.last};
  };
  const GateSide nobody;
  for (const GateSide& candidate : {GateSide{&one, 2, read_points}, GateSide{&zero, 1}, nobody}) {
    for (const GateSide& baseline : {GateSide{&zero, 2, read_points}, nobody}) {
      const auto holds = evaluate(*gate, candidate, baseline).holds;
      if (negated) {
        const auto turned = evaluate(*negated, candidate, baseline).holds;
        require(turned.has_value() == holds.has_value() && (!holds || *turned != *holds));
      }
    }
  }
  return 0;
}
