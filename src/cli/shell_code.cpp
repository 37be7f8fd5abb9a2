#include "cli/shell_code.hpp"

#include "base/json_text.hpp"
#include "base/text.hpp"

namespace mlt::cli {

namespace {

/// In single quotes fish knows two escapes: \' and \\.
std::string quote_for_fish(std::string_view word) {
  std::string out = "'";
  for (const char c : word) {
    out += c == '\'' || c == '\\' ? "\\" : "";
    out += c;
  }
  return out + "'";
}

std::string quote_for_powershell(std::string_view word) {
  std::string out = "'";
  for (const char c : word) {
    out += c == '\'' ? "'" : "";
    out += c;
  }
  return out + "'";
}

std::string quote(Shell shell, std::string_view word) {
  switch (shell) {
    case Shell::fish:
      return quote_for_fish(word);
    case Shell::powershell:
      return quote_for_powershell(word);
    default:
      return base::quote_for_shell(word);
  }
}

std::string json_object(const Variables& variables) {
  std::string out = "{";
  for (const auto& [name, value] : variables) {
    constexpr std::string_view kPrefix = "MLT_";
    out += out.size() > 1 ? "," : "";
    base::append_json_string(
        out, base::to_lower(name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : name));
    out += ':';
    base::append_json_string(out, value);
  }
  return out + "}\n";
}

/// Runs `command` with the exit code when the shell ends, then what the shell has in its EXIT trap
/// so far, which sees the same $?. Its text is copied into the new trap, so that runs may nest;
/// sh and zsh tell their traps in the shell itself only, not in a subshell: hence the file.
std::string chained_trap(const std::string& command) {
  const std::string before = "__mlt_status=$?; " + command +
                             " \"$__mlt_status\" || :; if (exit \"$__mlt_status\"); then\n";
  return "__mlt_keep() { case $2 in EXIT | 0) __mlt_kept=$1 ;; esac; };\n"
         "__mlt_kept=; if __mlt_traps=$(mktemp); then trap > \"$__mlt_traps\";\n"
         "eval \"$(sed 's/^trap -- /__mlt_keep /' \"$__mlt_traps\")\"; rm -f \"$__mlt_traps\"; "
         "fi;\n"
         "__mlt_kept=${__mlt_kept:-:};\n"
         "trap " +
         base::quote_for_shell(before) + "\"$__mlt_kept\"'\nelse\n'\"$__mlt_kept\"'\nfi' EXIT;\n";
}

}  // namespace

Shell shell_of(std::string_view name_or_path) {
  const std::string_view name = name_or_path.substr(name_or_path.rfind('/') + 1);
  if (name == "fish") {
    return Shell::fish;
  }
  if (name == "powershell" || name == "pwsh") {
    return Shell::powershell;
  }
  return name == "json" ? Shell::json : Shell::sh;
}

std::string export_code(Shell shell, const Variables& variables) {
  if (shell == Shell::json) {
    return json_object(variables);
  }
  std::string out;
  for (const auto& [name, value] : variables) {
    out += shell == Shell::fish ? "set -gx " : shell == Shell::powershell ? "$env:" : "export ";
    out += name;
    out += shell == Shell::fish ? " " : shell == Shell::powershell ? " = " : "=";
    out += quote(shell, value);
    out += ";\n";
  }
  return out;
}

std::string unset_code(Shell shell, const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (shell != Shell::json) {
      out += shell == Shell::fish         ? "set -e " + name
             : shell == Shell::powershell ? "Remove-Item -ErrorAction Ignore Env:" + name
                                          : "unset " + name;
      out += ";\n";
    }
  }
  return out;
}

std::string at_exit_code(Shell shell, std::string_view mlt,
                         const std::vector<std::string>& arguments) {
  std::string command = quote(shell, mlt);
  for (const std::string& argument : arguments) {
    command += " " + quote(shell, argument);
  }
  switch (shell) {
    case Shell::sh:
      return chained_trap(command);
    case Shell::fish:
      return "function __mlt_run_end --on-event fish_exit; " + command + " $status; end;\n";
    case Shell::powershell:
    case Shell::json:
      break;
  }
  return "";
}

}  // namespace mlt::cli
