#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/command_line.hpp"
#include "cli/help_text.hpp"
#include "cli/page.hpp"
#include "cli/page_render.hpp"
#include "disk/outside.hpp"

namespace mlt::cli {

namespace {

struct HelpOptions {
  std::vector<std::string> topic;
};

std::vector<std::string> topic_names() {
  std::vector<std::string> names;
  for (const Page& page : topic_pages()) {
    names.push_back(page.name.substr(std::string_view("mlt-").size()));
  }
  return names;
}

/// The page of a command, a noun's list of verbs, or the page on a subject.
std::string text_on(const std::vector<std::string>& words, const HelpStyle& style) {
  const std::vector<Page> topics = topic_pages();
  const std::string name = "mlt-" + base::join(words, "-");
  const auto topic = std::ranges::find(topics, name, &Page::name);
  if (topic != topics.end()) {
    return plain_text(*topic, style);
  }
  try {
    const CommandLine line = find_command_line(words);
    return line.command != nullptr ? plain_text(command_page(*line.command), style)
                                   : noun_help(line.noun, style);
  } catch (Error& error) {
    if (const auto near = base::nearest(words.front(), topic_names())) {
      error.add_hint("the nearest topic is '" + *near + "'");
    }
    error.add_hint("topics beside commands: " + base::join(topic_names(), ", "));
    throw;
  }
}

int run_help(Context& context, const HelpOptions& options) {
  const HelpStyle style = help_style(context.terminal());
  context.out_paged(options.topic.empty() ? plain_text(program_page(), style)
                                          : text_on(options.topic, style));
  return 0;
}

Action declare_help(OptionTable& table) {
  auto options = std::make_shared<HelpOptions>();
  std::vector<std::string> offered = topic_names();
  for (const Command& command : command_table()) {
    if (!command.hidden) {
      offered.emplace_back(command.name.substr(0, command.name.find(' ')));
    }
  }
  std::ranges::sort(offered);
  offered.erase(std::unique(offered.begin(), offered.end()), offered.end());
  table.operands("TOPIC", options->topic, "a command or a subject").suggest(std::move(offered));
  table.description(
      "Shows the page of a command or on a subject: what man(1) shows where the manual "
      "is installed. Subjects: " +
      base::join(topic_names(), ", ") + ".");
  table.example("mlt help init", "the whole page of one command");
  table.example("mlt help exit-codes", "how commands end");
  return [options](Context& context) { return run_help(context, *options); };
}

/// `mlt __man DIR`: writes the manual, for scripts/generate.
Action declare_man(OptionTable& table) {
  auto directory = std::make_shared<std::string>();
  table.operand("DIR", *directory, "where to write the pages");
  return [directory](Context&) {
    disk::make_outside_dirs(*directory);
    for (const Page& page : all_pages()) {
      disk::replace_outside_file(*directory + "/" + page.name + "." + std::to_string(page.section),
                                 roff_text(page));
    }
    return 0;
  };
}

}  // namespace

constexpr Command kHelpRows[] = {
    {"help", "show help on a command or a subject", declare_help, false, true},
    {"__man", "write the manual", declare_man, true, true}};
const CommandFamily kHelpCommands = kHelpRows;

}  // namespace mlt::cli
