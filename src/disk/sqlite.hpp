#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlt::disk {

/// One row of a result; columns count from 0. NULL is nothing.
class SqliteRow {
 public:
  virtual ~SqliteRow() = default;
  [[nodiscard]] virtual std::optional<std::string> text(int column) const = 0;
  [[nodiscard]] virtual std::optional<std::int64_t> integer(int column) const = 0;
  [[nodiscard]] virtual std::optional<double> number(int column) const = 0;

  [[nodiscard]] std::string text_or_none(int column) const { return text(column).value_or(""); }
  [[nodiscard]] std::int64_t integer_or_zero(int column) const {
    return integer(column).value_or(0);
  }
};

/// An SQLite file outside the store, only ever read. What is no database, or a damaged one, is an
/// Error of kind data. Not for use by several threads.
class SqliteFile {
 public:
  explicit SqliteFile(const std::string& path);
  ~SqliteFile();
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  /// Calls `sink` for each row of a query whose `?` stand for `texts`.
  void query(const std::string& sql, const std::vector<std::string>& texts,
             const std::function<void(const SqliteRow&)>& sink) const;
  [[nodiscard]] bool has_column(const std::string& table, const std::string& column) const;
  [[nodiscard]] bool has_table(const std::string& table) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Whether a file begins as SQLite's do.
bool is_sqlite(std::string_view beginning);

}  // namespace mlt::disk
