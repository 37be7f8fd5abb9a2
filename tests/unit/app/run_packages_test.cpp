#include "app/run_packages.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "fake_store.hpp"
#include "temp_folder.hpp"

using namespace mlt;
using app::Packages;

namespace {

void write(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path) << text;
}

}  // namespace

TEST_CASE("requirements tell packages") {
  const auto packages = app::parse_packages("requirements.txt",
                                            "# made by pip freeze\n"
                                            "Torch==2.3.0\n"
                                            "typing_Extensions[x] == 4.1 ; python_version > '3'\n"
                                            "numpy===1.26 # pinned\n"
                                            "zope.interface==5 --hash=sha256:ab\n"
                                            "requests>=2\n"
                                            "-e git+https://example.org/x.git\n"
                                            "==3\n"
                                            "name==\n"
                                            "broken[==1\n");
  CHECK(packages == Packages{{"torch", "2.3.0"},
                             {"typing-extensions", "4.1"},
                             {"numpy", "1.26"},
                             {"zope-interface", "5"}});
}

TEST_CASE("conda's and MLflow's YAML tell packages") {
  CHECK(app::parse_packages("model/conda.yaml",
                            "channels:\n- conda-forge\ndependencies:\n- python=3.11.4\n"
                            "- numpy=1.26.4=py311_0\n- pip<=23\n- pip:\n  - mlflow==2.22.5\n"
                            "  - 'torch==2.3.0'\nname: mlflow-env\n") ==
        Packages{
            {"python", "3.11.4"}, {"numpy", "1.26.4"}, {"mlflow", "2.22.5"}, {"torch", "2.3.0"}});
  CHECK(
      app::parse_packages("python_env.yaml", "python: 3.11.4\nbuild_dependencies:\n- pip==23\n") ==
      Packages{{"python", "3.11.4"}, {"pip", "23"}});
}

TEST_CASE("lock files tell packages") {
  CHECK(app::parse_packages("code/uv.lock",
                            "version = 1\n[[package]]\nname = \"Torch\"\nversion = \"2.3.0\"\n"
                            "[package.metadata]\nversion = \"9\"\n[[package]]\nname = \"x\"\n") ==
        Packages{{"torch", "2.3.0"}});
}

TEST_CASE("the first place that keeps a file tells the environment") {
  test::FakeStore store;
  const test::TempFolder folder;
  const Run& run = store.add(std::string(32, 'a'), "one");
  store.places[run.id.value] = {"", folder.path()};
  CHECK_FALSE(app::read_packages(store, run).is_recorded);
  write(folder.path() + "/model/requirements.txt", "torch==2\n");
  CHECK(app::read_packages(store, run).packages == Packages{{"torch", "2"}});
  store.code[{run.ref(), "uv.lock"}] = "[[package]]\nname = \"torch\"\nversion = \"3\"\n";
  CHECK(app::read_packages(store, run).packages == Packages{{"torch", "3"}});
}

TEST_CASE("a file that is recorded and not here is told apart from none") {
  test::FakeStore store;
  const test::TempFolder folder;
  Run& run = store.add(std::string(32, 'a'), "one");
  run.artifacts["requirements.txt"] = {9, std::string(64, 'a')};
  store.places[run.id.value] = {"", folder.path()};
  const auto found = app::read_packages(store, run);
  CHECK(found.is_recorded);
  CHECK(found.packages.empty());
}
