#pragma once

#include <string_view>

namespace mlt::base {

enum class LogLevel { quiet, warning, info, debug };

/// Diagnostics about mlt's own work, for `-v`, `-vv`, `--trace` and MLT_LOG; never for results.
/// Opened once by the face, before any thread starts; silent until then. `level` is what goes to
/// stderr as `info: …`, `debug: …`; everything goes to `trace_file` (appended, with time and pid)
/// unless that is empty. Throws system if the file cannot be opened.
void open_log(LogLevel level, std::string_view trace_file);
void log_info(std::string_view message);
void log_debug(std::string_view message);
[[nodiscard]] bool log_enabled(LogLevel level);

}  // namespace mlt::base
