#include "cli/diff_sheet.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "cli/diff_rows.hpp"
#include "cli/reading.hpp"
#include "render/text_width.hpp"

namespace mlt::cli {

namespace {

using render::Tone;

constexpr std::size_t kShortCommit = 7;
constexpr std::size_t kMostFiles = 20;
constexpr std::size_t kMostPackages = 8;

std::string same_words(std::size_t count) { return "same (" + std::to_string(count) + ")"; }

std::string more_words(std::size_t count) { return std::to_string(count) + " more the same"; }

/// A section in which each thing stands under its key.
void add_section(DiffRows& rows, const app::DiffSection& section) {
  if (!section.is_recorded()) {
    return;
  }
  rows.section(section.name);
  for (const auto& each : section.differences) {
    rows.difference(each);
  }
  if (section.differences.empty()) {
    rows.words(same_words(section.same.size()));
  } else if (!section.same.empty()) {
    rows.words(more_words(section.same.size()), Tone::dim);
  }
}

void add_metrics(DiffRows& rows, const app::RunDiff& diff) {
  const auto& metrics = diff.at("metrics");
  const auto& facts = diff.at("run").differences;
  const auto time = std::ranges::find(facts, "duration_ms", &app::RunDifference::key);
  if (!metrics.is_recorded() && time == facts.end()) {
    return;
  }
  rows.section(metrics.name);
  for (const auto& each : metrics.differences) {
    rows.difference(each);
  }
  if (time != facts.end()) {
    rows.texts("time", time->from, time->to);
  }
  if (metrics.differences.empty() && metrics.is_recorded()) {
    rows.words(same_words(metrics.same.size()));
  } else if (!metrics.same.empty()) {
    rows.words(more_words(metrics.same.size()), Tone::dim);
  }
}

/// The command as somebody would type it.
std::optional<std::string> typed_command(const Run& run, const std::optional<std::string>& argv) {
  const auto found = run.tags.find(tag::kSourceName);
  return argv && found != run.tags.end() ? std::optional(found->second) : argv;
}

void add_facts(DiffRows& rows, const DiffPage& page) {
  const auto& section = page.diff.at("run");
  rows.section(section.name);
  for (const auto& each : section.differences) {
    if (each.key == "command") {
      rows.texts(each.key, typed_command(page.from, each.from), typed_command(page.to, each.to));
    } else if (each.key != "duration_ms") {
      rows.difference(each);
    }
  }
}

std::string state_words(const app::CodeState& state) {
  if (state.commit.empty()) {
    return "none";
  }
  return state.commit.substr(0, kShortCommit) + (state.is_uncommitted ? ", working tree" : "");
}

/// `+9 −2`.
std::string lines_words(const app::CodeDiff::File& file) {
  return file.is_binary ? file.changes()
                        : "+" + std::to_string(file.added) + " −" + std::to_string(file.removed);
}

/// What follows the two states on their line.
std::string code_words(const app::CodeDiff& code) {
  if (code.files.empty()) {
    return "no file differs";
  }
  if (code.files.size() == 1) {
    return render::printable(code.files.front().path) + " " + lines_words(code.files.front());
  }
  app::CodeDiff::File sum;
  for (const auto& file : code.files) {
    sum.added += file.added;
    sum.removed += file.removed;
  }
  return std::to_string(code.files.size()) + " files " + lines_words(sum);
}

void add_files(DiffRows& rows, const app::CodeDiff& code) {
  if (code.files.size() > 1) {
    for (std::size_t i = 0; i < std::min(code.files.size(), kMostFiles); ++i) {
      rows.entry(code.files[i].path, lines_words(code.files[i]));
    }
    if (code.files.size() > kMostFiles) {
      rows.words(counted(code.files.size() - kMostFiles, "more file") + ", -F tsv to show",
                 Tone::dim);
    }
  }
  for (const auto& [lacks, which] :
       {std::pair{code.lacks_from, "first"}, {code.lacks_to, "second"}}) {
    if (lacks) {
      rows.words("without what the " + std::string(which) +
                     " run had not committed: it was not kept, or cannot be applied",
                 Tone::dim);
    }
  }
}

void add_code(DiffRows& rows, const DiffPage& page) {
  const auto& section = page.diff.at("code");
  rows.section(section.name);
  if (page.from_code.commit.empty() && page.to_code.commit.empty()) {
    rows.words("not recorded", Tone::dim);
    return;
  }
  const bool is_same =
      section.differences.empty() && page.code && !page.code->lacks_from && !page.code->lacks_to;
  if (is_same) {
    rows.words("same (" + state_words(page.to_code) + ")");
    return;
  }
  std::string line = state_words(page.from_code) + " → " + state_words(page.to_code);
  const bool lacks = page.code && (page.code->lacks_from || page.code->lacks_to);
  const bool is_known = page.code && !(lacks && page.code->files.empty());
  rows.words(is_known ? line + ": " + code_words(*page.code) : line);
  if (page.code) {
    add_files(rows, *page.code);
  }
  const auto untracked =
      std::ranges::find(section.differences, "untracked", &app::RunDifference::key);
  if (untracked != section.differences.end()) {
    rows.difference(*untracked);
  }
}

/// One or several things by name, of which the value tells whether they are the same.
void add_named(DiffRows& rows, const app::DiffSection& section, bool with_names) {
  rows.section(section.name);
  if (!section.is_recorded()) {
    rows.words("not recorded", Tone::dim);
    return;
  }
  for (const auto& each : section.differences) {
    if (with_names) {
      rows.difference(each);
    } else {
      rows.texts("", each.from, each.to);
    }
  }
  std::vector<std::string> same;
  for (const KeyValue& each : section.same) {
    const bool is_alone = section.same.size() == 1 && section.differences.empty();
    same.push_back(render::printable(is_alone ? each.value : each.key + " " + each.value));
  }
  if (!same.empty()) {
    rows.words("same (" + base::join(same, ", ") + ")");
  }
}

void add_env(DiffRows& rows, const DiffPage& page) {
  const auto& section = page.diff.at("env");
  rows.section(section.name);
  if (!page.from_has_env || !page.to_has_env) {
    const bool none = !page.from_has_env && !page.to_has_env;
    rows.words(none ? "not recorded"
                    : std::string("recorded by the ") + (page.from_has_env ? "first" : "second") +
                          " run only",
               Tone::dim);
    return;
  }
  const std::size_t total = section.differences.size() + section.same.size();
  if (total == 0) {
    rows.words("recorded, but its files are not here", Tone::dim);
    return;
  }
  const std::string packages = counted(total, "package");
  if (section.differences.size() == 1 && !page.every_package) {
    const auto& one = section.differences.front();
    rows.texts(one.key, one.from, one.to, " · 1 of " + packages);
    return;
  }
  const std::size_t shown = page.every_package
                                ? section.differences.size()
                                : std::min(section.differences.size(), kMostPackages);
  for (std::size_t i = 0; i < shown; ++i) {
    rows.difference(section.differences[i]);
  }
  if (page.every_package) {
    for (const KeyValue& each : section.same) {
      rows.entry(each.key, render::printable(each.value));
    }
  }
  rows.words(section.differences.empty()
                 ? "same (" + packages + ")"
                 : std::to_string(section.differences.size()) + " of " + packages +
                       (shown < section.differences.size() ? ", --env full to show" : ""),
             section.differences.empty() ? Tone::plain : Tone::dim);
}

void add_artifacts(DiffRows& rows, const DiffPage& page) {
  const auto& section = page.diff.at("artifacts");
  if (page.every_artifact || section.differences.empty()) {
    add_section(rows, section);
    return;
  }
  std::size_t added = 0;
  std::size_t removed = 0;
  for (const auto& each : section.differences) {
    added += each.from ? 0 : 1;
    removed += each.to ? 0 : 1;
  }
  std::vector<std::string> parts;
  const std::size_t changed = section.differences.size() - added - removed;
  for (const auto& [count, word] : {std::pair{changed, "changed"},
                                    {added, "added"},
                                    {removed, "removed"},
                                    {section.same.size(), "the same"}}) {
    if (count > 0) {
      parts.push_back(std::to_string(count) + " " + word);
    }
  }
  rows.section(section.name);
  rows.words(base::join(parts, ", ") + " (--artifacts to show)");
}

}  // namespace

std::string diff_sheet(const DiffPage& page, const render::Style& style, int width) {
  DiffRows rows(style, width);
  rows.head(page.from_title, page.to_title, page.diff.has_difference() ? "" : " · no difference");
  add_section(rows, page.diff.at("params"));
  add_metrics(rows, page.diff);
  add_facts(rows, page);
  add_code(rows, page);
  add_named(rows, page.diff.at("data"), true);
  add_env(rows, page);
  add_named(rows, page.diff.at("host"), false);
  add_section(rows, page.diff.at("tags"));
  add_artifacts(rows, page);
  return rows.take();
}

}  // namespace mlt::cli
