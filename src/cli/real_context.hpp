#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "cli/context.hpp"
#include "cli/store_finder.hpp"
#include "cli/streams.hpp"
#include "disk/disk.hpp"

namespace mlt::cli {

/// The variables of this process.
std::optional<std::string> process_environment(std::string_view name);

/// Enters the directory of -C, if any, and says where mlt works.
std::string enter_directory(const std::optional<std::string>& directory);

/// The disk of a store's directory. Throws usage where it is something else, which a user named.
std::shared_ptr<disk::Disk> open_store_disk(const StorePlace& place, const std::string& directory);
/// The same, with the directory made where it is missing.
std::shared_ptr<disk::Disk> make_store_disk(const StorePlace& place, const std::string& directory);

/// A store as it was found, which may be before it is known whether a command opens it.
struct FoundStore {
  StorePlace place;
  std::shared_ptr<disk::Disk> disk;     ///< null where there is none yet
  std::optional<std::string> settings;  ///< the text of its mlt.yaml
};
FoundStore find_store_files(const Globals& globals, const std::optional<std::string>& home);

/// Collects what could not be read, says each thing once and the rest as a number.
class IssueLog {
 public:
  /// True if the issue is new and is to be said.
  bool add(const Issue& issue);
  [[nodiscard]] std::size_t count() const { return seen_.size(); }
  /// Issues that were counted and not said.
  [[nodiscard]] std::size_t unsaid() const;

 private:
  std::set<std::string> seen_;
};

/// The context of a real process.
class RealContext final : public Context {
 public:
  /// `store`: what find_store_files() gave for these globals, where that was asked already.
  explicit RealContext(Globals globals, std::optional<FoundStore> store = std::nullopt);

  [[nodiscard]] const Globals& globals() const override { return globals_; }
  [[nodiscard]] const Terminal& terminal() const override;
  [[nodiscard]] std::optional<std::string> env(std::string_view name) const override;
  base::Clock& clock() override { return clock_; }
  base::Random& random() override { return random_; }
  std::string user() override;

  void out(std::string_view text) override { output_.write(text); }
  void out_paged(std::string_view text) override;
  void flush() override { output_.flush(); }
  void note(std::string_view text) override { say("", text); }
  void warn(std::string_view text) override { say("warning: ", text); }
  void hint(std::string_view text) override { say("hint: ", text); }
  void say_error(const Error& error) override;

  Store& store() override;
  Store& writable_store() override;
  [[nodiscard]] std::size_t issue_count() const override { return issues_.count(); }

  /// Ends a command that returned `exit_code`: says what issues were left unsaid, flushes stdout,
  /// applies --strict.
  int finish(int exit_code);

 private:
  void say(std::string_view prefix, std::string_view text);
  void report(const Issue& issue);
  FoundStore take_found_store();
  Store& open(const FoundStore& found, bool for_writing);
  void check_experiment_variables(Store& store) const;

  Globals globals_;
  mutable std::optional<Terminal> terminal_;
  base::SystemClock clock_;
  base::SystemRandom random_;
  Output output_;
  std::optional<FoundStore> found_;
  IssueLog issues_;
  std::string store_path_;
  std::unique_ptr<Store> store_;
};

}  // namespace mlt::cli
