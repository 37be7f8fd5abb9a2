#include "wire/document_builder.hpp"

#include "base/text.hpp"

namespace mlt::wire {

void DocumentBuilder::key(std::string name, int line) {
  if (++key_count_ > kMaxKeys) {
    throw source_error(source_, line, "more than " + std::to_string(kMaxKeys) + " keys");
  }
  Level& level = open_.back();
  auto& object = std::get<Value::Object>(level.value.data);
  const auto [place, is_new] = level.members.try_emplace(name, object.size());
  if (!is_new && doubled_keys_ == DoubledKeys::refused) {
    throw source_error(source_, line,
                       "the key '" + base::escape_control(name) + "' stands there twice");
  }
  level.member = place->second;
  if (is_new) object.push_back({std::move(name), {}});
}

void DocumentBuilder::end() {
  Value finished = std::move(open_.back().value);
  open_.pop_back();
  scalar(std::move(finished));
}

void DocumentBuilder::scalar(Value value) {
  if (open_.empty()) {
    root_ = std::move(value);
    return;
  }
  Level& level = open_.back();
  if (auto* array = std::get_if<Value::Array>(&level.value.data)) {
    array->push_back(std::move(value));
  } else {
    std::get<Value::Object>(level.value.data)[level.member].second = std::move(value);
  }
}

}  // namespace mlt::wire
