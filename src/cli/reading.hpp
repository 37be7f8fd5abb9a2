#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/selectors.hpp"
#include "app/settings.hpp"
#include "cli/context.hpp"

namespace mlt::cli {

// What the commands that read a store have in common.

/// The settings in the store's mlt.yaml.
app::Settings load_store_settings(Store& store);

/// The experiments that -x (of the command, else the global one or its variable) names: absent if
/// nothing does, empty for `*`. Throws not_found with the nearest name.
std::optional<std::vector<ExperimentId>> chosen_experiments(
    Context& context, const std::vector<std::string>& own_option);

/// The runs that the RUN operands of a command name, in their order, each once.
std::vector<RunRef> select_runs(Context& context, std::span<const std::string> selectors,
                                const std::optional<std::vector<ExperimentId>>& experiments);

/// A moment as typed: `2d`, `yesterday`, `2026-11-03`. Throws usage naming the option.
std::int64_t parse_since(Context& context, const std::string& text);

/// How many runs -N asks for, 0 meaning all.
std::optional<std::size_t> parse_top(std::optional<std::int64_t> count);

/// `text` with a plural: `1 run`, `2 runs`.
std::string counted(std::size_t count, std::string_view noun);

}  // namespace mlt::cli
