#include "store/mlflow_files/doctor.hpp"

#include "base/numbers.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/native/findings.hpp"

namespace mlt::store::mlflow {

std::vector<Finding> examine_mlflow_store(const StoreContext& context,
                                          const DoctorOptions& options) {
  std::vector<Finding> findings;
  const auto entries = context.disk->find_list(kTempDir);
  for (const disk::DirEntry& entry : entries.value_or(std::vector<disk::DirEntry>())) {
    const auto pid = base::parse_int64(entry.name.substr(0, entry.name.find('-')));
    if (!pid || !options.process || options.process(static_cast<int>(*pid)) != Liveness::dead) {
      continue;
    }
    const std::string path = disk::join_path(kTempDir, entry.name);
    if (options.fix) {
      disk::remove_tree(*context.disk, path);
    }
    findings.push_back({std::string(finding::kLeftover.code), path, 0,
                        std::string(finding::kLeftover.title), std::string(finding::kLeftover.fix),
                        options.fix});
  }
  return findings;
}

}  // namespace mlt::store::mlflow
