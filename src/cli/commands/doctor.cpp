#include "app/doctor.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mlt/error.hpp"

#include "app/doctor_git.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/listing.hpp"
#include "cli/store_finder.hpp"
#include "disk/outside.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

/// How the repair of a finding begins that --fix leaves alone.
constexpr std::string_view kFixPaths = "--fix-paths";

struct DoctorOptions {
  bool fix = false;
  std::optional<std::string> fix_paths;
  bool deep = false;
  std::optional<std::string> git;
  bool staged = false;
  std::vector<std::string> paths;

  [[nodiscard]] bool looks_at_git() const { return git.has_value() || staged; }
};

wire::Value to_value(const Finding& finding) {
  wire::Value item = wire::object_value();
  wire::add(item, "code", wire::string_value(finding.code));
  wire::add(item, "path", wire::string_value(finding.path));
  wire::add(item, "line", finding.line > 0 ? wire::integer_value(finding.line) : wire::Value());
  wire::add(item, "message", wire::string_value(finding.message));
  wire::add(item, "fix", finding.fix.empty() ? wire::Value() : wire::string_value(finding.fix));
  wire::add(item, "fixed", wire::bool_value(finding.fixed));
  return item;
}

Listing to_listing(const std::vector<Finding>& findings) {
  Listing listing;
  listing.schema = "mlt.findings/1";
  for (const char* key : {"code", "path", "line", "message", "fix", "fixed"}) {
    listing.table.columns.push_back({.key = key, .title = key});
  }
  for (const Finding& finding : findings) {
    render::Value line;
    if (finding.line > 0) {
      line = finding.line;
    }
    listing.table.rows.push_back({render::Value(finding.code), render::Value(finding.path), line,
                                  render::Value(finding.message), render::Value(finding.fix),
                                  render::Value(std::string(finding.fixed ? "true" : "false"))});
  }
  listing.item = [&findings](std::size_t row) { return to_value(findings[row]); };
  return listing;
}

/// One paragraph a finding, with paths as seen from where mlt works.
std::string text_for_people(const std::vector<Finding>& findings, const std::string& root,
                            const std::string& directory) {
  std::string text;
  for (const Finding& finding : findings) {
    text += finding.code + "  " +
            base::escape_control(shown_path(root + "/" + finding.path, directory));
    if (finding.line > 0) {
      text += ":" + std::to_string(finding.line);
    }
    text += "\n        " + base::escape_control(finding.message) + "\n";
    if (!finding.fix.empty()) {
      text += (finding.fixed ? "        fixed: " : "        fix: ") + finding.fix + "\n";
    }
  }
  return text;
}

std::string count_of(std::size_t number, std::string_view word) {
  return std::to_string(number) + " " + std::string(word) + (number == 1 ? "" : "s");
}

/// An operand as a path relative to the store; "" for the store itself. Throws usage for one
/// outside of it, not_found where not even its folder is there.
std::string path_in_store(const std::string& operand, const std::string& root,
                          const std::string& directory) {
  const std::string path = operand.starts_with('/') ? operand : directory + "/" + operand;
  const std::size_t slash = path.find_last_not_of('/');
  const std::string whole = path.substr(0, slash + 1);
  // The name itself may be a link, or absent: where it lies is what counts.
  const std::size_t end = whole.rfind('/');
  const std::string name = whole.substr(end + 1);
  const bool is_folder = disk::outside_is_directory(whole);
  if (!is_folder && !disk::outside_is_directory(whole.substr(0, end))) {
    throw Error(ErrorCode::not_found, "no " + operand);
  }
  const std::string real =
      is_folder ? disk::real_path(whole) : disk::real_path(whole.substr(0, end)) + "/" + name;
  const std::string real_root = disk::real_path(root);
  if (real == real_root) {
    return {};
  }
  if (!real.starts_with(real_root + "/")) {
    throw Error(ErrorCode::usage, operand + " is not in the store " + shown_path(root, directory));
  }
  return real.substr(real_root.size() + 1);
}

std::vector<std::string> paths_in_store(Context& context,
                                        const std::vector<std::string>& operands) {
  std::vector<std::string> paths;
  for (const std::string& operand : operands) {
    std::string path = path_in_store(operand, context.store().root(), context.globals().directory);
    if (path.empty()) {
      return {};
    }
    paths.push_back(std::move(path));
  }
  return paths;
}

void check_options(const DoctorOptions& options) {
  if (options.git && options.staged) {
    throw Error(ErrorCode::usage, "--git and --staged are two different questions");
  }
  if (options.looks_at_git() && (options.fix || options.fix_paths || options.deep)) {
    throw Error(ErrorCode::usage, "what lies in git can be looked at, not mended")
        .hint("mend the store and commit again: mlt doctor --fix");
  }
}

/// `--fix-paths` alone is relative.
PathForm path_form_of(const std::optional<std::string>& name) {
  const std::string form = name.value_or("");
  if (form.empty() || form == "relative") {
    return PathForm::relative;
  }
  if (form == "absolute" || form == "portable") {
    return form == "absolute" ? PathForm::absolute : PathForm::portable;
  }
  throw Error(ErrorCode::usage,
              "option '--fix-paths' takes relative, absolute, portable, not '" + form + "'");
}

std::vector<Finding> find_findings(Context& context, const DoctorOptions& options) {
  Store& store = context.store();
  const std::vector<std::string> paths = paths_in_store(context, options.paths);
  if (options.looks_at_git()) {
    return app::examine_git(
        store, {.range = options.git.value_or(""), .staged = options.staged, .paths = paths},
        context.clock(), context.random());
  }
  const bool mends = !context.globals().dry_run;
  return app::run_doctor(store, {.fix = options.fix && mends,
                                 .fix_paths = options.fix_paths && mends,
                                 .path_form = path_form_of(options.fix_paths),
                                 .deep = options.deep,
                                 .paths = paths});
}

void print_findings(Context& context, const std::vector<Finding>& findings) {
  if (is_for_people(chosen_format(context))) {
    context.out_paged(
        text_for_people(findings, context.store().root(), context.globals().directory));
  } else {
    print_listing(context, to_listing(findings));
  }
  context.flush();  // on a terminal the findings come before their number
}

/// What can be done about the findings, and what was.
void say_what_next(Context& context, const std::vector<Finding>& findings,
                   const DoctorOptions& options) {
  const auto any = [&findings](auto is_it) {
    return std::any_of(findings.begin(), findings.end(), is_it);
  };
  const auto needs_paths = [](const Finding& f) {
    return !f.fixed && f.fix.starts_with(kFixPaths);
  };
  if (!options.fix &&
      any([&](const Finding& f) { return !f.fixed && !f.fix.empty() && !needs_paths(f); })) {
    context.hint("mend what is safe to mend with: mlt doctor --fix");
  }
  if (!options.fix_paths && any(needs_paths)) {
    context.hint("make the places of artifacts hold in every clone with: mlt doctor --fix-paths");
  }
  if (any([](const Finding& f) {
        return f.fixed && f.fix.find("lost-and-found") != std::string::npos;
      })) {
    context.note(
        "what was taken out lies in " +
        shown_path(context.store().root() + ".lost-and-found", context.globals().directory));
  }
}

int run_doctor(Context& context, const DoctorOptions& options) {
  check_options(options);
  if (options.staged && !find_store(context.globals(), context.env("HOME")).exists) {
    context.note("no store: nothing to look over");
    return 0;
  }
  const std::vector<Finding> findings = find_findings(context, options);
  print_findings(context, findings);
  const auto fixed = static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [](const Finding& f) { return f.fixed; }));
  context.note(count_of(findings.size(), "finding") +
               (fixed > 0 ? ", " + std::to_string(fixed) + " fixed" : ""));
  say_what_next(context, findings, options);
  return fixed == findings.size() ? 0 : 1;
}

Action declare_doctor(OptionTable& table) {
  auto options = std::make_shared<DoctorOptions>();
  table.flag("--fix", options->fix, "mend what is safe to mend");
  table
      .option("--fix-paths", "[=FORM]", options->fix_paths,
              "rewrite the places of artifacts that do not hold here, which another machine or an "
              "older path left behind: as paths relative to the parent of the store (relative), as "
              "absolute ones of this machine (absolute), or relative together with those that do "
              "hold here, for a store in git (portable)")
      .suggest({"relative", "absolute", "portable"});
  table.flag("--deep", options->deep,
             "also read artifacts and compare them with what was recorded");
  table.option("--git", "RANGE", options->git,
               "look at what these commits add to the store, in place of the store itself");
  table.flag("--staged", options->staged, "look at what the next commit would add to the store");
  table.operands("PATH", options->paths, "only what lies there in the store")
      .complete(Completion::file);
  table.description(
      "Looks over the whole store and lists what is damaged, left behind or contradicts itself, "
      "each finding with its number (MLT001), file and line; for a store in MLflow's layout also "
      "what MLflow would refuse. It looks for secrets as well, in params, tags, logs and code, and "
      "in a git working tree for files over 5 MiB and paths into home directories that git would "
      "take. Nothing is changed without --fix or --fix-paths.\n\n"
      "With --fix, lines and snapshots that cannot be used move to a directory beside the store "
      "(mlruns.lost-and-found), snapshots are written anew from their journals, runs whose "
      "process is gone end as KILLED, and what killed processes were building is removed. Nothing "
      "else is ever deleted, and runs that are being written to are left alone. A second run finds "
      "nothing more to mend.\n\n"
      "--git and --staged look at the files that commits (origin/main..HEAD), or the next commit, "
      "add to the store or change in it. They are read from git's objects, nothing is checked "
      "out; a secret that a later commit of the range took away again is found too.");
  table.example("mlt doctor", "look over the store");
  table.example("mlt doctor --fix", "mend what is safe to mend");
  table.example("mlt doctor --git origin/main..HEAD", "look over what is about to be pushed");
  table.example("mlt doctor --fix-paths", "make artifacts be found in this clone");
  table.example("mlt doctor --json | jq -r '.items[].code' | sort | uniq -c",
                "how often each finding was made");
  table.exit_status(1, "something was found that is not mended");
  table.file("mlruns.lost-and-found/", "what --fix took out of the store mlruns");
  table.see_also("mlt-git-hook(1)");
  table.see_also("mlt-store(5)");
  return [options](Context& context) { return run_doctor(context, *options); };
}

}  // namespace

constexpr Command kDoctorRows[] = {
    {"doctor", "find and mend what is wrong in a store", declare_doctor, false, true}};
const CommandFamily kDoctorCommands = kDoctorRows;

}  // namespace mlt::cli
