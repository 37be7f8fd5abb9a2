#include "cli/commands/compare_gates.hpp"

#include <utility>

#include "mlt/error.hpp"

#include "app/selectors.hpp"
#include "base/text.hpp"
#include "cli/reading.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

void check_gate_options(const GateOptions& gates, bool is_other) {
  if (is_other) {
    throw Error(ErrorCode::usage, "--fail-if and --ci go with neither --plot nor --history")
        .hint("check the newest run with: mlt check --fail-if EXPR");
  }
  rules_of(gates);
}

std::optional<GateReport> check_compared_runs(Context& context, Store& store,
                                              std::shared_ptr<app::Revisions> revisions,
                                              const app::Settings& settings,
                                              const app::CompareOptions& options,
                                              const std::string& against, const std::string& pick,
                                              const GateOptions& gates) {
  if (gates.fail_if.empty()) {
    return std::nullopt;
  }
  app::GateQuery query;
  for (std::size_t i = 0; i < options.runs.size(); ++i) {
    query.runs.emplace_back(options.stores[i], options.runs[i]);
  }
  query.against = against;
  query.pick = pick.empty() ? app::Pick{} : app::parse_pick(pick);
  query.experiments = options.experiments;
  if (!query.experiments && query.runs.empty()) {
    if (const auto newest = app::newest_experiment(store)) {
      query.experiments = {*newest};
    }
  }
  query.filter = options.filter;
  query.now_ms = options.now_ms;
  query.since_ms = options.since_ms;
  query.goals = options.goals;
  if (!revisions) {
    revisions = std::make_shared<app::Revisions>(open_revisions(context));
  }
  GateReport report = begin_report(context, store, std::move(revisions), settings, query);
  report.results = app::check_gates(report.subject, rules_of(gates));
  return report;
}

void add_gates(Listing& listing, const GateReport& report) {
  for (wire::Value::Member& member : report_members(report)) {
    if (member.first == "verdict" || member.first == "candidate") {
      listing.members.push_back(std::move(member));
    }
  }
  wire::Value gates = wire::array_value();
  for (const app::GateResult& result : report.results) {
    wire::append(gates, gate_value(result));
  }
  listing.members.push_back({"gates", std::move(gates)});
}

bool print_gates(Context& context, const GateReport& report) {
  const std::string lines =
      wrapped(context, subject_line(report)) + "\n" + gate_lines(context, report);
  if (is_for_people(chosen_format(context))) {
    context.out(lines);
    context.flush();
  } else {
    for (const std::string_view line : base::split(base::trim(lines), '\n')) {
      context.note(line);
    }
  }
  hint_at_gaps(context, report);
  return app::passes(report.results);
}

void append_comparison(Context& context, const Listing& listing, const ListingLook& look,
                       const std::optional<GateReport>& report) {
  std::string markdown = listing_text(context, context.clock().now_ms(), listing, Format::md, look);
  if (report) {
    markdown += "\n" + gate_markdown(*report);
  }
  append_to_summary(context, markdown);
}

}  // namespace mlt::cli
