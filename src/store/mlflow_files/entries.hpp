#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "disk/disk.hpp"
#include "disk/files.hpp"
#include "store/open.hpp"

// params/, tags/ and metrics/: a file for each key, in folders where the key has a `/`.

namespace mlt::store::mlflow {

using EntryVisit =
    std::function<void(const std::string& key, std::string_view path, std::string& text)>;

/// Reads the files of the selected keys; a key without a file is left out. False if one could not
/// be read, the reason of which went to `on_issue`.
class EntryReader {
 public:
  EntryReader(disk::Disk& disk, const IssueSink& on_issue) : disk_(disk), on_issue_(on_issue) {}

  bool read(const std::string& folder, const KeySelection& keys, const EntryVisit& visit);
  /// The values of params or tags, which are text. One whose bytes are no UTF-8 is left out.
  bool read_values(const std::string& folder, const KeySelection& keys, KeyValueMap& values);

 private:
  void read_all(disk::Folder& folder, const std::string& path, const std::string& prefix, int depth,
                const EntryVisit& visit);
  void read_named(const std::string& folder, const std::string& key, const EntryVisit& visit);
  void fail(const std::string& path, std::string reason);

  disk::Disk& disk_;
  const IssueSink& on_issue_;
  std::string text_;
  bool is_whole_ = true;
};

/// Writes the files of values in a folder that is being built.
void write_new_values(const StoreContext& context, const std::string& folder,
                      const KeyValueMap& values);
/// Writes the files of values, each replaced in one step.
void write_values(const StoreContext& context, const std::string& folder,
                  const KeyValueMap& values);

enum class KeyState { absent, present, blocked };

/// Whether a key has a file. Blocked: it cannot have one, because `a` and `a/b` exclude each other.
KeyState state_of_key(disk::Disk& disk, const std::string& folder, std::string_view key);

/// Throws usage for keys that cannot stand beside each other or beside those that are there.
void check_room(disk::Disk& disk, const std::string& folder, std::string_view kind,
                const std::vector<std::string_view>& keys);

}  // namespace mlt::store::mlflow
