#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/store.hpp"

#include "disk/disk.hpp"
#include "store/native/findings.hpp"
#include "store/native/layout.hpp"
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

/// What all parts of an examination work with.
struct Examination {
  const StoreContext& context;
  const DoctorOptions& options;
  FindingList findings{};

  [[nodiscard]] disk::Disk& disk() const { return *context.disk; }
};

/// The entries of a folder, sorted by name. What is no folder, or cannot be read, is a finding and
/// has none; what is absent has none.
std::vector<disk::DirEntry> list_folder(Examination& examination, const std::string& path);

/// True for a regular file; anything else that is there is a finding.
bool is_regular_file(Examination& examination, const std::string& path);

/// The settings, git's files, what was built aside, the file system.
void examine_root(Examination& examination);
/// Events and names of the experiments, and what stands in their folders; then their runs.
void examine_experiments(Examination& examination);
/// One run: journals, owner, snapshot, params, artifacts. Each repair holds the run's lock and
/// checks again under it; a run whose lock is held by somebody is left alone.
void examine_run(Examination& examination, const RunFiles& files);
/// One logged model: journal, snapshot, artifacts; repaired in the same way.
void examine_model(Examination& examination, const ModelFiles& files);

}  // namespace mlt::store
