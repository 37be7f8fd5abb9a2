#include "disk/files.hpp"

#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "disk/faulty.hpp"
#include "fixed.hpp"
#include "test_disks.hpp"

namespace mlt::disk {
namespace {

constexpr const char* kTemp = ".tmp";

template <typename Case>
void on_each_disk(Case run) {
  for (test::TestDisk& on : test::test_disks()) {
    CAPTURE(on.kind);
    run(on, *on.disk);
  }
}

bool temp_is_empty(Disk& disk) {
  return disk.find_list(kTemp).value_or(std::vector<DirEntry>()).empty();
}

TEST_CASE("paths") {
  CHECK(join_path("", "a") == "a");
  CHECK(join_path("a/b", "c") == "a/b/c");
  CHECK(parent_of("a/b/c") == "a/b");
  CHECK(parent_of("a").empty());
}

TEST_CASE("a file is replaced in one step") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    test::FixedRandom random;
    replace_file(disk, "f", "one", kTemp, random, {});
    CHECK(read_text(disk, "f") == "one");
    const auto old = disk.open("f", OpenMode::read);
    replace_file(disk, "f", "two", kTemp, random, {});
    CHECK(read_text(disk, "f") == "two");
    CHECK(old->stat().size == 3);
    CHECK(temp_is_empty(disk));
    on.put_special("link", FileKind::symlink);
    replace_file(disk, "link", "three", kTemp, random, {});
    CHECK(read_text(disk, "link") == "three");
    on.put_special("folder", FileKind::directory);
    CHECK_THROWS_AS(replace_file(disk, "folder", "four", kTemp, random, {}), Error);
    CHECK(disk.find_stat("folder")->kind == FileKind::directory);
    CHECK(temp_is_empty(disk));
  });
}

TEST_CASE("durable: the content is synced before the rename, the folder after it") {
  MemoryDisk disk;
  test::FixedRandom random;
  disk.make_dir(kTemp);
  (void)disk.take_record();
  replace_file(disk, "f", "bytes", kTemp, random, {.durable = true});
  const auto record = disk.take_record();
  REQUIRE(record.size() == 5);
  CHECK(record[0].starts_with("create .tmp/"));
  CHECK(record[1].starts_with("write .tmp/"));
  CHECK(record[2].starts_with("sync .tmp/"));
  CHECK(record[3].starts_with("rename .tmp/"));
  CHECK(record[4] == "syncdir ");
}

TEST_CASE("what is built aside appears whole or not at all") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    test::FixedRandom random;
    {
      Staging staging(disk, kTemp, random, {});
      CHECK(
          staging.path().starts_with(std::string(kTemp) + "/" + std::to_string(::getpid()) + "-"));
      make_dirs(disk, staging.path() + "/deep", {});
      CHECK(staging.commit_new("done"));
    }
    CHECK(disk.find_stat("done/deep"));
    {
      Staging staging(disk, kTemp, random, {});
      make_dirs(disk, staging.path() + "/deep", {});
    }
    CHECK(temp_is_empty(disk));
    on.put("taken/x", "x");
    {
      Staging staging(disk, kTemp, random, {});
      make_dirs(disk, staging.path(), {});
      CHECK_FALSE(staging.commit_new("taken"));
      CHECK(disk.find_stat(staging.path()));
      CHECK(staging.commit_new("free"));
    }
    CHECK(temp_is_empty(disk));
    CHECK(read_text(disk, "taken/x") == "x");
  });
}

TEST_CASE("the folder for things built aside is nobody else's business") {
  const test::TestDisk on = test::real_test_disk();
  test::FixedRandom random;
  const Staging staging(*on.disk, kTemp, random, {});
  namespace fs = std::filesystem;
  CHECK(fs::status(on.disk->absolute(kTemp)).permissions() == fs::perms::owner_all);
}

TEST_CASE("replacing fails at every call: old or new, nothing temporary is left") {
  for (const Fault fault : {Fault::error, Fault::short_write}) {
    for (int at = 1; at < 20; ++at) {
      CAPTURE(at);
      const auto memory = std::make_shared<MemoryDisk>();
      memory->put("f", "the old text");
      test::FixedRandom random;
      FaultyDisk faulty(memory, fault, at);
      bool failed = false;
      try {
        replace_file(faulty, "f", "the new text", kTemp, random, {.durable = true});
      } catch (const Error& error) {
        failed = true;
        CHECK(error.code() == ErrorCode::system);
        CHECK(error.message().find("No space left on device") != std::string::npos);
      }
      const std::string now = memory->text("f");
      CHECK((now == "the new text" || (failed && now == "the old text")));
      CHECK(temp_is_empty(*memory));
      if (at > faulty.changes()) {
        CHECK_FALSE(failed);
        break;
      }
    }
  }
}

TEST_CASE("a lock is held by one, and by another after it") {
  on_each_disk([](test::TestDisk&, Disk& disk) {
    {
      const FileLock lock(disk, "l", {});
      CHECK_FALSE(FileLock::try_acquire(disk, "l"));
      CHECK_FALSE(FileLock::try_acquire(disk, "l", OpenMode::append));
    }
    auto first = FileLock::try_acquire(disk, "l");
    REQUIRE(first);
    auto moved = std::move(first);
    CHECK_FALSE(FileLock::try_acquire(disk, "l"));
    moved.reset();
    CHECK(FileLock::try_acquire(disk, "l"));
  });
}

TEST_CASE("a lock on a file that was replaced is no lock") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    on.put("l", "old");
    const FileLock lock(disk, "l", {});
    on.put("l", "new");
    auto other = FileLock::try_acquire(disk, "l");
    REQUIRE(other);
    char text[3];
    CHECK(other->file().read_at(0, text, 3) == 3);
    CHECK(std::string_view(text, 3) == "new");
  });
}

TEST_CASE("who waits too long is told whom for") {
  const test::TestDisk on = test::real_test_disk();
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t holder = ::fork();
  if (holder == 0) {
    const FileLock lock(*on.disk, "l", {});
    (void)!::write(ready[1], "x", 1);
    ::pause();
    ::_exit(0);
  }
  char byte;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  std::string message;
  try {
    const FileLock lock(*on.disk, "l", {.lock_timeout = std::chrono::milliseconds(5)});
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::system);
    message = error.message();
  }
  CHECK(message.find(on.disk->absolute("l")) != std::string::npos);
  CHECK(message.find("process " + std::to_string(holder)) != std::string::npos);
  ::kill(holder, SIGKILL);
  ::waitpid(holder, nullptr, 0);
  // A dead process holds nothing: no wait, and no file to be removed by hand.
  CHECK(FileLock::try_acquire(*on.disk, "l"));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("short writes are continued") {
  class Mean final : public File {
   public:
    std::string text;
    FileStat stat() override { return {}; }
    std::size_t read_at(std::uint64_t, char*, std::size_t) override { return 0; }
    std::size_t write(std::string_view bytes) override {
      text += bytes.substr(0, 3);
      return std::min<std::size_t>(bytes.size(), 3);
    }
    std::uint64_t write_end() override { return text.size(); }
    void truncate(std::uint64_t) override {}
    void sync() override {}
    bool try_lock() override { return true; }
    void unlock() override {}
    std::optional<int> lock_holder() override { return {}; }
    void close() override {}
  };
  Mean file;
  write_all(file, "eight by");
  CHECK(file.text == "eight by");
}

TEST_CASE("a dead process changes nothing more") {
  const auto memory = std::make_shared<MemoryDisk>();
  test::FixedRandom random;
  FaultyDisk faulty(memory, Fault::death, 3);
  CHECK_THROWS_AS(replace_file(faulty, "f", "text", kTemp, random, {}), ProcessDied);
  (void)memory->take_record();
  CHECK_THROWS_AS((void)faulty.make_dir("d"), ProcessDied);
  CHECK_THROWS_AS((void)faulty.find_stat("f"), ProcessDied);
  CHECK(memory->take_record().empty());
  CHECK_FALSE(memory->find_stat("f"));
  CHECK(memory->find_list(kTemp)->size() == 1);
}

}  // namespace
}  // namespace mlt::disk
