#include "store/native/redactor.hpp"

#include <doctest/doctest.h>

#include "disk/files.hpp"
#include "disk/memory.hpp"

namespace mlt::store {
namespace {

std::string json(const Redaction& redaction, std::string text) {
  Redactor(redaction).in_json(text);
  return text;
}

TEST_CASE("a value in JSON goes however it is escaped, and nothing else changes") {
  const Redaction redaction{.values = {"a\"b/é"}};
  CHECK(json(redaction, R"({"at": 1,"tag":"t","value":"x a\"b/é"})") ==
        R"({"at": 1,"tag":"t","value":"x ***"})");
  CHECK(json(redaction, R"({"value":"a\u0022b\/\u00e9"})") == R"({"value":"***"})");
  CHECK(json(redaction, R"({"value":"a\"b/e"})") == R"({"value":"a\"b/e"})");
}

TEST_CASE("words of the format stay, whatever the value") {
  const Redaction redaction{.values = {"a"}};
  const std::string line = R"({"at":1,"lifecycle":"active"})";
  CHECK(json(redaction, line) == line);
  CHECK(json(redaction, R"({"event":"created","name":"iris a","tags":{"a":"xa"}})") ==
        R"({"event":"created","name":"iris ***","tags":{"***":"x***"}})");
}

TEST_CASE("by key the whole value of a param or tag goes") {
  const Redaction redaction{.keys = {"token"}};
  CHECK(json(redaction, R"({"at":1,"param":"token","value":"x"})") ==
        R"({"at":1,"param":"token","value":"***"})");
  CHECK(json(redaction, R"({"value":"x","tag":"token"})") == R"({"value":"***","tag":"token"})");
  CHECK(json(redaction, R"({"at":1,"param":"tokens","value":"x"})") ==
        R"({"at":1,"param":"tokens","value":"x"})");
  CHECK(json(redaction, R"({"set":{"token":"x","t":"y"}})") ==
        R"({"set":{"token":"***","t":"y"}})");
}

TEST_CASE("what is no JSON is text") {
  const Redaction redaction{.values = {"s\"x"}};
  CHECK(json(redaction, R"({"value":"s\"x)") == R"({"value":"***)");
  std::string text = "s\"x and s\\\"x";
  CHECK(Redactor(redaction).in_text(text) == 2);
  CHECK(text == "*** and ***");
}

TEST_CASE("a value of stars is not looked for") {
  std::string text = "a ** b";
  CHECK(Redactor({.values = {"**"}}).in_text(text) == 0);
}

TEST_CASE("of values that begin at one place the longest goes") {
  std::string text = "passwords";
  CHECK(Redactor({.values = {"pass", "password"}}).in_text(text) == 1);
  CHECK(text == "***s");
}

TEST_CASE("a value that lies across the pieces of a large file is found") {
  disk::MemoryDisk disk;
  for (std::size_t before = (256u << 10) - 8; before <= (256u << 10) + 1; ++before) {
    CAPTURE(before);
    disk.put("in", std::string(before, 'x') + "secret" + std::string(100, 'y') + "secret");
    disk.put("out", "");
    const auto from = disk.open("in", disk::OpenMode::read);
    const auto into = disk.open("out", disk::OpenMode::append);
    CHECK(Redactor({.values = {"secret"}}).in_file(*from, into.get()) == 2);
    CHECK(disk.text("out") == std::string(before, 'x') + "***" + std::string(100, 'y') + "***");
  }
}

}  // namespace
}  // namespace mlt::store
