#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/run/job.hpp"
#include "app/run/run.hpp"
#include "cli/context.hpp"
#include "cli/option_table.hpp"

namespace mlt::cli {

// What the commands `run`, `run exec` and `run start` have in common.

/// Who the run is.
struct IdentityOptions {
  std::string name;
  std::optional<std::string> message;
  std::vector<std::string> tags;
  std::optional<std::string> parent;
  bool no_parent = false;
};

/// How a command is run and what is read from it.
struct JobCommandOptions {
  std::vector<std::string> command;
  bool after_dashes = false;
  std::vector<std::string> metrics_from;
  std::string step_key = "step";
  std::string metrics_stream = "both";
  std::string capture = "tee";
  std::optional<std::string> directory;
  std::vector<std::string> environment;
  std::vector<std::string> environment_files;
  std::optional<std::int64_t> kill_after_ms;
};

void declare_identity(OptionTable& table, IdentityOptions& options);
void declare_job(OptionTable& table, JobCommandOptions& options);
void declare_command_operand(OptionTable& table, JobCommandOptions& options);
void declare_job_exit_statuses(OptionTable& table);

/// Resolves experiment and parent; what does not exist yet is made.
app::RunIdentity make_identity(Context& context, Store& store, const IdentityOptions& options);

/// Throws usage for a first operand that names a project, which this version does not run.
app::JobOptions make_job(Context& context, const JobCommandOptions& options);

/// Says why the command cannot be started; returns the exit code.
int refuse_start(Context& context, const app::Job& job);
/// Says why the command was not started, if so; passes on Ctrl-C; returns the exit code.
int finish_job(Context& context, const app::Job& job, const app::RunReport& report);

}  // namespace mlt::cli
