#include "app/settings.hpp"

#include <optional>
#include <utility>

#include "disk/files.hpp"
#include "wire/value.hpp"
#include "wire/yaml.hpp"

namespace mlt::app {
namespace {

constexpr std::string_view kSettingsPath = "mlt.yaml";

class Reader {
 public:
  explicit Reader(std::string_view path) : source_{path, ErrorCode::data} {}

  Settings read(std::string_view text) const {
    Settings settings;
    const wire::Value document = wire::parse_yaml(text, source_);
    if (document.is_null()) {
      return settings;
    }
    members_of(document, "the settings");
    settings.all = metric_settings_of(document);
    if (const wire::Value* columns = find(document, "columns")) {
      for (const auto& [name, value] : members_of(*columns, "'columns'")) {
        if (!value.is_scalar() || value.is_null()) {
          throw wire::source_error(source_, value.line,
                                   "the set of columns '" + name + "' must be a text");
        }
        settings.columns.emplace(name, value.text());
      }
    }
    if (const wire::Value* experiments = find(document, "experiments")) {
      for (const auto& [name, value] : members_of(*experiments, "'experiments'")) {
        members_of(value, "the settings of experiment '" + name + "'");
        settings.experiments.emplace(name, metric_settings_of(value));
      }
    }
    return settings;
  }

 private:
  /// A member with no value counts as absent.
  static const wire::Value* find(const wire::Value& object, std::string_view name) {
    const wire::Value* value = object.find(name);
    return value != nullptr && value->is_null() ? nullptr : value;
  }

  MetricSettings metric_settings_of(const wire::Value& object) const {
    MetricSettings settings;
    if (const wire::Value* metrics = find(object, "metrics")) {
      for (const auto& [key, value] : members_of(*metrics, "'metrics'")) {
        settings.goals.emplace(key, goal_of(key, value));
      }
    }
    if (const wire::Value* primary = find(object, "primary")) {
      if (!primary->is_scalar()) {
        throw wire::source_error(source_, primary->line, "'primary' must be the key of a metric");
      }
      settings.primary = primary->text();
    }
    return settings;
  }

  Goal goal_of(const std::string& key, const wire::Value& value) const {
    const std::string word = value.text();
    if (word == "min") {
      return Goal::min;
    }
    if (word == "max") {
      return Goal::max;
    }
    throw wire::source_error(source_, value.line, "metric '" + key + "' must be min or max");
  }

  const wire::Value::Object& members_of(const wire::Value& value, const std::string& what) const {
    if (const wire::Value::Object* members = value.as_object()) {
      return *members;
    }
    throw wire::source_error(source_, value.line, what + " must be a map");
  }

  wire::Source source_;
};

}  // namespace

Settings parse_settings(std::string_view text, std::string_view path) {
  return Reader(path).read(text);
}

Settings load_settings(disk::Disk& disk) {
  const std::optional<std::string> text =
      disk::find_text(disk, kSettingsPath, wire::kMaxDocumentBytes);
  return text ? parse_settings(*text, kSettingsPath) : Settings{};
}

}  // namespace mlt::app
