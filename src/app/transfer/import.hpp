#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

#include "app/transfer/history.hpp"

namespace mlt::app {

/// What happens where an id is taken by a run that says something else, or an experiment's name by
/// an experiment of another id.
enum class OnConflict {
  skip,    ///< the run here stays, the other is left; runs go to the experiment of that name
  rename,  ///< the other run gets an id that follows from its content, the experiment another name
  fail,    ///< Error refused before anything is written
};

struct ImportOptions {
  /// The experiment, by id or name, that gets all runs; made where there is none.
  std::optional<std::string> into{};
  /// Users' names here by their names there.
  std::map<std::string, std::string, std::less<>> users{};
  OnConflict on_conflict = OnConflict::skip;
  bool keep_going = false;  ///< go on behind a run that fails
  bool dry_run = false;
};

/// What became of one thing of a history.
struct Imported {
  enum class What { experiment, run, model };
  enum class Outcome {
    taken,     ///< it is here now
    present,   ///< it was here already, just so
    conflict,  ///< one of that id is here and says something else; it stayed
    failed,
  };
  What what = What::run;
  Outcome outcome = Outcome::taken;
  std::string label;             ///< what it is called where it came from
  std::string id;                ///< what it is called here
  std::optional<Error> error{};  ///< of one that failed
};

struct ImportReport {
  std::vector<Imported> items;
  [[nodiscard]] std::size_t count(Imported::What what, Imported::Outcome outcome) const;
};

/// Takes a history over into a store: experiments, then runs, then logged models, each whole or not
/// at all, so that what was interrupted is finished by a second call; one that was finished changes
/// nothing. `on_item` is told of each thing as it is done. With `dry_run` nothing is written and
/// the report says what would be.
ImportReport import_history(const History& history, Store& store, const ImportOptions& options,
                            const std::function<void(const Imported&)>& on_item = {});

/// True if both say the same of the run: all but where it lies, and the files.
bool is_same_run(const RunImport& a, const RunImport& b);

}  // namespace mlt::app
