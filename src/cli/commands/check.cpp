#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/compare.hpp"
#include "app/policy.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/gate_report.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "disk/disk.hpp"
#include "disk/outside.hpp"
#include "wire/value.hpp"

namespace mlt::cli {

namespace {

constexpr int kFailed = 1;

struct CheckCommand {
  std::vector<std::string> runs;
  std::vector<std::string> experiments;
  std::string filter;
  std::string against;
  std::string pick;
  std::string since;
  std::vector<std::string> goals;
  std::string rules;
  GateOptions gates;
  bool markdown = false;
  bool no_header = false;
};

/// The rules of a team, with where they stand, and what is known of directions with them.
struct Rules {
  std::string file;
  ErrorCode error = ErrorCode::data;
  std::optional<app::Policy> policy;
  app::Settings settings;
};

Rules load_rules(Store& store, const std::string& file) {
  const auto disk = disk::open_real_disk(store.root());
  Rules rules;
  rules.settings = app::load_settings(*disk);
  if (file.empty()) {
    rules.file = app::kPolicyPath;
    rules.policy = app::find_policy(*disk);
  } else {
    rules.file = file;
    rules.error = ErrorCode::usage;  // it was named on the command line
    rules.policy = app::parse_policy(disk::read_outside_file(file, wire::kMaxDocumentBytes),
                                     {rules.file, rules.error});
  }
  if (rules.policy) {
    app::add_goals(*rules.policy, rules.settings);
  }
  return rules;
}

/// Those of the policy, then those of the command line. Throws not_found where there is none: what
/// checks nothing must not pass.
std::vector<app::GateRule> all_rules(const Rules& rules, const std::string& experiment,
                                     const GateOptions& options) {
  std::vector<app::GateRule> all;
  if (rules.policy) {
    all = app::rules_of(*rules.policy, rules.settings, experiment, {rules.file, rules.error});
    for (app::GateRule& rule : all) {
      rule.missing = chosen_missing(options).value_or(rule.missing);
    }
  }
  for (app::GateRule& rule : rules_of(options)) {
    all.push_back(std::move(rule));
  }
  if (all.empty()) {
    throw Error(ErrorCode::not_found,
                rules.policy ? base::escape_control(rules.file) + " has no rule for this check"
                             : "there are no rules to check: the store has no policy.yaml")
        .hint(
            "write rules into mlruns/policy.yaml: metrics: {acc: {at_least: 0.9, "
            "fail_if_worse_by: {abs: 0.01}}}")
        .hint("or give one here: mlt check --fail-if 'metrics.acc < 0.9'");
  }
  return all;
}

app::GateQuery query_for(Context& context, const CheckCommand& command,
                         const std::vector<StoredRun>& named) {
  app::GateQuery query;
  for (const StoredRun& run : named) {
    query.runs.emplace_back(run.store, run.ref);
  }
  query.against = command.against;
  query.since = command.since;
  query.pick = command.pick.empty() ? app::Pick{} : app::parse_pick(command.pick);
  query.experiments = chosen_experiments(context, command.experiments);
  query.filter = command.filter;
  query.now_ms = context.clock().now_ms();
  for (const std::string& goal : command.goals) {
    query.goals.insert(app::parse_goal(goal));
  }
  return query;
}

void print_report(Context& context, const GateReport& report, const CheckCommand& command) {
  const Format format = chosen_format(context);
  const bool is_markdown = command.markdown || format == Format::md;
  if (is_markdown) {
    context.out(gate_markdown(report));
  } else if (is_for_people(format)) {
    const std::string head = command.no_header ? "" : wrapped(context, subject_line(report)) + "\n";
    context.out(head + gate_lines(context, report));
  } else {
    Listing listing;
    listing.schema = "mlt.check/1";
    listing.table = gate_table(report, false);
    listing.item = [&report](std::size_t row) { return gate_value(report.results[row]); };
    listing.members = report_members(report);
    print_listing(context, listing, {.header = !command.no_header});
  }
  context.flush();
}

int run_check(Context& context, const CheckCommand& command) {
  chosen_format(context);   // a wrong one, or a gate that is malformed, is told before
  rules_of(command.gates);  // any run is read
  Store& store = context.store();
  const Rules rules = load_rules(store, command.rules);
  const auto named =
      select_stored_runs(context, command.runs, chosen_experiments(context, command.experiments));
  GateReport report =
      begin_report(context, store, std::make_shared<app::Revisions>(open_revisions(context)),
                   rules.settings, query_for(context, command, named));
  report.results =
      app::check_gates(report.subject, all_rules(rules, report.subject.experiment, command.gates));
  print_report(context, report, command);
  hint_at_gaps(context, report);
  if (command.gates.ci) {
    append_to_summary(context, gate_markdown(report));
  }
  return app::passes(report.results) ? 0 : kFailed;
}

void declare_check_options(OptionTable& table, CheckCommand& command) {
  table
      .operands("RUN", command.runs,
                "the candidate: a run, REV:RUN too; of several the one of --pick; without any, the "
                "newest finished run that --against does not hold")
      .complete(Completion::run);
  table.group("Runs");
  table
      .option("--against, --base", "REF|RUN", command.against,
              "the baseline: a run, or one of those in a revision of git; candidates are then the "
              "runs that the revision does not hold")
      .complete(Completion::run);
  table.option("--pick", "latest|best:METRIC|mean", command.pick,
               "which of the finished candidates is checked, and which of a revision's finished "
               "runs is the baseline (latest)");
  table
      .option("-x, --experiment", "NAME|ID", command.experiments,
              "runs of this experiment, '*' for all; else of the one with the newest candidate")
      .complete(Completion::experiment);
  table
      .option("--filter, --where", "EXPR", command.filter,
              "only candidates, and only runs of a revision, for which this is true")
      .complete(Completion::filter);
  table.option("--since", "REV", command.since,
               "only candidates that this revision of git does not hold");
  table.option("--goal", "METRIC=max", command.goals,
               "which way a metric is better, max or min, where its name does not tell");
  table.group("Gates");
  table
      .option("--rules", "FILE", command.rules,
              "the rules of this file instead of those in the store's policy.yaml")
      .complete(Completion::file);
  declare_gate_options(table, command.gates);
  table.group("Output");
  table.flag("--md", command.markdown, "a table of Markdown, for a pull request: as -F md");
  table.flag("--no-header", command.no_header, "without the head line or row");
}

Action declare_check(OptionTable& table) {
  auto command = std::make_shared<CheckCommand>();
  declare_check_options(table, *command);
  table.description(
      "Holds a run against the rules in the store's policy.yaml and those of --fail-if, each a "
      "gate: an expression over the run and its baseline that must not be true. All are "
      "evaluated and printed, one a line, as FAIL, ok, warn or skip with the values of both "
      "sides.\n\n"
      "A gate that lacks a value which decides it (a metric that was not logged, NaN, no baseline) "
      "fails, unless --missing or the policy says otherwise. Without any rule nothing passes: that "
      "is an error.");
  table.example("mlt check --against origin/main", "what is new here, by the rules of the store");
  table.example("mlt check @last --fail-if 'metrics.acc < 0.9' --json", "for a program");
  table.example("mlt check --against @best:metrics.acc --fail-if 'delta(acc) < -0.05'",
                "the newest run against the best of the others");
  table.example("mlt check --against origin/main --pick best:acc --ci", "in a job of GitHub");
  table.exit_status(kFailed, "a gate failed");
  table.environment("GITHUB_STEP_SUMMARY", "the file that --ci appends to");
  table.file("mlruns/policy.yaml", "the rules: see mlt-policy(5)");
  table.see_also("mlt-policy(5)");
  table.see_also("mlt-gates(7)");
  table.see_also("mlt-compare(1)");
  return [command](Context& context) { return run_check(context, *command); };
}

}  // namespace

constexpr Command kCheckRows[] = {
    {"check", "hold a run against the rules of the store", declare_check}};
const CommandFamily kCheckCommands = kCheckRows;

}  // namespace mlt::cli
