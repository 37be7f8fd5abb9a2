#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

#include "disk/disk.hpp"
#include "store/journal/fold.hpp"
#include "wire/json_reader.hpp"

namespace mlt::store {

/// An error about the file at `path`, or about one below it, as an issue: the path is told once.
Issue issue_of(const disk::Disk& disk, std::string path, const Error& error);

/// The files of one run, by path below the store.
struct RunFiles {
  RunRef ref;
  std::string folder;    ///< experiments/<experiment_id>/<run_id>
  std::string snapshot;  ///< <folder>/run.json
  struct Journal {
    std::string name;  ///< as in the snapshot's covers: "journal.jsonl", "hosts/<host>"
    std::string path;
  };
  /// The run's own journal first, then those that other machines keep.
  std::vector<Journal> journals;
};

/// Reusable memory for reading runs; one for each thread.
struct ReadScratch {
  wire::JsonDocument document;
  std::string text;
  std::string lines;
};

/// How far a journal was read.
struct JournalPosition {
  std::uint64_t bytes = 0;            ///< up to and with the last LF
  std::uint64_t last_line_bytes = 0;  ///< with its LF
  std::int64_t lines = 0;             ///< complete lines so far
};

/// Calls `visit(line, number)` for each complete line from `position` on, empty ones left out;
/// lines are NUL-terminated, without LF, and may be changed in place. An unterminated last line,
/// which may still be growing, is left alone. Moves `position` to the end of the last complete
/// line.
void read_lines(disk::File& file, JournalPosition& position, std::string& buffer,
                const std::function<void(char*, std::int64_t)>& visit);

/// The cover of a journal that was read up to there.
JournalCover cover_up_to(disk::File& file, const JournalPosition& position);

/// Adds one line to a RunFold or ModelFold; reports one that is damaged, and the first of a later
/// version. False if it was damaged.
template <typename Fold>
bool fold_line(Fold& fold, ReadScratch& scratch, char* text, const std::string& path,
               std::int64_t number, const IssueSink& on_issue) {
  const auto report = [&](std::string reason) {
    if (on_issue) {
      on_issue({path, number, std::move(reason)});
    }
  };
  const Line line = parse_line(scratch.document, text);
  if (const auto* damaged = std::get_if<DamagedLine>(&line)) {
    report(damaged->reason);
    return false;
  }
  if (std::holds_alternative<UnknownLine>(line) && !fold.has_unknown_lines()) {
    report("is of a kind that this version of mlt does not know; kept");
  }
  fold.add(line);
  return true;
}

/// True if the part of a journal that `cover` describes still ends in the very line it names.
bool ends_in_covered_line(disk::File& file, const JournalCover& cover);

/// A fold over all journals of a run that can follow them as they grow. Exact, counts included.
class JournalFold {
 public:
  JournalFold(disk::Disk& disk, RunFiles files, FoldSelection selection, IssueSink on_issue);

  /// Reads what the journals hold beyond what was read before; begins anew where one was replaced
  /// or has become shorter. With `exact`, counts hold also for points that came out of order.
  void advance(ReadScratch& scratch, bool exact);

  [[nodiscard]] const RunFold& fold() const { return fold_; }
  /// The state with covers.
  [[nodiscard]] Snapshot snapshot();
  /// Lines that could not be read.
  [[nodiscard]] bool is_damaged() const { return damaged_; }
  /// False if there is no journal at all.
  [[nodiscard]] bool has_journal() const { return !progress_.empty(); }

 private:
  struct Progress {
    disk::FileStat file;
    JournalPosition position;
    std::string last_line_sha256;
  };
  void begin_anew();
  /// False if the journal is not the file that was read before.
  bool read_on(const RunFiles::Journal& journal, ReadScratch& scratch);

  disk::Disk& disk_;
  RunFiles files_;
  FoldSelection selection_;
  IssueSink on_issue_;
  RunFold fold_;
  std::map<std::string, Progress, std::less<>> progress_;
  std::set<std::string, std::less<>> keep_points_;
  bool damaged_ = false;
};

/// What reading a run gave. `run.damaged` is set where something was lost; each reason went to the
/// issue sink.
struct RunReading {
  Snapshot snapshot;
  /// The snapshot file was there, sound, and covered everything: nothing else was read.
  bool from_snapshot_alone = false;
  /// False where no journal says how the run was created: lines appended to one would not be read.
  bool has_creation = true;
  /// There is neither a journal nor a snapshot: the folder is no run.
  bool is_nothing = false;
};

/// Reads a run: the snapshot where it is up to date, the snapshot and the lines after it where
/// those can be placed, else all journals. With `exact_counts`, lines after the snapshot mean the
/// last.
RunReading read_run(disk::Disk& disk, const RunFiles& files, const FoldSelection& selection,
                    bool exact_counts, ReadScratch& scratch, const IssueSink& on_issue);

}  // namespace mlt::store
