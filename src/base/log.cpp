#include "base/log.hpp"

#include <memory>
#include <string>
#include <vector>

#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "mlt/error.hpp"

#include "base/text.hpp"

namespace mlt::base {

namespace {

// The one thing of the program that is global and changes: set once, by open_log.
std::unique_ptr<spdlog::logger>& logger() {
  static std::unique_ptr<spdlog::logger> instance;
  return instance;
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::quiet:
      return spdlog::level::off;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::debug:
      return spdlog::level::debug;
  }
  return spdlog::level::off;
}

spdlog::sink_ptr open_trace(const std::string& path) {
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
    sink->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %P %l: %v");
    sink->set_level(spdlog::level::debug);
    return sink;
  } catch (const spdlog::spdlog_ex& error) {
    throw Error(ErrorCode::system, "cannot open the trace file '" + path + "': " + error.what());
  }
}

void write(spdlog::level::level_enum level, std::string_view message) {
  if (logger() && logger()->should_log(level)) {
    logger()->log(level, escape_control(message));
  }
}

}  // namespace

void open_log(LogLevel level, std::string_view trace_file) {
  std::vector<spdlog::sink_ptr> sinks;
  if (level != LogLevel::quiet) {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    sink->set_pattern("%l: %v");
    sink->set_level(spdlog_level(level));
    sinks.push_back(std::move(sink));
  }
  if (!trace_file.empty()) {
    sinks.push_back(open_trace(std::string(trace_file)));
  }
  auto opened = std::make_unique<spdlog::logger>("mlt", sinks.begin(), sinks.end());
  opened->set_level(trace_file.empty() ? spdlog_level(level) : spdlog::level::debug);
  opened->flush_on(spdlog::level::debug);
  logger() = std::move(opened);
}

void log_info(std::string_view message) { write(spdlog::level::info, message); }

void log_debug(std::string_view message) { write(spdlog::level::debug, message); }

bool log_enabled(LogLevel level) {
  return level != LogLevel::quiet && logger() && logger()->should_log(spdlog_level(level));
}

}  // namespace mlt::base
