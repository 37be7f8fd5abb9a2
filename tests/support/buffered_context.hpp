#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "mlt/error.hpp"

#include "cli/context.hpp"
#include "cli/error_text.hpp"
#include "fixed.hpp"

namespace mlt::test {

/// A context for tests of commands: streams kept as text, variables, clock and chance made up, the
/// store whatever the test gives. All fields may be changed before the command runs.
class BufferedContext final : public cli::Context {
 public:
  BufferedContext() = default;
  explicit BufferedContext(std::unique_ptr<Store> store) : store_(std::move(store)) {}

  [[nodiscard]] const cli::Globals& globals() const override { return given_globals; }
  [[nodiscard]] const cli::Terminal& terminal() const override { return given_terminal; }
  [[nodiscard]] std::optional<std::string> env(std::string_view name) const override {
    const auto found = variables.find(name);
    return found == variables.end() || found->second.empty() ? std::nullopt
                                                             : std::optional(found->second);
  }
  test::FixedClock& clock() override { return clock_; }
  test::FixedRandom& random() override { return random_; }
  std::string user() override { return given_globals.as.value_or("tester"); }

  void out(std::string_view text) override { out_text += text; }
  void out_paged(std::string_view text) override { out_text += text; }
  void flush() override {}
  void note(std::string_view text) override { say("", text); }
  void warn(std::string_view text) override { say("warning: ", text); }
  void hint(std::string_view text) override { say("hint: ", text); }
  void say_error(const Error& error) override { err_text += cli::error_text(error, {}); }

  Store& store() override {
    if (!store_) {
      throw Error(ErrorCode::not_found, "no store");
    }
    return *store_;
  }
  Store& writable_store() override { return store(); }
  [[nodiscard]] std::size_t issue_count() const override { return issues; }

  cli::Globals given_globals;
  cli::Terminal given_terminal;
  std::map<std::string, std::string, std::less<>> variables;
  std::size_t issues = 0;
  std::string out_text;  ///< what went to stdout
  std::string err_text;  ///< what went to stderr

 private:
  void say(std::string_view prefix, std::string_view text) {
    if (!given_globals.quiet) {
      err_text += std::string(prefix) + std::string(text) + "\n";
    }
  }

  std::unique_ptr<Store> store_;
  test::FixedClock clock_;
  test::FixedRandom random_;
};

}  // namespace mlt::test
