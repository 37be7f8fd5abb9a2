#include "mlt/error.hpp"

#include "store/native/native_store.hpp"
#include "store/native/run_writer.hpp"

namespace mlt::store {

namespace {
Error unsupported() { return {ErrorCode::refused, "the native store cannot do this"}; }
}  // namespace

void NativeStore::rename_experiment(const ExperimentId&, std::string_view) { throw unsupported(); }
void NativeStore::tag_experiment(const ExperimentId&, const TagChange&) { throw unsupported(); }
void NativeStore::set_experiment_lifecycle(const ExperimentId&, Lifecycle) { throw unsupported(); }
void NativeStore::purge_experiment(const ExperimentId&) { throw unsupported(); }
void NativeStore::purge_run(const RunRef&) { throw unsupported(); }
ArtifactPlace NativeStore::artifact_place(const RunRef&) { throw unsupported(); }
std::vector<LoggedModel> NativeStore::list_models(std::span<const ExperimentId>) {
  throw unsupported();
}
std::optional<LoggedModel> NativeStore::find_model(const ModelId&) { throw unsupported(); }
ModelRef NativeStore::create_model(const NewModel&) { throw unsupported(); }
void NativeStore::change_model(const ModelRef&, const ModelChange&) { throw unsupported(); }
ArtifactPlace NativeStore::artifact_place(const ModelRef&) { throw unsupported(); }
bool NativeStore::import_experiment(const Experiment&) { throw unsupported(); }
bool NativeStore::import_run(const RunImport&) { throw unsupported(); }
bool NativeStore::import_model(const ModelImport&) { throw unsupported(); }
std::vector<RedactedFile> NativeStore::redact(const Redaction&) { throw unsupported(); }
void NativeRunWriter::set_lifecycle(Lifecycle) { throw unsupported(); }

}  // namespace mlt::store
