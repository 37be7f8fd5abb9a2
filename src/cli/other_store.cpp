#include "cli/other_store.hpp"

#include <chrono>
#include <utility>

#include "mlt/error.hpp"

#include "base/process.hpp"
#include "base/text.hpp"
#include "cli/store_finder.hpp"

namespace mlt::cli {

namespace {

std::unique_ptr<Store> open(Context& context, std::shared_ptr<disk::Disk> disk, IssueSink on_issue,
                            bool may_be_copy) {
  const std::string root = disk->absolute("");
  const std::string shown = shown_path(root, context.globals().directory);
  const store::Layout layout = store::detect_layout(*disk);
  if (!on_issue) {
    on_issue = [&context, shown](const Issue& issue) {
      context.warn(base::escape_control(shown + "/" + issue.path) + ": " +
                   base::escape_control(issue.reason));
    };
  }
  store::StoreContext parts{
      .disk = std::move(disk),
      .clock = context.clock(),
      .random = context.random(),
      .on_issue = std::move(on_issue),
      .policy = {context.globals().durable,
                 std::chrono::milliseconds(context.globals().lock_timeout_ms)},
      .host = base::host_name(),
      .scan_threads = 0,
      .may_be_copy = may_be_copy};
  switch (layout) {
    case store::Layout::native:
      return store::open_native_store(std::move(parts));
    case store::Layout::mlflow:
      return store::open_mlflow_store(std::move(parts));
    case store::Layout::none:
      break;
  }
  throw Error(ErrorCode::not_found, "no store at " + shown);
}

}  // namespace

std::unique_ptr<Store> open_other_store(Context& context, std::shared_ptr<disk::Disk> disk,
                                        IssueSink on_issue) {
  return open(context, std::move(disk), std::move(on_issue), false);
}

std::unique_ptr<Store> open_store_to_import(Context& context, const std::string& directory) {
  return open(context, disk::open_real_disk(directory), {}, true);
}

}  // namespace mlt::cli
