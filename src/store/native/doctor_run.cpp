#include <algorithm>
#include <optional>
#include <string>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "store/journal/appender.hpp"
#include "store/journal/snapshot.hpp"
#include "store/lost_and_found.hpp"
#include "store/native/doctor.hpp"
#include "store/native/doctor_journal.hpp"

namespace mlt::store {

namespace {

/// When the run last gave a sign of life, as far as its journal tells; not after `now`.
std::int64_t last_sign_of_life(const Snapshot& snapshot, std::int64_t now) {
  std::int64_t last = std::max(snapshot.run.start_time_ms, snapshot.newest_at);
  for (const auto& [key, metric] : snapshot.run.metrics) {
    last = std::max(last, std::min(metric.last.time_ms, now));
  }
  return last;
}

class RunExamination {
 public:
  RunExamination(Examination& examination, const RunFiles& files)
      : examination_(examination),
        context_(examination.context),
        disk_(*context_.disk),
        files_(files),
        journal_(examination, files.journals.front().path) {}

  void examine() {
    if (!examine_journals()) {
      return;
    }
    examine_owner();
    examine_snapshot();
    examine_params();
    const Run run = fold_->snapshot().run;
    if (has_ended(run.status)) {
      examine_artifacts(examination_, files_.folder, journal_path(), run.artifacts);
    }
  }

 private:
  using Lock = JournalExamination::Lock;

  std::size_t report(const FindingKind& kind, std::string path, std::int64_t line = 0,
                     std::string_view detail = {}) {
    return examination_.findings.add(kind, std::move(path), line, detail);
  }
  [[nodiscard]] const std::string& journal_path() const { return files_.journals.front().path; }
  [[nodiscard]] bool fixes() const { return examination_.options.fix; }

  void fold_anew() {
    fold_.emplace(disk_, files_, FoldSelection{}, IssueSink());
    fold_->advance(scratch_, true);
  }

  /// False if the journals do not give the run.
  bool examine_journals() {
    if (!disk_.find_stat(journal_path())) {
      if (disk_.find_stat(files_.snapshot)) {
        report(finding::kNoJournal, journal_path());
      } else {
        set_aside(examination_, finding::kStray, files_.folder,
                  "it is no run, for it has no journal");
      }
      return false;
    }
    bool readable = true;
    for (const RunFiles::Journal& journal : files_.journals) {
      readable &=
          is_regular_file(examination_, journal.path) && journal_.examine_lines(journal.path);
    }
    if (!readable) {
      return false;
    }
    fold_anew();
    const RunFold& fold = fold_->fold();
    if (!fold.is_created()) {
      report(finding::kForeignJournal, journal_path(), 0, "it does not say how the run was made");
      return false;
    }
    const Run run = fold_->snapshot().run;
    if (run.ref() != files_.ref) {
      report(finding::kForeignJournal, journal_path(), 0,
             "it is that of run '" + run.id.value + "' in experiment '" + run.experiment_id.value +
                 "'");
      return false;
    }
    return true;
  }

  void examine_owner() {
    const auto is_abandoned = [this] {
      const Run run = fold_->snapshot().run;
      return run.status == RunStatus::running && run.lifecycle == Lifecycle::active &&
             examination_.options.run_owner(run) == Liveness::dead;
    };
    if (!examination_.options.run_owner || !is_abandoned() || journal_.lock() == Lock::busy) {
      return;
    }
    fold_->advance(scratch_, true);
    if (!is_abandoned()) {
      return;
    }
    const std::size_t finding = report(finding::kDeadRun, files_.folder);
    if (fixes()) {
      end_as_killed();
      examination_.findings.set_fixed(finding);
    }
  }

  void end_as_killed() {
    const Snapshot snapshot = fold_->snapshot();
    const std::int64_t now = context_.clock.now_ms();
    const std::int64_t at = std::max(now, snapshot.newest_at + 1);
    std::string lines;
    append_line(lines, TagLine{at, tag::kEndReason, "process gone"});
    append_line(lines, StatusLine{at, RunStatus::killed, last_sign_of_life(snapshot, now)});
    JournalAppender(disk_, journal_path(), context_.policy).append(lines);
    write_snapshot(finding::kStaleSnapshot);
  }

  /// What is wrong with the snapshot beside the fold as it is; null if nothing is.
  const FindingKind* judge_snapshot(std::string& detail) {
    const Snapshot folded = fold_->snapshot();
    const auto stat = disk_.find_stat(files_.snapshot);
    if (!stat) {
      return &finding::kNoSnapshot;
    }
    if (stat->kind != disk::FileKind::regular || stat->size > disk::kMaxSmallFile) {
      detail = stat->kind == disk::FileKind::regular ? "it is too large" : "it is no file";
      return &finding::kDamagedSnapshot;
    }
    std::string text = disk::read_text(disk_, files_.snapshot);
    if (text == snapshot_text(folded)) {
      return nullptr;
    }
    auto snapshot = parse_snapshot(scratch_.document, text, {}, detail);
    if (!snapshot) {
      return &finding::kDamagedSnapshot;
    }
    if (snapshot->run.ref() != files_.ref) {
      detail = "run '" + snapshot->run.id.value + "'";
      return &finding::kForeignSnapshot;
    }
    if (is_older_spelling(*snapshot, folded)) {
      return nullptr;
    }
    if (!covers_beginning(*snapshot) || snapshot->covers == folded.covers) {
      return &finding::kWrongSnapshot;
    }
    // A snapshot is written at the end of a run: until then it may lag.
    const bool is_over = has_ended(folded.run.status) || folded.run.lifecycle == Lifecycle::deleted;
    return is_over ? &finding::kStaleSnapshot : nullptr;
  }

  /// The first snapshots did not say when a run was deleted; all else must be the same.
  static bool is_older_spelling(Snapshot& snapshot, const Snapshot& folded) {
    if (snapshot.run.deleted_time_ms || !folded.run.deleted_time_ms) {
      return false;
    }
    snapshot.run.deleted_time_ms = folded.run.deleted_time_ms;
    return snapshot_text(snapshot) == snapshot_text(folded);
  }

  /// True if each journal begins with what the snapshot covers of it.
  bool covers_beginning(const Snapshot& snapshot) {
    for (const auto& [name, cover] : snapshot.covers) {
      const auto is_it = [&name = name](const auto& journal) { return journal.name == name; };
      const auto journal = std::find_if(files_.journals.begin(), files_.journals.end(), is_it);
      if (journal == files_.journals.end()) {
        return false;
      }
      const auto file = disk_.open(journal->path, disk::OpenMode::read);
      if (file->stat().size < cover.bytes || !ends_in_covered_line(*file, cover)) {
        return false;
      }
    }
    return true;
  }

  void examine_snapshot() {
    // A fold that leaves lines out is not to take the place of anything.
    if (fold_->is_damaged() || fold_->fold().has_unknown_lines()) {
      return;
    }
    std::string detail;
    const FindingKind* kind = nullptr;
    try {
      if (judge_snapshot(detail) == nullptr || journal_.lock() == Lock::busy) {
        return;
      }
      detail.clear();
      fold_->advance(scratch_, true);
      kind = judge_snapshot(detail);
    } catch (const Error& error) {
      report(finding::kUnreadable, files_.snapshot, 0, error.message());
      return;
    }
    if (kind == nullptr) {
      return;
    }
    if (journal_.has_mended() &&
        (kind == &finding::kWrongSnapshot || kind == &finding::kStaleSnapshot)) {
      write_snapshot(finding::kStaleSnapshot);
      return;
    }
    const std::size_t finding = report(*kind, files_.snapshot, 0, detail);
    if (fixes()) {
      write_snapshot(*kind);
      examination_.findings.set_fixed(finding);
    }
  }

  void write_snapshot(const FindingKind& kind) {
    fold_->advance(scratch_, true);
    journal_.replace_snapshot(files_.snapshot, snapshot_text(fold_->snapshot()), kind);
  }

  void examine_params() {
    const KeyValueMap params = fold_->snapshot().run.params;
    for (const std::string& key : fold_->fold().differing_params()) {
      report(finding::kDifferingParam, journal_path(), 0,
             "'" + key + "'; the first counts: '" + params.at(key) + "'");
    }
  }

  Examination& examination_;
  const StoreContext& context_;
  disk::Disk& disk_;
  const RunFiles& files_;
  JournalExamination journal_;
  std::optional<JournalFold> fold_;
  ReadScratch scratch_;
};

}  // namespace

void examine_run(Examination& examination, const RunFiles& files) {
  try {
    RunExamination(examination, files).examine();
  } catch (const Error& error) {
    if (examination.options.fix) {
      throw;
    }
    examination.findings.add(finding::kUnreadable, files.folder, 0, error.message());
  }
}

}  // namespace mlt::store
