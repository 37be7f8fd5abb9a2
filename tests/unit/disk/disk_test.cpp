#include "disk/disk.hpp"

#include <algorithm>
#include <sys/stat.h>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "disk/files.hpp"
#include "temp_folder.hpp"
#include "test_disks.hpp"

// The disk in memory stands for the real one in most tests, so both go through the same cases.

namespace mlt::disk {
namespace {

/// Runs a case on each kind of disk.
template <typename Case>
void on_each_disk(Case run) {
  for (test::TestDisk& on : test::test_disks()) {
    CAPTURE(on.kind);
    run(on, *on.disk);
  }
}

template <typename Call>
ErrorCode code_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  FAIL("no error was thrown");
  return ErrorCode::usage;
}

std::string text_of(Disk& disk, std::string_view path) { return read_text(disk, path); }

std::vector<std::string> names_in(Disk& disk, std::string_view path) {
  std::vector<std::string> names;
  const auto entries = disk.find_list(path);
  for (const DirEntry& entry : entries.value()) {
    names.push_back(entry.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST_CASE("what is written is read") {
  on_each_disk([](test::TestDisk&, Disk& disk) {
    CHECK(disk.make_dir("a"));
    CHECK_FALSE(disk.make_dir("a"));
    {
      const auto file = disk.open("a/f", OpenMode::create_new);
      write_all(*file, "one\n");
      write_all(*file, "two\n");
      file->close();
    }
    CHECK(text_of(disk, "a/f") == "one\ntwo\n");
    const auto stat = disk.find_stat("a/f");
    REQUIRE(stat);
    CHECK(stat->kind == FileKind::regular);
    CHECK(stat->size == 8);
    CHECK(disk.find_stat("a")->kind == FileKind::directory);
    CHECK(names_in(disk, "") == std::vector<std::string>{"a"});
    CHECK(names_in(disk, "a") == std::vector<std::string>{"f"});
    char part[3] = {};
    const auto file = disk.open("a/f", OpenMode::read);
    CHECK(file->read_at(4, part, 3) == 3);
    CHECK(std::string_view(part, 3) == "two");
    CHECK(file->read_at(7, part, 3) == 1);
    CHECK(file->read_at(8, part, 3) == 0);
    CHECK(file->stat().same_file(*stat));
  });
}

TEST_CASE("appending adds at the end, whoever else does") {
  on_each_disk([](test::TestDisk&, Disk& disk) {
    const auto one = disk.open("log", OpenMode::append);
    const auto two = disk.open("log", OpenMode::append);
    write_all(*one, "1");
    write_all(*two, "2");
    write_all(*one, "3");
    CHECK(text_of(disk, "log") == "123");
    char byte = 0;
    CHECK(one->read_at(1, &byte, 1) == 1);
    CHECK(byte == '2');
  });
}

TEST_CASE("what is absent") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    on.put("file", "x");
    std::string buffer = "kept";
    CHECK_FALSE(disk.find_stat("no"));
    CHECK_FALSE(disk.find_stat("no/such"));
    CHECK_FALSE(disk.find_stat("file/below"));
    CHECK_FALSE(disk.find_list("no"));
    CHECK_FALSE(disk.read_into("no", buffer, 10));
    CHECK_FALSE(disk.read_into("no/such", buffer, 10));
    CHECK_FALSE(find_text(disk, "no"));
    CHECK(code_of([&] { (void)read_text(disk, "no"); }) == ErrorCode::not_found);
    CHECK(code_of([&] { (void)disk.open("no", OpenMode::read); }) == ErrorCode::not_found);
    for (const OpenMode mode : {OpenMode::append, OpenMode::create_new, OpenMode::lock}) {
      CHECK(code_of([&] { (void)disk.open("no/such", mode); }) == ErrorCode::not_found);
    }
    CHECK(code_of([&] { (void)disk.make_dir("no/such"); }) == ErrorCode::not_found);
    CHECK(code_of([&] { disk.rename("no", "other"); }) == ErrorCode::not_found);
    CHECK(code_of([&] { disk.rename("file", "no/such"); }) == ErrorCode::not_found);
    CHECK(text_of(disk, "file") == "x");
    disk.remove_file("no");
    disk.remove_dir("no");
    remove_tree(disk, "no/such");
  });
}

TEST_CASE("a file where a directory should be, and the reverse") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    on.put("file", "x");
    on.put("folder/inner", "y");
    std::string buffer;
    CHECK(code_of([&] { (void)disk.find_list("file"); }) == ErrorCode::data);
    CHECK(code_of([&] { (void)disk.read_into("folder", buffer, 10); }) == ErrorCode::data);
    CHECK(code_of([&] { (void)disk.read_into("file/below", buffer, 10); }) == ErrorCode::data);
    for (const OpenMode mode : {OpenMode::read, OpenMode::append, OpenMode::lock}) {
      CHECK(code_of([&] { (void)disk.open("folder", mode); }) == ErrorCode::data);
      CHECK(code_of([&] { (void)disk.open("file/below", mode); }) == ErrorCode::data);
    }
    CHECK(code_of([&] { (void)disk.make_dir("file/below"); }) == ErrorCode::data);
    CHECK_FALSE(disk.make_dir("file"));
    CHECK(code_of([&] { make_dirs(disk, "file/below", {}); }) == ErrorCode::data);
    CHECK(code_of([&] { disk.rename("file", "folder"); }) == ErrorCode::data);
    CHECK(code_of([&] { disk.rename("folder", "file"); }) == ErrorCode::data);
    CHECK(code_of([&] { disk.remove_file("folder"); }) == ErrorCode::data);
    CHECK(code_of([&] { disk.remove_dir("file"); }) == ErrorCode::data);
    CHECK(text_of(disk, "file") == "x");
    CHECK(text_of(disk, "folder/inner") == "y");
  });
}

TEST_CASE("links and pipes are neither read, written, locked nor waited for") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    for (const FileKind kind : {FileKind::symlink, FileKind::other}) {
      on.put_special("odd", kind);
      CHECK(disk.find_stat("odd")->kind == kind);
      CHECK(disk.find_list("")->front().kind == kind);
      std::string buffer;
      CHECK(code_of([&] { (void)disk.read_into("odd", buffer, 10); }) == ErrorCode::data);
      for (const OpenMode mode : {OpenMode::read, OpenMode::append, OpenMode::lock}) {
        CHECK(code_of([&] { (void)disk.open("odd", mode); }) == ErrorCode::data);
      }
      CHECK(code_of([&] { (void)disk.find_list("odd"); }) == ErrorCode::data);
      CHECK(code_of([&] { (void)disk.open("odd", OpenMode::create_new); }) == ErrorCode::system);
      remove_tree(disk, "odd");
      CHECK_FALSE(disk.find_stat("odd"));
    }
  });
}

TEST_CASE("a link to a directory inside or outside is not followed") {
  const test::TestDisk on = test::real_test_disk();
  Disk& disk = *on.disk;
  namespace fs = std::filesystem;
  const fs::path root = disk.absolute("");
  fs::create_directory(root / "inside");
  fs::create_directory(root.parent_path() / "outside");
  std::ofstream(root.parent_path() / "outside" / "file") << "secret";
  fs::create_directory_symlink("inside", root / "in");
  fs::create_directory_symlink("../outside", root / "out");
  std::string buffer;
  for (const std::string link : {"in", "out"}) {
    CAPTURE(link);
    CHECK(code_of([&] { (void)disk.find_list(link); }) == ErrorCode::data);
    CHECK(code_of([&] { (void)disk.read_into(link + "/file", buffer, 10); }) == ErrorCode::data);
    CHECK(code_of([&] { (void)disk.open(link + "/new", OpenMode::create_new); }) ==
          ErrorCode::data);
    CHECK(code_of([&] { (void)disk.make_dir(link + "/new"); }) == ErrorCode::data);
    CHECK(code_of([&] { disk.remove_file(link + "/file"); }) == ErrorCode::data);
    CHECK(code_of([&] { disk.rename(link + "/file", "file"); }) == ErrorCode::data);
    remove_tree(disk, link);
  }
  CHECK(fs::exists(root.parent_path() / "outside" / "file"));
  CHECK_THROWS_AS((void)disk.open("../outside/file", OpenMode::read), Error);
  CHECK_THROWS_AS((void)disk.read_into("../outside/file", buffer, 10), Error);
  CHECK_THROWS_AS(disk.remove_file("../outside/file"), Error);
  CHECK(fs::exists(root.parent_path() / "outside" / "file"));
}

TEST_CASE("the paths of the disk in memory stay inside too") {
  MemoryDisk disk;
  CHECK_THROWS_AS((void)disk.open("../outside", OpenMode::create_new), Error);
}

TEST_CASE("a taken name") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    on.put("a", "a");
    on.put("b", "b");
    on.put("full/x", "x");
    on.put("other/y", "y");
    CHECK(code_of([&] { (void)disk.open("a", OpenMode::create_new); }) == ErrorCode::system);
    CHECK_FALSE(disk.rename_new("a", "b"));
    CHECK_FALSE(disk.rename_new("other", "full"));
    CHECK(code_of([&] { disk.rename("other", "full"); }) == ErrorCode::system);
    CHECK(code_of([&] { disk.remove_dir("full"); }) == ErrorCode::system);
    CHECK(text_of(disk, "b") == "b");
    CHECK(text_of(disk, "full/x") == "x");
    disk.rename("a", "b");
    CHECK(text_of(disk, "b") == "a");
    CHECK_FALSE(disk.find_stat("a"));
    CHECK(disk.rename_new("b", "c"));
    CHECK(disk.rename_new("other", "moved"));
    CHECK(text_of(disk, "moved/y") == "y");
    disk.make_dir("empty");
    disk.rename("moved", "empty");
    CHECK(text_of(disk, "empty/y") == "y");
    CHECK(names_in(disk, "") == std::vector<std::string>{"c", "empty", "full"});
  });
}

TEST_CASE("an open file stays itself when another takes its name") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    on.put("log", "old\n");
    const auto file = disk.open("log", OpenMode::append);
    on.put("log", "new\n");
    CHECK_FALSE(file->stat().same_file(*disk.find_stat("log")));
    write_all(*file, "more\n");
    CHECK(text_of(disk, "log") == "new\n");
    disk.remove_file("log");
    CHECK(file->stat().size == 9);
  });
}

TEST_CASE("reading has a limit and reuses its buffer") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    const std::string big(100'000, 'x');
    on.put("big", big);
    on.put("small", "s");
    on.put("empty", "");
    on.put("nul", std::string("a\0b", 3));
    std::string buffer;
    CHECK(disk.read_into("big", buffer, 100'000));
    CHECK(buffer == big);
    CHECK(disk.read_into("small", buffer, 10));
    CHECK(buffer == "s");
    CHECK(disk.read_into("nul", buffer, 10));
    CHECK(buffer.size() == 3);
    CHECK(disk.read_into("empty", buffer, 10));
    CHECK(buffer.empty());
    CHECK(code_of([&] { (void)disk.read_into("big", buffer, 99'999); }) == ErrorCode::data);
  });
}

TEST_CASE("a tree is removed with all below it") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    on.put("tree/a/b/c", "x");
    on.put("tree/d", "y");
    on.put("trees", "kept");
    on.put_special("tree/link", FileKind::symlink);
    remove_tree(disk, "tree");
    CHECK_FALSE(disk.find_stat("tree"));
    CHECK(text_of(disk, "trees") == "kept");
  });
}

TEST_CASE("where things are built aside is for those who may write to the store") {
  const test::TempFolder folder;
  const auto disk = open_real_disk(folder.path());
  const auto mode_of = [&](const std::string& name) {
    struct stat st {};
    REQUIRE(::stat((folder.path() + "/" + name).c_str(), &st) == 0);
    return st.st_mode & 07777;
  };
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
  disk->make_dir(".alone");
  CHECK(mode_of(".alone") == 0700);
  REQUIRE(::chmod(folder.path().c_str(), 02775) == 0);
  disk->make_dir(".tmp");
  CHECK(mode_of(".tmp") == 02770);
}

TEST_CASE("a place beside the root") {
  on_each_disk([](test::TestDisk&, Disk& disk) {
    const auto beside = disk.open_beside("lost-and-found");
    CHECK(beside->absolute("") == disk.absolute("") + ".lost-and-found");
    beside->make_dir("a");
    CHECK(names_in(*disk.open_beside("lost-and-found"), "") == std::vector<std::string>{"a"});
    CHECK(names_in(disk, "").empty());
  });
}

TEST_CASE("moving things beside the root") {
  on_each_disk([](test::TestDisk& on, Disk& disk) {
    on.put("a/file", "x");
    on.put("a/folder/inner", "y");
    on.put_special("a/link", FileKind::symlink);
    const auto beside = disk.open_beside("lost");
    CHECK(code_of([&] { disk.move_beside("a/file", "lost", "no/such"); }) == ErrorCode::not_found);
    beside->make_dir("b");
    for (const char* name : {"file", "folder", "link"}) {
      disk.move_beside(std::string("a/") + name, "lost", std::string("b/") + name);
    }
    CHECK(names_in(disk, "a").empty());
    CHECK(read_text(*beside, "b/file") == "x");
    CHECK(read_text(*beside, "b/folder/inner") == "y");
    CHECK(beside->find_stat("b/link")->kind == FileKind::symlink);
    CHECK(code_of([&] { disk.move_beside("a/file", "lost", "b/again"); }) == ErrorCode::not_found);
  });
}

TEST_CASE("an error names the path and the system's words") {
  const test::TestDisk on = test::real_test_disk();
  try {
    (void)on.disk->open("no/such", OpenMode::read);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.message() ==
          "opening " + on.disk->absolute("no/such") + ": No such file or directory");
  }
}

TEST_CASE("the record of the disk in memory") {
  MemoryDisk disk;
  disk.make_dir("a");
  write_all(*disk.open("a/f", OpenMode::append), "four");
  std::string buffer;
  (void)disk.read_into("a/f", buffer, 10);
  disk.rename("a", "b");
  CHECK(disk.take_record() ==
        std::vector<std::string>{"mkdir a", "create a/f", "write a/f 4", "read a/f", "rename a b"});
  CHECK(disk.take_record().empty());
}

}  // namespace
}  // namespace mlt::disk
