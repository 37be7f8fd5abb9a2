#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "disk/files.hpp"
#include "store/lost_and_found.hpp"
#include "store/native/doctor.hpp"
#include "store/native/journal_mender.hpp"

namespace mlt::store {

/// What the examinations of a run and of a logged model have in common: the lock, and the lines of
/// their journals.
class JournalExamination {
 public:
  /// `locked` is the journal whose lock guards all of it.
  JournalExamination(Examination& examination, std::string locked)
      : examination_(examination),
        locked_(std::move(locked)),
        lost_and_found_(examination.context) {}

  enum class Lock { held, busy, impossible };
  /// Without waiting: who holds the lock is writing. Where nothing is to be mended, a store that
  /// cannot be locked (it is read-only) is examined all the same.
  Lock lock();

  /// Looks for lines that no reader can use, and takes them out. False if the journal cannot be
  /// read to its end.
  bool examine_lines(const std::string& path);
  /// A journal was changed by this very examination: its snapshot covers the old one.
  [[nodiscard]] bool has_mended() const { return mended_; }

  /// Puts `text` in the snapshot's place; what is there, if it was found to be of `kind`, is kept
  /// in lost-and-found.
  void replace_snapshot(const std::string& path, const std::string& text, const FindingKind& kind);

 private:
  std::vector<std::size_t> report_lines(const std::string& path, const std::vector<BadLine>& lines);

  Examination& examination_;
  std::string locked_;
  LostAndFound lost_and_found_;
  std::optional<disk::FileLock> lock_;
  bool mended_ = false;
};

/// Compares the artifacts below `folder` with what `journal` says of them.
void examine_artifacts(Examination& examination, const std::string& folder,
                       const std::string& journal,
                       const std::map<std::string, ArtifactFact, std::less<>>& artifacts);

}  // namespace mlt::store
