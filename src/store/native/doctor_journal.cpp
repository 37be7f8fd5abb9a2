#include "store/native/doctor_journal.hpp"

#include "mlt/error.hpp"

#include "model/rules.hpp"
#include "store/artifact_files.hpp"
#include "store/native/experiment_files.hpp"

namespace mlt::store {

namespace {

constexpr std::size_t kMaxLinesSaid = 100;  // findings of one journal

void examine_artifact(Examination& examination, const std::string& target,
                      const ArtifactFact& fact) {
  // An absent one is normal: git does not carry artifacts.
  const auto stat = examination.disk().find_stat(target);
  if (!stat) {
    return;
  }
  if (stat->kind != disk::FileKind::regular) {
    examination.findings.add(finding::kChangedArtifact, target, 0, "it is no file");
  } else if (stat->size != fact.size) {
    examination.findings.add(finding::kChangedArtifact, target, 0,
                             std::to_string(stat->size) + " bytes, of which " +
                                 std::to_string(fact.size) + " were recorded");
  } else if (examination.options.deep && measure_artifact(examination.disk(), target) != fact) {
    examination.findings.add(finding::kChangedArtifact, target, 0,
                             "its SHA-256 is not the recorded one");
  }
}

}  // namespace

JournalExamination::Lock JournalExamination::lock() {
  try {
    if (!lock_) {
      lock_ = disk::FileLock::try_acquire(examination_.disk(), locked_, disk::OpenMode::append);
    }
    return lock_ ? Lock::held : Lock::busy;
  } catch (const Error&) {
    if (examination_.options.fix) {
      throw;
    }
    return Lock::impossible;
  }
}

bool JournalExamination::examine_lines(const std::string& path) {
  JournalMender mender(examination_.disk(), path);
  try {
    mender.examine();
  } catch (const Error& error) {
    examination_.findings.add(finding::kUnreadableJournal, path, 0, error.message());
    return false;
  }
  if (mender.first_later_line() > 0) {
    examination_.findings.add(finding::kLaterLine, path, mender.first_later_line());
  }
  if (mender.bad_lines().empty() || lock() == Lock::busy) {
    return true;
  }
  const std::vector<std::size_t> findings = report_lines(path, mender.bad_lines());
  if (examination_.options.fix) {
    mender.mend(examination_.context, lost_and_found_);
    lock_.reset();  // the file it was on is no longer the journal
    mended_ = true;
    for (const std::size_t finding : findings) {
      examination_.findings.set_fixed(finding);
    }
  }
  return true;
}

std::vector<std::size_t> JournalExamination::report_lines(const std::string& path,
                                                          const std::vector<BadLine>& lines) {
  std::vector<std::size_t> findings;
  for (std::size_t i = 0; i < lines.size() && i < kMaxLinesSaid; ++i) {
    const BadLine& line = lines[i];
    const FindingKind& kind =
        line.is_conflict_marker ? finding::kConflictInJournal : finding::kBadLine;
    findings.push_back(examination_.findings.add(kind, path, line.number, line.reason));
  }
  if (lines.size() > kMaxLinesSaid) {
    findings.push_back(examination_.findings.add(
        finding::kBadLine, path, lines[kMaxLinesSaid].number,
        std::to_string(lines.size() - kMaxLinesSaid) + " more lines from here on"));
  }
  return findings;
}

void JournalExamination::replace_snapshot(const std::string& path, const std::string& text,
                                          const FindingKind& kind) {
  disk::Disk& disk = examination_.disk();
  if (&kind != &finding::kNoSnapshot && &kind != &finding::kStaleSnapshot) {
    const auto stat = disk.find_stat(path);
    if (stat && stat->kind == disk::FileKind::regular && stat->size <= disk::kMaxSmallFile) {
      lost_and_found_.add_file(path, disk::read_text(disk, path));
    } else if (stat) {
      lost_and_found_.move(path);
    }
  }
  disk::replace_file(disk, path, text, kTempDir, examination_.context.random,
                     examination_.context.policy);
}

void examine_artifacts(Examination& examination, const std::string& folder,
                       const std::string& journal,
                       const std::map<std::string, ArtifactFact, std::less<>>& artifacts) {
  for (const auto& [path, fact] : artifacts) {
    try {
      model::check_artifact_path(path);
    } catch (const Error& error) {
      examination.findings.add(finding::kChangedArtifact, journal, 0, error.message());
      continue;
    }
    examine_artifact(examination, disk::join_path(disk::join_path(folder, kArtifacts), path), fact);
  }
}

}  // namespace mlt::store
