#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/run.hpp"

#include "cli/context.hpp"

namespace mlt::cli {

/// One thing that a command changed or, in a dry run, would change.
struct Change {
  std::string action;  ///< "rename", "delete"
  std::string kind;    ///< "run", "experiment"
  std::string id;
  std::string name{};
  std::string detail{};  ///< what it became: "wide-lion", "stage=draft"
  std::optional<std::uint64_t> bytes{};
};

/// "rename", a run, and what it became.
Change run_change(std::string action, const Run& run, std::string detail = {});

/// Tells of changes: a dry run prints the plan in the chosen format; otherwise nothing is printed
/// unless a format for programs was asked for, and -v says each change on stderr.
void report_changes(Context& context, std::span<const Change> changes);
/// Prints them whatever the options say, under a line of head for people.
void print_changes(Context& context, std::span<const Change> changes, std::string head = {});

/// Asks on the terminal whether to go on with what cannot be undone; -y answers yes. Throws usage
/// where there is nobody to ask, refused where the answer is no.
void confirm(Context& context, const std::string& question);

}  // namespace mlt::cli
