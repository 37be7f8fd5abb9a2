#include "app/doctor.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "mlt/error.hpp"

#include "app/doctor_texts.hpp"
#include "app/findings.hpp"
#include "app/liveness.hpp"
#include "base/sha256.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"
#include "store/examination.hpp"

namespace mlt::app {

namespace {

std::optional<std::string> find_real_path(const std::string& path) {
  try {
    return disk::real_path(path);
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// SHA-256 of a regular file that is reached without a link; nothing for all else.
std::optional<std::string> find_digest(const std::string& root, disk::Disk& disk,
                                       const std::string& path) {
  const auto stat = disk.find_stat(path);
  if (!stat || stat->kind != disk::FileKind::regular) {
    return std::nullopt;
  }
  base::Sha256 digest;
  disk::stream_outside_file(root + path,
                            [&digest](std::string_view bytes) { digest.update(bytes); });
  return digest.hex_digest();
}

/// Compares the artifacts that are here with the digests that were recorded. One that has a finding
/// already is passed over.
void examine_artifacts(Store& store, const std::vector<std::string>& paths,
                       std::vector<Finding>& findings) {
  const std::string root = store.root() + "/";
  RunScan scan;
  scan.lifecycle = LifecycleFilter::all;
  scan.artifacts = true;
  std::vector<Run> runs;
  store.scan_runs(scan, [&runs](Run&& run) { runs.push_back(std::move(run)); });
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.ref() < b.ref(); });
  const auto disk = disk::open_real_disk(store.root());
  std::unordered_set<std::string> known;
  for (const Finding& finding : findings) {
    known.insert(finding.path);
  }
  store::FindingList list;
  for (const Run& run : runs) {
    const auto dir = run.artifacts.empty() ? std::nullopt : store.artifact_place(run.ref()).dir;
    if (!dir || !dir->starts_with(root)) {
      continue;
    }
    for (const auto& [path, fact] : run.artifacts) {
      const std::string target = disk::join_path(dir->substr(root.size()), path);
      const bool is_wanted =
          paths.empty() || std::any_of(paths.begin(), paths.end(), [&](const std::string& wanted) {
            return store::lies_in(target, wanted);
          });
      const auto digest = is_wanted && !known.contains(target) && !fact.sha256.empty()
                              ? find_digest(root, *disk, target)
                              : std::nullopt;
      if (digest && *digest != fact.sha256) {
        list.add(finding::kChangedContent, target, 0,
                 "its SHA-256 begins with " + digest->substr(0, 12) + ", that of the record with " +
                     fact.sha256.substr(0, 12));
      }
    }
  }
  for (Finding& found : list.take()) {
    findings.push_back(std::move(found));
  }
}

}  // namespace

std::vector<Finding> run_doctor(Store& store, const DoctorRequest& request) {
  std::vector<Finding> findings = store.doctor({.fix = request.fix,
                                                .fix_paths = request.fix_paths,
                                                .path_form = request.path_form,
                                                .deep = request.deep,
                                                .run_owner = liveness_of,
                                                .process = liveness_of_process,
                                                .real_path = find_real_path,
                                                .paths = request.paths});
  if (request.deep) {
    examine_artifacts(store, request.paths, findings);
  }
  for (Finding& found : examine_texts(store, request.deep, request.paths)) {
    findings.push_back(std::move(found));
  }
  return findings;
}

}  // namespace mlt::app
