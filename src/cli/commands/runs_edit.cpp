#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/run_changes.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/changes.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/reading.hpp"
#include "cli/tag_words.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kMaxNoteBytes = 1u << 20;

std::vector<RunRef> select_named(Context& context, std::span<const std::string> selectors) {
  return select_runs(context, selectors, chosen_experiments(context, {}));
}

void report_runs(Context& context, const std::string& action, const std::vector<Run>& runs,
                 const std::string& detail = {}) {
  std::vector<Change> changes;
  changes.reserve(runs.size());
  for (const Run& run : runs) {
    changes.push_back(run_change(action, run, detail));
  }
  report_changes(context, changes);
}

// runs rename

struct RenameOptions {
  std::string run;
  std::string name;
};

int run_rename(Context& context, const RenameOptions& options) {
  const auto refs = select_named(context, {&options.run, 1});
  TagChange change;
  change.set.emplace(tag::kRunName, options.name);
  const auto runs = app::tag_runs(context.store(), refs, change, context.globals().dry_run);
  report_runs(context, "rename", runs, options.name);
  return 0;
}

Action declare_rename(OptionTable& table) {
  auto options = std::make_shared<RenameOptions>();
  table.operand("RUN", options->run, "the run: id, name or @last").complete(Completion::run);
  table.operand("NAME", options->name, "its new name");
  table.description(
      "Gives a run another name. Its id stays, and so does all that refers to it. Several runs may "
      "have the same name.");
  table.example("mlt runs rename @last baseline", "the newest run");
  table.exit_status(4, "the run is deleted");
  table.see_also("mlt-runs-tag(1)");
  return [options](Context& context) { return run_rename(context, *options); };
}

// runs tag

struct TagOptions {
  std::vector<std::string> words;
  std::vector<std::string> removed;
};

int run_tag(Context& context, const TagOptions& options) {
  auto [selectors, change] = parse_tag_words(options.words, options.removed, "runs", "RUN");
  const auto refs = select_named(context, selectors);
  const auto runs = app::tag_runs(context.store(), refs, change, context.globals().dry_run);
  report_runs(context, "tag", runs, describe(change));
  return 0;
}

Action declare_tag(OptionTable& table) {
  auto options = std::make_shared<TagOptions>();
  table.operands("WORD", options->words, "runs, then tags as KEY=VALUE", true)
      .complete(Completion::run);
  table.option("--remove", "KEY", options->removed, "take this tag away")
      .complete(Completion::tag_key);
  table.synopsis("[OPTION]... RUN... KEY=VALUE...");
  table.synopsis("[OPTION]... RUN... --remove KEY");
  table.description(
      "Sets tags of runs, which may have ended, and takes tags away. Every run is looked at before "
      "the first is written: where one is deleted, or lacks a tag that is to go, none is "
      "changed.\n\nA run with the tag mlt.keep, whatever its value, is left alone by mlt gc and by "
      "mlt runs purge. Other tags under 'mlt.' are mlt's own.");
  table.example("mlt runs tag @last reviewed=yes", "one run");
  table.example("mlt ls -F name | xargs sh -c 'mlt runs tag \"$@\" sweep=7' -", "every run listed");
  table.example("mlt runs tag baseline --remove draft", "take a tag away");
  table.exit_status(4, "a run is deleted");
  table.see_also("mlt-log-tag(1)");
  return [options](Context& context) { return run_tag(context, *options); };
}

// runs note

struct NoteOptions {
  std::string run;
  std::optional<std::string> text;
};

int print_note(Context& context, const RunRef& ref) {
  const Run run = context.store().get_run(ref);
  const auto note = run.tags.find(tag::kNote);
  if (note != run.tags.end()) {
    context.out(note->second + "\n");
  }
  return 0;
}

int run_note(Context& context, const NoteOptions& options) {
  const auto refs = select_named(context, {&options.run, 1});
  if (!options.text) {
    return print_note(context, refs.front());
  }
  std::string note = *options.text == "-" ? Input("-").read_all(kMaxNoteBytes) : *options.text;
  while (note.ends_with('\n')) {
    note.pop_back();
  }
  TagChange change;
  change.set.emplace(tag::kNote, std::move(note));
  const auto runs = app::tag_runs(context.store(), refs, change, context.globals().dry_run);
  report_runs(context, "note", runs, change.set.begin()->second);
  return 0;
}

Action declare_note(OptionTable& table) {
  auto options = std::make_shared<NoteOptions>();
  table.operand("RUN", options->run, "the run: id, name or @last").complete(Completion::run);
  table.operand("TEXT", options->text, "the note; - reads it from standard input");
  table.description(
      "Describes a run in words, in place of the note that it has; without TEXT the note is "
      "printed. The note is the tag mlflow.note.content; MLflow's pages show it as Markdown.");
  table.example("mlt runs note @last 'same as before, with dropout'", "a short note");
  table.example("mlt runs note @last - < findings.md", "a long one");
  table.example("mlt runs note @last", "what it says");
  table.exit_status(4, "the run is deleted");
  table.see_also("mlt-log-note(1)");
  return [options](Context& context) { return run_note(context, *options); };
}

// runs delete, runs restore

using Selectors = std::vector<std::string>;

std::shared_ptr<Selectors> declare_runs(OptionTable& table) {
  auto runs = std::make_shared<Selectors>();
  table.operands("RUN", *runs, "a run: id, name or @last", true).complete(Completion::run);
  return runs;
}

int run_lifecycle(Context& context, const Selectors& selectors, Lifecycle lifecycle) {
  const auto refs = select_named(context, selectors);
  const auto changed =
      app::set_runs_lifecycle(context.store(), refs, lifecycle, context.globals().dry_run);
  report_runs(context, lifecycle == Lifecycle::deleted ? "delete" : "restore", changed);
  return 0;
}

Action declare_delete(OptionTable& table) {
  const auto runs = declare_runs(table);
  table.description(
      "Deletes runs: they are no longer listed, compared or written to, and nothing of them is "
      "lost. mlt runs restore brings them back, mlt runs purge removes them for good. A run that "
      "is deleted already is no error.");
  table.example("mlt runs delete @last", "the newest run");
  table.example("mlt ls --status failed -F name | xargs mlt runs delete", "all that failed");
  table.see_also("mlt-runs-restore(1)");
  table.see_also("mlt-runs-purge(1)");
  return [runs](Context& context) { return run_lifecycle(context, *runs, Lifecycle::deleted); };
}

Action declare_restore(OptionTable& table) {
  const auto runs = declare_runs(table);
  table.description(
      "Brings deleted runs back as they were. A run that is not deleted is no error.");
  table.example("mlt ls --deleted", "what can be brought back");
  table.example("mlt runs restore wide-lion", "one of them");
  table.see_also("mlt-runs-delete(1)");
  return [runs](Context& context) { return run_lifecycle(context, *runs, Lifecycle::active); };
}

// runs purge

struct PurgeOptions {
  Selectors runs;
  bool force = false;
};

int run_purge(Context& context, const PurgeOptions& options) {
  const auto refs = select_named(context, options.runs);
  const auto doomed = app::plan_purge(context.store(), refs, options.force);
  std::vector<Change> changes;
  std::uint64_t bytes = 0;
  for (const app::DoomedRun& each : doomed) {
    changes.push_back(run_change("purge", each.run));
    changes.back().bytes = each.bytes;
    bytes += each.bytes;
  }
  if (!context.globals().dry_run) {
    confirm(context, counted(doomed.size(), "run") + " with " + base::format_bytes(bytes) +
                         " will be removed for good.");
    app::purge_runs(context.store(), doomed);
  }
  report_changes(context, changes);
  return 0;
}

Action declare_purge(OptionTable& table) {
  auto options = std::make_shared<PurgeOptions>();
  table.operands("RUN", options->runs, "a deleted run: id or name", true).complete(Completion::run);
  table.flag("--force", options->force, "runs that are not deleted too");
  table.description(
      "Removes deleted runs for good, with their artifacts: nothing brings them back but a backup "
      "or git. On a terminal it asks first, elsewhere -y has to be given. Artifacts that a run "
      "keeps outside the store are not touched. A run with the tag mlt.keep, or one whose process "
      "still lives, is refused.\n\nIn a native store a trace is left, so that a merge does not "
      "bring the run back.");
  table.example("mlt runs purge -n old-run", "what would go, with its size");
  table.example("mlt ls --deleted -F name | xargs mlt runs purge -y", "everything deleted");
  table.exit_status(4, "a run is not deleted, is to be kept or is running, or the answer was no");
  table.see_also("mlt-gc(1)");
  table.see_also("mlt-runs-delete(1)");
  return [options](Context& context) { return run_purge(context, *options); };
}

}  // namespace

constexpr Command kRunsEditRows[] = {
    {"runs rename", "give a run another name", declare_rename},
    {"runs tag", "set or remove tags of runs", declare_tag},
    {"runs note", "describe a run, or print its description", declare_note},
    {"runs delete", "delete runs, to be restored if need be", declare_delete},
    {"runs restore", "bring deleted runs back", declare_restore},
    {"runs purge", "remove deleted runs for good", declare_purge}};
const CommandFamily kRunsEditCommands = kRunsEditRows;

}  // namespace mlt::cli
