#include "wire/wandb.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>

#include "mlt/error.hpp"

#include "app/transfer/foreign.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"
#include "wire/json.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kMaxLog = 4ULL << 30;

bool is_log(std::string_view name) { return name.starts_with("run-") && name.ends_with(".wandb"); }

/// A number as W&B writes it: JSON, and the words NaN, Infinity and -Infinity besides.
std::optional<double> number_of(std::string_view json) {
  if (json.starts_with('"') && json.ends_with('"') && json.size() > 1) {
    const std::string_view word = json.substr(1, json.size() - 2);
    const bool is_word = word == "NaN" || word == "Infinity" || word == "-Infinity";
    return is_word ? base::parse_double(word) : std::nullopt;
  }
  return base::parse_double(json);
}

class LogImport {
 public:
  explicit LogImport(const std::string& path) : path_(path) {}

  RunImport read() {
    const std::string bytes = disk::read_outside_file(path_, kMaxLog);
    wire::WandbSink sink;
    sink.run = [this](const wire::WandbRun& run) { take_run(run); };
    sink.config = [this](const auto& items) { take_config(items); };
    sink.summary = [this](const auto& items) { take_summary(items); };
    sink.history = [this](const auto& items, auto step) { take_history(items, step); };
    sink.exit = [this](std::int64_t code) { exit_code_ = code; };
    const wire::WandbEnd end = wire::read_wandb(bytes, {path_}, sink);
    return finish(end.torn_at.has_value());
  }

  [[nodiscard]] const std::string& project() const { return project_; }

 private:
  void take_run(const wire::WandbRun& source) {
    Run& run = import_.run;
    id_ = source.id;
    project_ = source.project;
    run.name = source.name.empty() ? source.id : source.name;
    run.start_time_ms = source.start_ms;
    import_.host = source.host;
    const auto tag = [&run](std::string_view key, std::string_view value) {
      if (!value.empty()) {
        run.tags.insert_or_assign(std::string(key), std::string(value));
      }
    };
    tag(mlt::tag::kNote, source.notes);
    tag("wandb.group", source.group);
    tag("wandb.job_type", source.job_type);
    for (const std::string_view word : source.tags) {
      tag("wandb.tag." + carried_key(word), "true");
    }
    take_config(source.config);
  }

  /// Keys that begin with `_` are W&B's own.
  static bool is_own(std::string_view key) { return key.starts_with('_'); }

  void take_config(const std::vector<wire::WandbItem>& items) {
    for (const auto& [key, json] : items) {
      if (!is_own(key)) {
        add_params(import_.run.params, key, wire::parse_json(json, {path_}));
      }
    }
  }

  void take_summary(const std::vector<wire::WandbItem>& items) {
    for (const auto& [key, json] : items) {
      if (is_own(key)) {
        continue;
      }
      if (const auto number = number_of(json)) {
        summary_.insert_or_assign(carried_key(key), *number);
      }
    }
  }

  void take_history(const std::vector<wire::WandbItem>& items, std::optional<std::int64_t> step) {
    std::int64_t time = import_.run.start_time_ms;
    for (const auto& [key, json] : items) {
      if (key == "_step" && !step) {
        step = base::parse_int64(json);
      } else if (key == "_timestamp") {
        time = ms_of_seconds(number_of(json).value_or(0));
      }
    }
    last_ms_ = std::max(last_ms_, time);
    for (const auto& [key, json] : items) {
      const auto number = is_own(key) ? std::nullopt : number_of(json);
      if (number) {
        import_.points.push_back({carried_key(key), {step.value_or(0), time, *number, {}}});
      }
    }
  }

  RunImport finish(bool torn) {
    if (id_.empty()) {
      throw Error(ErrorCode::data, path_ + ": holds no run");
    }
    Run& run = import_.run;
    // W&B's ids are short, and unique within a project only.
    run.id = {derived_id("wandb", project_ + "\n" + id_)};
    run.tags.insert_or_assign("wandb.run_id", id_);
    run.tags.insert_or_assign("mlt.imported_from", "wandb");
    run.end_time_ms = std::max(last_ms_, run.start_time_ms);
    run.status = !exit_code_        ? RunStatus::killed
                 : *exit_code_ == 0 ? RunStatus::finished
                                    : RunStatus::failed;
    if (torn) {
      run.tags.insert_or_assign("mlt.imported_torn", "true");
    }
    for (const auto& [key, value] : summary_) {
      const bool is_logged = std::ranges::any_of(
          import_.points, [&key = key](const Metric& metric) { return metric.key == key; });
      if (!is_logged) {
        import_.points.push_back({key, {0, *run.end_time_ms, value, {}}});
      }
    }
    return std::move(import_);
  }

  const std::string& path_;
  RunImport import_;
  std::string id_;
  std::string project_;
  std::map<std::string, double> summary_;
  std::optional<std::int64_t> exit_code_;
  std::int64_t last_ms_ = 0;
};

/// The project, which only the log itself names.
std::string project_of(const std::string& path) {
  LogImport log(path);
  (void)log.read();
  return log.project().empty() ? "wandb" : log.project();
}

}  // namespace

History open_wandb(const std::string& path) {
  const bool is_folder = disk::outside_is_directory(path);
  const std::string root = disk::real_path(path);
  History history;
  std::vector<std::string> files{root};
  if (is_folder) {
    files.clear();
    for (const std::string& file : find_files(root, is_log)) {
      files.push_back(disk::join_path(root, file));
    }
  }
  for (const std::string& file : files) {
    const std::string project = project_of(file);
    const Experiment experiment = named_experiment(project, 0);
    if (std::ranges::find(history.experiments, project, &Experiment::name) ==
        history.experiments.end()) {
      history.experiments.push_back(experiment);
    }
    history.runs.push_back({file, [file, id = experiment.id] {
                              RunImport import = LogImport(file).read();
                              import.run.experiment_id = id;
                              const std::string files_dir =
                                  std::string(disk::parent_of(file)) + "/files";
                              if (disk::outside_is_directory(files_dir)) {
                                import.artifacts_from = files_dir;
                              }
                              return import;
                            }});
  }
  return history;
}

}  // namespace mlt::app
