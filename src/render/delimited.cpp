#include "render/delimited.hpp"

#include <algorithm>
#include <cctype>

#include "render/text_width.hpp"

namespace mlt::render {
namespace {

void append_tsv_field(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += c;
    }
  }
}

void append_csv_field(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') {
      out += '"';
    }
    out += c;
  }
  out += '"';
}

using AppendField = void (*)(std::string&, std::string_view);

void append_lines(std::string& out, const Table& table, bool header, char separator,
                  std::string_view line_end, AppendField append_field) {
  if (header) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (i > 0) {
        out += separator;
      }
      append_field(out, table.columns[i].key);
    }
    out += line_end;
  }
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) {
        out += separator;
      }
      append_field(out, machine_text(row[i].value));
    }
    out += line_end;
  }
}

bool is_word_byte(std::string_view text, std::size_t i) {
  return i < text.size() && (std::isalnum(static_cast<unsigned char>(text[i])) != 0 ||
                             (static_cast<unsigned char>(text[i]) & 0x80u) != 0);
}

/// A piece of one line that holds no control characters.
void append_markdown_text(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '<':
        out += "&lt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '_':
        // Within a word it is no markup.
        out += i > 0 && is_word_byte(text, i - 1) && is_word_byte(text, i + 1) ? "_" : "\\_";
        break;
      case '|':
      case '\\':
      case '*':
      case '`':
      case '[':
      case ']':
      case '~':
        out += '\\';
        out += text[i];
        break;
      default:
        out += text[i];
    }
  }
}

void append_markdown_lines(std::string& out, std::string_view text) {
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    append_markdown_text(out, printable(line));
    if (end == text.size()) {
      return;
    }
    out += "<br>";
    begin = end + 1;
  }
}

bool is_right_aligned(const Table& table, std::size_t column) {
  bool any = false;
  for (const auto& row : table.rows) {
    const Value& value = row[column].value;
    if (std::holds_alternative<std::monostate>(value)) {
      continue;
    }
    any = true;
    if (std::holds_alternative<std::string>(value) || std::holds_alternative<Id>(value) ||
        std::holds_alternative<Time>(value)) {
      return false;
    }
  }
  return any;
}

}  // namespace

void append_tsv(std::string& out, const Table& table, bool header) {
  append_lines(out, table, header, '\t', "\n", append_tsv_field);
}

void append_csv(std::string& out, const Table& table, bool header) {
  append_lines(out, table, header, ',', "\r\n", append_csv_field);
}

void append_markdown(std::string& out, const Table& table, const TableOptions& options) {
  std::vector<std::vector<std::string>> texts;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    texts.push_back(people_texts(table, i, options));
  }
  if (options.header) {
    for (const auto& column : table.columns) {
      out += "| ";
      append_markdown_lines(out, column.title);
      out += ' ';
    }
    out += "|\n";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      out += is_right_aligned(table, i) ? "| ---: " : "| --- ";
    }
    out += "|\n";
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Cell& cell = table.rows[r][i];
      const auto* text = std::get_if<std::string>(&cell.value);
      const bool is_bold = cell.tone == Tone::good;
      out += is_bold ? "| **" : "| ";
      if (!std::holds_alternative<std::monostate>(cell.value)) {
        append_markdown_lines(out, text != nullptr ? *text : texts[i][r]);
        append_markdown_text(out, cell.marks);
      }
      out += is_bold ? "** " : " ";
    }
    out += "|\n";
  }
}

}  // namespace mlt::render
