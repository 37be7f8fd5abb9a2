#include "disk/sqlite.hpp"

#include <sqlite3.h>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "disk/outside.hpp"

/// What stands for dlopen in a static program (CMakeLists.txt): SQLite would load extensions by it,
/// of which none is asked for.
extern "C" void* __wrap_dlopen(const char* /*file*/, int /*mode*/) {  // NOLINT: the linker's name
  return nullptr;
}

namespace mlt::disk {

namespace {

class Row final : public SqliteRow {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

  [[nodiscard]] std::optional<std::string> text(int column) const override {
    if (is_null(column)) {
      return std::nullopt;
    }
    const unsigned char* bytes = sqlite3_column_text(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  }
  [[nodiscard]] std::optional<std::int64_t> integer(int column) const override {
    return is_null(column) ? std::nullopt
                           : std::optional<std::int64_t>(sqlite3_column_int64(statement_, column));
  }
  [[nodiscard]] std::optional<double> number(int column) const override {
    return is_null(column) ? std::nullopt
                           : std::optional<double>(sqlite3_column_double(statement_, column));
  }

 private:
  [[nodiscard]] bool is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  sqlite3_stmt* statement_;
};

}  // namespace

struct SqliteFile::State {
  std::string path;
  sqlite3* handle = nullptr;

  [[nodiscard]] Error failed(int result) const {
    const bool is_busy = (result & 0xFF) == SQLITE_BUSY || (result & 0xFF) == SQLITE_CANTOPEN ||
                         (result & 0xFF) == SQLITE_IOERR;
    return {is_busy ? ErrorCode::system : ErrorCode::data,
            path + ": " + base::escape_control(sqlite3_errmsg(handle))};
  }
  ~State() { sqlite3_close_v2(handle); }
};

SqliteFile::SqliteFile(const std::string& path) {
  state_ = std::make_unique<State>();
  state_->path = path;
  constexpr int kPatience = 5000;
  const int result =
      sqlite3_open_v2(real_path(path).c_str(), &state_->handle, SQLITE_OPEN_READONLY, nullptr);
  if (result != SQLITE_OK) {
    throw state_->failed(result);
  }
  sqlite3_busy_timeout(state_->handle, kPatience);
}

SqliteFile::~SqliteFile() = default;

void SqliteFile::query(const std::string& sql, const std::vector<std::string>& texts,
                       const std::function<void(const SqliteRow&)>& sink) const {
  sqlite3_stmt* raw = nullptr;
  int result = sqlite3_prepare_v2(state_->handle, sql.c_str(), -1, &raw, nullptr);
  if (result != SQLITE_OK) {
    throw state_->failed(result);
  }
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
  int place = 0;
  for (const std::string& text : texts) {
    sqlite3_bind_text(raw, ++place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  const Row row(raw);
  while ((result = sqlite3_step(raw)) == SQLITE_ROW) {
    sink(row);
  }
  if (result != SQLITE_DONE) {
    throw state_->failed(result);
  }
}

bool SqliteFile::has_column(const std::string& table, const std::string& column) const {
  bool found = false;
  query("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", {table, column},
        [&found](const SqliteRow&) { found = true; });
  return found;
}

bool SqliteFile::has_table(const std::string& table) const {
  bool found = false;
  query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", {table},
        [&found](const SqliteRow&) { found = true; });
  return found;
}

bool is_sqlite(std::string_view beginning) {
  return beginning.starts_with(std::string_view("SQLite format 3\0", 16));
}

}  // namespace mlt::disk
