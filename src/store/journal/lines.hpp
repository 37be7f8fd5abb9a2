#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mlt/logged_model.hpp"
#include "mlt/run.hpp"

#include "wire/json_reader.hpp"

// The journal of a run or of a logged model: one JSON object a line, UTF-8, each line ended by LF,
// members sorted by name. What a line says is told by the member that is its kind:
//
//   line      = created | created_model | param | tag | metric | artifact | status | model_status
//             | lifecycle | name | data | input | output
//   created   = { "artifact_uri"?, "at", "created": RUN_ID, "experiment": ID, "host", "name",
//                 "schema": 1, "start_time": MS, "status": STATUS, "user" }
//   created_model = { "artifact_uri"?, "at", "created_model": MODEL_ID, "experiment": ID, "name",
//                 "run": RUN_ID | "", "schema": 1, "status": MODEL_STATUS, "type": STRING }
//   param     = { "at", "param": KEY, "value": STRING }
//   tag       = { "at", "tag": KEY, "value": STRING | null }        null removes the tag
//   metric    = { "dataset"?: { "digest", "name" }, "metric": KEY, "model"?: MODEL_ID,
//                 "run"?: RUN_ID, "step": INT64, "time": MS, "value": NUMBER }
//   artifact  = { "artifact": PATH, "at", "sha256": HEX64, "size": BYTES }
//   status    = { "at", "end_time": MS | null, "status": STATUS }
//   model_status = { "at", "message", "model_status": MODEL_STATUS }
//   lifecycle = { "at", "lifecycle": "active" | "deleted" }
//   name      = { "at", "name": STRING }
//   data      = { "at", "data": NAME, "digest", "profile": STRING | null, "schema": STRING | null,
//                 "source", "source_type", "tags": { KEY: STRING, … } }
//   input     = { "at", "input": MODEL_ID, "tags": { KEY: STRING, … } }
//   output    = { "at", "output": MODEL_ID, "step": INT64 }
//
// "at" is the time of the statement, ms UTC, greater than every "at" its writer had seen. NUMBER is
// a JSON number or "NaN", "Infinity", "-Infinity". A member with ? stands only where there is
// something to say. A JSON object without any of these kinds, or a created line of another schema,
// comes from a later version: it is kept and ignored. docs/store-format.md tells the same at
// length.

namespace mlt::store {

inline constexpr std::int64_t kJournalSchema = 1;

struct CreatedLine {
  std::int64_t at;
  std::string_view run_id;
  std::string_view experiment_id;
  std::string_view name;
  std::string_view user;
  std::string_view host;
  std::int64_t start_time_ms;
  RunStatus status;
  std::string_view artifact_uri{};
};
struct CreatedModelLine {
  std::int64_t at;
  std::string_view model_id;
  std::string_view experiment_id;
  std::string_view name;
  std::string_view run_id;
  std::string_view type;
  ModelStatus status;
  std::string_view artifact_uri{};
};
struct ParamLine {
  std::int64_t at;
  std::string_view key;
  std::string_view value;
};
struct TagLine {
  std::int64_t at;
  std::string_view key;
  std::optional<std::string_view> value;
};
struct MetricLine {
  std::string_view key;
  MetricPoint point;
  std::string_view run_id{};  ///< of a model's metric: the run that measured it
};
struct ArtifactLine {
  std::int64_t at;
  std::string_view path;
  std::uint64_t size;
  std::string_view sha256;
};
struct StatusLine {
  std::int64_t at;
  RunStatus status;
  std::optional<std::int64_t> end_time_ms;
};
struct ModelStatusLine {
  std::int64_t at;
  ModelStatus status;
  std::string_view message;
};
struct LifecycleLine {
  std::int64_t at;
  Lifecycle lifecycle;
};
struct NameLine {
  std::int64_t at;
  std::string_view name;
};
struct DataLine {
  std::int64_t at;
  DatasetInput input;
};
struct InputLine {
  std::int64_t at;
  ModelInput input;
};
struct OutputLine {
  std::int64_t at;
  ModelOutput output;
};
/// Of a kind that this version does not know.
struct UnknownLine {};
struct DamagedLine {
  std::string reason;
};

using Line = std::variant<MetricLine, ParamLine, TagLine, ArtifactLine, StatusLine, LifecycleLine,
                          NameLine, CreatedLine, CreatedModelLine, ModelStatusLine, DataLine,
                          InputLine, OutputLine, UnknownLine, DamagedLine>;

/// True for a line that git leaves in a file which it could not merge.
bool is_conflict_marker(std::string_view line);
/// What is wrong with a file that has one, and the way out.
inline constexpr std::string_view kConflictMarker =
    "is a conflict marker that git left; mend it with: mlt doctor --fix";

/// Reads one line, NUL-terminated and without its LF, in place; the views of the result point into
/// it and into `document`.
Line parse_line(wire::JsonDocument& document, char* text);

// Each appends one line with its LF.
void append_line(std::string& out, const CreatedLine& line);
void append_line(std::string& out, const CreatedModelLine& line);
void append_line(std::string& out, const ParamLine& line);
void append_line(std::string& out, const TagLine& line);
void append_line(std::string& out, const MetricLine& line);
void append_line(std::string& out, const ArtifactLine& line);
void append_line(std::string& out, const StatusLine& line);
void append_line(std::string& out, const ModelStatusLine& line);
void append_line(std::string& out, const LifecycleLine& line);
void append_line(std::string& out, const NameLine& line);
void append_line(std::string& out, const DataLine& line);
void append_line(std::string& out, const InputLine& line);
void append_line(std::string& out, const OutputLine& line);

}  // namespace mlt::store
