#include "store/journal/model_reader.hpp"

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "store/journal/model_snapshot.hpp"

namespace mlt::store {

namespace {

/// The snapshot file, if it is sound and belongs to this model.
std::optional<ModelSnapshot> read_snapshot(disk::Disk& disk, const ModelFiles& files,
                                           ReadScratch& scratch, const IssueSink& on_issue) {
  std::string reason;
  try {
    if (!disk.read_into(files.snapshot, scratch.text, disk::kMaxSmallFile)) {
      return std::nullopt;
    }
    auto snapshot = parse_model_snapshot(scratch.document, scratch.text, reason);
    if (snapshot && snapshot->model.ref() == files.ref) {
      return snapshot;
    }
    if (snapshot) {
      reason = "belongs to another model (" + snapshot->model.id.value + ")";
    }
  } catch (const Error& error) {
    reason = issue_of(disk, files.snapshot, error).reason;
  }
  on_issue({files.snapshot, 0, reason + "; the journal was read instead"});
  return std::nullopt;
}

}  // namespace

ModelJournal fold_model_journal(disk::Disk& disk, const ModelFiles& files, ReadScratch& scratch,
                                const IssueSink& on_issue) {
  ModelJournal journal;
  ModelFold fold;
  JournalPosition position;
  const auto file = disk.open(files.journal, disk::OpenMode::read);
  read_lines(*file, position, scratch.lines, [&](char* text, std::int64_t number) {
    journal.is_damaged |= !fold_line(fold, scratch, text, files.journal, number, on_issue);
  });
  journal.snapshot = fold.result();
  journal.snapshot.cover = cover_up_to(*file, position);
  journal.is_created = fold.is_created();
  journal.has_unknown_lines = fold.has_unknown_lines();
  return journal;
}

std::optional<ModelSnapshot> read_model(disk::Disk& disk, const ModelFiles& files,
                                        ReadScratch& scratch, const IssueSink& on_issue) {
  auto snapshot = read_snapshot(disk, files, scratch, on_issue);
  const auto stat = disk.find_stat(files.journal);
  if (snapshot && stat && stat->size == snapshot->cover.bytes) {
    return snapshot;
  }
  if (!snapshot && !stat) {
    on_issue({files.folder, 0, "is no logged model: it holds neither a journal nor a snapshot"});
    return std::nullopt;
  }
  std::string reason = "the journal is missing or cannot be read";
  ModelJournal journal;
  if (stat) {
    try {
      journal = fold_model_journal(disk, files, scratch, on_issue);
      reason = "does not say how the model was created";
    } catch (const Error& error) {
      reason = issue_of(disk, files.journal, error).reason;
    }
  }
  ModelSnapshot result = journal.snapshot;
  result.model.damaged = journal.is_damaged;
  if (!journal.is_created) {
    if (snapshot) {
      result = *std::move(snapshot);
      reason += "; the snapshot was read instead";
    }
    on_issue({files.journal, 0, std::move(reason)});
    result.model.damaged = true;
  } else if (result.model.ref() != files.ref) {
    on_issue({files.journal, 0, "belongs to another model (" + result.model.id.value + ")"});
    result.model.damaged = true;
  }
  result.model.id = files.ref.model_id;
  result.model.experiment_id = files.ref.experiment_id;
  return result;
}

}  // namespace mlt::store
