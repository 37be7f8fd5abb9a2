#include <algorithm>
#include <cctype>

#include "mlt/build_info.hpp"

#include "base/text.hpp"
#include "cli/page_render.hpp"

namespace mlt::cli {

namespace {

using Kind = Block::Kind;

/// Text that roff shows as it is.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// A line of text: one that begins with a dot would be a request.
std::string line_of_text(const std::string& escaped_text) {
  return (escaped_text.starts_with('.') ? "\\&" : "") + escaped_text + "\n";
}

/// Options are bold and VALUES italic, in synopses and labels.
std::string marked_up(std::string_view text) {
  std::string out;
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
  };
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word(text[at])) {
      out += escaped(text.substr(at++, 1));
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) {
      ++end;
    }
    const std::string_view word = text.substr(at, end - at);
    const bool is_value = std::none_of(word.begin(), word.end(), [](char c) {
      return std::islower(static_cast<unsigned char>(c)) != 0 || c == '-';
    });
    out += (is_value ? "\\fI" : "\\fB") + escaped(word) + "\\fR";
    at = end;
  }
  return out;
}

void append_block(std::string& out, const Block& block, bool first) {
  switch (block.kind) {
    case Kind::paragraph:
      out += first ? "" : ".PP\n";
      out += line_of_text(escaped(block.text));
      break;
    case Kind::literal:
      out += first ? "" : ".PP\n";
      out += ".RS 4\n.nf\n";
      for (const std::string_view line : base::split(block.text, '\n')) {
        out += line_of_text(escaped(line));
      }
      out += ".fi\n.RE\n";
      break;
    case Kind::synopsis:
      out += first ? "" : ".br\n";
      out += line_of_text(marked_up(block.text));
      break;
    case Kind::term:
      out += ".TP\n" + line_of_text(marked_up(block.label)) + line_of_text(escaped(block.text));
      break;
    case Kind::heading:
      out += ".SS " + escaped(block.text) + "\n";
      break;
  }
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

std::string roff_text(const Page& page) {
  std::string out = ".\\\" Made by scripts/generate from the command table: do not edit.\n";
  out += ".TH " + escaped(upper(page.name)) + " " + std::to_string(page.section) + " \"" +
         kReleaseDate + "\" \"mlt " + kVersion + "\" \"mlt manual\"\n";
  out += ".SH NAME\n" + escaped(page.name) + " \\- " + escaped(page.summary) + "\n";
  for (const PageSection& section : page.sections) {
    out += ".SH " + section.title + "\n";
    bool first = true;
    for (const Block& block : section.blocks) {
      append_block(out, block, first);
      first = block.kind == Kind::heading;
    }
  }
  return out;
}

}  // namespace mlt::cli
