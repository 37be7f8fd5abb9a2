#include <memory>
#include <string>
#include <vector>

#include "mlt/error.hpp"

#include "app/run_commit.hpp"
#include "cli/command.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

struct CommitOptions {
  std::vector<std::string> runs;
  std::string message;
};

wire::Value commit_value(const app::CommitPlan& plan, const std::string& commit) {
  wire::Value object = wire::object_value();
  wire::add(object, "commit", commit.empty() ? wire::Value{} : wire::string_value(commit));
  wire::add(object, "message", wire::string_value(plan.message));
  wire::Value& files = wire::add(object, "files", wire::array_value());
  for (const std::string& file : plan.files) {
    wire::append(files, wire::string_value(file));
  }
  return object;
}

std::string describe_plan(const app::CommitPlan& plan) {
  std::string text;
  for (const std::string& file : plan.files) {
    text += file + "\n";
  }
  return text;
}

int run_commit(Context& context, const CommitOptions& options) {
  const auto refs = select_runs(context, options.runs, chosen_experiments(context, {}));
  const auto plan = app::plan_commit(context.store(), refs, options.message);
  const bool is_dry = context.globals().dry_run;
  const std::string commit = plan.files.empty() || is_dry ? std::string() : app::commit_runs(plan);
  if (context.globals().format &&
      print_object(context, "mlt.commit/1", commit_value(plan, commit))) {
    return 0;
  }
  if (!context.globals().quiet) {
    context.out(is_dry ? describe_plan(plan) : commit.empty() ? std::string() : commit + "\n");
  }
  context.flush();
  if (plan.files.empty()) {
    context.note("nothing to commit: git has these runs as they are");
  }
  return 0;
}

Action declare_commit(OptionTable& table) {
  auto options = std::make_shared<CommitOptions>();
  table.operands("RUN", options->runs, "a run: id, name or @last", true).complete(Completion::run);
  table.option("-m, --message", "TEXT", options->message,
               "the commit's message; else it is made from the run");
  table.description(
      "Commits the text of runs to git: their journals, snapshots and code/, and the events of "
      "their experiments; with the first commit also the files by which a clone knows the store. "
      "Artifacts stay outside of git. Nothing else is committed, whatever is staged. The commit's "
      "id is printed; git's hooks run as ever.");
  table.example("mlt runs commit @last", "the newest run, with a message made from it");
  table.example("mlt runs commit @last~1 @last -m 'baseline and dropout'", "two in one commit");
  table.example("mlt runs commit -n @last", "which files would be committed");
  table.see_also("mlt-status(1)");
  return [options](Context& context) { return run_commit(context, *options); };
}

}  // namespace

constexpr Command kRunsCommitRows[] = {
    {"runs commit", "commit the text of runs to git", declare_commit}};
const CommandFamily kRunsCommitCommands = kRunsCommitRows;

}  // namespace mlt::cli
