#include "cli/page.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace mlt::cli {

namespace {

using Kind = Block::Kind;

/// Paragraphs, separated by empty lines; lines that begin with two blanks stay as they are.
std::vector<Block> blocks_of(const std::string& text) {
  std::vector<Block> blocks;
  for (const std::string_view line : base::split(text, '\n')) {
    if (line.empty()) {
      continue;
    }
    const bool literal = line.starts_with("  ");
    if (literal && !blocks.empty() && blocks.back().kind == Kind::literal) {
      blocks.back().text += "\n" + std::string(line.substr(2));
    } else {
      blocks.push_back({literal ? Kind::literal : Kind::paragraph,
                        std::string(literal ? line.substr(2) : line)});
    }
  }
  return blocks;
}

PageSection synopsis_section(const Command& command, const OptionTable& table) {
  PageSection section{"SYNOPSIS", {}};
  for (std::string& line : synopsis_lines(command, table)) {
    section.blocks.push_back({Kind::synopsis, std::move(line)});
  }
  return section;
}

/// Operands, then the options under their headings, in the order of declaration.
PageSection options_section(const OptionTable& table, bool globals) {
  PageSection section{"OPTIONS", {}};
  for (const OptionSpec& spec : table.specs()) {
    if (spec.is_operand() && !spec.hidden && !spec.help.empty()) {
      section.blocks.push_back({Kind::term, spec.help, option_label(spec)});
    }
  }
  std::string group;
  for (const OptionSpec& spec : table.specs()) {
    if (spec.is_operand() || spec.hidden || (spec.group == kGlobalGroup) != globals) {
      continue;
    }
    if (spec.group != group && !globals) {
      group = spec.group;
      section.blocks.push_back({Kind::heading, group});
    }
    std::string meaning = spec.help;
    const bool names_choices = std::ranges::all_of(spec.choices, [&](const std::string& choice) {
      return spec.help.find(choice) != std::string::npos;
    });
    if (spec.strict_choices && !names_choices) {
      meaning += ": " + base::join(spec.choices, ", ");
    }
    if (spec.repeatable && spec.takes_value()) {
      meaning += " (repeatable)";
    }
    section.blocks.push_back({Kind::term, std::move(meaning), option_label(spec)});
  }
  return section;
}

PageSection exit_section(const OptionTable& table) {
  PageSection section{"EXIT STATUS", {}};
  section.blocks.push_back({Kind::term, "done", "0"});
  for (const OptionTable::ExitStatus& status : table.exit_statuses()) {
    section.blocks.push_back({Kind::term, status.meaning, std::to_string(status.code)});
  }
  section.blocks.push_back({Kind::paragraph, "Failures end with the codes of mlt-exit-codes(7)."});
  return section;
}

PageSection terms_section(std::string title, const std::vector<OptionTable::Term>& terms) {
  PageSection section{std::move(title), {}};
  for (const OptionTable::Term& term : terms) {
    section.blocks.push_back({Kind::term, term.meaning, term.name});
  }
  return section;
}

/// With a capital at its beginning.
std::string sentence(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

PageSection examples_section(const std::vector<OptionTable::Example>& examples) {
  PageSection section{"EXAMPLES", {}};
  for (const OptionTable::Example& example : examples) {
    section.blocks.push_back({Kind::paragraph, sentence(example.explanation) + ":"});
    section.blocks.push_back({Kind::literal, example.command_line});
  }
  return section;
}

PageSection see_also_section(std::vector<std::string> pages) {
  pages.emplace_back("mlt(1)");
  std::ranges::sort(pages);
  pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
  return {"SEE ALSO", {{Kind::paragraph, base::join(pages, ", ")}}};
}

void drop_empty_sections(Page& page) {
  std::erase_if(page.sections, [](const PageSection& section) { return section.blocks.empty(); });
}

}  // namespace

std::string page_name(std::string_view command) {
  std::string name = "mlt-" + std::string(command);
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

std::string option_label(const OptionSpec& spec) {
  if (spec.is_operand()) {
    return spec.value + (spec.repeatable ? "..." : "");
  }
  std::string label = base::join(spec.names, ", ");
  if (spec.takes_value()) {
    label += spec.value_is_optional() ? spec.value : " " + spec.value;
  }
  return label;
}

std::vector<std::string> synopsis_lines(const Command& command, const OptionTable& table) {
  const std::string start = "mlt " + std::string(command.name);
  std::vector<std::string> lines;
  for (const std::string& form : table.synopses()) {
    lines.push_back(start);
    if (!form.empty()) {
      lines.back().append(" ").append(form);
    }
  }
  if (!lines.empty()) {
    return lines;
  }
  std::string line = start;
  const bool has_options = std::ranges::any_of(table.specs(), [](const OptionSpec& spec) {
    return !spec.is_operand() && !spec.hidden && spec.group != kGlobalGroup;
  });
  line += has_options ? " [OPTION]..." : "";
  for (const OptionSpec& spec : table.specs()) {
    if (spec.is_operand() && !spec.hidden) {
      const std::string word = spec.required ? spec.value : "[" + spec.value + "]";
      line += (spec.is_rest ? " [--] " + spec.value : " " + word) + (spec.repeatable ? "..." : "");
    }
  }
  return {line};
}

Page command_page(const Command& command) {
  GlobalOptions globals;
  OptionTable table;
  const Action action = command.declare(table);
  declare_globals(table, globals);

  Page page{page_name(command.name), 1, std::string(command.summary), {}};
  page.sections.push_back(synopsis_section(command, table));
  page.sections.push_back({"DESCRIPTION", blocks_of(table.description())});
  PageSection options = options_section(table, false);
  options.blocks.push_back({Kind::paragraph, "The global options of mlt(1) are accepted as well."});
  page.sections.push_back(std::move(options));
  page.sections.push_back(exit_section(table));
  page.sections.push_back(terms_section("ENVIRONMENT", table.environment()));
  page.sections.push_back(terms_section("FILES", table.files()));
  page.sections.push_back(examples_section(table.examples()));
  std::vector<std::string> pages = table.see_also();
  pages.emplace_back("mlt-exit-codes(7)");
  page.sections.push_back(see_also_section(std::move(pages)));
  drop_empty_sections(page);
  return page;
}

Page program_page() {
  GlobalOptions options;
  OptionTable table;
  declare_program_options(table, options);

  Page page{"mlt", 1, "run, log and compare experiments, kept as text in a directory", {}};
  page.sections.push_back({"SYNOPSIS",
                           {{Kind::synopsis, "mlt [GLOBAL OPTION]... COMMAND [ARGUMENT]..."},
                            {Kind::synopsis, "mlt --version"}}});
  page.sections.push_back(
      {"DESCRIPTION",
       blocks_of(
           "mlt wraps training jobs of any kind, records what they were given and what came out, "
           "and compares them. Everything is kept as text in one directory, mlruns/, which git can "
           "review and merge.\n\n"
           "Global options may stand before and after the command. There are no abbreviations. "
           "Options may follow operands, but for 'mlt run', where everything from the first "
           "operand "
           "on belongs to the wrapped command. After -- all words are operands; - is standard "
           "input or output; numbers below zero are values. Of a repeated option the last one "
           "counts. 'mlt COMMAND -h' shows a command's options, 'mlt COMMAND --help' its page.")});
  PageSection commands{"COMMANDS", {}};
  std::vector<std::string> pages;
  for (const Command& command : command_table()) {
    if (!command.hidden) {
      commands.blocks.push_back(
          {Kind::term, std::string(command.summary), "mlt " + std::string(command.name)});
      pages.push_back(page_name(command.name) + "(1)");
    }
  }
  page.sections.push_back(std::move(commands));
  page.sections.push_back(options_section(table, true));
  page.sections.push_back({"EXIT STATUS", {{Kind::paragraph, "See mlt-exit-codes(7)."}}});
  page.sections.push_back({"ENVIRONMENT", {{Kind::paragraph, "See mlt-environment(7)."}}});
  page.sections.push_back({"FILES", {{Kind::term, "the store; see mlt-store(5)", "mlruns/"}}});
  for (const Page& topic : topic_pages()) {
    pages.push_back(topic.name + "(" + std::to_string(topic.section) + ")");
  }
  std::ranges::sort(pages);
  page.sections.push_back({"SEE ALSO", {{Kind::paragraph, base::join(pages, ", ")}}});
  return page;
}

std::vector<Page> all_pages() {
  std::vector<Page> pages{program_page()};
  for (const Command& command : command_table()) {
    if (!command.hidden) {
      pages.push_back(command_page(command));
    }
  }
  std::ranges::copy(topic_pages(), std::back_inserter(pages));
  return pages;
}

}  // namespace mlt::cli
