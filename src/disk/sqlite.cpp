#include "disk/sqlite.hpp"

#include <dlfcn.h>
#include <sqlite3.h>
#include <utility>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "disk/outside.hpp"

namespace mlt::disk {

namespace {

/// The functions of libsqlite3 that are used, found when the first file is opened.
struct Library {
  decltype(&sqlite3_open_v2) open = nullptr;
  decltype(&sqlite3_close_v2) close = nullptr;
  decltype(&sqlite3_errmsg) errmsg = nullptr;
  decltype(&sqlite3_prepare_v2) prepare = nullptr;
  decltype(&sqlite3_bind_text) bind_text = nullptr;
  decltype(&sqlite3_step) step = nullptr;
  decltype(&sqlite3_finalize) finalize = nullptr;
  decltype(&sqlite3_column_type) column_type = nullptr;
  decltype(&sqlite3_column_text) column_text = nullptr;
  decltype(&sqlite3_column_bytes) column_bytes = nullptr;
  decltype(&sqlite3_column_int64) column_int64 = nullptr;
  decltype(&sqlite3_column_double) column_double = nullptr;
  decltype(&sqlite3_busy_timeout) busy_timeout = nullptr;
};

template <typename Function>
void find(void* handle, Function& function, const char* name) {
  function = reinterpret_cast<Function>(::dlsym(handle, name));
  if (function == nullptr) {
    throw Error(ErrorCode::system, std::string("libsqlite3.so.0 lacks ") + name);
  }
}

Library load() {
  void* handle = ::dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    throw Error(ErrorCode::system, "cannot load libsqlite3.so.0, which reads databases")
        .hint("install it with: apt-get install libsqlite3-0");
  }
  Library library;
  find(handle, library.open, "sqlite3_open_v2");
  find(handle, library.close, "sqlite3_close_v2");
  find(handle, library.errmsg, "sqlite3_errmsg");
  find(handle, library.prepare, "sqlite3_prepare_v2");
  find(handle, library.bind_text, "sqlite3_bind_text");
  find(handle, library.step, "sqlite3_step");
  find(handle, library.finalize, "sqlite3_finalize");
  find(handle, library.column_type, "sqlite3_column_type");
  find(handle, library.column_text, "sqlite3_column_text");
  find(handle, library.column_bytes, "sqlite3_column_bytes");
  find(handle, library.column_int64, "sqlite3_column_int64");
  find(handle, library.column_double, "sqlite3_column_double");
  find(handle, library.busy_timeout, "sqlite3_busy_timeout");
  return library;
}

const Library& library() {
  static const Library loaded = load();
  return loaded;
}

class Row final : public SqliteRow {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

  [[nodiscard]] std::optional<std::string> text(int column) const override {
    if (is_null(column)) {
      return std::nullopt;
    }
    const unsigned char* bytes = library().column_text(statement_, column);
    const int size = library().column_bytes(statement_, column);
    return std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  }
  [[nodiscard]] std::optional<std::int64_t> integer(int column) const override {
    return is_null(column)
               ? std::nullopt
               : std::optional<std::int64_t>(library().column_int64(statement_, column));
  }
  [[nodiscard]] std::optional<double> number(int column) const override {
    return is_null(column) ? std::nullopt
                           : std::optional<double>(library().column_double(statement_, column));
  }

 private:
  [[nodiscard]] bool is_null(int column) const {
    return library().column_type(statement_, column) == SQLITE_NULL;
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
            path + ": " + base::escape_control(library().errmsg(handle))};
  }
  ~State() { library().close(handle); }
};

SqliteFile::SqliteFile(const std::string& path) {
  (void)library();  // before anything that has to be closed by it
  state_ = std::make_unique<State>();
  state_->path = path;
  constexpr int kPatience = 5000;
  const int result =
      library().open(real_path(path).c_str(), &state_->handle, SQLITE_OPEN_READONLY, nullptr);
  if (result != SQLITE_OK) {
    throw state_->failed(result);
  }
  library().busy_timeout(state_->handle, kPatience);
}

SqliteFile::~SqliteFile() = default;

void SqliteFile::query(const std::string& sql, const std::vector<std::string>& texts,
                       const std::function<void(const SqliteRow&)>& sink) const {
  sqlite3_stmt* raw = nullptr;
  int result = library().prepare(state_->handle, sql.c_str(), -1, &raw, nullptr);
  if (result != SQLITE_OK) {
    throw state_->failed(result);
  }
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, library().finalize);
  int place = 0;
  for (const std::string& text : texts) {
    library().bind_text(raw, ++place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  const Row row(raw);
  while ((result = library().step(raw)) == SQLITE_ROW) {
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
