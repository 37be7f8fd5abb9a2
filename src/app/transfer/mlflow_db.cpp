#include <limits>
#include <memory>
#include <utility>

#include "mlt/error.hpp"

#include "app/transfer/foreign.hpp"
#include "base/text.hpp"
#include "disk/outside.hpp"
#include "disk/sqlite.hpp"

// The tables of MLflow's SQLite files that are read, as MLflow 2 and 3 make them; logged models and
// steps of inputs came with 3. An infinity stands there as the largest double, because MLflow
// itself writes it so, and comes over as that.

namespace mlt::app {

namespace {

using disk::SqliteRow;

/// Where artifacts lie if that is a directory of this machine.
std::string local_folder(const std::string& uri) {
  std::string path = uri.starts_with("file://") ? uri.substr(7) : uri;
  return path.starts_with('/') && disk::outside_is_directory(path) ? path : std::string();
}

class Database {
 public:
  explicit Database(const std::string& path)
      : path_(path), file_(path), has_models_(file_.has_table("logged_models")) {}

  [[nodiscard]] std::vector<Experiment> experiments() const {
    std::vector<Experiment> all;
    file_.query(
        "SELECT experiment_id, name, lifecycle_stage, creation_time, last_update_time, "
        "artifact_location FROM experiments ORDER BY experiment_id",
        {}, [&](const SqliteRow& row) {
          all.push_back({.id = {row.text_or_none(0)},
                         .name = row.text_or_none(1),
                         .lifecycle = lifecycle_of(row.text_or_none(2)),
                         .created_ms = row.integer_or_zero(3),
                         .updated_ms = row.integer_or_zero(4),
                         .tags = {}});
        });
    for (Experiment& experiment : all) {
      experiment.tags = map("SELECT key, value FROM experiment_tags WHERE experiment_id = ?",
                            experiment.id.value);
    }
    return all;
  }

  [[nodiscard]] std::vector<std::string> ids(const std::string& sql) const {
    std::vector<std::string> all;
    file_.query(sql, {}, [&](const SqliteRow& row) { all.push_back(row.text_or_none(0)); });
    return all;
  }
  [[nodiscard]] bool has_models() const { return has_models_; }

  [[nodiscard]] RunImport read_run(const std::string& id) const {
    RunImport import;
    Run& run = import.run;
    run.id = {id};
    file_.query(
        "SELECT experiment_id, name, user_id, status, lifecycle_stage, start_time, end_time, "
        "deleted_time, artifact_uri FROM runs WHERE run_uuid = ?",
        {id}, [&](const SqliteRow& row) {
          run.experiment_id = {row.text_or_none(0)};
          run.name = row.text_or_none(1);
          run.user = row.text_or_none(2);
          run.status = status_of(row.text_or_none(3));
          run.lifecycle = lifecycle_of(row.text_or_none(4));
          run.start_time_ms = row.integer_or_zero(5);
          run.end_time_ms = row.integer(6);
          run.deleted_time_ms = row.integer(7);
          run.artifact_uri = row.text_or_none(8);
        });
    run.params = map("SELECT key, value FROM params WHERE run_uuid = ?", id);
    run.tags = map("SELECT key, value FROM tags WHERE run_uuid = ?", id);
    read_points(import);
    read_inputs(run);
    import.artifacts_from = local_folder(run.artifact_uri);
    if (!import.artifacts_from.empty()) {
      run.artifact_uri.clear();
    }
    return import;
  }

  [[nodiscard]] ModelImport read_model(const std::string& id) const {
    ModelImport import;
    LoggedModel& model = import.model;
    model.id = {id};
    file_.query(
        "SELECT experiment_id, name, model_type, source_run_id, status, status_message, "
        "lifecycle_stage, creation_timestamp_ms, last_updated_timestamp_ms, artifact_location "
        "FROM logged_models WHERE model_id = ?",
        {id}, [&](const SqliteRow& row) {
          model.experiment_id = {row.text_or_none(0)};
          model.name = row.text_or_none(1);
          model.model_type = row.text_or_none(2);
          model.source_run_id = row.text_or_none(3);
          const std::int64_t status = row.integer_or_zero(4);
          model.status = status >= 0 && status <= 3 ? static_cast<ModelStatus>(status)
                                                    : ModelStatus::unspecified;
          model.status_message = row.text_or_none(5);
          model.lifecycle = lifecycle_of(row.text_or_none(6));
          model.created_ms = row.integer_or_zero(7);
          model.updated_ms = row.integer_or_zero(8);
          model.artifact_uri = row.text_or_none(9);
        });
    model.params =
        map("SELECT param_key, param_value FROM logged_model_params WHERE model_id = ?", id);
    model.tags = map("SELECT tag_key, tag_value FROM logged_model_tags WHERE model_id = ?", id);
    file_.query(
        "SELECT metric_name, run_id, metric_step, metric_timestamp_ms, metric_value, "
        "dataset_name, dataset_digest FROM logged_model_metrics WHERE model_id = ? "
        "ORDER BY metric_name, metric_step, metric_timestamp_ms, run_id",
        {id}, [&](const SqliteRow& row) {
          MetricPoint point{
              row.integer_or_zero(2), row.integer_or_zero(3), row.number(4).value_or(0), {}};
          const MetricContext context{row.text_or_none(5), row.text_or_none(6), {}};
          if (context != MetricContext{}) {
            point.context = std::make_shared<const MetricContext>(context);
          }
          model.metrics.push_back({row.text_or_none(0), {row.text_or_none(1)}, point});
        });
    import.artifacts_from = local_folder(model.artifact_uri);
    if (!import.artifacts_from.empty()) {
      model.artifact_uri.clear();
    }
    return import;
  }

 private:
  [[nodiscard]] Lifecycle lifecycle_of(const std::string& text) const {
    const auto lifecycle = parse_lifecycle(text.empty() ? "active" : text);
    if (!lifecycle) {
      throw Error(ErrorCode::data,
                  path_ + ": '" + base::escape_control(text) + "' is no lifecycle stage");
    }
    return *lifecycle;
  }
  [[nodiscard]] RunStatus status_of(const std::string& text) const {
    const auto status = parse_run_status(text);
    if (!status) {
      throw Error(ErrorCode::data,
                  path_ + ": '" + base::escape_control(text) + "' is no status of a run");
    }
    return *status;
  }

  [[nodiscard]] KeyValueMap map(const std::string& sql, const std::string& id) const {
    KeyValueMap result;
    file_.query(sql, {id}, [&](const SqliteRow& row) {
      result.insert_or_assign(row.text_or_none(0), row.text_or_none(1));
    });
    return result;
  }

  void read_points(RunImport& import) const {
    file_.query(
        "SELECT key, step, timestamp, value, is_nan FROM metrics WHERE run_uuid = ? "
        "ORDER BY key, step, timestamp, value",
        {import.run.id.value}, [&](const SqliteRow& row) {
          const bool is_nan = row.integer_or_zero(4) != 0;
          const double value =
              is_nan ? std::numeric_limits<double>::quiet_NaN() : row.number(3).value_or(0);
          import.points.push_back({row.text_or_none(0),
                                   { row.integer_or_zero(1),
                                     row.integer_or_zero(2),
                                     value,
                                     {} }});
        });
  }

  void read_inputs(Run& run) const {
    file_.query(
        "SELECT i.input_uuid, d.name, d.digest, d.dataset_source_type, d.dataset_source, "
        "d.dataset_schema, d.dataset_profile FROM inputs i JOIN datasets d "
        "ON d.dataset_uuid = i.source_id WHERE i.source_type = 'DATASET' AND "
        "i.destination_type = 'RUN' AND i.destination_id = ? ORDER BY d.name, d.digest",
        {run.id.value}, [&](const SqliteRow& row) {
          run.dataset_inputs.push_back(
              {{row.text_or_none(1), row.text_or_none(2), row.text_or_none(3), row.text_or_none(4),
                row.text(5), row.text(6)},
               map("SELECT name, value FROM input_tags WHERE input_uuid = ?",
                   row.text_or_none(0))});
        });
    if (!has_models_) {
      return;
    }
    // An input of a model stands there from the run to the model, an output likewise.
    file_.query(
        "SELECT destination_id, input_uuid FROM inputs WHERE destination_type = 'MODEL_INPUT' AND "
        "source_id = ? ORDER BY destination_id",
        {run.id.value}, [&](const SqliteRow& row) {
          run.model_inputs.push_back(
              {row.text_or_none(0), map("SELECT name, value FROM input_tags WHERE input_uuid = ?",
                                        row.text_or_none(1))});
        });
    file_.query(
        "SELECT destination_id, step FROM inputs WHERE destination_type = 'MODEL_OUTPUT' AND "
        "source_id = ? ORDER BY destination_id",
        {run.id.value}, [&](const SqliteRow& row) {
          run.model_outputs.push_back({row.text_or_none(0), row.integer_or_zero(1)});
        });
  }

  std::string path_;
  disk::SqliteFile file_;
  bool has_models_;
};

}  // namespace

History open_mlflow_db(const std::string& path) {
  const auto database = std::make_shared<const Database>(path);
  History history;
  history.experiments = database->experiments();
  for (const std::string& id : database->ids("SELECT run_uuid FROM runs ORDER BY 1")) {
    history.runs.push_back({id, [database, id] { return database->read_run(id); }});
  }
  if (database->has_models()) {
    for (const std::string& id : database->ids("SELECT model_id FROM logged_models ORDER BY 1")) {
      history.models.push_back({id, [database, id] { return database->read_model(id); }});
    }
  }
  const disk::SqliteFile file(path);
  for (const char* table : {"trace_info", "registered_models"}) {
    std::int64_t count = 0;
    if (file.has_table(table)) {
      file.query(std::string("SELECT count(*) FROM ") + table, {},
                 [&count](const SqliteRow& row) { count = row.integer_or_zero(0); });
    }
    if (count > 0) {
      history.left_out.push_back(std::to_string(count) + " rows of the table " + table);
    }
  }
  return history;
}

}  // namespace mlt::app
