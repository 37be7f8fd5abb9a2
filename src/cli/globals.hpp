#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option_table.hpp"

namespace mlt::cli {

/// A variable of the environment; nothing if it is unset or empty.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

enum class ColourMode { automatic, always, never };

/// Options that every command accepts, after command line, environment and their order of
/// precedence (flag, then variable) were applied. An empty variable counts as unset.
struct Globals {
  std::string directory;                  ///< absolute; where mlt works: -C or where it was started
  std::optional<std::string> store;       ///< --store, MLT_STORE, MLFLOW_TRACKING_URI
  std::optional<std::string> experiment;  ///< -x, MLFLOW_EXPERIMENT_NAME, MLFLOW_EXPERIMENT_ID
  bool experiment_is_id = false;          ///< it came from MLFLOW_EXPERIMENT_ID
  /// MLFLOW_EXPERIMENT_ID where `experiment` came from MLFLOW_EXPERIMENT_NAME: opening the store
  /// checks that both mean the same.
  std::optional<std::string> experiment_id_beside_name;
  std::optional<std::string> run;        ///< --run, MLT_RUN_ID, MLFLOW_RUN_ID
  std::optional<std::string> run_dir;    ///< MLT_RUN_DIR, only where it belongs to `run`
  std::optional<std::string> format;     ///< -F, --json, MLT_FORMAT
  std::vector<std::string> json_fields;  ///< of --json=FIELDS
  bool durable = false;
  std::int64_t lock_timeout_ms = 10'000;
  bool strict = false;
  bool quiet = false;
  int verbosity = 0;
  std::optional<std::string> trace_file;
  ColourMode colour = ColourMode::automatic;
  bool no_pager = false;
  bool no_progress = false;
  bool no_input = false;
  bool dry_run = false;
  bool yes = false;
  std::optional<std::string> as;  ///< --as, LOGNAME, USER
  // What only a file of settings says.
  std::optional<std::string> pager;
  std::optional<std::string> editor;
};

/// The global options as they were typed.
struct GlobalOptions {
  std::optional<std::string> directory;
  std::optional<std::string> store;
  std::optional<std::string> experiment;
  std::optional<std::string> run;
  bool durable = false;
  std::optional<std::int64_t> lock_timeout_ms;
  bool strict = false;
  std::optional<std::string> format;
  std::optional<std::string> json;
  bool quiet = false;
  int verbosity = 0;
  std::optional<std::string> trace_file;
  std::string colour = "auto";
  bool no_pager = false;
  bool no_progress = false;
  bool no_input = false;
  bool dry_run = false;
  bool yes = false;
  std::optional<std::string> as;
  std::optional<std::string> pager;   ///< no option: only a file of settings says it
  std::optional<std::string> editor;  ///< likewise
  bool short_help = false;
  bool long_help = false;
  bool version = false;

  [[nodiscard]] bool asks_for_help() const { return short_help || long_help; }
};

inline constexpr std::string_view kGlobalGroup = "Global options";

/// Those that every command accepts.
void declare_globals(OptionTable& table, GlobalOptions& options);
/// Those of `mlt` without a command: the global ones and --version.
void declare_program_options(OptionTable& table, GlobalOptions& options);

/// `directory` is where mlt works, after -C. Throws usage for a variable that cannot be understood.
Globals resolve_globals(const GlobalOptions& options, const Environment& env,
                        std::string directory);

}  // namespace mlt::cli
