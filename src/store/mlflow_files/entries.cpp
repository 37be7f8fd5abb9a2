#include "store/mlflow_files/entries.hpp"

#include <algorithm>
#include <set>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "model/rules.hpp"
#include "store/journal/reader.hpp"
#include "store/mlflow_files/layout.hpp"

namespace mlt::store::mlflow {

namespace {

constexpr int kMaxKeyDepth = 128;  // a key of 250 bytes has no more parts

Error no_room(std::string_view kind, std::string_view key, std::string_view other) {
  return Error(ErrorCode::usage,
               std::string(kind) + " '" + std::string(key) + "' cannot be there beside '" +
                   std::string(other) +
                   "': in MLflow's layout one key cannot go on where another ends")
      .hint("choose a key that does not begin with another and '/'");
}

}  // namespace

void EntryReader::fail(const std::string& path, std::string reason) {
  is_whole_ = false;
  on_issue_({path, 0, std::move(reason)});
}

void EntryReader::read_all(disk::Folder& folder, const std::string& path, const std::string& prefix,
                           int depth, const EntryVisit& visit) {
  for (const disk::DirEntry& entry : folder.list()) {
    const std::string key = disk::join_path(prefix, entry.name);
    const std::string place = disk::join_path(path, entry.name);
    try {
      if (entry.kind == disk::FileKind::directory) {
        if (depth == kMaxKeyDepth) {
          fail(place, "folders are nested too deeply");
        } else if (const auto below = folder.find_folder(entry.name)) {
          read_all(*below, place, key, depth + 1, visit);
        }
      } else if (entry.kind == disk::FileKind::symlink) {
        continue;  // MLflow does not count them either
      } else if (!model::is_key(key)) {
        fail(place, "is not named as a key can be");
      } else if (folder.read_into(entry.name, text_, disk::kMaxSmallFile)) {
        visit(key, place, text_);
      }
    } catch (const Error& error) {
      is_whole_ = false;
      on_issue_(issue_of(disk_, place, error));
    }
  }
}

void EntryReader::read_named(const std::string& folder, const std::string& key,
                             const EntryVisit& visit) {
  if (!model::is_key(key)) {
    return;
  }
  const std::string path = disk::join_path(folder, key);
  try {
    if (disk_.read_into(path, text_, disk::kMaxSmallFile)) {
      visit(key, path, text_);
    }
  } catch (const Error& error) {
    // A folder of that name, or a file where the key's folder would be, holds other keys.
    const auto stat = disk_.find_stat(path);
    if (stat && stat->kind != disk::FileKind::directory && stat->kind != disk::FileKind::symlink) {
      is_whole_ = false;
      on_issue_(issue_of(disk_, path, error));
    }
  }
}

bool EntryReader::read(const std::string& folder, const KeySelection& keys,
                       const EntryVisit& visit) {
  is_whole_ = true;
  if (!keys.all) {
    for (const std::string& key : keys.names) {
      read_named(folder, key, visit);
    }
    return is_whole_;
  }
  try {
    if (const auto opened = disk_.find_folder(folder)) {
      read_all(*opened, folder, "", 0, visit);
    }
  } catch (const Error& error) {
    is_whole_ = false;
    on_issue_(issue_of(disk_, folder, error));
  }
  return is_whole_;
}

bool EntryReader::read_values(const std::string& folder, const KeySelection& keys,
                              KeyValueMap& values) {
  bool is_text = true;
  const bool is_whole =
      read(folder, keys, [&](const std::string& key, std::string_view path, std::string& text) {
        if (base::is_valid_utf8(text)) {
          values.insert_or_assign(key, std::move(text));
        } else {
          is_text = false;
          on_issue_({std::string(path), 0, "is not valid UTF-8"});
        }
      });
  return is_whole && is_text;
}

void write_new_values(const StoreContext& context, const std::string& folder,
                      const KeyValueMap& values) {
  for (const auto& [key, value] : values) {
    const std::string path = disk::join_path(folder, key);
    disk::make_dirs(*context.disk, disk::parent_of(path), context.policy);
    disk::create_file(*context.disk, path, value, context.policy);
  }
}

void write_values(const StoreContext& context, const std::string& folder,
                  const KeyValueMap& values) {
  for (const auto& [key, value] : values) {
    const std::string path = disk::join_path(folder, key);
    disk::make_dirs(*context.disk, disk::parent_of(path), context.policy);
    disk::replace_file(*context.disk, path, value, kTempDir, context.random, context.policy);
  }
}

KeyState state_of_key(disk::Disk& disk, const std::string& folder, std::string_view key) {
  for (std::size_t slash = key.find('/'); slash != std::string_view::npos;
       slash = key.find('/', slash + 1)) {
    const auto stat = disk.find_stat(disk::join_path(folder, key.substr(0, slash)));
    if (!stat) {
      return KeyState::absent;
    }
    if (stat->kind != disk::FileKind::directory) {
      return KeyState::blocked;
    }
  }
  const auto stat = disk.find_stat(disk::join_path(folder, key));
  if (!stat) {
    return KeyState::absent;
  }
  return stat->kind == disk::FileKind::regular ? KeyState::present : KeyState::blocked;
}

void check_room(disk::Disk& disk, const std::string& folder, std::string_view kind,
                const std::vector<std::string_view>& keys) {
  const std::set<std::string_view> together(keys.begin(), keys.end());
  for (const std::string_view key : together) {
    for (std::size_t slash = key.find('/'); slash != std::string_view::npos;
         slash = key.find('/', slash + 1)) {
      if (together.count(key.substr(0, slash)) > 0) {
        throw no_room(kind, key, key.substr(0, slash));
      }
    }
    if (state_of_key(disk, folder, key) == KeyState::blocked) {
      throw no_room(kind, key, "a key that is there already");
    }
  }
}

}  // namespace mlt::store::mlflow
