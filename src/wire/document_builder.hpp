#pragma once

#include <cstddef>
#include <string>
#include <unordered_set>
#include <vector>

#include "wire/value.hpp"

namespace mlt::wire {

/// Grows a Value out of the events of a parser and keeps the bounds of value.hpp. Every method
/// throws source_error() where the document breaks a rule that is not the grammar's.
class DocumentBuilder {
 public:
  explicit DocumentBuilder(Source source) : source_(source) {}

  void begin_array(int line) { open(Value::Array{}, line); }
  void begin_object(int line) { open(Value::Object{}, line); }
  void end();
  void key(std::string name, int line);
  void scalar(Value value);

  [[nodiscard]] Value take() { return std::move(root_); }

 private:
  struct Level {
    Value value;
    std::string key;  // of the member whose value comes next
    std::unordered_set<std::string> keys;
  };

  template <typename Container>
  void open(Container container, int line);

  Source source_;
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
