#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/globals.hpp"

namespace mlt::cli {

struct Candidate {
  std::string value;
  std::string description;
};

/// What the shell may put at the cursor.
struct Completions {
  std::vector<Candidate> candidates;
  bool files = false;
  bool directories = false;
  bool no_space = false;                  ///< the word goes on after a candidate
  std::optional<std::size_t> command_at;  ///< from this word on the line is another program's
};

/// Values that only a store knows and that begin with `prefix`; `options` are those of the line so
/// far.
using LiveValues = std::function<std::vector<Candidate>(Completion kind, std::string_view prefix,
                                                        const GlobalOptions& options)>;

/// Completes `words[position]` of a command line; `words[0]` is the program. Candidates begin with
/// what stands there already.
Completions complete_line(const std::vector<std::string>& words, std::size_t position,
                          const LiveValues& live_values);

/// The answer of `mlt __complete`: a line "value<TAB>description" a candidate, then one line with a
/// directive: ":files", ":directories", ":command N" or ":values", and " nospace" after it.
std::string completions_text(const Completions& completions);

/// A word of a shell's command line as the program would see it; an open quote is closed.
std::string unquoted_word(std::string_view word);

}  // namespace mlt::cli
