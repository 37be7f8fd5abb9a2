#include "cli/real_context.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <unistd.h>
#include <utility>

#include <climits>

#include "mlt/error.hpp"

#include "base/process.hpp"
#include "base/text.hpp"
#include "cli/error_text.hpp"
#include "cli/pager.hpp"
#include "cli/reading.hpp"
#include "disk/disk.hpp"
#include "disk/outside.hpp"
#include "store/open.hpp"

namespace mlt::cli {

namespace {

constexpr std::size_t kMaxIssuesSaid = 20;

Error no_store_for_reading(const StorePlace& place, const std::string& directory) {
  if (place.named) {
    return Error(ErrorCode::not_found, "no store at " + shown_path(place.path, directory))
        .hint("make one with: mlt init " + base::quote_for_shell(place.path));
  }
  return Error(ErrorCode::not_found, "no store: no mlruns/ in " + directory + " or above it")
      .hint("make one with: mlt init")
      .hint("or record a first run: mlt run -- COMMAND");
}

}  // namespace

std::optional<std::string> process_environment(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

std::string enter_directory(const std::optional<std::string>& directory) {
  if (directory && chdir(directory->c_str()) != 0) {
    throw Error(errno == ENOENT || errno == ENOTDIR ? ErrorCode::not_found : ErrorCode::system,
                "cannot enter the directory " + *directory + ": " + std::strerror(errno));
  }
  char buffer[PATH_MAX];
  if (getcwd(buffer, sizeof buffer) == nullptr) {
    throw Error(ErrorCode::system,
                std::string("cannot tell the working directory: ") + std::strerror(errno));
  }
  return buffer;
}

std::shared_ptr<disk::Disk> open_store_disk(const StorePlace& place, const std::string& directory) {
  // What was found by looking is known to be a directory.
  if ((place.named || !place.exists) && !disk::outside_is_directory(place.path)) {
    throw Error(ErrorCode::usage, shown_path(place.path, directory) + " is not a directory");
  }
  return disk::open_real_disk(place.path);
}

std::shared_ptr<disk::Disk> make_store_disk(const StorePlace& place, const std::string& directory) {
  if (!place.exists) {
    disk::make_outside_dirs(place.path);
  }
  return open_store_disk(place, directory);
}

bool IssueLog::add(const Issue& issue) {
  const std::string key = issue.path + '\0' + std::to_string(issue.line) + '\0' + issue.reason;
  return seen_.insert(key).second && seen_.size() <= kMaxIssuesSaid;
}

std::size_t IssueLog::unsaid() const {
  return seen_.size() - std::min(seen_.size(), kMaxIssuesSaid);
}

FoundStore find_store_files(const Globals& globals, const std::optional<std::string>& home) {
  FoundStore found{.place = find_store(globals, home), .disk = nullptr, .settings = std::nullopt};
  if (found.place.exists) {
    found.disk = open_store_disk(found.place, globals.directory);
    found.settings = store::read_settings_text(*found.disk);
  }
  return found;
}

RealContext::RealContext(Globals globals, std::optional<FoundStore> store)
    : globals_(std::move(globals)), output_(STDOUT_FILENO), found_(std::move(store)) {}

const Terminal& RealContext::terminal() const {
  if (!terminal_) {
    terminal_ = probe_terminal(globals_.colour, process_environment);
  }
  return *terminal_;
}

std::optional<std::string> RealContext::env(std::string_view name) const {
  return process_environment(name);
}

std::string RealContext::user() { return globals_.as ? *globals_.as : base::user_name(); }

void RealContext::out_paged(std::string_view text) {
  const auto lines = std::count(text.begin(), text.end(), '\n');
  if (terminal().is_terminal && lines >= terminal().rows && !globals_.no_pager) {
    flush();
    if (show_in_pager(text, process_environment, globals_.pager)) {
      return;
    }
  }
  out(text);
}

void RealContext::say(std::string_view prefix, std::string_view text) {
  if (!globals_.quiet) {
    write_stderr(std::string(prefix) + std::string(text) + '\n');
  }
}

void RealContext::say_error(const Error& error) {
  const bool colour =
      wants_colour(globals_.colour, process_environment, isatty(STDERR_FILENO) == 1);
  write_stderr(error_text(error, {globals_.format == "json", colour, globals_.verbosity > 1}));
}

void RealContext::report(const Issue& issue) {
  if (!issues_.add(issue)) {
    return;
  }
  std::string place = shown_path(disk::join_path(store_path_, issue.path), globals_.directory);
  if (issue.line > 0) {
    place += ":" + std::to_string(issue.line);
  }
  warn(base::escape_control(place) + ": " + base::escape_control(issue.reason));
}

Store& RealContext::store() {
  if (!store_) {
    FoundStore found = take_found_store();
    if (!found.place.exists) {
      throw no_store_for_reading(found.place, globals_.directory);
    }
    open(found, false);
  }
  return *store_;
}

Store& RealContext::writable_store() {
  if (globals_.dry_run) {
    // A command with a dry run of its own asks for store(), never for this one.
    throw Error(ErrorCode::usage, "this command has no dry run");
  }
  if (!store_) {
    FoundStore found = take_found_store();
    if (!found.place.exists) {
      found.disk = make_store_disk(found.place, globals_.directory);
      found.settings = store::read_settings_text(*found.disk);
    }
    open(found, true);
  }
  return *store_;
}

FoundStore RealContext::take_found_store() {
  FoundStore found = found_ ? *std::move(found_) : find_store_files(globals_, env("HOME"));
  found_.reset();
  return found;
}

Store& RealContext::open(const FoundStore& found, bool for_writing) {
  const auto& [place, disk, settings] = found;
  const disk::WritePolicy policy{globals_.durable,
                                 std::chrono::milliseconds(globals_.lock_timeout_ms)};
  store_path_ = place.path;
  const store::Layout layout = store::detect_layout(*disk, settings);
  switch (layout) {
    case store::Layout::native:
    case store::Layout::mlflow:
      break;
    case store::Layout::none:
      if (place.named && disk::outside_is_directory(place.path + "/mlruns")) {
        throw Error(ErrorCode::usage,
                    shown_path(place.path, globals_.directory) + " is no store, but holds one")
            .hint("name the store itself: --store " +
                  base::quote_for_shell(place.path + "/mlruns"));
      }
      if (!for_writing) {
        throw no_store_for_reading(place, globals_.directory);
      }
      store::init_native_store(*disk, random_, policy);
      note("made a store in " + shown_path(place.path, globals_.directory));
      break;
  }
  store::StoreContext context{.disk = disk,
                              .clock = clock_,
                              .random = random_,
                              .on_issue = [this](const Issue& issue) { report(issue); },
                              .policy = policy,
                              .host = base::host_name(),
                              .scan_threads = 0};
  store_ = layout == store::Layout::mlflow ? store::open_mlflow_store(std::move(context))
                                           : store::open_native_store(std::move(context));
  check_experiment_variables(*store_);
  return *store_;
}

void RealContext::check_experiment_variables(Store& store) const {
  if (!globals_.experiment_id_beside_name) {
    return;
  }
  const auto experiments = store.list_experiments();
  const auto named = std::find_if(
      experiments.begin(), experiments.end(),
      [this](const Experiment& experiment) { return experiment.name == globals_.experiment; });
  const bool agree =
      named != experiments.end()
          ? named->id.value == *globals_.experiment_id_beside_name
          : std::none_of(experiments.begin(), experiments.end(),
                         [this](const Experiment& experiment) {
                           return experiment.id.value == *globals_.experiment_id_beside_name;
                         });
  if (!agree) {
    throw Error(ErrorCode::usage, "MLFLOW_EXPERIMENT_NAME is '" + *globals_.experiment +
                                      "' and MLFLOW_EXPERIMENT_ID is '" +
                                      *globals_.experiment_id_beside_name +
                                      "': they are different experiments")
        .hint("unset one of them, or name the experiment with -x");
  }
}

int RealContext::finish(int exit_code) {
  if (issues_.unsaid() > 0) {
    warn("and " + counted(issues_.unsaid(), "more problem") + " in the store");
    hint("list them all with: mlt doctor");
  }
  output_.flush();
  const bool left_something_out = globals_.strict && issues_.count() > 0;
  return exit_code == 0 && left_something_out ? mlt::exit_code(ErrorCode::data) : exit_code;
}

}  // namespace mlt::cli
