#pragma once

#include <optional>
#include <string>

#include "app/code_diff.hpp"
#include "app/run_diff.hpp"
#include "render/style.hpp"

namespace mlt::cli {

/// What people are shown of two runs held against each other.
struct DiffPage {
  Run from;
  Run to;
  std::string from_title;  ///< `main:7f3a91c wide-lion`; any text
  std::string to_title;
  app::RunDiff diff;
  app::CodeState from_code;
  app::CodeState to_code;
  std::optional<app::CodeDiff> code;  ///< absent where it could not be compared
  bool from_has_env = false;          ///< keeps a file that tells packages
  bool to_has_env = false;
  bool every_package = false;
  bool every_artifact = false;
};

/// The page as lines of at most `width` cells (0: no limit): a head, then section after section,
/// each with its name once, what differs and how much is the same. Where a line has no room its
/// change goes below it, then texts are shortened in the middle; numbers never are.
std::string diff_sheet(const DiffPage& page, const render::Style& style, int width);

}  // namespace mlt::cli
