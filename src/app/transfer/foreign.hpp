#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/transfer/history.hpp"
#include "wire/value.hpp"

namespace mlt::app {

// Histories of other tools, one file each. What each is read as stands in docs/transfer.md. All of
// them throw data with file and place for what is damaged.

/// MLflow's SQLite file, as MLflow 2 and 3 make it.
History open_mlflow_db(const std::string& path);
/// A project of Trackio: an SQLite file.
History open_trackio_db(const std::string& path);
/// An event file, or a directory with event files below it, one run a directory.
History open_tensorboard(const std::string& path);
/// A .wandb file, or a directory with some below it.
History open_wandb(const std::string& path);
/// The experiments that DVC keeps as references in a git repository.
History open_dvc(const std::string& path);

// What these have in common.

/// Regular files below a directory whose name passes, sorted, relative; links are not followed.
std::vector<std::string> find_files(const std::string& folder, bool (*wanted)(std::string_view));

/// A key of another tool as one that a store takes: what is no letter, digit or `_ - . : /` and
/// blank becomes `_`, parts are put in normal form.
std::string carried_key(std::string_view key);

/// The name of a member of the object called `prefix`, which is empty at the top: `optimizer.lr`.
std::string dotted(std::string_view prefix, std::string_view name);

/// Adds the leaves of a document as params, nested names joined by dots, arrays as JSON.
void add_params(KeyValueMap& params, const std::string& prefix, const wire::Value& value);

/// Seconds since 1970 as milliseconds; 0 for what is no time.
std::int64_t ms_of_seconds(double seconds);

/// An experiment that has only a name.
Experiment named_experiment(const std::string& name, std::int64_t created_ms);

/// The last part of a path that exists.
std::string base_name(const std::string& path);

}  // namespace mlt::app
