#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "disk/files.hpp"

namespace mlt::cli {

class Context;

/// The directory `<target>.<suffix>/` beside what a command makes outside the store: there it is
/// built, so that it moves into its place by a rename at most. What killed processes left there is
/// removed by the next one; the directory goes with the last one.
class Workshop {
 public:
  /// `target` is an absolute path; the directory that it lies in must exist.
  Workshop(Context& context, const std::string& target, std::string_view suffix);
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  ~Workshop();

  /// The directory in which the target lies.
  [[nodiscard]] disk::Disk& disk() { return *disk_; }
  /// Where to build; below disk(), and not there yet.
  [[nodiscard]] const std::string& place() const { return staging_->path(); }
  /// Puts what was built in the target's place; false, and nothing done, if something is there.
  bool commit_new() { return staging_->commit_new(target_); }
  /// The same over a file, or over an empty directory, that is there.
  void commit_replace() { staging_->commit_replace(target_); }

 private:
  void clear_leftovers();

  std::unique_ptr<disk::Disk> disk_;
  std::string target_;
  std::string folder_;
  std::optional<disk::Staging> staging_;
};

}  // namespace mlt::cli
