#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "disk/disk.hpp"
#include "store/open.hpp"

namespace mlt::store {

/// The directory `<store>.lost-and-found` beside a store, made when first needed. What a repair
/// takes out of a file of the store lies there under that file's path.
class LostAndFound {
 public:
  explicit LostAndFound(const StoreContext& context) : context_(context) {}

  /// Appends lines, each ended by LF, to what was taken out of `path` before.
  void add_lines(std::string_view path, std::string_view lines);
  /// Keeps the content of a file as `<path>.<ms UTC>`.
  void add_file(std::string_view path, std::string_view bytes);
  /// Moves what stands there, whatever it is, to `<path>.<ms UTC>`.
  void move(std::string_view path);

 private:
  [[nodiscard]] std::string dated(std::string_view path) const;
  disk::Disk& folder_for(std::string_view path);

  const StoreContext& context_;
  std::unique_ptr<disk::Disk> disk_;
};

}  // namespace mlt::store
