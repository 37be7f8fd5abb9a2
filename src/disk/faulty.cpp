#include "disk/faulty.hpp"

#include <mutex>

#include "mlt/error.hpp"

namespace mlt::disk {

struct FaultyDisk::Plan {
  std::mutex mutex;
  Fault fault = Fault::none;
  int at = 0;
  int changes = 0;
  bool dead = false;
  bool full = false;

  /// Before a call that only reads.
  void before_read() {
    const std::lock_guard guard(mutex);
    if (dead) {
      throw ProcessDied{};
    }
  }

  /// Before a call that changes something; true if this write shall be cut short.
  bool before_change(const std::string& path, bool frees_space = false) {
    const std::lock_guard guard(mutex);
    if (dead) {
      throw ProcessDied{};
    }
    ++changes;
    if (full && !frees_space) {
      fail(path);
    }
    if (changes != at) {
      return false;
    }
    if (fault == Fault::death) {
      dead = true;
      throw ProcessDied{};
    }
    if (fault == Fault::error) {
      fail(path);
    }
    full = fault == Fault::short_write;
    return full;
  }

  [[noreturn]] static void fail(const std::string& path) {
    throw Error(ErrorCode::system, "writing " + path + ": No space left on device");
  }
};

namespace {

class FaultyFile final : public File {
 public:
  FaultyFile(std::unique_ptr<File> inner, std::shared_ptr<FaultyDisk::Plan> plan, std::string path)
      : inner_(std::move(inner)), plan_(std::move(plan)), path_(std::move(path)) {}

  FileStat stat() override {
    plan_->before_read();
    return inner_->stat();
  }
  std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) override {
    plan_->before_read();
    return inner_->read_at(offset, into, size);
  }
  std::size_t write(std::string_view bytes) override {
    const bool cut = plan_->before_change(path_) && bytes.size() > 1;
    return inner_->write(cut ? bytes.substr(0, bytes.size() / 2) : bytes);
  }
  std::uint64_t write_end() override {
    plan_->before_read();
    return inner_->write_end();
  }
  void truncate(std::uint64_t size) override {
    plan_->before_change(path_, true);
    inner_->truncate(size);
  }
  void sync() override {
    plan_->before_change(path_);
    inner_->sync();
  }
  bool try_lock() override {
    plan_->before_read();
    return inner_->try_lock();
  }
  void unlock() override { inner_->unlock(); }
  std::optional<int> lock_holder() override { return inner_->lock_holder(); }
  void close() override {
    plan_->before_read();
    inner_->close();
  }

 private:
  std::unique_ptr<File> inner_;
  std::shared_ptr<FaultyDisk::Plan> plan_;
  std::string path_;
};

}  // namespace

FaultyDisk::FaultyDisk(std::shared_ptr<Disk> inner, Fault fault, int at)
    : inner_(std::move(inner)), plan_(std::make_shared<Plan>()) {
  plan_->fault = fault;
  plan_->at = at;
}
FaultyDisk::FaultyDisk(std::shared_ptr<Disk> inner, std::shared_ptr<Plan> plan)
    : inner_(std::move(inner)), plan_(std::move(plan)) {}
FaultyDisk::~FaultyDisk() = default;

int FaultyDisk::changes() const {
  const std::lock_guard guard(plan_->mutex);
  return plan_->changes;
}

std::string FaultyDisk::absolute(std::string_view path) const { return inner_->absolute(path); }

std::unique_ptr<File> FaultyDisk::open(std::string_view path, OpenMode mode) {
  const bool creates =
      mode != OpenMode::read && mode != OpenMode::update && !inner_->find_stat(path);
  if (creates) {
    plan_->before_change(absolute(path));
  } else {
    plan_->before_read();
  }
  return std::make_unique<FaultyFile>(inner_->open(path, mode), plan_, absolute(path));
}

std::optional<FileStat> FaultyDisk::find_stat(std::string_view path) {
  plan_->before_read();
  return inner_->find_stat(path);
}

std::optional<std::vector<DirEntry>> FaultyDisk::find_list(std::string_view path) {
  plan_->before_read();
  return inner_->find_list(path);
}

bool FaultyDisk::read_into(std::string_view path, std::string& buffer, std::size_t max_bytes) {
  plan_->before_read();
  return inner_->read_into(path, buffer, max_bytes);
}

bool FaultyDisk::make_dir(std::string_view path) {
  plan_->before_change(absolute(path));
  return inner_->make_dir(path);
}

void FaultyDisk::rename(std::string_view from, std::string_view to) {
  plan_->before_change(absolute(to));
  inner_->rename(from, to);
}

bool FaultyDisk::rename_new(std::string_view from, std::string_view to) {
  plan_->before_change(absolute(to));
  return inner_->rename_new(from, to);
}

void FaultyDisk::remove_file(std::string_view path) {
  plan_->before_change(absolute(path), true);
  inner_->remove_file(path);
}

void FaultyDisk::remove_dir(std::string_view path) {
  plan_->before_change(absolute(path), true);
  inner_->remove_dir(path);
}

void FaultyDisk::sync_dir(std::string_view path) {
  plan_->before_change(absolute(path));
  inner_->sync_dir(path);
}

std::unique_ptr<Disk> FaultyDisk::open_beside(std::string_view suffix) {
  plan_->before_change(absolute("") + "." + std::string(suffix));
  return std::unique_ptr<Disk>(new FaultyDisk(inner_->open_beside(suffix), plan_));
}

void FaultyDisk::move_beside(std::string_view from, std::string_view suffix, std::string_view to) {
  plan_->before_change(absolute(from));
  inner_->move_beside(from, suffix, to);
}

}  // namespace mlt::disk
