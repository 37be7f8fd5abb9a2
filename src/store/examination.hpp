#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlt/store.hpp"

#include "disk/disk.hpp"
#include "store/findings.hpp"
#include "store/open.hpp"

namespace mlt::store {

/// What was found so far.
class FindingList {
 public:
  /// `detail` follows the kind's title. The result is for set_fixed().
  std::size_t add(const FindingKind& kind, std::string path, std::int64_t line = 0,
                  std::string_view detail = {});
  void set_fixed(std::size_t finding) { findings_[finding].fixed = true; }
  std::vector<Finding> take() { return std::move(findings_); }

 private:
  std::vector<Finding> findings_;
};

/// What all parts of an examination work with, whatever the layout.
struct Examination {
  const StoreContext& context;
  const DoctorOptions& options;
  FindingList findings{};
  /// Whether links and pipes are set aside: not where another program follows links.
  bool moves_links = false;

  [[nodiscard]] disk::Disk& disk() const { return *context.disk; }
  /// False if what is at `path` is none of what DoctorOptions::paths asks for, nor holds any of it.
  [[nodiscard]] bool covers(std::string_view path) const;
  /// True if what is at `path` is, or lies in, something that DoctorOptions::paths asks for.
  [[nodiscard]] bool asks_for(std::string_view path) const;
};

/// True if `path` is `place` or lies below it; "" is the root, which everything lies below.
bool lies_in(std::string_view path, std::string_view place);

/// Reports what stands where it should not; with --fix it moves to lost-and-found.
void set_aside(Examination& examination, const FindingKind& kind, const std::string& path,
               std::string_view detail = {});

/// The entries of a folder, sorted by name. What is no folder, or cannot be read, is a finding,
/// is set aside and has none; what is absent has none.
std::vector<disk::DirEntry> list_folder(Examination& examination, const std::string& path);

/// True for a regular file; anything else that is there is a finding and set aside.
bool is_regular_file(Examination& examination, const std::string& path);

/// Its text; nothing for what is absent, and for what is_regular_file() or reading makes a finding.
std::optional<std::string> find_regular_text(Examination& examination, const std::string& path,
                                             std::size_t max_bytes);

/// What processes built aside in `temp_dir`; with --fix, what dead ones left is removed. Files of
/// the names `at_home` belong there.
void examine_leftovers(Examination& examination, std::string_view temp_dir,
                       std::span<const std::string_view> at_home = {});
/// Drops what DoctorOptions::paths does not ask for.
std::vector<Finding> take_findings(Examination& examination);

}  // namespace mlt::store
