#include <optional>
#include <string>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "store/journal/model_reader.hpp"
#include "store/journal/model_snapshot.hpp"
#include "store/native/doctor.hpp"
#include "store/native/doctor_journal.hpp"

namespace mlt::store {

namespace {

class ModelExamination {
 public:
  ModelExamination(Examination& examination, const ModelFiles& files)
      : examination_(examination),
        disk_(examination.disk()),
        files_(files),
        journal_(examination, files.journal) {}

  void examine() {
    if (!disk_.find_stat(files_.journal)) {
      if (disk_.find_stat(files_.snapshot)) {
        examination_.findings.add(finding::kNoJournal, files_.journal);
      } else {
        set_aside(examination_, finding::kStray, files_.folder,
                  "it is no logged model, for it has no journal");
      }
      return;
    }
    if (!is_regular_file(examination_, files_.journal) || !journal_.examine_lines(files_.journal)) {
      return;
    }
    fold();
    if (!folded_.is_created || folded_.snapshot.model.ref() != files_.ref) {
      examination_.findings.add(
          finding::kForeignJournal, files_.journal, 0,
          folded_.is_created ? "it is that of model '" + folded_.snapshot.model.id.value + "'"
                             : "it does not say how the model was made");
      return;
    }
    examine_snapshot();
    examine_artifacts(examination_, files_.folder, files_.journal, folded_.snapshot.artifacts);
  }

 private:
  void fold() { folded_ = fold_model_journal(disk_, files_, scratch_, {}); }

  /// What is wrong with the snapshot beside the fold as it is; null if nothing is.
  const FindingKind* judge_snapshot(std::string& detail) {
    const auto stat = disk_.find_stat(files_.snapshot);
    if (!stat) {
      return &finding::kNoSnapshot;
    }
    if (stat->kind != disk::FileKind::regular || stat->size > disk::kMaxSmallFile) {
      detail = stat->kind == disk::FileKind::regular ? "it is too large" : "it is no file";
      return &finding::kDamagedSnapshot;
    }
    std::string text = disk::read_text(disk_, files_.snapshot);
    if (text == model_snapshot_text(folded_.snapshot)) {
      return nullptr;
    }
    const auto snapshot = parse_model_snapshot(scratch_.document, text, detail);
    if (!snapshot) {
      return &finding::kDamagedSnapshot;
    }
    if (snapshot->model.ref() != files_.ref) {
      detail = "model '" + snapshot->model.id.value + "'";
      return &finding::kForeignSnapshot;
    }
    const auto file = disk_.open(files_.journal, disk::OpenMode::read);
    const bool is_behind = snapshot->cover.bytes < folded_.snapshot.cover.bytes &&
                           ends_in_covered_line(*file, snapshot->cover);
    return is_behind ? &finding::kStaleSnapshot : &finding::kWrongSnapshot;
  }

  void examine_snapshot() {
    // A fold that leaves lines out is not to take the place of anything.
    std::string detail;
    if (folded_.is_damaged || folded_.has_unknown_lines || judge_snapshot(detail) == nullptr ||
        journal_.lock() == JournalExamination::Lock::busy) {
      return;
    }
    detail.clear();
    fold();
    const FindingKind* const kind = judge_snapshot(detail);
    if (kind == nullptr) {
      return;
    }
    const std::string text = model_snapshot_text(folded_.snapshot);
    if (journal_.has_mended() &&
        (kind == &finding::kWrongSnapshot || kind == &finding::kStaleSnapshot)) {
      journal_.replace_snapshot(files_.snapshot, text, finding::kStaleSnapshot);
      return;
    }
    const std::size_t finding = examination_.findings.add(*kind, files_.snapshot, 0, detail);
    if (examination_.options.fix) {
      journal_.replace_snapshot(files_.snapshot, text, *kind);
      examination_.findings.set_fixed(finding);
    }
  }

  Examination& examination_;
  disk::Disk& disk_;
  const ModelFiles& files_;
  JournalExamination journal_;
  ModelJournal folded_;
  ReadScratch scratch_;
};

}  // namespace

void examine_model(Examination& examination, const ModelFiles& files) {
  try {
    ModelExamination(examination, files).examine();
  } catch (const Error& error) {
    if (examination.options.fix) {
      throw;
    }
    examination.findings.add(finding::kUnreadable, files.folder, 0, error.message());
  }
}

}  // namespace mlt::store
