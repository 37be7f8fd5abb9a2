#include "store/mlflow_files/redact.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "store/artifact_files.hpp"
#include "store/journal/appender.hpp"
#include "store/journal/lines.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/mlflow_files/meta.hpp"
#include "store/mlflow_files/run_reader.hpp"
#include "wire/meta_yaml.hpp"

namespace mlt::store::mlflow {

namespace {

constexpr std::string_view kStars = "***";
constexpr std::string_view kLogs = "artifacts/logs/";
constexpr int kMaxFolders = 128;

std::size_t replace_all(std::string& text, const std::vector<std::string>& values) {
  std::size_t places = 0;
  for (const std::string& value : values) {
    for (std::size_t at = 0; (at = text.find(value, at)) != std::string::npos;
         at += kStars.size()) {
      text.replace(at, value.size(), kStars);
      ++places;
    }
  }
  return places;
}

std::size_t replace_in(wire::Value& value, const std::vector<std::string>& values) {
  if (auto* text = std::get_if<std::string>(&value.data)) {
    return replace_all(*text, values);
  }
  std::size_t places = 0;
  if (auto* array = std::get_if<wire::Value::Array>(&value.data)) {
    for (wire::Value& element : *array) {
      places += replace_in(element, values);
    }
  } else if (auto* object = std::get_if<wire::Value::Object>(&value.data)) {
    for (wire::Value::Member& member : *object) {
      places += replace_in(member.second, values);
    }
  }
  return places;
}

class Redactor {
 public:
  Redactor(const StoreContext& context, const Redaction& redaction)
      : context_(context), disk_(*context.disk), redaction_(redaction) {
    // A value that holds another goes first.
    values_ = redaction.values;
    std::sort(values_.begin(), values_.end(), [](const std::string& a, const std::string& b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
  }

  std::vector<RedactedFile> run() {
    if (!redaction_.dry_run) {
      make_temp_dir(disk_, context_.random, context_.policy);
    }
    if (redaction_.runs.empty()) {
      walk("", "", 0);
    }
    for (const RunRef& ref : redaction_.runs) {
      const auto folder = find_run_folder(disk_, ref);
      if (!folder) {
        throw Error(ErrorCode::not_found, "no run '" + ref.run_id.value + "'");
      }
      walk(*folder, "", 0);
    }
    return std::move(changed_);
  }

 private:
  /// `owner` is the folder of the run, model, experiment … whose meta.yaml is nearest above.
  void walk(const std::string& folder, const std::string& owner, int depth) {
    if (depth > kMaxFolders) {
      return;
    }
    const auto entries = disk_.find_list(folder).value_or(std::vector<disk::DirEntry>());
    const bool is_owner = std::any_of(entries.begin(), entries.end(), [](const auto& entry) {
      return entry.name == kMetaFile || entry.name == "trace_info.yaml";
    });
    const std::string& nearest = is_owner ? folder : owner;
    for (const disk::DirEntry& entry : entries) {
      const std::string path = disk::join_path(folder, entry.name);
      const std::string_view below = nearest.empty()
                                         ? std::string_view(path)
                                         : std::string_view(path).substr(nearest.size() + 1);
      if (entry.kind == disk::FileKind::directory && wants_folder(below)) {
        walk(path, nearest, depth + 1);
      } else if (entry.kind == disk::FileKind::regular) {
        file(path, nearest, below);
      }
    }
  }

  static bool wants_folder(std::string_view below) {
    return below != kTempDir && below != kMetrics &&
           (!below.starts_with("artifacts/") ||
            std::string_view(below).starts_with("artifacts/logs"));
  }

  void file(const std::string& path, const std::string& owner, std::string_view below) {
    if (below.starts_with("artifacts/") && !below.starts_with(kLogs) &&
        below != "artifacts/traces.json") {
      return;
    }
    const std::string old = disk::read_text(disk_, path);
    std::string text = old;
    const std::size_t places = below == kMetaFile ? redact_meta(path, text)
                               : is_named(below)  ? redact_whole(text)
                                                  : replace_all(text, values_);
    if (places == 0) {
      return;
    }
    changed_.push_back({path, places, {}});
    if (redaction_.dry_run) {
      return;
    }
    disk::replace_file(disk_, path, text, kTempDir, context_.random, context_.policy);
    if (below.starts_with(kLogs)) {
      record(path, owner, below.substr(kArtifacts.size() + 1));
    }
  }

  /// A param or tag whose key was named.
  [[nodiscard]] bool is_named(std::string_view below) const {
    for (const std::string_view kind : {kParams, kTags}) {
      if (below.starts_with(kind) && below.size() > kind.size() && below[kind.size()] == '/') {
        const std::string_view key = below.substr(kind.size() + 1);
        return std::find(redaction_.keys.begin(), redaction_.keys.end(), key) !=
               redaction_.keys.end();
      }
    }
    return false;
  }

  static std::size_t redact_whole(std::string& text) {
    if (text == kStars) {
      return 0;
    }
    text = kStars;
    return 1;
  }

  /// In a meta.yaml a value may stand escaped; one that cannot be read is taken as text.
  std::size_t redact_meta(const std::string& path, std::string& text) {
    try {
      MetaEditor meta(disk_, path);
      std::size_t places = replace_in(meta.object(), values_);
      if (wire::Value* tags = find_tags(meta.object())) {
        for (wire::Value::Member& tag : std::get<wire::Value::Object>(tags->data)) {
          auto* value = std::get_if<std::string>(&tag.second.data);
          const bool is_named = std::find(redaction_.keys.begin(), redaction_.keys.end(),
                                          tag.first) != redaction_.keys.end();
          places += is_named && value != nullptr ? redact_whole(*value) : 0;
        }
      }
      if (places > 0) {
        text = meta.text();
      }
      return places;
    } catch (const Error&) {
      return replace_all(text, values_);
    }
  }

  static wire::Value* find_tags(wire::Value& meta) {
    for (wire::Value::Member& member : std::get<wire::Value::Object>(meta.data)) {
      if (member.first == kTags && member.second.as_object() != nullptr) {
        return &member.second;
      }
    }
    return nullptr;
  }

  /// A captured log that was recorded is recorded as it is now.
  void record(const std::string& path, const std::string& owner, std::string_view artifact) {
    const IssueSink silent = [](const Issue&) {};
    const ArtifactPlaces places(disk_.absolute(""));
    bool is_damaged = false;
    const ArtifactLog log = RunReader(disk_, places, silent).read_artifact_log(owner, is_damaged);
    if (log.facts.find(artifact) == log.facts.end()) {
      return;
    }
    const ArtifactFact fact = measure_artifact(disk_, path);
    std::string line;
    append_line(line, ArtifactLine{std::max(context_.clock.now_ms(), log.newest_at + 1), artifact,
                                   fact.size, fact.sha256});
    (void)JournalAppender(disk_, disk::join_path(owner, kArtifactLog), context_.policy)
        .append(line);
  }

  const StoreContext& context_;
  disk::Disk& disk_;
  const Redaction& redaction_;
  std::vector<std::string> values_;
  std::vector<RedactedFile> changed_;
};

}  // namespace

std::vector<RedactedFile> redact_mlflow_store(const StoreContext& context,
                                              const Redaction& redaction) {
  return Redactor(context, redaction).run();
}

}  // namespace mlt::store::mlflow
