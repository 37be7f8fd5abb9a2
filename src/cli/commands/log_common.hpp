#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/log.hpp"
#include "base/time.hpp"
#include "cli/command.hpp"

namespace mlt::cli {

// What the commands of the family `mlt log` share.

/// --step and --time of metrics.
struct PointOptions {
  std::optional<std::string> step;
  std::optional<std::string> time;

  [[nodiscard]] bool auto_step() const { return step == "auto"; }
  /// 0 where none is given. Throws usage, as time_ms does.
  [[nodiscard]] std::int64_t fixed_step() const;
  [[nodiscard]] std::optional<std::int64_t> time_ms(base::Clock& clock) const;
};

void declare_point_options(OptionTable& table, PointOptions& options);
void declare_force(OptionTable& table, bool& force);
app::LogOptions log_options(const Context& context, bool force);

/// What a command logged, by noun: `metric`, 2.
using Tally = std::vector<std::pair<std::string, std::uint64_t>>;
Tally tally_of(const app::LogCounts& counts);

/// Before anything is written: throws usage for a field of --json that the report does not have.
void check_fields(const Context& context, const Tally& tally);
/// Nothing, unless asked: with --json what was logged, in a dry run what would have been.
void report(Context& context, const std::string& run_id, const Tally& tally);

/// `mlt log FILE`, `mlt log -`.
Action declare_log_batch(OptionTable& table);

}  // namespace mlt::cli
