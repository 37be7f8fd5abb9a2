#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace mlt::cli {

/// A piece of a page. Text is plain; the renderings find option names, VALUES and page names in it.
struct Block {
  enum class Kind {
    paragraph,  ///< `text`
    literal,    ///< `text` as it is, line by line
    synopsis,   ///< one command line
    term,       ///< `label` and, beside it, `text`
    heading,    ///< a heading within a section
  };
  Kind kind = Kind::paragraph;
  std::string text;
  std::string label = {};
};

struct PageSection {
  std::string title;  ///< in capitals, as man-pages(7) names them
  std::vector<Block> blocks;
};

/// A page of the manual, before it becomes roff or plain text.
struct Page {
  std::string name;  ///< "mlt-compare"
  int section = 1;
  std::string summary;
  std::vector<PageSection> sections;  ///< without NAME
};

/// "mlt-runs-list".
std::string page_name(std::string_view command);
/// "mlt compare [OPTION]... [RUN]...", one for each form.
std::vector<std::string> synopsis_lines(const Command& command, const OptionTable& table);
/// "-x, --experiment NAME|ID".
std::string option_label(const OptionSpec& spec);

/// The page of a command, made from what it declares.
Page command_page(const Command& command);
/// mlt(1): the commands and the global options.
Page program_page();
/// The pages on subjects (sections 5 and 7), in the order in which help lists them.
std::vector<Page> topic_pages();
/// All of the above.
std::vector<Page> all_pages();

}  // namespace mlt::cli
