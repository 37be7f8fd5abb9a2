#include "store/journal/lines.hpp"

#include <charconv>
#include <system_error>

#include "base/json_text.hpp"
#include "base/numbers.hpp"

namespace mlt::store {

namespace {

using wire::JsonView;

DamagedLine lacks(std::string_view member) {
  return {"'" + std::string(member) + "' is missing or of the wrong type"};
}

Line parse_metric(const JsonView& object, std::string_view key) {
  const auto step = object.find_int64("step");
  const auto time = object.find_int64("time");
  const auto value = object.find("value");
  const auto number = value ? value->number() : std::nullopt;
  if (!step) {
    return lacks("step");
  }
  if (!time) {
    return lacks("time");
  }
  if (!number) {
    return lacks("value");
  }
  return MetricLine{key, {*step, *time, *number}};
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
  return CreatedLine{at, run_id, *experiment, *name, *user, *host, *start_time, *status};
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

/// The kinds that carry "at".
Line parse_statement(const JsonView& object) {
  const auto at = object.find_int64("at");
  if (const auto key = object.find_string("param")) {
    const auto value = object.find_string("value");
    return !at ? Line(lacks("at")) : !value ? Line(lacks("value")) : ParamLine{*at, *key, *value};
  }
  if (const auto key = object.find_string("tag")) {
    return at ? parse_tag(object, *key, *at) : lacks("at");
  }
  if (const auto path = object.find_string("artifact")) {
    return at ? parse_artifact(object, *path, *at) : lacks("at");
  }
  if (const auto run_id = object.find_string("created")) {
    return at ? parse_created(object, *run_id, *at) : lacks("at");
  }
  if (const auto status = object.find_string("status")) {
    return at ? parse_status(object, *status, *at) : lacks("at");
  }
  if (const auto name = object.find_string("lifecycle")) {
    const auto lifecycle = parse_lifecycle(*name);
    return !at          ? Line(lacks("at"))
           : !lifecycle ? Line(lacks("lifecycle"))
                        : LifecycleLine{*at, *lifecycle};
  }
  if (const auto name = object.find_string("name")) {
    return at ? Line(NameLine{*at, *name}) : lacks("at");
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

void begin_at(std::string& out, std::int64_t at) {
  out += "{\"at\":";
  base::append_int64(out, at);
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
  begin_at(out, line.at);
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
  out += "{\"metric\":";
  base::append_json_string(out, line.key);
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

}  // namespace mlt::store
