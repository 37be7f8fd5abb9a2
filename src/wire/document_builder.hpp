#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "wire/value.hpp"

namespace mlt::wire {

enum class DoubledKeys { refused, last_wins };

/// Grows a Value out of the events of a parser and keeps the bounds of value.hpp. Every method
/// throws source_error() where the document breaks a rule that is not the grammar's.
class DocumentBuilder {
 public:
  explicit DocumentBuilder(Source source, DoubledKeys doubled_keys = DoubledKeys::refused)
      : source_(source), doubled_keys_(doubled_keys) {}

  void begin_array(int line) { open(Value::Array{}, line); }
  void begin_object(int line) { open(Value::Object{}, line); }
  void end();
  void key(std::string name, int line);
  void scalar(Value value);

  [[nodiscard]] Value take() { return std::move(root_); }

 private:
  struct Level {
    Value value;
    std::size_t member = 0;  // whose value comes next
    std::unordered_map<std::string, std::size_t> members;
  };

  template <typename Container>
  void open(Container container, int line);

  Source source_;
  DoubledKeys doubled_keys_;
  Value root_;
  std::vector<Level> open_;
  std::size_t key_count_ = 0;
};

template <typename Container>
void DocumentBuilder::open(Container container, int line) {
  if (open_.size() == static_cast<std::size_t>(kMaxDepth)) {
    throw source_error(source_, line,
                       "nested deeper than " + std::to_string(kMaxDepth) + " levels");
  }
  Level level;
  level.value.data = std::move(container);
  level.value.line = line;
  open_.push_back(std::move(level));
}

}  // namespace mlt::wire
