#include "cli/commands/log_common.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "base/json_text.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/reading.hpp"

namespace mlt::cli {

std::int64_t PointOptions::fixed_step() const {
  if (!step || auto_step()) {
    return 0;
  }
  if (const std::optional<std::int64_t> number = base::parse_int64(*step)) {
    return *number;
  }
  throw Error(ErrorCode::usage,
              "--step takes an integer or 'auto', not '" + base::escape_control(*step) + "'");
}

std::optional<std::int64_t> PointOptions::time_ms(base::Clock& clock) const {
  if (!time) {
    return std::nullopt;
  }
  if (const std::optional<std::int64_t> parsed = base::parse_time(*time, clock.now_ms())) {
    return parsed;
  }
  throw Error(ErrorCode::usage, "--time '" + base::escape_control(*time) + "' is not a time")
      .hint(
          "milliseconds since 1970, 2026-11-03T22:10:00Z, '2026-11-03 22:10', now, or 5m for "
          "five minutes ago");
}

void declare_point_options(OptionTable& table, PointOptions& options) {
  table.option("--step", "N|auto", options.step,
               "the step (0); auto: one after the metric's last step, which commands that run at "
               "the same time may both take");
  table.option("--time", "TIME", options.time,
               "when it was measured (now): milliseconds since 1970, a date and time, or 5m for "
               "five minutes ago");
}

void declare_force(OptionTable& table, bool& force) {
  table.flag("--force", force, "add to a run that has ended");
}

app::LogOptions log_options(const Context& context, bool force) {
  return {force, context.globals().dry_run};
}

Tally tally_of(const app::LogCounts& counts) {
  return {{"metric", counts.metrics},
          {"param", counts.params},
          {"tag", counts.tags},
          {"artifact", counts.artifacts}};
}

void check_fields(const Context& context, const Tally& tally) {
  std::vector<std::string> known = {"run_id"};
  for (const auto& [noun, count] : tally) {
    known.push_back(noun + "s");
  }
  for (const std::string& field : context.globals().json_fields) {
    if (std::ranges::find(known, field) == known.end()) {
      throw Error(ErrorCode::usage, "no field '" + base::escape_control(field) + "'")
          .hint("the fields are: " + base::join(known, ", "));
    }
  }
}

void report(Context& context, const std::string& run_id, const Tally& tally) {
  const Globals& globals = context.globals();
  if (globals.format == "json") {
    const auto& fields = globals.json_fields;
    const auto is_wanted = [&fields](const std::string& name) {
      return fields.empty() || std::ranges::find(fields, name) != fields.end();
    };
    base::JsonWriter json;
    json.begin_inline_object();
    json.member("schema", "mlt.log/1");
    if (is_wanted("run_id")) {
      json.member("run_id", run_id);
    }
    for (const auto& [noun, count] : tally) {
      if (is_wanted(noun + "s")) {
        json.member(noun + "s", count);
      }
    }
    json.end_object();
    context.out(json.take());
  } else if (globals.dry_run && !globals.quiet) {
    std::vector<std::string> parts;
    for (const auto& [noun, count] : tally) {
      if (count > 0) {
        parts.push_back(counted(count, noun));
      }
    }
    context.out("run " + run_id + ": " + (parts.empty() ? "nothing" : base::join(parts, ", ")) +
                "\n");
  }
}

}  // namespace mlt::cli
