#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/error.hpp"
#include "mlt/store.hpp"

#include "app/settings.hpp"

namespace mlt::app {

/// What a RUN selector refers to besides the store.
struct SelectorContext {
  /// What `@current` stands for, itself a selector (usually an id): --run, MLT_RUN_ID, …
  std::optional<std::string> current;
  /// The experiments of -x: absent if it was not given, empty for `-x '*'`.
  std::optional<std::vector<ExperimentId>> experiments;
  /// The directions for `@best`.
  Settings settings;
  /// The present, for the ages in messages.
  std::int64_t now_ms = 0;
};

/// Finds runs by selector (cli.md §2), in this order:
///
///     @current  @last  @last~2  @best:metrics.acc  @min:metrics.loss  @max:metrics.acc
///     7f3a91c0…                 an id in full
///     wide-lion                 an exact name
///     7f3a                      at least four characters with which one id begins
///
/// Where several runs match, those in the experiments of -x win over others, and then active runs
/// over deleted ones. Seven or more hex digits with which one id begins are taken as that id
/// without a look at the names, so that a short id as mlt prints it costs a listing of folders
/// only.
/// `@last` is the newest active run of -x, else of the store; `@best` and its like look at the
/// active runs of -x, else at those of the newest run's experiment, by the last value of the
/// metric.
///
/// What was read is kept for the next selector: use one object for one command, in one thread.
class RunSelectors {
 public:
  RunSelectors(Store& store, SelectorContext context);

  /// Throws usage for a selector that is malformed or fits several runs (they are listed), and
  /// not_found with the nearest name where there is none.
  RunRef get(std::string_view selector);

 private:
  /// The little of a run by which people tell it from others.
  struct Head {
    RunRef ref;
    std::string name;
    std::int64_t start_time_ms = 0;
    RunStatus status = RunStatus::running;
    Lifecycle lifecycle = Lifecycle::active;
  };

  RunRef get_special(std::string_view selector);
  RunRef get_current();
  RunRef get_last(std::string_view selector);
  RunRef get_extreme(std::string_view kind, std::string_view metric);
  std::optional<RunRef> find_by_name(std::string_view selector);
  std::optional<RunRef> find_by_prefix(std::string_view selector);
  [[nodiscard]] Error not_found(std::string_view selector);

  RunRef choose(std::string_view selector, std::vector<const Head*> matches);
  [[nodiscard]] Error ambiguous(std::string_view selector, std::vector<const Head*> matches);
  [[nodiscard]] bool is_in_scope(const RunRef& ref) const;

  const std::vector<RunRef>& refs();
  const std::vector<Head>& heads();
  /// The active runs in scope, newest first.
  std::vector<const Head*> newest();

  Store& store_;
  SelectorContext context_;
  std::optional<std::vector<RunRef>> refs_;
  std::optional<std::vector<Head>> heads_;
};

/// The experiment of this id, exact name, or id prefix of at least four characters, in that order;
/// deleted ones too. Throws usage where a prefix fits several.
std::optional<Experiment> find_experiment(Store& store, std::string_view selector);
/// Throws not_found with the nearest name.
Experiment get_experiment(Store& store, std::string_view selector);

/// The experiment of the newest active run: what a reader shows without -x.
std::optional<ExperimentId> newest_experiment(Store& store);

}  // namespace mlt::app
