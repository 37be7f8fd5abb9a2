#include "cli/sheet.hpp"

#include <utility>

#include "base/text.hpp"
#include "render/style.hpp"
#include "render/text_width.hpp"

namespace mlt::cli {
namespace {

constexpr std::string_view kIndent = "  ";

}  // namespace

void Sheet::title(std::string_view text) {
  out_ += render::paint(render::printable(text), render::Tone::strong, options_.style) + "\n";
  is_facts_ = true;
}

void Sheet::fact(std::string_view name, std::string_view text, render::Tone tone) {
  if (!text.empty()) {
    entries_.rows.push_back({render::Cell(std::string(name), render::Tone::dim),
                             render::Cell(std::string(text), tone)});
  }
}

void Sheet::section(std::string_view name, std::size_t count) {
  flush_entries();
  is_facts_ = false;
  if (count > 0) {
    const std::string heading = std::string(name) + " (" + std::to_string(count) + ")";
    out_ += "\n" + render::paint(heading, render::Tone::strong, options_.style) + "\n";
  }
}

void Sheet::entry(std::string_view key, std::string_view value) {
  entries_.rows.push_back({render::Cell(std::string(key)), render::Cell(std::string(value))});
}

void Sheet::table(const render::Table& table) {
  if (!table.rows.empty()) {
    append_table(table, options_);
  }
}

void Sheet::table_of_rows_per_column(const render::Table& table) {
  if (table.columns.size() > 1) {
    render::TableOptions turned = options_;
    turned.transpose = true;
    append_table(table, turned);
  }
}

std::string Sheet::take() {
  flush_entries();
  return std::exchange(out_, {});
}

void Sheet::flush_entries() {
  if (entries_.rows.empty()) {
    return;
  }
  entries_.columns = {{}, {}};
  render::TableOptions bare = options_;
  bare.header = false;
  bare.width = 0;  // a sheet tells all; the terminal breaks long lines
  append_indented(render::render_table(entries_, bare).text);
  entries_ = {};
}

void Sheet::append_table(const render::Table& table, const render::TableOptions& options) {
  const auto rendered = render::render_table(table, options);
  append_indented(rendered.text);
  if (rendered.left_out > 0) {
    const std::string missing = "(+" + std::to_string(rendered.left_out) +
                                (rendered.left_out == 1 ? " column" : " columns") +
                                ", -F wide to show)";
    append_indented(render::paint(missing, render::Tone::dim, options.style) + "\n");
  }
}

void Sheet::append_indented(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    if (!is_facts_) {
      out_ += kIndent;
    }
    out_.append(text.substr(begin, end - begin)).append("\n");
    begin = end + 1;
  }
}

std::string describe_runs(const std::map<RunStatus, std::size_t>& runs, std::size_t deleted) {
  std::size_t total = 0;
  std::vector<std::string> parts;
  for (const auto& [status, count] : runs) {
    total += count;
    parts.push_back(std::to_string(count) + " " + base::to_lower(name_of(status)));
  }
  std::string text = std::to_string(total);
  if (!parts.empty()) {
    text += ": " + base::join(parts, ", ");
  }
  return deleted > 0 ? text + " (" + std::to_string(deleted) + " deleted)" : text;
}

}  // namespace mlt::cli
