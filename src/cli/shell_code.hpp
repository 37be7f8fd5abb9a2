#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlt::cli {

// Lines that a shell evaluates, for `eval "$(mlt run start)"`.

enum class Shell { sh, fish, powershell, json };

/// By name as --shell takes it, or by the path in $SHELL; sh for any other.
Shell shell_of(std::string_view name_or_path);

using Variables = std::vector<std::pair<std::string, std::string>>;

/// Sets and exports the variables; as JSON one object with their names in lower case without
/// `MLT_`.
std::string export_code(Shell shell, const Variables& variables);
/// Unsets them; empty for JSON.
std::string unset_code(Shell shell, const std::vector<std::string>& names);
/// Runs `mlt`, the path of this program, with `arguments` and the shell's exit code after them when
/// the shell ends; empty for powershell, which does not tell its exit code, and for JSON.
std::string at_exit_code(Shell shell, std::string_view mlt,
                         const std::vector<std::string>& arguments);

}  // namespace mlt::cli
