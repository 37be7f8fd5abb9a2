#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "model/rules.hpp"
#include "store/journal/appender.hpp"
#include "store/journal/snapshot.hpp"
#include "store/lost_and_found.hpp"
#include "store/native/doctor.hpp"
#include "store/native/journal_mender.hpp"

namespace mlt::store {

namespace {

constexpr std::size_t kMaxLinesSaid = 100;  // findings of one journal

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
        lost_and_found_(context_) {}

  void examine() {
    if (!examine_journals()) {
      return;
    }
    examine_owner();
    examine_snapshot();
    examine_params();
    examine_artifacts();
  }

 private:
  enum class Lock { held, busy, impossible };

  std::size_t report(const FindingKind& kind, std::string path, std::int64_t line = 0,
                     std::string_view detail = {}) {
    return examination_.findings.add(kind, std::move(path), line, detail);
  }
  [[nodiscard]] const std::string& journal_path() const { return files_.journals.front().path; }
  [[nodiscard]] bool fixes() const { return examination_.options.fix; }

  /// Without waiting: who holds the lock is writing. Where nothing is to be mended, a store that
  /// cannot be locked (it is read-only) is examined all the same.
  Lock lock() {
    try {
      if (!lock_) {
        lock_ = disk::FileLock::try_acquire(disk_, journal_path(), disk::OpenMode::append);
      }
      return lock_ ? Lock::held : Lock::busy;
    } catch (const Error&) {
      if (fixes()) {
        throw;
      }
      return Lock::impossible;
    }
  }

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
        report(finding::kStray, files_.folder, 0, "it is no run, for it has no journal");
      }
      return false;
    }
    bool readable = true;
    for (const RunFiles::Journal& journal : files_.journals) {
      readable &= is_regular_file(examination_, journal.path) && examine_lines(journal);
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

  /// False if the journal cannot be read to its end.
  bool examine_lines(const RunFiles::Journal& journal) {
    JournalMender mender(disk_, journal.path);
    try {
      mender.examine();
    } catch (const Error& error) {
      report(finding::kUnreadableJournal, journal.path, 0, error.message());
      return false;
    }
    if (mender.first_later_line() > 0) {
      report(finding::kLaterLine, journal.path, mender.first_later_line());
    }
    if (mender.bad_lines().empty()) {
      return true;
    }
    const Lock state = lock();
    if (state == Lock::busy) {
      return true;
    }
    const std::vector<std::size_t> findings = report_lines(journal, mender.bad_lines());
    if (fixes()) {
      mender.mend(context_, lost_and_found_);
      lock_.reset();  // the file it was on is no longer the journal
      mended_ = true;
      for (const std::size_t finding : findings) {
        examination_.findings.set_fixed(finding);
      }
    }
    return true;
  }

  std::vector<std::size_t> report_lines(const RunFiles::Journal& journal,
                                        const std::vector<BadLine>& lines) {
    std::vector<std::size_t> findings;
    for (std::size_t i = 0; i < lines.size() && i < kMaxLinesSaid; ++i) {
      const BadLine& line = lines[i];
      const FindingKind& kind =
          line.is_conflict_marker ? finding::kConflictInJournal : finding::kBadLine;
      findings.push_back(report(kind, journal.path, line.number, line.reason));
    }
    if (lines.size() > kMaxLinesSaid) {
      findings.push_back(
          report(finding::kBadLine, journal.path, lines[kMaxLinesSaid].number,
                 std::to_string(lines.size() - kMaxLinesSaid) + " more lines from here on"));
    }
    return findings;
  }

  void examine_owner() {
    const auto is_abandoned = [this] {
      const Run run = fold_->snapshot().run;
      return run.status == RunStatus::running && run.lifecycle == Lifecycle::active &&
             examination_.options.run_owner(run) == Liveness::dead;
    };
    if (!examination_.options.run_owner || !is_abandoned() || lock() == Lock::busy) {
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
    write_snapshot();
  }

  /// What is wrong with the snapshot beside the fold as it is; null if nothing is. `text` is
  /// nothing where a link, a pipe, a folder or too large a file stands in its place.
  const FindingKind* judge_snapshot(std::optional<std::string>& text, std::string& detail) {
    const Snapshot folded = fold_->snapshot();
    const auto stat = disk_.find_stat(files_.snapshot);
    if (!stat) {
      return &finding::kNoSnapshot;
    }
    if (stat->kind != disk::FileKind::regular || stat->size > disk::kMaxSmallFile) {
      detail = stat->kind == disk::FileKind::regular ? "it is too large" : "it is no file";
      return &finding::kDamagedSnapshot;
    }
    text = disk::read_text(disk_, files_.snapshot);
    if (*text == snapshot_text(folded)) {
      return nullptr;
    }
    std::string copy = *text;
    const auto snapshot = parse_snapshot(scratch_.document, copy, {}, detail);
    if (!snapshot) {
      return &finding::kDamagedSnapshot;
    }
    if (snapshot->run.ref() != files_.ref) {
      detail = "run '" + snapshot->run.id.value + "'";
      return &finding::kForeignSnapshot;
    }
    if (!covers_beginning(*snapshot) || snapshot->covers == folded.covers) {
      return &finding::kWrongSnapshot;
    }
    // A snapshot is written at the end of a run: until then it may lag.
    const bool is_over = has_ended(folded.run.status) || folded.run.lifecycle == Lifecycle::deleted;
    return is_over ? &finding::kStaleSnapshot : nullptr;
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
    std::optional<std::string> text;
    std::string detail;
    const FindingKind* kind = nullptr;
    try {
      if (judge_snapshot(text, detail) == nullptr || lock() == Lock::busy) {
        return;
      }
      text.reset();
      detail.clear();
      fold_->advance(scratch_, true);
      kind = judge_snapshot(text, detail);
    } catch (const Error& error) {
      report(finding::kUnreadable, files_.snapshot, 0, error.message());
      return;
    }
    if (kind == nullptr) {
      return;
    }
    if (mended_ && (kind == &finding::kWrongSnapshot || kind == &finding::kStaleSnapshot)) {
      write_snapshot();
      return;
    }
    const std::size_t finding = report(*kind, files_.snapshot, 0, detail);
    if (fixes()) {
      if (kind != &finding::kNoSnapshot && kind != &finding::kStaleSnapshot) {
        if (text) {
          lost_and_found_.add_file(files_.snapshot, *text);
        } else {
          lost_and_found_.move(files_.snapshot);
        }
      }
      write_snapshot();
      examination_.findings.set_fixed(finding);
    }
  }

  void write_snapshot() {
    fold_->advance(scratch_, true);
    disk::replace_file(disk_, files_.snapshot, snapshot_text(fold_->snapshot()), kTempDir,
                       context_.random, context_.policy);
  }

  void examine_params() {
    const KeyValueMap params = fold_->snapshot().run.params;
    for (const std::string& key : fold_->fold().differing_params()) {
      report(finding::kDifferingParam, journal_path(), 0,
             "'" + key + "'; the first counts: '" + params.at(key) + "'");
    }
  }

  void examine_artifacts() {
    const Run run = fold_->snapshot().run;
    if (!has_ended(run.status)) {
      return;
    }
    for (const auto& [path, fact] : run.artifacts) {
      examine_artifact(path, fact);
    }
  }

  void examine_artifact(const std::string& path, const ArtifactFact& fact) {
    try {
      model::check_artifact_path(path);
    } catch (const Error& error) {
      report(finding::kChangedArtifact, journal_path(), 0, error.message());
      return;
    }
    const std::string target = disk::join_path(disk::join_path(files_.folder, "artifacts"), path);
    // An absent one is normal: git does not carry artifacts.
    const auto stat = disk_.find_stat(target);
    if (stat && is_regular_file(examination_, target) && stat->size != fact.size) {
      report(finding::kChangedArtifact, target, 0,
             std::to_string(stat->size) + " bytes, of which " + std::to_string(fact.size) +
                 " were recorded");
    }
  }

  Examination& examination_;
  const StoreContext& context_;
  disk::Disk& disk_;
  const RunFiles& files_;
  LostAndFound lost_and_found_;
  std::optional<disk::FileLock> lock_;
  bool mended_ = false;  // the journal, by this call: its snapshot covers the old one
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
