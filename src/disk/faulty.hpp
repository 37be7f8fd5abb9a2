#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "disk/disk.hpp"

namespace mlt::disk {

enum class Fault {
  none,
  error,        ///< the call fails with "No space left on device" and changes nothing
  short_write,  ///< a write puts half of its bytes and succeeds; the next one fails
  death,        ///< the process is gone: this call and all later ones throw ProcessDied
};

/// What a dead process would do next: nothing. Not an mlt::Error, so that no handler mends it.
struct ProcessDied {};

/// Passes every call on to another disk, except that the `at`-th call that changes something (from
/// 1) meets a fault. With `at` = 0 it only counts.
class FaultyDisk final : public Disk {
 public:
  FaultyDisk(std::shared_ptr<Disk> inner, Fault fault, int at);
  ~FaultyDisk() override;

  /// Calls that changed, or would have changed, something so far.
  [[nodiscard]] int changes() const;

  [[nodiscard]] std::string absolute(std::string_view path) const override;
  std::unique_ptr<File> open(std::string_view path, OpenMode mode) override;
  std::optional<FileStat> find_stat(std::string_view path) override;
  std::optional<std::vector<DirEntry>> find_list(std::string_view path) override;
  bool read_into(std::string_view path, std::string& buffer, std::size_t max_bytes) override;
  bool make_dir(std::string_view path) override;
  void rename(std::string_view from, std::string_view to) override;
  bool rename_new(std::string_view from, std::string_view to) override;
  void remove_file(std::string_view path) override;
  void remove_dir(std::string_view path) override;
  void sync_dir(std::string_view path) override;
  /// Its calls count among those of this disk.
  std::unique_ptr<Disk> open_beside(std::string_view suffix) override;
  void move_beside(std::string_view from, std::string_view suffix, std::string_view to) override;
  [[nodiscard]] bool is_on_network() override { return inner_->is_on_network(); }

  struct Plan;

 private:
  FaultyDisk(std::shared_ptr<Disk> inner, std::shared_ptr<Plan> plan);

  std::shared_ptr<Disk> inner_;
  std::shared_ptr<Plan> plan_;
};

}  // namespace mlt::disk
