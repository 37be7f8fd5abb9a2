#pragma once

#include <string>
#include <string_view>

#include "render/table.hpp"

namespace mlt::render {

/// Appends tab-separated lines: keys of the columns as heading, machine texts. Tab, newline,
/// carriage return and backslash in a value are written `\t`, `\n`, `\r`, `\\`.
void append_tsv(std::string& out, const Table& table, bool header);

/// Appends comma-separated lines as RFC 4180 has them (CRLF, quotes doubled where needed).
void append_csv(std::string& out, const Table& table, bool header);

/// Appends a GitHub table: titles as heading, people's texts, good cells bold; `|` and what
/// Markdown or HTML would take for markup is escaped, a newline is `<br>`.
void append_markdown(std::string& out, const Table& table, const TableOptions& options);

}  // namespace mlt::render
