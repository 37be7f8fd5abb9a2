#include "app/git_hook.hpp"

#include "mlt/error.hpp"

#include "base/process.hpp"
#include "base/text.hpp"
#include "disk/outside.hpp"

namespace mlt::app {

namespace {

/// By this line mlt knows a hook as its own.
constexpr std::string_view kMark = "# Made by: mlt git hook pre-commit --install\n";

std::string hook_path(const std::string& directory) {
  const auto answer =
      base::run_and_capture({"git", "rev-parse", "--git-path", "hooks/pre-commit"}, directory);
  if (!answer || answer->exit_code != 0) {
    throw Error(ErrorCode::not_found, directory + " is in no working tree of git");
  }
  const std::string path(base::trim(answer->out));
  return path.starts_with('/') ? path : directory + "/" + path;
}

}  // namespace

std::string pre_commit_hook(const std::optional<std::string>& store) {
  const std::string option = store ? " --store " + base::quote_for_shell(*store) : "";
  return "#!/bin/sh\n" + std::string(kMark) +
         "# Looks for secrets, big files, paths of this machine and broken files in the runs that\n"
         "# are about to be committed. To commit in spite of it: git commit --no-verify\n"
         "if ! command -v mlt >/dev/null; then\n"
         "  echo 'pre-commit: mlt is not in the PATH, runs were not looked over' >&2\n"
         "  exit 0\n"
         "fi\n"
         "exec mlt" +
         option + " doctor --staged\n";
}

HookInstallation install_pre_commit_hook(const std::string& directory, const std::string& script,
                                         bool force, bool dry_run) {
  HookInstallation result{
      .path = hook_path(directory), .change = HookChange::installed, .kept = {}};
  const auto old = disk::find_outside_file(result.path);
  if (old == script) {
    result.change = HookChange::unchanged;
    return result;
  }
  const bool is_foreign = old && old->find(kMark) == std::string::npos;
  if (is_foreign && !force) {
    throw Error(ErrorCode::refused, result.path + " is there already and is not mlt's")
        .hint("call it from yours: mlt doctor --staged")
        .hint(
            "or replace it, the old one is kept beside it: mlt git hook pre-commit --install "
            "--force");
  }
  result.change = old ? HookChange::replaced : HookChange::installed;
  result.kept = is_foreign ? result.path + ".before-mlt" : "";
  if (dry_run) {
    return result;
  }
  if (is_foreign) {
    disk::replace_outside_file(result.kept, *old, disk::OutsideMode::program);
  }
  disk::make_outside_dirs(result.path.substr(0, result.path.rfind('/')));
  disk::replace_outside_file(result.path, script, disk::OutsideMode::program);
  return result;
}

}  // namespace mlt::app
