#include "disk/archive.hpp"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <exception>
#include <locale.h>
#include <set>
#include <sys/stat.h>
#include <vector>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"

namespace mlt::disk {

namespace {

constexpr std::size_t kBlock = 64u << 10;

struct EntryFree {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
struct ReadFree {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
struct WriteFree {
  void operator()(archive* writer) const { archive_write_free(writer); }
};

/// libarchive asks the thread's locale how names are written. For the life of this object they are
/// UTF-8, as everywhere in mlt.
class Utf8Names {
 public:
  Utf8Names()
      : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), before_(::uselocale(locale_)) {}
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;
  ~Utf8Names() {
    ::uselocale(before_);
    if (locale_ != nullptr) {
      ::freelocale(locale_);
    }
  }

 private:
  locale_t locale_;
  locale_t before_;
};

std::string words_of(archive* handle) {
  const char* words = archive_error_string(handle);
  return words == nullptr ? "damaged" : base::escape_control(words);
}

}  // namespace

struct ArchiveWriter::State {
  std::function<void(std::string_view)> sink;
  std::exception_ptr failure;  // of the sink: no exception may pass through the library
  std::unique_ptr<archive, WriteFree> handle{archive_write_new()};

  void check(la_ssize_t result) const {
    if (failure) {
      std::rethrow_exception(failure);
    }
    if (result < ARCHIVE_OK) {
      throw Error(ErrorCode::system, "writing the archive: " + words_of(handle.get()));
    }
  }
  static la_ssize_t take(archive* /*handle*/, void* self, const void* bytes, std::size_t size) {
    auto& state = *static_cast<State*>(self);
    try {
      state.sink({static_cast<const char*>(bytes), size});
      return static_cast<la_ssize_t>(size);
    } catch (...) {
      state.failure = std::current_exception();
      return -1;
    }
  }
};

ArchiveWriter::ArchiveWriter(std::function<void(std::string_view)> sink)
    : state_(std::make_unique<State>()) {
  state_->sink = std::move(sink);
  archive* handle = state_->handle.get();
  state_->check(archive_write_set_format_pax_restricted(handle));
  state_->check(archive_write_add_filter_gzip(handle));
  state_->check(archive_write_set_options(handle, "gzip:!timestamp"));
  state_->check(archive_write_set_bytes_in_last_block(handle, 1));
  state_->check(archive_write_open(handle, state_.get(), nullptr, State::take, nullptr));
}

ArchiveWriter::~ArchiveWriter() = default;

void ArchiveWriter::begin_file(const std::string& path, std::uint64_t size) {
  const Utf8Names utf8;
  const std::unique_ptr<archive_entry, EntryFree> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), path.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), 0, 0);
  state_->check(archive_write_header(state_->handle.get(), entry.get()));
}

void ArchiveWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const la_ssize_t taken = archive_write_data(state_->handle.get(), bytes.data(), bytes.size());
    state_->check(taken);
    if (taken == 0) {
      throw Error(ErrorCode::system, "writing the archive: a file grew while it was read");
    }
    bytes.remove_prefix(static_cast<std::size_t>(taken));
  }
}

void ArchiveWriter::finish() { state_->check(archive_write_close(state_->handle.get())); }

namespace {

/// One walk over an archive from its beginning.
class Walk {
 public:
  explicit Walk(const std::string& path) : path_(path), handle_(archive_read_new()) {
    archive* handle = handle_.get();
    archive_read_support_filter_gzip(handle);
    archive_read_support_format_tar(handle);
    if (archive_read_open_filename(handle, path.c_str(), kBlock) != ARCHIVE_OK) {
      throw damaged(words_of(handle));
    }
  }

  /// False at the end.
  bool next() {
    const int result = archive_read_next_header(handle_.get(), &entry_);
    if (result == ARCHIVE_EOF) {
      return false;
    }
    if (result != ARCHIVE_OK) {
      throw damaged(words_of(handle_.get()));
    }
    ++count_;
    const char* name = archive_entry_pathname(entry_);
    name_ = name == nullptr ? "" : name;
    return true;
  }
  void each_piece(const std::function<void(std::string_view)>& sink) {
    std::vector<char>& buffer = buffer_;
    buffer.resize(kBlock);
    while (true) {
      const la_ssize_t n = archive_read_data(handle_.get(), buffer.data(), buffer.size());
      if (n < 0) {
        throw damaged("entry '" + base::escape_control(name_) + "': " + words_of(handle_.get()));
      }
      if (n == 0) {
        return;
      }
      sink({buffer.data(), static_cast<std::size_t>(n)});
    }
  }
  [[nodiscard]] archive_entry* entry() const { return entry_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] Error damaged(const std::string& reason) const {
    return {ErrorCode::data, path_ + ": " + reason};
  }
  [[nodiscard]] Error refused(const std::string& reason) const {
    return damaged("entry '" + base::escape_control(name_) + "' " + reason);
  }

 private:
  Utf8Names utf8_;
  std::string path_;
  std::unique_ptr<archive, ReadFree> handle_;
  archive_entry* entry_ = nullptr;
  std::string name_;
  std::uint64_t count_ = 0;
  std::vector<char> buffer_;
};

bool is_directory(const Walk& walk) { return archive_entry_filetype(walk.entry()) == AE_IFDIR; }

/// Without the slash that ends the name of a directory.
std::string_view plain_name(const Walk& walk) {
  std::string_view name = walk.name();
  if (is_directory(walk) && name.ends_with('/')) {
    name.remove_suffix(1);
  }
  return name;
}

void check_name(const Walk& walk) {
  const std::string_view name = plain_name(walk);
  if (!base::is_valid_utf8(name) || base::has_control_character(name)) {
    throw walk.refused("has a name with control characters or malformed UTF-8");
  }
  if (name.find('\\') != std::string_view::npos) {
    throw walk.refused("has a backslash in its name");
  }
  if (name.starts_with('/') || (name.size() > 1 && name[1] == ':')) {
    throw walk.refused("has an absolute name");
  }
  for (const std::string_view part : base::split(name, '/')) {
    if (part.empty() || part == "." || part == "..") {
      throw walk.refused("has an empty part, '.' or '..' in its name");
    }
    if (part.size() > 255) {
      throw walk.refused("has a part of more than 255 bytes in its name");
    }
  }
}

void check_kind(const Walk& walk) {
  const auto kind = archive_entry_filetype(walk.entry());
  if (archive_entry_hardlink(walk.entry()) != nullptr || kind == AE_IFLNK) {
    throw walk.refused("is a link");
  }
  if (kind != AE_IFREG && kind != AE_IFDIR) {
    throw walk.refused("is no regular file");
  }
  if ((archive_entry_perm(walk.entry()) & (S_ISUID | S_ISGID | S_ISVTX)) != 0) {
    throw walk.refused("has a set-id or sticky bit");
  }
}

/// Names taken so far, so that no entry takes the place of another or lies inside a file.
class Names {
 public:
  void add(const Walk& walk) {
    const std::string name(plain_name(walk));
    for (std::size_t slash = name.find('/'); slash != std::string::npos;
         slash = name.find('/', slash + 1)) {
      if (files_.contains(name.substr(0, slash))) {
        throw walk.refused("lies inside another entry that is a file");
      }
      folders_.insert(name.substr(0, slash));
    }
    if (is_directory(walk)) {
      folders_.insert(name);
    }
    const bool taken = is_directory(walk) ? files_.contains(name)
                                          : folders_.contains(name) || !files_.insert(name).second;
    if (taken) {
      throw walk.refused("stands there twice");
    }
  }

 private:
  std::set<std::string, std::less<>> files_;
  std::set<std::string, std::less<>> folders_;
};

/// Reads a whole archive. `begin` is told of each entry once its kind and name have passed, then
/// `piece` is given its bytes.
void walk_checked(const std::string& path, std::uint64_t size, const ArchiveBounds& bounds,
                  const std::function<void(const Walk&)>& begin,
                  const std::function<void(std::string_view)>& piece) {
  const std::uint64_t ratio = std::max<std::uint64_t>(bounds.max_ratio, 1);
  const std::uint64_t most = size < bounds.max_bytes / ratio ? size * ratio : bounds.max_bytes;
  Walk walk(path);
  Names names;
  std::uint64_t bytes = 0;
  while (walk.next()) {
    if (walk.count() > bounds.max_entries) {
      throw walk.damaged("holds more than " + std::to_string(bounds.max_entries) + " entries");
    }
    check_kind(walk);
    check_name(walk);
    names.add(walk);
    begin(walk);
    walk.each_piece([&](std::string_view more) {
      bytes += more.size();
      if (bytes > most) {
        throw walk
            .damaged("holds more than " + base::format_bytes(most) +
                     (most < bounds.max_bytes ? ", " + std::to_string(ratio) + " times its own size"
                                              : ""))
            .hint("if you trust it, raise the bounds with --max-size and --max-ratio");
      }
      piece(more);
    });
  }
}

}  // namespace

void unpack_archive(const std::string& path, Disk& into, std::string_view folder,
                    const ArchiveBounds& bounds) {
  std::uint64_t size = 0;
  stream_outside_file(path, [&](std::string_view piece) { size += piece.size(); });
  walk_checked(
      path, size, bounds, [](const Walk&) {}, [](std::string_view) {});
  const WritePolicy policy;
  std::unique_ptr<File> file;
  const auto close = [&file] {
    if (file) {
      file->close();
      file.reset();
    }
  };
  walk_checked(
      path, size, bounds,
      [&](const Walk& walk) {
        close();
        const std::string target = join_path(folder, plain_name(walk));
        if (is_directory(walk)) {
          make_dirs(into, target, policy);
          return;
        }
        make_dirs(into, parent_of(target), policy);
        file = into.open(target, OpenMode::create_new);
      },
      [&file](std::string_view piece) {
        if (file) {
          write_all(*file, piece);
        }
      });
  close();
}

}  // namespace mlt::disk
