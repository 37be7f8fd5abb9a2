#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/revisions.hpp"
#include "app/selectors.hpp"
#include "app/settings.hpp"
#include "cli/context.hpp"

namespace mlt::cli {

// What the commands that read a store have in common.

/// The settings in the store's mlt.yaml, and the directions that its policy.yaml declares.
app::Settings load_store_settings(Store& store);

/// The experiments that -x (of the command, else the global one or its variable) names: absent if
/// nothing does, empty for `*`. Throws not_found with the nearest name.
std::optional<std::vector<ExperimentId>> chosen_experiments(
    Context& context, const std::vector<std::string>& own_option);

/// What finds runs of the store, knowing what these selectors may refer to.
app::RunSelectors run_selectors(Context& context, std::span<const std::string> selectors,
                                const std::optional<std::vector<ExperimentId>>& experiments);

/// The runs that the RUN operands of a command name, in their order, each once. Throws usage for a
/// run of a revision.
std::vector<RunRef> select_runs(Context& context, std::span<const std::string> selectors,
                                const std::optional<std::vector<ExperimentId>>& experiments);

/// The commits of the repository around the store, whose names the user may give. What cannot be
/// read in one becomes a warning, the same in several commits one.
app::Revisions open_revisions(Context& context);

/// Whether a selector is `REV:RUN` with a revision that git knows.
bool names_revision(Context& context, std::string_view selector);

/// A run together with the store that has it: the command's own, or that store in a revision.
struct StoredRun {
  std::shared_ptr<app::Revisions> revisions;  ///< owns `store` where that is one of a revision
  Store* store = nullptr;
  RunRef ref;
  std::string revision;  ///< as typed; empty: the store as it is now
};

/// The runs that operands of a command that only reads name, `REV:RUN` too, each once.
std::vector<StoredRun> select_stored_runs(
    Context& context, std::span<const std::string> selectors,
    const std::optional<std::vector<ExperimentId>>& experiments);
/// The one run of an operand, within -x.
StoredRun select_stored_run(Context& context, const std::string& selector);

/// A moment as typed: `2d`, `yesterday`, `2026-11-03`. Throws usage naming the option.
std::int64_t parse_since(Context& context, const std::string& text);

/// How many runs -N asks for, 0 meaning all.
std::optional<std::size_t> parse_top(std::optional<std::int64_t> count);

/// `text` with a plural: `1 run`, `2 runs`.
std::string counted(std::size_t count, std::string_view noun);

}  // namespace mlt::cli
