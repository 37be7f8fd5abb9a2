#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/dataset.hpp"
#include "mlt/run.hpp"

#include "base/json_text.hpp"
#include "store/journal/fold.hpp"
#include "wire/json_reader.hpp"

// What journal lines, the snapshots of runs and those of logged models have in common.

namespace mlt::store {

/// True if the context names a data set.
bool has_dataset(const MetricContext& context);

// Each reads a part of `object`; nothing if a member is missing or of the wrong type, which
// `lacking` then names.

/// The optional members "dataset" and "model"; null where there is neither.
std::optional<std::shared_ptr<const MetricContext>> read_context(const wire::JsonView& object,
                                                                 std::string_view& lacking);
/// The members "step", "time", "value" and those of the context.
std::optional<MetricPoint> read_point(const wire::JsonView& object, std::string_view& lacking);
/// A data set whose name is the member `name_member`, and the member "tags".
std::optional<DatasetInput> read_dataset_input(const wire::JsonView& object,
                                               std::string_view name_member,
                                               std::string_view& lacking);
/// The object of strings that is the member `name`.
std::optional<KeyValueMap> read_strings(const wire::JsonView& object, std::string_view name,
                                        std::string_view& lacking);
std::optional<ArtifactFact> read_artifact_fact(const wire::JsonView& object,
                                               std::string_view& lacking);
std::optional<JournalCover> read_cover(const wire::JsonView& object, std::string_view& lacking);

/// Writes the point on one line, with "metric" and "run" where they are given.
void write_point(base::JsonWriter& json, const MetricPoint& point, std::string_view metric = {},
                 std::string_view run_id = {});
void write_strings(base::JsonWriter& json, std::string_view name, const KeyValueMap& map);
void write_artifacts(base::JsonWriter& json,
                     const std::map<std::string, ArtifactFact, std::less<>>& artifacts);
void write_cover(base::JsonWriter& json, const JournalCover& cover);
// Each writes its member only if there is something to say.
void write_data(base::JsonWriter& json, const std::vector<DatasetInput>& inputs);
void write_inputs(base::JsonWriter& json, const std::vector<ModelInput>& inputs);
void write_outputs(base::JsonWriter& json, const std::vector<ModelOutput>& outputs);

}  // namespace mlt::store
