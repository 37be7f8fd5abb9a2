#include "app/params_file.hpp"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "mlt/error.hpp"

#include "disk/outside.hpp"

using mlt::Error;
using mlt::ErrorCode;
using mlt::app::read_params_file;

namespace {

/// A file of this name and content in a folder of its own.
class Sample {
 public:
  Sample(const std::string& name, std::string_view text) {
    std::string pattern = "/tmp/mlt-params-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    path_ = folder_ + "/" + name;
    mlt::disk::replace_outside_file(path_, text);
  }
  ~Sample() {
    mlt::disk::remove_outside_file(path_);
    ::rmdir(folder_.c_str());
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string folder_;
  std::string path_;
};

std::string flat(const std::string& name, std::string_view text) {
  const Sample sample(name, text);
  std::string joined;
  for (const auto& [key, value] : read_params_file(sample.path())) {
    joined += key + "=" + value + ";";
  }
  return joined;
}

}  // namespace

TEST_CASE("params file: every format gives the same kind of keys") {
  CHECK(flat("a.yaml", "lr: 1e-3\nopt:\n  name: adam\n  betas: [0.9, 0.999]\n") ==
        "lr=1e-3;opt.name=adam;opt.betas=[0.9,0.999];");
  CHECK(flat("a.json", R"({"lr": 0.10, "opt": {"on": true, "none": null}})") ==
        "lr=0.10;opt.on=true;opt.none=null;");
  CHECK(flat("a.toml", "lr = 0.10\n[opt]\nname = 'adam'\n") == "lr=0.10;opt.name=adam;");
  CHECK(flat("a.ini", "[opt]\nlr = 0.10\n") == "opt.lr=0.10;");
  CHECK(flat(".env", "LR=0.10\n") == "LR=0.10;");
  CHECK(flat("EMPTY.YML", "") == "");
}

TEST_CASE("params file: what cannot be read is a usage error that names it") {
  const auto code_of = [](const std::string& name, std::string_view text) {
    const Sample sample(name, text);
    try {
      read_params_file(sample.path());
    } catch (const Error& error) {
      CHECK(error.message().find(sample.path()) != std::string::npos);
      return error.code();
    }
    return ErrorCode::remote;
  };
  CHECK(code_of("a.txt", "lr=1") == ErrorCode::usage);
  CHECK(code_of("a.yaml", "- 1\n- 2\n") == ErrorCode::usage);
  CHECK(code_of("a.json", "{\"lr\": }") == ErrorCode::usage);
  const Sample pipe("a.yaml", "");
  mlt::disk::remove_outside_file(pipe.path());
  REQUIRE(::mkfifo(pipe.path().c_str(), 0600) == 0);
  CHECK_THROWS_WITH_AS(read_params_file(pipe.path()),
                       (pipe.path() + ": is a pipe or device; params are read from files").c_str(),
                       Error);
  try {
    read_params_file("/nowhere/a.yaml");
    FAIL("a file that is not there was read");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::not_found);
  }
}
