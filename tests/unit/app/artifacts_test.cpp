#include "app/artifacts.hpp"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "disk/outside.hpp"
#include "fake_store.hpp"

using namespace mlt;
namespace fs = std::filesystem;

namespace {

/// A folder of files, gone with the test.
struct Folder {
  Folder() {
    char name[] = "/tmp/mlt-artifacts-XXXXXX";
    REQUIRE(::mkdtemp(name) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& bytes) const {
    fs::create_directories(fs::path(path + "/" + name).parent_path());
    std::ofstream(path + "/" + name) << bytes;
  }
  std::string path;
};

ErrorCode code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code();
  }
  FAIL("no error");
  return ErrorCode::system;
}

RunRef add_run(test::FakeStore& store, const std::string& id, const std::string& directory) {
  store.add(id, id);
  store.places[id] = {directory, directory};
  return store.runs.back().ref();
}

ArtifactFact fact(const std::string& bytes) { return {bytes.size(), base::sha256_hex(bytes)}; }

std::vector<std::string> lines(const std::vector<app::ArtifactDifference>& differences) {
  std::vector<std::string> text;
  for (const auto& each : differences) {
    text.push_back(each.path + " " + each.what);
  }
  return text;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("artifacts are those recorded and those that are there") {
  const Folder folder;
  folder.write("plots/a.png", "aaa");
  folder.write("plots2", "x");
  folder.write("loose", "l");
  test::FakeStore store;
  const RunRef ref = add_run(store, "a", folder.path);
  store.runs[0].artifacts = {{"plots/a.png", fact("aaa")}, {"gone", fact("gone")}};
  app::ArtifactReader artifacts(store, ref);

  Lines all;
  for (const auto& item : artifacts.list("")) {
    all.push_back(item.path + (item.recorded ? " recorded" : "") + (item.size ? " here" : ""));
  }
  CHECK(all == Lines{"gone recorded", "loose here", "plots/a.png recorded here", "plots2 here"});
  CHECK(artifacts.list("plots/").size() == 1);
  CHECK(artifacts.list("plots/a.png").size() == 1);
  CHECK(code_of([&] { artifacts.list("plot"); }) == ErrorCode::not_found);
}

TEST_CASE("no path and no link leads out of the artifacts of a run") {
  const Folder outside;
  outside.write("secret", "s");
  const Folder folder;
  folder.write("file", "f");
  fs::create_symlink(outside.path + "/secret", folder.path + "/link");
  fs::create_directory_symlink(outside.path, folder.path + "/dir");
  test::FakeStore store;
  app::ArtifactReader artifacts(store, add_run(store, "a", folder.path));

  const auto cat = [&artifacts](std::string_view path) {
    std::string text;
    artifacts.stream(path, [&text](std::string_view piece) { text += piece; });
    return text;
  };
  CHECK(cat("file") == "f");
  for (const char* path : {"link", "dir/secret", "../secret", "/etc/passwd", "x/../file"}) {
    CAPTURE(path);
    CHECK_THROWS_AS(cat(path), Error);
  }
  CHECK(artifacts.list("").size() == 1);
}

TEST_CASE("a place that is not here is named; one that is not yet is empty") {
  test::FakeStore store;
  const RunRef ref = add_run(store, "a", "/tmp/mlt-no-such-folder");
  app::ArtifactReader artifacts(store, ref);
  CHECK(artifacts.list("").empty());
  CHECK(code_of([&] { artifacts.stream("x", [](std::string_view) {}); }) == ErrorCode::not_found);

  store.places["a"] = {"s3://bucket/a", std::nullopt};
  try {
    app::ArtifactReader elsewhere(store, ref);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::system);
    CHECK(error.message().find("s3://bucket/a") != std::string::npos);
  }
}

TEST_CASE("a copy appears whole and replaces nothing") {
  const Folder folder;
  folder.write("plots/a.png", "aaa");
  folder.write("plots/sub/b.png", "bbb");
  folder.write("model", "weights");
  const Folder target;
  test::FakeStore store;
  app::ArtifactReader artifacts(store, add_run(store, "a", folder.path));

  const std::string model = target.path + "/model";
  CHECK(app::get_artifacts(artifacts, "model", model, true) == Lines{model});
  CHECK_FALSE(disk::outside_exists(model));
  app::get_artifacts(artifacts, "model", model, false);
  CHECK(disk::read_outside_file(model) == "weights");
  CHECK(code_of([&] { app::get_artifacts(artifacts, "model", model, false); }) ==
        ErrorCode::refused);

  app::get_artifacts(artifacts, "plots/", target.path + "/p", false);
  CHECK(disk::read_outside_file(target.path + "/p/sub/b.png") == "bbb");
  app::get_artifacts(artifacts, "", target.path + "/all", false);
  CHECK(disk::read_outside_file(target.path + "/all/plots/a.png") == "aaa");

  store.runs[0].artifacts = {{"gone", fact("x")}};
  app::ArtifactReader again(store, store.runs[0].ref());
  CHECK(code_of([&] { app::get_artifacts(again, "gone", target.path + "/g", false); }) ==
        ErrorCode::not_found);
}

TEST_CASE("verify tells what is missing, what is longer and what is other") {
  const Folder folder;
  for (const char* name : {"same", "longer", "other", "unrecorded"}) {
    folder.write(name, "1234");
  }
  test::FakeStore store;
  const RunRef ref = add_run(store, "a", folder.path);
  store.runs[0].artifacts = {{"same", fact("1234")},
                             {"longer", fact("123")},
                             {"other", fact("4321")},
                             {"missing", fact("")}};
  app::ArtifactReader artifacts(store, ref);
  CHECK(lines(app::verify_artifacts(artifacts)) ==
        Lines{"longer size", "missing missing", "other content"});
}

TEST_CASE("two runs are compared by what their artifacts hold") {
  const Folder one;
  one.write("same", "x");
  one.write("changed", "x");
  one.write("removed", "x");
  const Folder two;
  two.write("same", "x");
  two.write("changed", "y");
  two.write("added", "x");
  test::FakeStore store;
  const RunRef first = add_run(store, "a", one.path);
  store.runs[0].artifacts = {{"same", fact("x")}};
  const RunRef second = add_run(store, "b", two.path);
  app::ArtifactReader a(store, first);
  app::ArtifactReader b(store, second);
  CHECK(lines(app::compare_artifacts(a, b)) ==
        Lines{"added added", "changed changed", "removed removed"});
  CHECK(app::compare_artifacts(a, a).empty());
}
