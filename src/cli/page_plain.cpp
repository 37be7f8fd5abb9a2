#include <algorithm>

#include "base/text.hpp"
#include "cli/page_render.hpp"

namespace mlt::cli {

namespace {

using Kind = Block::Kind;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kMaxLabel = 26;
constexpr int kMinWidth = 40;
constexpr int kMaxWidth = 100;

std::size_t usable_width(const HelpStyle& style) {
  return static_cast<std::size_t>(std::clamp(style.width, kMinWidth, kMaxWidth));
}

/// The column at which the meanings of a section's terms begin.
std::size_t meaning_column(const PageSection& section) {
  std::size_t widest = 0;
  for (const Block& block : section.blocks) {
    if (block.kind == Kind::term && block.label.size() <= kMaxLabel) {
      widest = std::max(widest, block.label.size());
    }
  }
  return kIndent + widest + 2;
}

void append_term(std::string& out, const Block& block, std::size_t column, const HelpStyle& style) {
  std::string line = std::string(kIndent, ' ') + block.label;
  if (line.size() + 2 > column) {
    out += line + '\n';
    line.clear();
  }
  line.resize(column, ' ');
  out += line;
  append_wrapped(out, block.text, column, usable_width(style));
}

void append_bold(std::string& out, std::string_view text, const HelpStyle& style) {
  out += style.colour ? "\x1b[1m" : "";
  out += text;
  out += style.colour ? "\x1b[0m\n" : "\n";
}

/// Rows of a table stand close together, and an example below what explains it.
bool stands_apart(const Block& block, const Block& before) {
  const bool rows =
      block.kind == before.kind && (block.kind == Kind::term || block.kind == Kind::synopsis);
  const bool belongs = before.kind == Kind::heading ||
                       (block.kind == Kind::literal && before.kind == Kind::paragraph);
  return !rows && !belongs;
}

void append_block(std::string& out, const Block& block, std::size_t column,
                  const HelpStyle& style) {
  switch (block.kind) {
    case Kind::paragraph:
      out.append(kIndent, ' ');
      append_wrapped(out, block.text, kIndent, usable_width(style));
      break;
    case Kind::literal:
      for (const std::string_view line : base::split(block.text, '\n')) {
        out.append(2 * kIndent, ' ');
        out += line;
        out += '\n';
      }
      break;
    case Kind::synopsis:
      out.append(kIndent, ' ');
      append_wrapped(out, block.text, 4 * kIndent, usable_width(style));
      break;
    case Kind::term:
      append_term(out, block, column, style);
      break;
    case Kind::heading:
      out.append(kIndent / 2, ' ');
      append_bold(out, block.text, style);
      break;
  }
}

}  // namespace

HelpStyle help_style(const Terminal& terminal) {
  return {terminal.columns > 0 ? terminal.columns : HelpStyle().width, terminal.colour};
}

void append_wrapped(std::string& out, std::string_view text, std::size_t indent,
                    std::size_t width) {
  std::size_t column = indent;
  bool first = true;
  for (const std::string_view word : base::split(text, ' ')) {
    if (!first && column + 1 + word.size() > width) {
      out += '\n';
      out.append(indent, ' ');
      column = indent;
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    first = false;
  }
  out += '\n';
}

std::string plain_text(const Page& page, const HelpStyle& style) {
  std::string out;
  append_bold(out, "NAME", style);
  out.append(kIndent, ' ');
  append_wrapped(out, page.name + " - " + page.summary, 2 * kIndent, usable_width(style));
  for (const PageSection& section : page.sections) {
    out += '\n';
    append_bold(out, section.title, style);
    const std::size_t column = meaning_column(section);
    const Block* before = nullptr;
    for (const Block& block : section.blocks) {
      out += before != nullptr && stands_apart(block, *before) ? "\n" : "";
      append_block(out, block, column, style);
      before = &block;
    }
  }
  return out;
}

}  // namespace mlt::cli
