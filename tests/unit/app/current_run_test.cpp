#include "app/current_run.hpp"

#include <stdlib.h>
#include <string>
#include <unistd.h>

#include <doctest/doctest.h>

#include "disk/outside.hpp"

using mlt::Error;
using mlt::ErrorCode;
using mlt::RunId;
using mlt::app::CurrentRunFile;

TEST_CASE("current-run file: one run a store") {
  std::string folder = "/tmp/mlt-state-XXXXXX";
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const CurrentRunFile one(folder, "/a/mlruns");
  const CurrentRunFile other(folder, "/b/mlruns");
  CHECK(one.path() != other.path());
  CHECK_FALSE(one.find());
  one.clear();

  one.set(RunId{"0123456789abcdef0123456789abcdef"});
  CHECK(one.find() == RunId{"0123456789abcdef0123456789abcdef"});
  CHECK_FALSE(other.find());
  one.set(RunId{"ffffffffffffffffffffffffffffffff"});
  CHECK(one.find() == RunId{"ffffffffffffffffffffffffffffffff"});
  one.clear();
  CHECK_FALSE(one.find());

  mlt::disk::replace_outside_file(one.path(), "../x\n");
  try {
    static_cast<void>(one.find());
    FAIL("a file that holds no id was taken");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::data);
    CHECK(error.message().find(one.path()) != std::string::npos);
  }
  one.clear();
  ::rmdir((folder + "/current").c_str());
  ::rmdir(folder.c_str());
}
