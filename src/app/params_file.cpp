#include "app/params_file.hpp"

#include <string_view>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "disk/outside.hpp"
#include "wire/flat_files.hpp"
#include "wire/json.hpp"
#include "wire/toml.hpp"
#include "wire/yaml.hpp"

namespace mlt::app {
namespace {

wire::Value parse_by_name(const std::string& path, const std::string& text) {
  const wire::Source source{path, ErrorCode::usage};
  const std::string name = base::to_lower(path.substr(path.rfind('/') + 1));
  const auto ends_with = [&name](std::string_view ending) { return name.ends_with(ending); };
  if (ends_with(".yaml") || ends_with(".yml")) {
    return wire::parse_yaml(text, source);
  }
  if (ends_with(".json")) {
    return wire::parse_json(text, source);
  }
  if (ends_with(".toml")) {
    return wire::parse_toml(text, source);
  }
  if (ends_with(".ini") || ends_with(".cfg")) {
    return wire::parse_ini(text, source);
  }
  if (ends_with(".env")) {
    return wire::parse_dotenv(text, source);
  }
  throw Error(ErrorCode::usage, path + ": the name does not tell how the file is written")
      .hint("it must end in .yaml, .yml, .json, .toml, .ini, .cfg or .env");
}

void flatten(const wire::Value::Object& object, const std::string& prefix,
             std::vector<KeyValue>& params) {
  for (const auto& [name, value] : object) {
    std::string key = prefix;
    key.append(prefix.empty() ? "" : ".").append(name);
    if (const auto* inner = value.as_object()) {
      flatten(*inner, key, params);
    } else {
      params.push_back({key, value.is_scalar() ? value.text() : wire::to_json(value)});
    }
  }
}

}  // namespace

std::vector<KeyValue> read_params_file(const std::string& path) {
  if (disk::find_outside_kind(path) == disk::FileKind::other) {
    // Nothing says that anybody will ever write to a pipe.
    throw Error(ErrorCode::usage, path + ": is a pipe or device; params are read from files")
        .hint("give single params with: -P KEY=VALUE");
  }
  const std::string text = disk::read_outside_file(path, wire::kMaxDocumentBytes);
  const wire::Value document = parse_by_name(path, text);
  std::vector<KeyValue> params;
  if (const auto* object = document.as_object()) {
    flatten(*object, "", params);
  } else if (!document.is_null()) {
    throw wire::source_error({path, ErrorCode::usage}, 1, "keys with values are needed here");
  }
  return params;
}

}  // namespace mlt::app
