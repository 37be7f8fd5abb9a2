#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "wire/log_lines.hpp"

// Lines of a batch: whatever comes in, the parser stays within its line, and what it hands out lies
// there too.

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check_views(const mlt::wire::LogLine& line, std::string_view text) {
  const auto inside = [text](std::string_view view) {
    // The words for bools are not taken from the line.
    return view.empty() || view == "true" || view == "false" ||
           (view.data() >= text.data() && view.data() + view.size() <= text.data() + text.size());
  };
  for (const auto& point : line.metrics) {
    require(inside(point.key));
  }
  for (const auto* pairs : {&line.params, &line.tags}) {
    for (const auto& pair : *pairs) {
      require(inside(pair.key) && inside(pair.value));
    }
  }
  require(!line.artifact || (inside(line.artifact->path) && inside(line.artifact->to)));
  require(!line.run_id || inside(*line.run_id));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static mlt::wire::LogLineParser parser;
  static mlt::wire::LogLine line;
  std::string text(reinterpret_cast<const char*>(data), size);
  std::size_t begin = 0;
  text += '\n';
  while (begin < text.size()) {
    const std::size_t end = text.find('\n', begin);
    const std::string_view view(text.data() + begin, end - begin);
    if (const auto error = parser.parse(text.data() + begin, view.size(), line)) {
      require(!error->reason.empty() && error->column <= view.size() + 1);
    } else {
      check_views(line, view);
    }
    begin = end + 1;
  }
  return 0;
}
