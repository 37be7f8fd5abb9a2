#include "app/git_objects.hpp"

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "app/git_hook.hpp"
#include "temp_folder.hpp"

using namespace mlt;

namespace {

const std::string kOld(40, 'a');
const std::string kNew(40, 'b');
const std::string kCommit(40, 'c');

/// A record of git's, with NUL for each '|'.
std::string record(std::string text) {
  for (char& c : text) {
    c = c == '|' ? '\0' : c;
  }
  return text;
}

}  // namespace

TEST_CASE("git's raw differences: files and links, no submodules") {
  const auto files = app::parse_git_raw(
      record("\x01" + kCommit + "\x01|") +
      record(":100644 100644 " + kOld + " " + kNew + " M|a b|") +
      record(":000000 120000 " + std::string(40, '0') + " " + kNew + " A|link|") +
      record(":000000 160000 " + std::string(40, '0') + " " + kNew + " A|module|"));
  REQUIRE(files.size() == 2);
  CHECK(files[0].path == "a b");
  CHECK(files[0].object == kNew);
  CHECK(files[0].commit == kCommit);
  CHECK_FALSE(files[0].is_link);
  CHECK(files[1].path == "link");
  CHECK(files[1].is_link);
}

TEST_CASE("git's listings: of a tree and of the index") {
  const auto tree = app::parse_git_listing(record("100644 blob " + kNew + "\ta\tb|"));
  REQUIRE(tree.size() == 1);
  CHECK(tree[0].path == "a\tb");
  CHECK(tree[0].object == kNew);
  const auto index = app::parse_git_listing(record("120000 " + kOld + " 0\tx|"));
  REQUIRE(index.size() == 1);
  CHECK(index[0].object == kOld);
  CHECK(index[0].is_link);
  CHECK(app::parse_git_listing("").empty());
}

TEST_CASE("outside of git there are no objects and no hook") {
  const test::TempFolder folder;
  CHECK_THROWS_AS(app::GitObjects(folder.path()), Error);
  CHECK_THROWS_AS(app::install_pre_commit_hook(folder.path(), "", false, false), Error);
}

TEST_CASE("the hook is told the store in words that a shell reads back") {
  CHECK(app::pre_commit_hook(std::nullopt).ends_with("exec mlt doctor --staged\n"));
  CHECK(app::pre_commit_hook("a b's").ends_with("exec mlt --store 'a b'\\''s' doctor --staged\n"));
}
