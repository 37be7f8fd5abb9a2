#include "app/transfer/migration_report.hpp"

#include <map>

#include "base/json_text.hpp"

namespace mlt::app {

std::string report_text(const MigrationReport& report, std::string_view path,
                        std::string_view layout) {
  base::JsonWriter json;
  json.begin_object();
  json.member("schema", "mlt.migration/1");
  json.member("path", path);
  json.member("layout", layout);
  json.member("changed", report.changed);
  json.member("kept_as", std::string_view(report.kept_as));
  json.member("experiments", report.experiments);
  json.member("runs", report.runs);
  json.member("models", report.models);
  json.key("left_out");
  json.begin_array();
  for (const LeftOut& item : report.left_out) {
    json.begin_inline_object();
    json.member("path", std::string_view(item.path));
    json.member("reason", std::string_view(item.reason));
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

std::vector<std::string> short_lines(const std::vector<LeftOut>& left_out) {
  struct Group {
    std::string_view first;
    std::size_t count = 0;
  };
  std::map<std::string_view, Group> groups;
  for (const LeftOut& item : left_out) {
    Group& group = groups.try_emplace(item.reason, Group{item.path}).first->second;
    ++group.count;
  }
  std::vector<std::string> lines;
  for (const auto& [reason, group] : groups) {
    std::string line(group.first);
    if (group.count > 1) {
      line += " and " + std::to_string(group.count - 1) + " more";
    }
    lines.push_back(line + ": " + std::string(reason));
  }
  return lines;
}

}  // namespace mlt::app
