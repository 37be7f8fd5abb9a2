#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "disk/disk.hpp"

namespace mlt::disk {

/// Throws the Error for a failed system call: "writing PATH: No space left on device". ENOENT is
/// not_found; a link where none may be is data; everything else is system.
[[noreturn]] void throw_errno(std::string_view doing, const std::string& path, int error);
[[noreturn]] void throw_not_regular(const std::string& path, FileKind kind);

/// pid of a process whose /proc/<pid>/fdinfo shows a lock on this file.
std::optional<int> find_lock_holder(const FileStat& file);

}  // namespace mlt::disk
