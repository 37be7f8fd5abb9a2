#include "store/journal/lines.hpp"

#include <charconv>
#include <system_error>

#include "base/json_text.hpp"
#include "base/numbers.hpp"
#include "store/journal/parts.hpp"

namespace mlt::store {

namespace {

using wire::JsonView;

DamagedLine lacks(std::string_view member) {
  return {"'" + std::string(member) + "' is missing or of the wrong type"};
}

Line parse_metric(const JsonView& object, std::string_view key) {
  std::string_view lacking;
  auto point = read_point(object, lacking);
  return point ? Line(MetricLine{key, *std::move(point), object.find_string("run").value_or("")})
               : lacks(lacking);
}

Line parse_tag(const JsonView& object, std::string_view key, std::int64_t at) {
  const auto value = object.find("value");
  if (value && value->is_null()) {
    return TagLine{at, key, std::nullopt};
  }
  if (!value || !value->string()) {
    return lacks("value");
  }
  return TagLine{at, key, value->string()};
}

Line parse_artifact(const JsonView& object, std::string_view path, std::int64_t at) {
  const auto size = object.find_int64("size");
  const auto sha256 = object.find_string("sha256");
  if (!size || *size < 0) {
    return lacks("size");
  }
  if (!sha256 || sha256->size() != 64) {
    return lacks("sha256");
  }
  return ArtifactLine{at, path, static_cast<std::uint64_t>(*size), *sha256};
}

Line parse_created(const JsonView& object, std::string_view run_id, std::int64_t at) {
  const auto schema = object.find_int64("schema");
  if (!schema) {
    return lacks("schema");
  }
  if (*schema != kJournalSchema) {
    return UnknownLine{};
  }
  const auto experiment = object.find_string("experiment");
  const auto host = object.find_string("host");
  const auto name = object.find_string("name");
  const auto start_time = object.find_int64("start_time");
  const auto status = parse_run_status(object.find_string("status").value_or(""));
  const auto user = object.find_string("user");
  if (!experiment) {
    return lacks("experiment");
  }
  if (!host) {
    return lacks("host");
  }
  if (!name) {
    return lacks("name");
  }
  if (!start_time) {
    return lacks("start_time");
  }
  if (!status) {
    return lacks("status");
  }
  if (!user) {
    return lacks("user");
  }
  return CreatedLine{at,          run_id,  *experiment,
                     *name,       *user,   *host,
                     *start_time, *status, object.find_string("artifact_uri").value_or("")};
}

Line parse_created_model(const JsonView& object, std::string_view model_id, std::int64_t at) {
  const auto schema = object.find_int64("schema");
  if (!schema) {
    return lacks("schema");
  }
  if (*schema != kJournalSchema) {
    return UnknownLine{};
  }
  const auto experiment = object.find_string("experiment");
  const auto name = object.find_string("name");
  const auto run = object.find_string("run");
  const auto status = parse_model_status(object.find_string("status").value_or(""));
  const auto type = object.find_string("type");
  if (!experiment) {
    return lacks("experiment");
  }
  if (!name) {
    return lacks("name");
  }
  if (!run) {
    return lacks("run");
  }
  if (!status) {
    return lacks("status");
  }
  if (!type) {
    return lacks("type");
  }
  const auto artifact_uri = object.find_string("artifact_uri").value_or("");
  return CreatedModelLine{at, model_id, *experiment, *name, *run, *type, *status, artifact_uri};
}

Line parse_status(const JsonView& object, std::string_view name, std::int64_t at) {
  const auto status = parse_run_status(name);
  if (!status) {
    return lacks("status");
  }
  const auto end_time = object.find("end_time");
  if (!end_time || !(end_time->is_null() || end_time->int64())) {
    return lacks("end_time");
  }
  return StatusLine{at, *status, end_time->int64()};
}

Line parse_model_status_line(const JsonView& object, std::string_view name, std::int64_t at) {
  const auto status = parse_model_status(name);
  const auto message = object.find_string("message");
  return !status    ? Line(lacks("model_status"))
         : !message ? Line(lacks("message"))
                    : ModelStatusLine{at, *status, *message};
}

Line parse_lifecycle_line(const JsonView&, std::string_view name, std::int64_t at) {
  const auto lifecycle = parse_lifecycle(name);
  return lifecycle ? Line(LifecycleLine{at, *lifecycle}) : lacks("lifecycle");
}

Line parse_data(const JsonView& object, std::string_view, std::int64_t at) {
  std::string_view lacking;
  auto input = read_dataset_input(object, "data", lacking);
  return input ? Line(DataLine{at, *std::move(input)}) : lacks(lacking);
}

Line parse_input(const JsonView& object, std::string_view model_id, std::int64_t at) {
  std::string_view lacking;
  auto tags = read_strings(object, "tags", lacking);
  return tags ? Line(InputLine{at, {std::string(model_id), *std::move(tags)}}) : lacks(lacking);
}

Line parse_output(const JsonView& object, std::string_view model_id, std::int64_t at) {
  const auto step = object.find_int64("step");
  return step ? Line(OutputLine{at, {std::string(model_id), *step}}) : lacks("step");
}

Line parse_param(const JsonView& object, std::string_view key, std::int64_t at) {
  const auto value = object.find_string("value");
  return value ? Line(ParamLine{at, key, *value}) : lacks("value");
}

Line parse_name(const JsonView&, std::string_view name, std::int64_t at) {
  return NameLine{at, name};
}

/// The kinds that carry "at", each with the member that tells it. A line is of the first that fits:
/// the created lines of runs and models have a status and a name as well.
constexpr struct {
  std::string_view member;
  Line (*parse)(const JsonView& object, std::string_view value, std::int64_t at);
} kStatements[] = {
    {"param", parse_param},
    {"tag", parse_tag},
    {"artifact", parse_artifact},
    {"created", parse_created},
    {"created_model", parse_created_model},
    {"status", parse_status},
    {"model_status", parse_model_status_line},
    {"lifecycle", parse_lifecycle_line},
    {"name", parse_name},
    {"data", parse_data},
    {"input", parse_input},
    {"output", parse_output},
};

Line parse_statement(const JsonView& object) {
  for (const auto& [member, parse] : kStatements) {
    if (const auto value = object.find_string(member)) {
      const auto at = object.find_int64("at");
      return at ? parse(object, *value, *at) : lacks("at");
    }
  }
  return UnknownLine{};
}

/// Takes `word` off the front of `text`.
bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) {
    return false;
  }
  text.remove_prefix(word.size());
  return true;
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// Takes an integer as JSON spells them (RFC 8259 §6): no leading zero, no plus sign. `-0` is left
/// to the general reader.
bool take_integer(std::string_view& text, std::int64_t& number) {
  std::string_view digits = text;
  const bool is_negative = take(digits, "-");
  if (digits.starts_with('0') && (is_negative || (digits.size() > 1 && is_digit(digits[1])))) {
    return false;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) {
    return false;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

/// A number as JSON spells them, which is stricter than what people may type: not `01`, `1.`, `.5`.
std::optional<double> plain_number(std::string_view text) {
  std::string_view digits = text;
  const bool is_negative = take(digits, "-");
  if (digits.empty() || !is_digit(digits.front()) || !is_digit(digits.back())) {
    return std::nullopt;
  }
  const bool has_more = digits.size() > 1 && is_digit(digits[1]);
  const bool is_minus_zero = is_negative && !digits.starts_with("0.");
  if (digits.front() == '0' && (has_more || is_minus_zero)) {
    return std::nullopt;
  }
  // Nothing else may stand between a digit and the exponent.
  const std::size_t point = digits.find('.');
  if (point != std::string_view::npos && !is_digit(digits[point + 1])) {
    return std::nullopt;
  }
  return base::parse_double(text);
}

/// A metric's line spelt as append_line() does, which nearly all lines of a journal are: several
/// times quicker than JSON in general. Nothing for any other spelling, and for keys that need a
/// closer look.
std::optional<MetricLine> parse_plain_metric(std::string_view text) {
  MetricLine line{};
  if (!take(text, R"({"metric":")")) {
    return std::nullopt;
  }
  std::size_t key_size = 0;
  while (key_size < text.size() && text[key_size] >= ' ' && text[key_size] <= '~' &&
         text[key_size] != '"' && text[key_size] != '\\') {
    ++key_size;
  }
  line.key = text.substr(0, key_size);
  text.remove_prefix(key_size);
  const bool is_plain = take(text, R"(","step":)") && take_integer(text, line.point.step) &&
                        take(text, R"(,"time":)") && take_integer(text, line.point.time_ms) &&
                        take(text, R"(,"value":)") && text.ends_with('}');
  if (!is_plain) {
    return std::nullopt;
  }
  const auto value = plain_number(text.substr(0, text.size() - 1));
  line.point.value = value.value_or(0);
  return value ? std::optional(line) : std::nullopt;
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out.append(",\"").append(name).append("\":");
  base::append_json_string(out, text);
}

void append_member(std::string& out, std::string_view name, std::int64_t value) {
  out.append(",\"").append(name).append("\":");
  base::append_int64(out, value);
}

void append_member(std::string& out, std::string_view name,
                   const std::optional<std::string>& text) {
  if (text) {
    append_member(out, name, std::string_view(*text));
  } else {
    out.append(",\"").append(name).append("\":null");
  }
}

void append_tags(std::string& out, const KeyValueMap& tags) {
  out += ",\"tags\":{";
  const char* separator = "";
  for (const auto& [key, value] : tags) {
    out += separator;
    base::append_json_string(out, key);
    out += ':';
    base::append_json_string(out, value);
    separator = ",";
  }
  out += '}';
}

void begin_at(std::string& out, std::int64_t at) {
  out += "{\"at\":";
  base::append_int64(out, at);
}

/// Where there is an artifact_uri, it comes first.
void begin_created(std::string& out, std::int64_t at, std::string_view artifact_uri) {
  if (artifact_uri.empty()) {
    begin_at(out, at);
    return;
  }
  out += "{\"artifact_uri\":";
  base::append_json_string(out, artifact_uri);
  append_member(out, "at", at);
}

/// Up to "step".
void begin_metric(std::string& out, const MetricLine& line) {
  const MetricContext* const context = line.point.context.get();
  if (context != nullptr && has_dataset(*context)) {
    out += "{\"dataset\":{\"digest\":";
    base::append_json_string(out, context->dataset_digest);
    append_member(out, "name", std::string_view(context->dataset_name));
    out += "},\"metric\":";
  } else {
    out += "{\"metric\":";
  }
  base::append_json_string(out, line.key);
  if (context != nullptr && !context->model_id.empty()) {
    append_member(out, "model", std::string_view(context->model_id));
  }
  if (!line.run_id.empty()) {
    append_member(out, "run", line.run_id);
  }
}

}  // namespace

bool is_conflict_marker(std::string_view line) {
  return line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") ||
         line.starts_with("||||||| ") || line == "=======";
}

Line parse_line(wire::JsonDocument& document, char* text) {
  if (const auto metric = parse_plain_metric(text)) {
    return *metric;
  }
  const auto object = document.parse(text);
  if (!object && is_conflict_marker(text)) {
    return DamagedLine{std::string(kConflictMarker)};
  }
  if (!object) {
    return DamagedLine{"is not JSON: " + document.reason() + " (byte " +
                       std::to_string(document.error_offset() + 1) + ")"};
  }
  if (!object->is_object()) {
    return DamagedLine{"is not a JSON object"};
  }
  if (const auto key = object->find_string("metric")) {
    return parse_metric(*object, *key);
  }
  return parse_statement(*object);
}

void append_line(std::string& out, const CreatedLine& line) {
  begin_created(out, line.at, line.artifact_uri);
  append_member(out, "created", line.run_id);
  append_member(out, "experiment", line.experiment_id);
  append_member(out, "host", line.host);
  append_member(out, "name", line.name);
  append_member(out, "schema", kJournalSchema);
  append_member(out, "start_time", line.start_time_ms);
  append_member(out, "status", name_of(line.status));
  append_member(out, "user", line.user);
  out += "}\n";
}

void append_line(std::string& out, const CreatedModelLine& line) {
  begin_created(out, line.at, line.artifact_uri);
  append_member(out, "created_model", line.model_id);
  append_member(out, "experiment", line.experiment_id);
  append_member(out, "name", line.name);
  append_member(out, "run", line.run_id);
  append_member(out, "schema", kJournalSchema);
  append_member(out, "status", name_of(line.status));
  append_member(out, "type", line.type);
  out += "}\n";
}

void append_line(std::string& out, const ParamLine& line) {
  begin_at(out, line.at);
  append_member(out, "param", line.key);
  append_member(out, "value", line.value);
  out += "}\n";
}

void append_line(std::string& out, const TagLine& line) {
  begin_at(out, line.at);
  append_member(out, "tag", line.key);
  if (line.value) {
    append_member(out, "value", *line.value);
    out += "}\n";
  } else {
    out += ",\"value\":null}\n";
  }
}

void append_line(std::string& out, const MetricLine& line) {
  begin_metric(out, line);
  append_member(out, "step", line.point.step);
  append_member(out, "time", line.point.time_ms);
  out += ",\"value\":";
  base::append_json_double(out, line.point.value);
  out += "}\n";
}

void append_line(std::string& out, const ArtifactLine& line) {
  out += "{\"artifact\":";
  base::append_json_string(out, line.path);
  append_member(out, "at", line.at);
  append_member(out, "sha256", line.sha256);
  append_member(out, "size", static_cast<std::int64_t>(line.size));
  out += "}\n";
}

void append_line(std::string& out, const StatusLine& line) {
  begin_at(out, line.at);
  if (line.end_time_ms) {
    append_member(out, "end_time", *line.end_time_ms);
  } else {
    out += ",\"end_time\":null";
  }
  append_member(out, "status", name_of(line.status));
  out += "}\n";
}

void append_line(std::string& out, const ModelStatusLine& line) {
  begin_at(out, line.at);
  append_member(out, "message", line.message);
  append_member(out, "model_status", name_of(line.status));
  out += "}\n";
}

void append_line(std::string& out, const LifecycleLine& line) {
  begin_at(out, line.at);
  append_member(out, "lifecycle", name_of(line.lifecycle));
  out += "}\n";
}

void append_line(std::string& out, const NameLine& line) {
  begin_at(out, line.at);
  append_member(out, "name", line.name);
  out += "}\n";
}

void append_line(std::string& out, const DataLine& line) {
  const Dataset& data = line.input.dataset;
  begin_at(out, line.at);
  append_member(out, "data", std::string_view(data.name));
  append_member(out, "digest", std::string_view(data.digest));
  append_member(out, "profile", data.profile);
  append_member(out, "schema", data.schema);
  append_member(out, "source", std::string_view(data.source));
  append_member(out, "source_type", std::string_view(data.source_type));
  append_tags(out, line.input.tags);
  out += "}\n";
}

void append_line(std::string& out, const InputLine& line) {
  begin_at(out, line.at);
  append_member(out, "input", std::string_view(line.input.model_id));
  append_tags(out, line.input.tags);
  out += "}\n";
}

void append_line(std::string& out, const OutputLine& line) {
  begin_at(out, line.at);
  append_member(out, "output", std::string_view(line.output.model_id));
  append_member(out, "step", line.output.step);
  out += "}\n";
}

}  // namespace mlt::store
