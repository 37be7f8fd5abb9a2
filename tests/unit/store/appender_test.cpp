#include "store/journal/appender.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "disk/faulty.hpp"
#include "test_disks.hpp"

namespace mlt::store {
namespace {

const std::string kPath = "journal.jsonl";

template <typename Case>
void on_each_disk(Case run) {
  for (test::TestDisk& on : test::test_disks()) {
    CAPTURE(on.kind);
    run(on, *on.disk);
  }
}

TEST_CASE("lines go out by one write, and the file is opened once") {
  disk::MemoryDisk disk;
  disk.put(kPath, "a\n");
  JournalAppender appender(disk, kPath, {});
  const JournalAppender::Span first = appender.append("b\nc\n");
  CHECK(first.size_before == 2);
  CHECK(first.size_after == 6);
  const JournalAppender::Span second = appender.append("d\n");
  CHECK(second.size_before == 6);
  CHECK(second.size_after == 8);
  CHECK(disk.text(kPath) == "a\nb\nc\nd\n");
  CHECK(disk.take_record() ==
        std::vector<std::string>{"write journal.jsonl 4", "write journal.jsonl 2"});
}

TEST_CASE("after a torn line the next begins on a new one") {
  on_each_disk([](test::TestDisk& on, disk::Disk& disk) {
    on.put(kPath, "a\n{\"torn");
    JournalAppender appender(disk, kPath, {});
    appender.append("b\n");
    appender.append("c\n");
    CHECK(disk::read_text(disk, kPath) == "a\n{\"torn\nb\nc\n");
    // Another writer's torn line, while this one has the file open.
    disk::write_all(*disk.open(kPath, disk::OpenMode::append), "{\"again");
    appender.append("d\n");
    CHECK(disk::read_text(disk, kPath) == "a\n{\"torn\nb\nc\n{\"again\nd\n");
  });
}

TEST_CASE("a journal that was replaced gets the lines too") {
  on_each_disk([](test::TestDisk& on, disk::Disk& disk) {
    on.put(kPath, "a\n");
    JournalAppender appender(disk, kPath, {});
    appender.append("b\n");
    on.put(kPath, "merged");
    const JournalAppender::Span span = appender.append("c\n");
    CHECK(disk::read_text(disk, kPath) == "merged\nc\n");
    CHECK(span.size_before == 6);
    CHECK(span.size_after == 9);
  });
}

TEST_CASE("a journal that was removed is said to be") {
  on_each_disk([](test::TestDisk& on, disk::Disk& disk) {
    on.put(kPath, "a\n");
    JournalAppender appender(disk, kPath, {});
    appender.append("b\n");
    disk.remove_file(kPath);
    CHECK_THROWS_AS(appender.append("c\n"), Error);
  });
}

/// What an appender needs of a disk, with its files wrapped.
class WrappedDisk : public disk::Disk {
 public:
  explicit WrappedDisk(disk::Disk& inner) : inner_(inner) {}
  virtual std::unique_ptr<disk::File> wrap(std::unique_ptr<disk::File> file) = 0;

  [[nodiscard]] std::string absolute(std::string_view path) const override {
    return inner_.absolute(path);
  }
  std::unique_ptr<disk::File> open(std::string_view path, disk::OpenMode mode) override {
    return wrap(inner_.open(path, mode));
  }
  std::optional<disk::FileStat> find_stat(std::string_view path) override {
    return inner_.find_stat(path);
  }
  std::optional<std::vector<disk::DirEntry>> find_list(std::string_view) override { return {}; }
  bool read_into(std::string_view, std::string&, std::size_t) override { return false; }
  bool make_dir(std::string_view) override { return false; }
  void rename(std::string_view, std::string_view) override {}
  bool rename_new(std::string_view, std::string_view) override { return false; }
  void remove_file(std::string_view) override {}
  void remove_dir(std::string_view) override {}
  void sync_dir(std::string_view) override {}
  std::unique_ptr<Disk> open_beside(std::string_view) override { return nullptr; }
  void move_beside(std::string_view, std::string_view, std::string_view) override {}
  bool is_on_network() override { return false; }

 private:
  disk::Disk& inner_;
};

TEST_CASE("a write that came up short and went on is no reason to write again") {
  class NarrowFile final : public disk::File {
   public:
    explicit NarrowFile(std::unique_ptr<disk::File> inner) : inner_(std::move(inner)) {}
    disk::FileStat stat() override { return inner_->stat(); }
    std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) override {
      return inner_->read_at(offset, into, size);
    }
    std::size_t write(std::string_view bytes) override { return inner_->write(bytes.substr(0, 5)); }
    std::uint64_t write_end() override { return inner_->write_end(); }
    void sync() override {}
    void truncate(std::uint64_t) override {}
    bool try_lock() override { return true; }
    void unlock() override {}
    std::optional<int> lock_holder() override { return {}; }
    void close() override {}

   private:
    std::unique_ptr<disk::File> inner_;
  };
  class NarrowDisk final : public WrappedDisk {
   public:
    using WrappedDisk::WrappedDisk;
    std::unique_ptr<disk::File> wrap(std::unique_ptr<disk::File> file) override {
      return std::make_unique<NarrowFile>(std::move(file));
    }
  };
  disk::MemoryDisk disk;
  disk.put(kPath, "a\n");
  NarrowDisk narrow(disk);
  JournalAppender(narrow, kPath, {}).append("bb\ncc\ndd\n");
  CHECK(disk.text(kPath) == "a\nbb\ncc\ncc\nd\ndd\n");
}

/// A file to which another process writes just before each of our first writes.
class CrowdedFile final : public disk::File {
 public:
  CrowdedFile(std::unique_ptr<disk::File> inner, std::vector<std::string>& others)
      : inner_(std::move(inner)), others_(others) {}
  disk::FileStat stat() override { return inner_->stat(); }
  std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) override {
    return inner_->read_at(offset, into, size);
  }
  std::size_t write(std::string_view bytes) override {
    if (!others_.empty()) {
      (void)inner_->write(others_.front());
      others_.erase(others_.begin());
    }
    return inner_->write(bytes);
  }
  std::uint64_t write_end() override { return inner_->write_end(); }
  void sync() override {}
  void truncate(std::uint64_t) override {}
  bool try_lock() override { return true; }
  void unlock() override {}
  std::optional<int> lock_holder() override { return {}; }
  void close() override {}

 private:
  std::unique_ptr<disk::File> inner_;
  std::vector<std::string>& others_;
};

class CrowdedDisk final : public WrappedDisk {
 public:
  CrowdedDisk(disk::Disk& inner, std::vector<std::string> others)
      : WrappedDisk(inner), others_(std::move(others)) {}
  std::unique_ptr<disk::File> wrap(std::unique_ptr<disk::File> file) override {
    return std::make_unique<CrowdedFile>(std::move(file), others_);
  }

 private:
  std::vector<std::string> others_;
};

TEST_CASE("a writer that dies in the middle of its line spoils nobody's") {
  on_each_disk([](test::TestDisk& on, disk::Disk& disk) {
    on.put(kPath, "a\n");
    CrowdedDisk crowded(disk, {"{\"torn", "whole\n", "", "{\"again"});
    JournalAppender appender(crowded, kPath, {});
    appender.append("b\nc\n");
    // The first line was lost to the torn one, so all went out again; a whole line harms nobody.
    CHECK(disk::read_text(disk, kPath) == "a\n{\"tornb\nc\nwhole\nb\nc\n");
    appender.append("d\n");
    appender.append("e\n");
    CHECK(disk::read_text(disk, kPath).ends_with("b\nc\nd\n{\"againe\ne\n"));
  });
}

TEST_CASE("a full disk: what was acknowledged stays whole, and the next append stands on its own") {
  const std::string lines = "{\"one\":1}\n{\"two\":2}\n{\"three\":3}\n";
  for (const disk::Fault fault : {disk::Fault::error, disk::Fault::short_write}) {
    const auto memory = std::make_shared<disk::MemoryDisk>();
    memory->put(kPath, "{\"kept\":0}\n");
    {
      disk::FaultyDisk faulty(memory, fault, 1);
      JournalAppender appender(faulty, kPath, {});
      CHECK_THROWS_AS(appender.append(lines), Error);
    }
    JournalAppender appender(*memory, kPath, {});
    appender.append(lines);
    const std::string text = memory->text(kPath);
    CHECK(text.starts_with("{\"kept\":0}\n"));
    CHECK(text.ends_with("\n" + lines));
  }
}

}  // namespace
}  // namespace mlt::store
