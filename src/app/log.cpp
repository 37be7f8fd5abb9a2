#include "app/log.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include "base/text.hpp"
#include "disk/disk.hpp"
#include "disk/outside.hpp"
#include "model/rules.hpp"
#include "store/refusals.hpp"

namespace mlt::app {

namespace {

/// Enough for any program's keys; a stream that never repeats one must not fill the memory.
constexpr std::size_t kMaxKnownKeys = 10'000;
constexpr std::int64_t kLastTime = 253'402'300'799'999;  // the last millisecond of 9999

std::string shown(std::string_view value) { return base::quote_shortened(value, 200); }

Error not_a_file(const std::string& path, disk::FileKind kind) {
  const bool is_link = kind == disk::FileKind::symlink;
  Error error(ErrorCode::usage, "cannot log " + path + ": it is " +
                                    (is_link ? "a symbolic link" : "a pipe, socket or device"));
  error.add_hint(is_link ? "name the file that it leads to"
                         : "to log a stream: COMMAND | mlt log artifact - --name NAME");
  return error;
}

std::string joined(std::string_view folder, std::string_view name) {
  if (folder.empty()) {
    return std::string(name);
  }
  return std::string(folder) + (name.empty() ? "" : "/") + std::string(name);
}

/// The last part of a path, "" where it names no entry of its own (`.`, `..`, `/`).
std::string_view own_name(std::string_view path) {
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name == "." || name == ".." ? std::string_view() : name;
}

/// All regular files below the root of `folder`, sorted by path.
void walk(disk::Disk& folder, const std::string& shown_root, std::string_view to,
          std::vector<ArtifactSource>& found) {
  std::vector<std::string> open = {""};
  while (!open.empty()) {
    const std::string at = std::move(open.back());
    open.pop_back();
    for (const disk::DirEntry& entry :
         folder.find_list(at).value_or(std::vector<disk::DirEntry>())) {
      std::string below = joined(at, entry.name);
      if (entry.kind == disk::FileKind::directory) {
        open.push_back(std::move(below));
      } else if (entry.kind == disk::FileKind::regular) {
        found.push_back({joined(shown_root, below), joined(to, below)});
      } else {
        throw not_a_file(joined(shown_root, below), entry.kind);
      }
    }
  }
  std::sort(found.begin(), found.end(),
            [](const ArtifactSource& a, const ArtifactSource& b) { return a.path < b.path; });
}

/// What append() checks when it writes.
void check_params(Store& store, const RunRef& ref, const std::vector<KeyValue>& given) {
  if (given.empty()) {
    return;
  }
  KeyValueMap params = store.get_run(ref).params;
  for (const KeyValue& param : given) {
    const std::string& known = params.try_emplace(param.key, param.value).first->second;
    if (known != param.value) {
      throw store::param_differs(param.key, known, param.value);
    }
  }
}

}  // namespace

void LogRules::check_key(std::string_view kind, std::string_view key) {
  if (known_keys_.find(key) != known_keys_.end()) {
    return;
  }
  model::check_key(kind, key);
  if (known_keys_.size() == kMaxKnownKeys) {
    known_keys_.clear();
  }
  known_keys_.emplace(key);
}

void LogRules::check_metric(std::string_view key, const MetricPoint& point) {
  check_key("metric", key);
  if (point.time_ms < 0) {
    throw Error(ErrorCode::usage, "metric " + shown(key) + ": its time " +
                                      std::to_string(point.time_ms) + " lies before 1970");
  }
  if (point.time_ms > kLastTime) {
    throw Error(ErrorCode::usage, "metric " + shown(key) + ": its time " +
                                      std::to_string(point.time_ms) + " lies after the year 9999")
        .hint("times are milliseconds since 1970");
  }
}

void LogRules::check_param(std::string_view key, std::string_view value) {
  check_key("param", key);
  model::check_value("param", key, value);
}

void LogRules::check_tag(std::string_view key, std::string_view value) {
  check_key("tag", key);
  model::check_value("tag", key, value);
  if (key == tag::kRunName) {
    model::check_name("run", value);
  } else if (key.starts_with("mlt.") && key != kKeepTag) {
    throw Error(ErrorCode::usage, "tag " + shown(key) + ": tags under 'mlt.' are mlt's own");
  }
}

void check_open(const RunWriter& run, const LogOptions& options) {
  if (options.force || !has_ended(run.status())) {
    return;
  }
  throw Error(ErrorCode::refused, "run " + run.ref().run_id.value + " has ended (" +
                                      std::string(name_of(run.status())) +
                                      "): it takes no more metrics and params")
      .hint("to add them all the same: --force");
}

LogCounts log_values(Store& store, const RunRef& ref, const RunBatch& batch,
                     const LogOptions& options) {
  LogRules rules;
  for (const KeyValue& param : batch.params) {
    rules.check_param(param.key, param.value);
  }
  for (const Metric& metric : batch.metrics) {
    rules.check_metric(metric.key, metric.point);
  }
  for (const KeyValue& tag : batch.tags) {
    rules.check_tag(tag.key, tag.value);
  }
  const auto run = store.open_run(ref);
  if (!batch.params.empty() || !batch.metrics.empty()) {
    check_open(*run, options);
  }
  if (options.dry_run) {
    check_params(store, ref, batch.params);
  } else {
    run->append(batch);
  }
  return {batch.metrics.size(), batch.params.size(), batch.tags.size(), 0};
}

std::optional<std::int64_t> find_last_step(Store& store, const RunRef& run, std::string_view key) {
  const std::vector<MetricPoint> history = store.metric_history(run, key);
  return history.empty() ? std::nullopt : std::optional(history.back().step);
}

std::int64_t next_step(std::string_view key, std::optional<std::int64_t> last) {
  if (last == std::numeric_limits<std::int64_t>::max()) {
    throw Error(ErrorCode::usage,
                "metric " + shown(key) + ": no step comes after " + std::to_string(*last));
  }
  return last ? *last + 1 : 0;
}

void check_outside_store(const Store& store, const std::string& source) {
  if (!disk::outside_exists(source) || !disk::outside_exists(store.root())) {
    return;
  }
  const auto is_within = [](std::string_view path, std::string_view folder) {
    return path.starts_with(folder) &&
           (path.size() == folder.size() || folder == "/" || path[folder.size()] == '/');
  };
  const std::string path = disk::real_path(source);
  const std::string root = disk::real_path(store.root());
  if (is_within(path, root)) {
    throw Error(ErrorCode::usage, "cannot log " + source + ": it lies in the store " + root)
        .hint("a file of another run: copy it out of the store first");
  }
  if (is_within(root, path)) {
    throw Error(ErrorCode::usage, "cannot log " + source + ": the store " + root + " lies in it")
        .hint("name what is to be kept: mlt log artifact PATH...");
  }
}

std::vector<ArtifactSource> find_artifacts(const std::string& source, std::string_view to) {
  const std::optional<disk::FileKind> kind = disk::find_outside_kind(source);
  if (!kind) {
    throw Error(ErrorCode::not_found, "no such file: " + source);
  }
  if (*kind == disk::FileKind::other) {
    throw not_a_file(source, *kind);
  }
  while (to.ends_with('/')) {
    to.remove_suffix(1);
  }
  const std::string target = joined(to, own_name(source));
  std::vector<ArtifactSource> found;
  if (*kind == disk::FileKind::directory) {
    walk(*disk::open_real_disk(disk::real_path(source)), source, target, found);
  } else {
    found.push_back({source, target});
  }
  for (const ArtifactSource& artifact : found) {
    model::check_artifact_path(artifact.path);
  }
  return found;
}

LogCounts log_artifacts(RunWriter& run, const std::vector<ArtifactSource>& artifacts,
                        const LogOptions& options) {
  if (!options.dry_run) {
    for (const ArtifactSource& artifact : artifacts) {
      run.put_artifact(artifact.path, artifact.file);
    }
  }
  return {0, 0, 0, artifacts.size()};
}

LogCounts log_artifact_bytes(RunWriter& run, std::string_view path, std::string_view bytes,
                             const LogOptions& options) {
  model::check_artifact_path(path);
  if (!options.dry_run) {
    run.put_artifact_bytes(path, bytes);
  }
  return {0, 0, 0, 1};
}

}  // namespace mlt::app
