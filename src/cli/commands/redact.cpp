#include "app/redact.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/changes.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/listing.hpp"
#include "cli/reading.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kMaxValuesBytes = 1u << 20;

struct RedactOptions {
  std::vector<std::string> value_files;
  std::vector<std::string> globs;
  std::vector<std::string> runs;
};

/// One value a line; what a line holds besides its end is the value.
std::vector<std::string> read_values(const std::vector<std::string>& files) {
  std::vector<std::string> values;
  for (const std::string& file : files) {
    const std::string text = Input(file).read_all(kMaxValuesBytes);
    for (std::string_view line : base::split(text, '\n')) {
      if (line.ends_with('\r')) {
        line.remove_suffix(1);
      }
      if (!line.empty()) {
        values.emplace_back(line);
      }
    }
    if (values.empty()) {
      throw Error(ErrorCode::usage, base::escape_control(file) + " holds no value");
    }
  }
  return values;
}

Listing make_listing(const std::vector<RedactedFile>& files,
                     const std::vector<app::HoldingCommit>& commits) {
  Listing listing;
  listing.schema = "mlt.redaction/1";
  listing.table.columns = {{.key = "path", .title = "path", .keep = true},
                           {.key = "places", .title = "places"},
                           {.key = "broke", .title = "broke"},
                           {.key = "commit", .title = "still in commit"}};
  for (const RedactedFile& file : files) {
    listing.table.rows.push_back(
        {{file.path}, {static_cast<std::int64_t>(file.places)}, {file.broke}, {}});
  }
  for (const app::HoldingCommit& each : commits) {
    listing.table.rows.push_back({{each.path}, {}, {}, {render::Id{each.commit, 10}}});
  }
  listing.item = [&files, &commits](std::size_t row) {
    wire::Value item = wire::object_value();
    const bool is_file = row < files.size();
    wire::add(item, "path",
              wire::string_value(is_file ? files[row].path : commits[row - files.size()].path));
    wire::add(item, "places",
              is_file ? wire::integer_value(static_cast<std::int64_t>(files[row].places))
                      : wire::Value{});
    wire::add(item, "broke", wire::string_value(is_file ? files[row].broke : ""));
    wire::add(item, "commit",
              is_file ? wire::Value{} : wire::string_value(commits[row - files.size()].commit));
    return item;
  };
  listing.head = counted(files.size(), "file");
  return listing;
}

int run_redact(Context& context, const RedactOptions& options) {
  app::RedactRequest request;
  request.values = read_values(options.value_files);
  request.globs = options.globs;
  request.runs = select_runs(context, options.runs, chosen_experiments(context, {}));
  Store& store = context.store();
  app::RedactPlan plan = app::plan_redaction(store, request);
  plan.redaction.dry_run = true;
  std::vector<RedactedFile> files = store.redact(plan.redaction);
  if (!files.empty() && !context.globals().dry_run) {
    confirm(context, counted(files.size(), "file") + " will be rewritten for good.");
    plan.redaction.dry_run = false;
    files = store.redact(plan.redaction);
  }
  const auto commits = app::find_holding_commits(store.root(), files, plan.sought);
  print_listing(context, make_listing(files, commits));
  context.flush();
  for (const RedactedFile& file : files) {
    if (!file.broke.empty()) {
      context.warn(file.path + ": " + file.broke);
    }
  }
  if (!commits.empty()) {
    context.warn("git still holds what was redacted: whoever has a clone has it too");
    context.hint("change the secret itself; then rewrite the history with git filter-repo");
  }
  return 0;
}

Action declare_redact(OptionTable& table) {
  auto options = std::make_shared<RedactOptions>();
  table
      .option("--value-from", "FILE", options->value_files,
              "a file with values to take out, one a line; - reads standard input")
      .complete(Completion::file);
  table
      .option("--key", "GLOB", options->globs,
              "make the value of every param and tag whose key fits ***")
      .complete(Completion::param_key);
  table.operands("RUN", options->runs, "a run; else the whole store").complete(Completion::run);
  table.synopsis("[--value-from FILE]... [--key GLOB]... [RUN]...");
  table.description(
      "Takes a secret that was logged out of the store: out of journals, snapshots, events, "
      "captured logs and code. It lists the files that were changed, what no longer holds because "
      "of it, and the commits in which git still has the value; git's history is not changed. On "
      "a terminal it asks first, elsewhere -y has to be given.\n\nA value is never an argument: "
      "others on this machine could read it in the list of processes.");
  table.example("mlt redact -n --key '*token*'", "what would be changed");
  table.example("mlt redact -y --value-from - < secret.txt", "a value, wherever it stands");
  table.exit_status(4, "the answer was no");
  table.see_also("mlt-doctor(1)");
  return [options](Context& context) { return run_redact(context, *options); };
}

}  // namespace

constexpr Command kRedactRows[] = {
    {"redact", "take a logged secret out of the store", declare_redact}};
const CommandFamily kRedactCommands = kRedactRows;

}  // namespace mlt::cli
