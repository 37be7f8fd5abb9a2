#pragma once

#include <string>

namespace mlt::cli {

/// Has the user edit a file in `editor`, a command for the shell, and waits for the end of it.
/// Throws system where it cannot be started or fails.
void edit_file(const std::string& editor, const std::string& path);

}  // namespace mlt::cli
