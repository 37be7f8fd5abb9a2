#include <memory>
#include <string>

#include "app/git_hook.hpp"
#include "cli/command.hpp"
#include "cli/store_finder.hpp"

namespace mlt::cli {

namespace {

struct GitHookOptions {
  std::string hook;
  bool install = false;
  bool force = false;
};

int run_git_hook(Context& context, const GitHookOptions& options) {
  const Globals& globals = context.globals();
  const std::string script = app::pre_commit_hook(globals.store);
  if (!options.install) {
    context.out(script);
    return 0;
  }
  const app::HookInstallation done =
      app::install_pre_commit_hook(globals.directory, script, options.force, globals.dry_run);
  const std::string path = shown_path(done.path, globals.directory);
  if (done.change == app::HookChange::unchanged) {
    context.note(path + " is as it should be: nothing to do");
    return 0;
  }
  const std::string verb = done.change == app::HookChange::installed ? "installed " : "replaced ";
  context.note((globals.dry_run ? "would have " : "") + verb + path);
  if (!done.kept.empty()) {
    context.note("the old one is kept as " + shown_path(done.kept, globals.directory));
  }
  return 0;
}

Action declare_git_hook(OptionTable& table) {
  auto options = std::make_shared<GitHookOptions>();
  table.operand("HOOK", options->hook, "which hook: pre-commit").choices({"pre-commit"});
  table.flag("--install", options->install, "make it the hook of this repository");
  table.flag("--force", options->force, "replace somebody else's hook, which is kept beside it");
  table.description(
      "Prints a hook for git that runs mlt doctor --staged before each commit, which stops it "
      "where "
      "a secret, a file over 5 MiB, a path into a home directory or a broken file of the store is "
      "staged. With --install it goes to where git looks for it. Where the store was named, with "
      "--store or a variable, the hook names it too; else it looks for the store as every command "
      "does, and a repository without one is left in peace.");
  table.example("mlt git hook pre-commit", "print the hook");
  table.example("mlt git hook pre-commit --install", "install it in this repository");
  table.exit_status(4, "another hook is there already");
  table.file(".git/hooks/pre-commit", "the hook, or where core.hooksPath says");
  table.see_also("mlt-doctor(1)");
  return [options](Context& context) { return run_git_hook(context, *options); };
}

}  // namespace

constexpr Command kGitRows[] = {
    {"git hook", "print or install the hook that looks over a commit", declare_git_hook}};
const CommandFamily kGitCommands = kGitRows;

}  // namespace mlt::cli
