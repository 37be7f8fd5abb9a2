#pragma once

#include <string>

#include "mlt/store.hpp"

#include "disk/disk.hpp"
#include "store/journal/model_fold.hpp"
#include "store/journal/reader.hpp"

namespace mlt::store {

/// The files of one logged model, by path below the store.
struct ModelFiles {
  ModelRef ref;
  std::string folder;
  std::string journal;
  std::string snapshot;
};

/// A model's journal, folded whole.
struct ModelJournal {
  ModelSnapshot snapshot;  ///< with its cover
  bool is_created = false;
  bool is_damaged = false;         ///< lines could not be read
  bool has_unknown_lines = false;  ///< lines of a later version
};

/// Throws not_found if there is no journal.
ModelJournal fold_model_journal(disk::Disk& disk, const ModelFiles& files, ReadScratch& scratch,
                                const IssueSink& on_issue);

/// Reads a model: the snapshot where it is up to date, else the journal; what is damaged goes to
/// the sink. Nothing if the folder holds neither.
std::optional<ModelSnapshot> read_model(disk::Disk& disk, const ModelFiles& files,
                                        ReadScratch& scratch, const IssueSink& on_issue);

}  // namespace mlt::store
