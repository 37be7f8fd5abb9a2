#include "cli/shell_code.hpp"

#include <doctest/doctest.h>

using mlt::cli::at_exit_code;
using mlt::cli::export_code;
using mlt::cli::Shell;
using mlt::cli::shell_of;
using mlt::cli::unset_code;

TEST_CASE("shell code: the shell by name or path") {
  CHECK(shell_of("/usr/bin/fish") == Shell::fish);
  CHECK(shell_of("pwsh") == Shell::powershell);
  CHECK(shell_of("json") == Shell::json);
  CHECK(shell_of("/bin/zsh") == Shell::sh);
  CHECK(shell_of("") == Shell::sh);
}

TEST_CASE("shell code: values are quoted for their shell") {
  const mlt::cli::Variables variables = {{"MLT_A", "it's \\ $x"}, {"MLT_B", "plain"}};
  CHECK(export_code(Shell::sh, variables) ==
        "export MLT_A='it'\\''s \\ $x';\nexport MLT_B=plain;\n");
  CHECK(export_code(Shell::fish, variables) ==
        "set -gx MLT_A 'it\\'s \\\\ $x';\nset -gx MLT_B 'plain';\n");
  CHECK(export_code(Shell::powershell, variables) ==
        "$env:MLT_A = 'it''s \\ $x';\n$env:MLT_B = 'plain';\n");
  CHECK(export_code(Shell::json, variables) == "{\"a\":\"it's \\\\ $x\",\"b\":\"plain\"}\n");
}

TEST_CASE("shell code: leaving a run") {
  CHECK(unset_code(Shell::sh, {"A", "B"}) == "unset A;\nunset B;\n");
  CHECK(unset_code(Shell::fish, {"A"}) == "set -e A;\n");
  CHECK(unset_code(Shell::json, {"A"}).empty());
  CHECK(at_exit_code(Shell::sh, "/opt/it's/mlt", {"run", "end"})
            .find("\ntrap '__mlt_status=$?; '\\''/opt/it'\\''\\'\\'''\\''s/mlt'\\'' run end "
                  "\"$__mlt_status\" ") != std::string::npos);
}
