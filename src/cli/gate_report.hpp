#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/gates.hpp"
#include "app/revisions.hpp"
#include "cli/context.hpp"
#include "cli/option_table.hpp"
#include "render/table.hpp"
#include "wire/value.hpp"

namespace mlt::cli {

/// Gates on a command line.
struct GateOptions {
  std::vector<std::string> fail_if;
  std::optional<std::string> missing;
  bool ci = false;
};

/// --fail-if, --missing and --ci.
void declare_gate_options(OptionTable& table, GateOptions& options);

/// What --missing says, if it is given. Throws usage.
std::optional<app::Missing> chosen_missing(const GateOptions& options);
/// The gates of --fail-if. Throws usage for one that is malformed.
std::vector<app::GateRule> rules_of(const GateOptions& options);

/// What gates said of two runs.
struct GateReport {
  std::shared_ptr<app::Revisions> revisions;  ///< owns a store that `subject` refers to
  app::GateSubject subject;
  std::vector<app::GateResult> results;
};

/// The two runs, with no results yet. Throws as app::find_subject() does.
GateReport begin_report(Context& context, Store& store, std::shared_ptr<app::Revisions> revisions,
                        const app::Settings& settings, const app::GateQuery& query);

/// For people: a line for each gate, and how many failed.
std::string gate_lines(const Context& context, const GateReport& report);
/// For people: which two runs were looked at.
std::string subject_line(const GateReport& report);

/// A row for each gate. Where `for_people`, values stand as people read them.
render::Table gate_table(const GateReport& report, bool for_people);
/// The same as a table of Markdown.
std::string gate_markdown(const GateReport& report);

/// One gate as JSON.
wire::Value gate_value(const app::GateResult& result);
/// What stands in JSON beside the gates: verdict, counts, candidate and baseline.
std::vector<wire::Value::Member> report_members(const GateReport& report);

/// Says on stderr what may explain values that are missing.
void hint_at_gaps(Context& context, const GateReport& report);

/// Appends to the file that GITHUB_STEP_SUMMARY names, if it is set. Throws system.
void append_to_summary(const Context& context, const std::string& markdown);

}  // namespace mlt::cli
