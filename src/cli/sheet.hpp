#pragma once

#include <map>
#include <string>
#include <string_view>

#include "mlt/run.hpp"

#include "render/table.hpp"

namespace mlt::cli {

/// A sheet about one thing: a title, facts, and sections with entries or tables.
class Sheet {
 public:
  explicit Sheet(const render::TableOptions& options) : options_(options) {}

  void title(std::string_view text);
  /// A line with a name; none where there is no text.
  void fact(std::string_view name, std::string_view text, render::Tone tone = render::Tone::plain);
  /// A heading with the number of what follows; none where that is 0.
  void section(std::string_view name, std::size_t count);
  /// A key and its value, aligned with its neighbours.
  void entry(std::string_view key, std::string_view value);
  void table(const render::Table& table);
  /// The table turned: each of its columns becomes a line, so each is formatted on its own.
  void table_of_rows_per_column(const render::Table& table);

  std::string take();

 private:
  void flush_entries();
  /// Says below it what had no room.
  void append_table(const render::Table& table, const render::TableOptions& options);
  void append_indented(std::string_view text);

  render::TableOptions options_;
  render::Table entries_;
  bool is_facts_ = false;
  std::string out_;
};

/// `14: 12 finished, 1 failed, 1 running (2 deleted)`.
std::string describe_runs(const std::map<RunStatus, std::size_t>& runs, std::size_t deleted);

}  // namespace mlt::cli
