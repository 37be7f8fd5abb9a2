#include "disk/archive.hpp"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "disk/memory.hpp"
#include "temp_folder.hpp"

using namespace mlt;

namespace {

/// One block of a tar as `ustar` has it.
std::string tar_header(std::string_view name, std::size_t size, char type, int mode = 0644,
                       std::string_view link = {}) {
  std::string block(512, '\0');
  const auto put = [&block](std::size_t at, std::string_view text) {
    block.replace(at, text.size(), text);
  };
  const auto octal = [](std::size_t number, int digits) {
    std::string text;
    for (int i = 0; i < digits; ++i, number /= 8) {
      text.insert(text.begin(), static_cast<char>('0' + number % 8));
    }
    return text;
  };
  put(0, name);
  put(100, octal(static_cast<std::size_t>(mode), 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(0, 11));
  put(148, "        ");
  block[156] = type;
  put(157, link);
  put(257, std::string_view("ustar\00000", 8));
  std::size_t sum = 0;
  for (const char c : block) {
    sum += static_cast<unsigned char>(c);
  }
  put(148, octal(sum, 6) + '\0');
  return block;
}

std::string tar_file(std::string_view name, std::string_view bytes, int mode = 0644) {
  std::string text = tar_header(name, bytes.size(), '0', mode) + std::string(bytes);
  text.resize((text.size() + 511) / 512 * 512, '\0');
  return text;
}

std::string tar_of(const std::string& entries) { return entries + std::string(1024, '\0'); }

struct Unpacking {
  test::TempFolder folder;
  disk::MemoryDisk disk;

  std::string write(const std::string& bytes) const {
    const std::string path = folder.path() + "/a.tar";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  /// Why it was refused; "" if it was not.
  std::string refusal(const std::string& bytes, const disk::ArchiveBounds& bounds = {}) {
    const std::string path = write(bytes);
    try {
      disk::unpack_archive(path, disk, "in", bounds);
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::data);
      CHECK(disk.files().empty());
      return error.message().substr(path.size() + 2);
    }
    return {};
  }
};

std::string archive_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string bytes;
  disk::ArchiveWriter writer([&bytes](std::string_view piece) { bytes += piece; });
  for (const auto& [path, text] : files) {
    writer.begin_file(path, text.size());
    writer.write(text);
  }
  writer.finish();
  return bytes;
}

}  // namespace

TEST_CASE("what was packed comes out, long and foreign names too") {
  Unpacking box;
  const std::string deep(200, 'd');
  const std::string bytes =
      archive_of({{"a/b.txt", "hello"}, {"a/naïve-✓.txt", ""}, {deep + "/" + deep, "x"}});
  CHECK(box.refusal(bytes) == "");
  CHECK(box.disk.text("in/a/b.txt") == "hello");
  CHECK(box.disk.text("in/a/naïve-✓.txt").empty());
  CHECK(box.disk.text("in/" + deep + "/" + deep) == "x");
}

TEST_CASE("the same files give the same bytes") {
  const auto files = std::vector<std::pair<std::string, std::string>>{{"a", "1"}, {"b", "22"}};
  CHECK(archive_of(files) == archive_of(files));
}

TEST_CASE("a directory entry is a directory") {
  Unpacking box;
  CHECK(box.refusal(tar_of(tar_header("d/", 0, '5', 0755) + tar_file("d/a", "1"))) == "");
  CHECK(box.disk.text("in/d/a") == "1");
}

TEST_CASE("an entry that could leave the folder is refused before anything is written") {
  Unpacking box;
  const std::string good = tar_file("good", "1");
  const auto refused = [&](const std::string& entry) { return box.refusal(tar_of(good + entry)); };
  CHECK(refused(tar_file("../up", "1")) ==
        "entry '../up' has an empty part, '.' or '..' in its name");
  CHECK(refused(tar_file("a/../../up", "1")) ==
        "entry 'a/../../up' has an empty part, '.' or '..' in its name");
  CHECK(refused(tar_file("./a", "1")) == "entry './a' has an empty part, '.' or '..' in its name");
  CHECK(refused(tar_file("/etc/passwd", "1")) == "entry '/etc/passwd' has an absolute name");
  CHECK(refused(tar_file("c:/windows", "1")) == "entry 'c:/windows' has an absolute name");
  CHECK(refused(tar_file("a\\b", "1")) == "entry 'a\\b' has a backslash in its name");
  CHECK(refused(tar_file("a\nb", "1")) ==
        "entry 'a\\nb' has a name with control characters or malformed UTF-8");
  CHECK(refused(tar_file("\xff", "1")) ==
        "entry '\\xff' has a name with control characters or malformed UTF-8");
  CHECK(refused(tar_header("link", 0, '2', 0644, "/etc/passwd")) == "entry 'link' is a link");
  CHECK(refused(tar_header("hard", 0, '1', 0644, "good")) == "entry 'hard' is a link");
  CHECK(refused(tar_header("fifo", 0, '6')) == "entry 'fifo' is no regular file");
  CHECK(refused(tar_header("device", 0, '3')) == "entry 'device' is no regular file");
  CHECK(refused(tar_file("suid", "1", 04755)) == "entry 'suid' has a set-id or sticky bit");
  CHECK(refused(tar_file("good", "2")) == "entry 'good' stands there twice");
  CHECK(refused(tar_file("good/in", "2")) ==
        "entry 'good/in' lies inside another entry that is a file");
}

TEST_CASE("a name that a pax header gives is checked too") {
  Unpacking box;
  const std::string record = "20 path=../../escape\n";
  const std::string header = tar_header("pax", record.size(), 'x') + record;
  std::string padded = header;
  padded.resize((padded.size() + 511) / 512 * 512, '\0');
  CHECK(box.refusal(tar_of(padded + tar_file("plain", "1"))) != "");
}

TEST_CASE("bounds hold for what comes out") {
  Unpacking box;
  const std::string zeros = archive_of({{"zeros", std::string(1u << 20, '\0')}});
  CHECK(box.refusal(zeros).starts_with("holds more than "));
  CHECK(box.refusal(zeros, {.max_bytes = 1000, .max_ratio = 100'000}) == "holds more than 1000 B");
  CHECK(box.refusal(archive_of({{"a", "1"}, {"b", "2"}}), {.max_entries = 1}) ==
        "holds more than 1 entries");
  CHECK(box.refusal(zeros, {.max_ratio = 100'000}) == "");
}

TEST_CASE("an archive that is cut off or no archive is refused") {
  Unpacking box;
  const std::string whole = archive_of({{"a", std::string(5000, 'x') + "y"}});
  CHECK(box.refusal(whole.substr(0, whole.size() / 2)) != "");
  CHECK(box.refusal("this is no archive at all") != "");
}
