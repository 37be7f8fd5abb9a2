#include "app/doctor.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/listing.hpp"
#include "cli/store_finder.hpp"
#include "wire/document.hpp"

namespace mlt::cli {

namespace {

struct DoctorOptions {
  bool fix = false;
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

int run_doctor(Context& context, const DoctorOptions& options) {
  Store& store = context.store();
  const std::vector<Finding> findings =
      app::run_doctor(store, options.fix && !context.globals().dry_run);
  if (is_for_people(chosen_format(context))) {
    context.out_paged(text_for_people(findings, store.root(), context.globals().directory));
  } else {
    print_listing(context, to_listing(findings));
  }
  const auto count = [&findings](auto is_it) {
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), is_it));
  };
  const std::size_t fixed = count([](const Finding& f) { return f.fixed; });
  const std::size_t fixable = count([](const Finding& f) { return !f.fixed && !f.fix.empty(); });
  context.flush();  // on a terminal the findings come before their number
  context.note(count_of(findings.size(), "finding") +
               (fixed > 0 ? ", " + std::to_string(fixed) + " fixed" : ""));
  if (fixable > 0 && !options.fix) {
    context.hint("mend what is safe to mend with: mlt doctor --fix");
  }
  if (count([](const Finding& f) {
        return f.fixed && f.fix.find("lost-and-found") != std::string::npos;
      }) > 0) {
    context.note("what was taken out lies in " +
                 shown_path(store.root() + ".lost-and-found", context.globals().directory));
  }
  return fixed == findings.size() ? 0 : 1;
}

Action declare_doctor(OptionTable& table) {
  auto options = std::make_shared<DoctorOptions>();
  table.flag("--fix", options->fix, "mend what is safe to mend");
  table.description(
      "Looks over the whole store and lists what is damaged, left behind or contradicts itself, "
      "each finding with its number (MLT001), file and line. Nothing is changed without --fix.\n\n"
      "With --fix, lines and snapshots that cannot be used move to a directory beside the store "
      "(mlruns.lost-and-found), snapshots are written anew from their journals, runs whose "
      "process is gone end as KILLED, and what killed processes were building is removed. Nothing "
      "else is ever deleted, and runs that are being written to are left alone. A second run finds "
      "nothing more to mend.");
  table.example("mlt doctor", "look over the store");
  table.example("mlt doctor --fix", "mend what is safe to mend");
  table.example("mlt doctor --json | jq -r '.items[].code' | sort | uniq -c",
                "how often each finding was made");
  table.exit_status(1, "something was found that is not mended");
  table.file("mlruns.lost-and-found/", "what --fix took out of the store mlruns");
  table.see_also("mlt-store(5)");
  return [options](Context& context) { return run_doctor(context, *options); };
}

}  // namespace

std::vector<Command> doctor_commands() {
  return {{"doctor", "find and mend what is wrong in a store", declare_doctor}};
}

}  // namespace mlt::cli
