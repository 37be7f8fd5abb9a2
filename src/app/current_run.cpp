#include "app/current_run.hpp"

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "disk/outside.hpp"
#include "model/rules.hpp"

namespace mlt::app {
namespace {

constexpr std::size_t kNameDigits = 16;
constexpr std::size_t kMaxBytes = 16u << 10;

}  // namespace

CurrentRunFile::CurrentRunFile(std::string_view state_dir, std::string_view store_root)
    : path_(std::string(state_dir) + "/current/" +
            base::sha256_hex(store_root).substr(0, kNameDigits)),
      store_root_(store_root) {}

std::optional<RunId> CurrentRunFile::find() const {
  const std::optional<std::string> text = disk::find_outside_file(path_, kMaxBytes);
  if (!text) {
    return std::nullopt;
  }
  const std::string_view id = base::split(*text, '\n').front();
  if (!model::is_run_id(id)) {
    throw Error(ErrorCode::data, "the current-run file " + path_ + " does not hold a run id")
        .hint("remove it: rm " + base::quote_for_shell(path_));
  }
  return RunId{std::string(id)};
}

// The second line tells a person which store the file is about.
void CurrentRunFile::set(const RunId& run) const {
  disk::make_outside_dirs(path_.substr(0, path_.rfind('/')));
  disk::replace_outside_file(path_, run.value + "\n" + store_root_ + "\n");
}

void CurrentRunFile::clear() const {
  if (disk::outside_exists(path_)) {
    disk::remove_outside_file(path_);
  }
}

Error no_current_run() {
  return Error(ErrorCode::not_found, "there is no current run")
      .hint("start one in this shell: eval \"$(mlt run start --trap)\"")
      .hint("or wrap the job: mlt run -- COMMAND")
      .hint("or name a run: --run RUN");
}

}  // namespace mlt::app
