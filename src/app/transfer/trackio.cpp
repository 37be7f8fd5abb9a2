#include <algorithm>
#include <memory>

#include "mlt/error.hpp"

#include "app/transfer/foreign.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "disk/sqlite.hpp"
#include "wire/json.hpp"

// Trackio keeps a project in an SQLite file of its name:
//
//   configs(run_id, run_name, config: JSON, created_at)
//   metrics(run_id, run_name, timestamp: RFC 3339, step, metrics: JSON of name to number)
//
// Files of older versions have no run_id: there the name of the run is its identity.

namespace mlt::app {

namespace {

class Project {
 public:
  explicit Project(const std::string& path)
      : path_(path),
        file_(path),
        key_(file_.has_column("metrics", "run_id") ? "run_id" : "run_name") {
    name_ = base_name(path);
    name_ = name_.substr(0, name_.rfind(".db"));
  }

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] std::vector<std::string> runs() const {
    std::vector<std::string> keys;
    file_.query("SELECT DISTINCT " + key_ + " FROM metrics UNION SELECT " + key_ +
                    " FROM configs ORDER BY 1",
                {}, [&](const disk::SqliteRow& row) { keys.push_back(row.text_or_none(0)); });
    return keys;
  }

  [[nodiscard]] RunImport read(const std::string& key) const {
    RunImport import;
    Run& run = import.run;
    const std::string where = " FROM metrics WHERE " + key_ + " = ? ORDER BY id";
    std::int64_t first = 0;
    std::int64_t last = 0;
    file_.query("SELECT run_name, timestamp, step, metrics" + where, {key},
                [&](const disk::SqliteRow& row) {
                  run.name = row.text_or_none(0);
                  const std::int64_t time = time_of(row.text_or_none(1));
                  first = first == 0 ? time : std::min(first, time);
                  last = std::max(last, time);
                  add_points(import, row.integer_or_zero(2), time, row.text_or_none(3));
                });
    file_.query("SELECT run_name, config, created_at FROM configs WHERE " + key_ + " = ?", {key},
                [&](const disk::SqliteRow& row) {
                  run.name = row.text_or_none(0);
                  first = first == 0 ? time_of(row.text_or_none(2)) : first;
                  add_config(run, row.text_or_none(1));
                });
    run.id = {derived_id("trackio", name_ + "\n" + key)};
    run.experiment_id = derived_experiment_id(name_);
    run.status = RunStatus::finished;
    run.start_time_ms = first;
    run.end_time_ms = std::max(first, last);
    run.tags.insert_or_assign("trackio.run_id", key);
    run.tags.insert_or_assign("mlt.imported_from", "trackio");
    return import;
  }

 private:
  [[nodiscard]] std::int64_t time_of(const std::string& text) const {
    const auto time = base::parse_time(text, 0);
    if (!time) {
      throw Error(ErrorCode::data, path_ + ": '" + base::escape_control(text) + "' is no time");
    }
    return *time;
  }

  void add_points(RunImport& import, std::int64_t step, std::int64_t time,
                  const std::string& json) const {
    const wire::Value values = wire::parse_json(json, {path_});
    const auto* object = values.as_object();
    if (object == nullptr) {
      throw Error(ErrorCode::data, path_ + ": the metrics of a step are no JSON object");
    }
    for (const auto& [name, value] : *object) {
      const std::string key = carried_key(name);
      if (const auto* number = value.as_double()) {
        import.points.push_back({key, { step, time, *number, {} }});
      } else if (const auto* integer = value.as_integer()) {
        import.points.push_back({key, { step, time, static_cast<double>(*integer), {} }});
      }
    }
  }

  void add_config(Run& run, const std::string& json) const {
    const wire::Value config = wire::parse_json(json, {path_});
    if (const auto* object = config.as_object()) {
      for (const auto& [name, value] : *object) {
        if (name == "_Username" && value.as_string() != nullptr) {
          run.user = *value.as_string();
        } else if (!name.starts_with('_')) {
          add_params(run.params, name, value);
        }
      }
    }
  }

  std::string path_;
  disk::SqliteFile file_;
  std::string key_;
  std::string name_;
};

}  // namespace

History open_trackio_db(const std::string& path) {
  const auto project = std::make_shared<const Project>(path);
  History history;
  history.experiments = {named_experiment(project->name(), 0)};
  for (const std::string& key : project->runs()) {
    history.runs.push_back({key, [project, key] { return project->read(key); }});
  }
  return history;
}

}  // namespace mlt::app
