#include "app/run/environment.hpp"

namespace mlt::app {

Environment::Environment(const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    set_entry(entry);
  }
}

std::optional<std::string> Environment::find(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

void Environment::set(std::string_view name, std::string value) {
  values_.insert_or_assign(std::string(name), std::move(value));
}

void Environment::set_entry(std::string_view entry) {
  const std::size_t equals = entry.find('=');
  if (equals != std::string_view::npos) {
    set(entry.substr(0, equals), std::string(entry.substr(equals + 1)));
  }
}

void Environment::remove_prefixed(std::string_view prefix) {
  std::erase_if(values_, [prefix](const auto& entry) { return entry.first.starts_with(prefix); });
}

std::vector<std::string> Environment::entries() const {
  std::vector<std::string> entries;
  entries.reserve(values_.size());
  for (const auto& [name, value] : values_) {
    entries.emplace_back(name).append("=").append(value);
  }
  return entries;
}

}  // namespace mlt::app
