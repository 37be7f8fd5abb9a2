#include "cli/store_finder.hpp"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "temp_folder.hpp"

namespace fs = std::filesystem;
using mlt::Error;
using mlt::ErrorCode;
using mlt::cli::find_git_root;
using mlt::cli::find_store;
using mlt::cli::Globals;
using mlt::cli::parse_store_uri;
using mlt::cli::shown_path;
using mlt::cli::StorePlace;

namespace {

/// A folder of the test's own.
class TempTree {
 public:
  std::string dir(const std::string& path) const {
    fs::create_directories(root_ + "/" + path);
    return root_ + "/" + path;
  }
  void file(const std::string& path) const { std::ofstream(root_ + "/" + path) << "x"; }
  [[nodiscard]] std::string path(const std::string& path) const { return root_ + "/" + path; }

 private:
  mlt::test::TempFolder folder_;
  std::string root_ = fs::canonical(folder_.path()).string();
};

StorePlace find_from(const std::string& directory, const std::string& home = "/nowhere") {
  Globals globals;
  globals.directory = directory;
  return find_store(globals, home);
}

std::string refusal(std::string_view uri) {
  try {
    parse_store_uri(uri, "/here");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::usage);
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("a store is named by a path or a file URI") {
  CHECK(parse_store_uri("mlruns", "/here") == "/here/mlruns");
  CHECK(parse_store_uri("./a//b/.", "/here") == "/here/a/b");
  CHECK(parse_store_uri("../b", "/here") == "/here/../b");
  CHECK(parse_store_uri("/data/mlruns/", "/here") == "/data/mlruns");
  CHECK(parse_store_uri("/", "/here") == "/");
  CHECK(parse_store_uri("file:///data/my%20runs", "/here") == "/data/my runs");
  CHECK(parse_store_uri("file:/data", "/here") == "/data");
  CHECK(parse_store_uri("file://localhost/data", "/here") == "/data");
  CHECK(parse_store_uri("FILE:runs", "/here") == "/here/runs");
  CHECK(parse_store_uri("./odd:name", "/here") == "/here/odd:name");
  CHECK(parse_store_uri("100%", "/here") == "/here/100%");
}

TEST_CASE("what this version cannot open is refused in one line") {
  CHECK(refusal("http://tracking:5000") ==
        "store 'http://tracking:5000' is a server: this version of mlt opens directories only");
  CHECK(refusal("HTTPS://x").find("is a server") != std::string::npos);
  CHECK(refusal("sqlite:///mlflow.db").find("is a database") != std::string::npos);
  CHECK(refusal("s3://bucket/x").find("does not know") != std::string::npos);
  CHECK(refusal("databricks:x").find("does not know") != std::string::npos);
  CHECK(refusal("http://user:p@ss@tracking/x?token=secret") ==
        "store 'http://***@tracking/x?***' is a server: this version of mlt opens directories "
        "only");
  CHECK(refusal("user:secret@host").find("secret") == std::string::npos);
  CHECK(refusal("file://user:secret@host/data").find("secret") == std::string::npos);
  CHECK(refusal("file://host/data").find("on the host 'host'") != std::string::npos);
  for (const char* malformed : {"file:///a%2", "file:///a%zz", "file:///a%00b", "file:///%"}) {
    CHECK(refusal(malformed).find("malformed %") != std::string::npos);
  }
  CHECK(refusal("file:").find("names no directory") != std::string::npos);
}

TEST_CASE("the nearest mlruns upward is the store") {
  const TempTree tree;
  tree.dir("project/.git");
  tree.dir("project/mlruns");
  const std::string deep = tree.dir("project/src/deep");
  CHECK(find_from(deep).path == tree.path("project/mlruns"));
  CHECK(find_from(deep).exists);
  CHECK_FALSE(find_from(deep).named);
  tree.dir("project/src/mlruns");
  CHECK(find_from(deep).path == tree.path("project/src/mlruns"));
}

TEST_CASE("the search ends at the root of the git repository") {
  const TempTree tree;
  tree.dir("mlruns");
  tree.dir("project/.git");
  const std::string deep = tree.dir("project/src");
  CHECK(find_from(deep).path == tree.path("project/mlruns"));
  CHECK_FALSE(find_from(deep).exists);
}

TEST_CASE("outside git the search ends at home, and a new store is made where one stands") {
  const TempTree tree;
  tree.dir("mlruns");
  const std::string deep = tree.dir("home/work");
  CHECK(find_from(deep, tree.path("home")).path == tree.path("home/work/mlruns"));
  CHECK_FALSE(find_from(deep, tree.path("home")).exists);
  CHECK(find_from(deep).path == tree.path("mlruns"));
  tree.dir("home/mlruns");
  CHECK(find_from(deep, tree.path("home")).path == tree.path("home/mlruns"));
}

TEST_CASE("a file called mlruns is no store") {
  const TempTree tree;
  tree.dir("project/.git");
  tree.file("project/mlruns");
  CHECK_FALSE(find_from(tree.path("project")).exists);
}

TEST_CASE("a linked worktree has a file for .git") {
  const TempTree tree;
  const std::string deep = tree.dir("worktree/src");
  tree.file("worktree/.git");
  CHECK(find_git_root(deep) == tree.path("worktree"));
}

TEST_CASE("a named store outranks what lies around") {
  const TempTree tree;
  tree.dir("mlruns");
  Globals globals;
  globals.directory = tree.path("");
  globals.directory.pop_back();
  globals.store = "other";
  const StorePlace place = find_store(globals, std::nullopt);
  CHECK(place.path == tree.path("other"));
  CHECK(place.named);
  CHECK_FALSE(place.exists);
}

TEST_CASE("paths below the working directory are shown short") {
  CHECK(shown_path("/a/b/c", "/a/b") == "c");
  CHECK(shown_path("/a/b", "/a/b") == ".");
  CHECK(shown_path("/a/bc", "/a/b") == "/a/bc");
  CHECK(shown_path("/a", "/") == "a");
}
