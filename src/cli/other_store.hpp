#pragma once

#include <memory>
#include <string>

#include "cli/context.hpp"
#include "disk/disk.hpp"
#include "store/open.hpp"

namespace mlt::cli {

/// A store beside the one that a command works with, of a layout that it has already. What cannot
/// be read in it is told to `on_issue`; without one it becomes a warning.
std::unique_ptr<Store> open_other_store(Context& context, std::shared_ptr<disk::Disk> disk,
                                        IssueSink on_issue = {});
/// The same in a directory that exists, which may be a copy of a store that is here too.
std::unique_ptr<Store> open_store_to_import(Context& context, const std::string& directory);

}  // namespace mlt::cli
