#include "cli/help_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "cli/page.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kMaxLabel = 28;
constexpr int kMinWidth = 40;
constexpr int kMaxWidth = 100;

std::size_t usable_width(const HelpStyle& style) {
  return static_cast<std::size_t>(std::clamp(style.width, kMinWidth, kMaxWidth));
}

void append_heading(std::string& out, std::string_view title, const HelpStyle& style) {
  out += out.empty() ? "" : "\n";
  out += style.colour ? "\x1b[1m" : "";
  out += title;
  out += style.colour ? ":\x1b[0m\n" : ":\n";
}

using Rows = std::vector<std::pair<std::string, std::string>>;

/// Two columns: labels, and beside them what they mean.
void append_rows(std::string& out, const Rows& rows, const HelpStyle& style) {
  std::size_t label_width = 0;
  for (const auto& [label, meaning] : rows) {
    if (label.size() <= kMaxLabel) {
      label_width = std::max(label_width, label.size());
    }
  }
  const std::size_t column = kIndent + label_width + 2;
  for (const auto& [label, meaning] : rows) {
    out.append(kIndent, ' ');
    out += label;
    if (label.size() > label_width) {
      out += '\n';
      out.append(column, ' ');
    } else {
      out.append(column - kIndent - label.size(), ' ');
    }
    append_wrapped(out, meaning, column, usable_width(style));
  }
}

void append_examples(std::string& out, const OptionTable& table, const HelpStyle& style) {
  if (table.examples().empty()) {
    return;
  }
  append_heading(out, "Examples", style);
  for (const OptionTable::Example& example : table.examples()) {
    out += "  # ";
    append_wrapped(out, example.explanation, 4, usable_width(style));
    out += "  " + example.command_line + "\n";
  }
}

/// The options under their headings, in the order of declaration; operands come first.
void append_options(std::string& out, const OptionTable& table, const HelpStyle& style) {
  std::vector<std::pair<std::string, Rows>> groups;
  for (const OptionSpec& spec : table.specs()) {
    const bool listed =
        !spec.hidden && !(spec.is_operand() && spec.help.empty()) && spec.group != kGlobalGroup;
    if (!listed) {
      continue;
    }
    const std::string title = spec.is_operand()    ? "Arguments"
                              : spec.group.empty() ? "Options"
                                                   : spec.group;
    auto group = std::ranges::find(groups, title, &std::pair<std::string, Rows>::first);
    if (group == groups.end()) {
      group = groups.insert(spec.is_operand() ? groups.begin() : groups.end(), {title, {}});
    }
    group->second.emplace_back(option_label(spec), spec.help);
  }
  for (const auto& [title, rows] : groups) {
    append_heading(out, title, style);
    append_rows(out, rows, style);
  }
}

/// The commands whose names begin with `prefix`.
void append_commands(std::string& out, std::string_view prefix, const HelpStyle& style) {
  append_heading(out, "Commands", style);
  Rows rows;
  for (const Command& command : command_table()) {
    if (!command.hidden && command.name.starts_with(prefix)) {
      rows.emplace_back(command.name, command.summary);
    }
  }
  append_rows(out, rows, style);
}

}  // namespace

std::string command_help(const Command& command, const OptionTable& table, const HelpStyle& style) {
  std::string out = "mlt " + std::string(command.name) + ": " + std::string(command.summary) + "\n";
  append_examples(out, table, style);
  append_heading(out, "Usage", style);
  for (const std::string& line : synopsis_lines(command, table)) {
    out.append(kIndent, ' ');
    append_wrapped(out, line, 4 * kIndent, usable_width(style));
  }
  append_options(out, table, style);
  if (is_noun(command.name)) {
    append_commands(out, std::string(command.name) + " ", style);
  }
  out += "\nMore: mlt " + std::string(command.name) + " --help\n";
  return out;
}

std::string program_help(const HelpStyle& style) {
  std::string out = "mlt: run, log and compare experiments, kept as text in a directory\n";
  append_heading(out, "Usage", style);
  out += "  mlt [GLOBAL OPTION]... COMMAND [ARGUMENT]...\n";
  append_commands(out, "", style);
  std::vector<std::string> subjects;
  for (const Page& topic : topic_pages()) {
    subjects.push_back(topic.name.substr(std::string_view("mlt-").size()));
  }
  out += "\nMore: mlt COMMAND -h, mlt --help, mlt help SUBJECT\nSubjects: ";
  append_wrapped(out, base::join(subjects, ", "), kIndent, usable_width(style));
  return out;
}

std::string noun_help(std::string_view noun, const HelpStyle& style) {
  std::string out;
  append_heading(out, "Usage", style);
  out += "  mlt " + std::string(noun) + " VERB [ARGUMENT]...\n";
  append_commands(out, std::string(noun) + " ", style);
  out += "\nMore: mlt " + std::string(noun) + " VERB -h\n";
  return out;
}

}  // namespace mlt::cli
