#include "store/mlflow_files/records.hpp"

#include "base/md5.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/mlflow_files/meta.hpp"
#include "wire/document.hpp"

namespace mlt::store::mlflow {

namespace {

void write_record(const StoreContext& context, const std::string& parent, const std::string& name,
                  const MetaEditor& meta) {
  disk::Disk& disk = *context.disk;
  const std::string target = disk::join_path(parent, name);
  if (disk.find_stat(target)) {
    return;
  }
  disk::make_dirs(disk, parent, context.policy);
  disk::Staging staging(disk, kTempDir, context.random, context.policy);
  disk::make_dirs(disk, staging.path(), context.policy);
  disk::create_file(disk, disk::join_path(staging.path(), kMetaFile), meta.text(), context.policy);
  if (context.policy.durable) {
    disk.sync_dir(staging.path());
  }
  (void)staging.commit_new(target);
}

void set_optional(MetaEditor& meta, std::string_view key, const std::optional<std::string>& text) {
  meta.set(key, text ? wire::string_value(*text) : wire::Value{});
}

MetaEditor input_meta(std::string_view source_id, std::string_view source_type,
                      const KeyValueMap& tags) {
  MetaEditor meta;
  // The destination is the run; MLflow writes the source's id there, and reads it so.
  meta.set("destination_id", source_id);
  meta.set("destination_type", "RUN");
  meta.set("source_id", source_id);
  meta.set("source_type", source_type);
  meta.set("tags", tags);
  return meta;
}

}  // namespace

std::string dataset_id(const Dataset& dataset) {
  return base::md5_hex(dataset.name + dataset.digest);
}

std::string input_id(std::string_view source_id, const RunId& run) {
  return base::md5_hex(std::string(source_id) + run.value);
}

void write_dataset(const StoreContext& context, const std::string& experiment_folder,
                   const Dataset& dataset) {
  MetaEditor meta;
  meta.set("digest", dataset.digest);
  meta.set("name", dataset.name);
  set_optional(meta, "profile", dataset.profile);
  set_optional(meta, "schema", dataset.schema);
  meta.set("source", dataset.source);
  meta.set("source_type", dataset.source_type);
  write_record(context, disk::join_path(experiment_folder, kDatasets), dataset_id(dataset), meta);
}

void write_input(const StoreContext& context, const std::string& run_folder, const RunId& run,
                 const DatasetInput& input) {
  const std::string id = dataset_id(input.dataset);
  write_record(context, disk::join_path(run_folder, kInputs), input_id(id, run),
               input_meta(id, "DATASET", input.tags));
}

void write_input(const StoreContext& context, const std::string& run_folder, const RunId& run,
                 const ModelInput& input) {
  write_record(context, disk::join_path(run_folder, kInputs), input_id(input.model_id, run),
               input_meta(input.model_id, "MODEL", input.tags));
}

void write_output(const StoreContext& context, const std::string& run_folder,
                  const ModelOutput& output) {
  MetaEditor meta;
  meta.set("destination_id", output.model_id);
  meta.set("destination_type", "MODEL_OUTPUT");
  meta.set("source_id", output.model_id);
  meta.set("source_type", "RUN_OUTPUT");
  meta.set("step", output.step);
  meta.set("tags", KeyValueMap{});
  write_record(context, disk::join_path(run_folder, kOutputs), output.model_id, meta);
}

}  // namespace mlt::store::mlflow
