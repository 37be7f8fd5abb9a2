#include "app/doctor_git.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "app/doctor_texts.hpp"
#include "app/git_objects.hpp"
#include "base/text.hpp"
#include "disk/memory.hpp"
#include "store/examination.hpp"
#include "store/mlflow_files/doctor.hpp"
#include "store/open.hpp"

namespace mlt::app {

namespace {

using Paths = std::set<std::string, std::less<>>;

constexpr std::size_t kShortCommit = 10;

/// The folder of the smallest thing that makes sense alone and that `path` is a part of: a run, a
/// folder of events, a registered model. The store's own files stand for themselves.
std::string unit_of(std::string_view path) {
  const auto parts = base::split(path, '/');
  const std::size_t first = parts.front() == ".trash" || parts.front() == "experiments" ? 1 : 0;
  const bool is_of_host = parts.size() > first + 1 && parts[first + 1] == "hosts";
  if (is_of_host && parts.size() > first + 3) {
    // A journal that another machine keeps belongs to the run that it is named after.
    const std::string_view run = parts.back().substr(0, parts.back().find('.'));
    return std::string(parts[0]) + "/" + std::string(parts[first]) + "/" + std::string(run);
  }
  std::size_t size = 0;
  for (std::size_t i = 0; i < parts.size() && i < first + 2; ++i) {
    size += parts[i].size() + 1;
  }
  return std::string(path.substr(0, size - 1));
}

/// The store as a commit or the index has it, as far as it has to do with some of its files; `root`
/// is where it lies, which places of artifacts speak of.
std::shared_ptr<disk::MemoryDisk> load_units(const GitObjects& git, const std::string& root,
                                             const std::string& commit, const Paths& changed) {
  Paths units;
  for (const std::string& path : changed) {
    units.insert(unit_of(path));
  }
  std::vector<GitFile> files;
  auto disk = std::make_shared<disk::MemoryDisk>(root);
  for (GitFile& file : git.files(commit)) {
    const bool is_needed = changed.contains(file.path) || units.contains(unit_of(file.path)) ||
                           file.path.find('/') == std::string::npos;
    if (!is_needed || is_artifact(file.path)) {
      continue;
    }
    if (file.is_link) {
      disk->put_special(file.path, disk::FileKind::symlink);
    } else {
      files.push_back(std::move(file));
    }
  }
  git.read(files, kMaxExaminedText,
           [&](std::size_t index, std::string_view bytes) { disk->put(files[index].path, bytes); });
  return disk;
}

/// What every content that is on its way gives away; each is looked at once.
std::vector<Finding> examine_contents(const GitObjects& git, const std::vector<GitFile>& changes) {
  std::set<std::pair<std::string, std::string>> seen;
  std::vector<GitFile> files;
  for (const GitFile& file : changes) {
    if (!file.is_link && seen.emplace(file.path, file.object).second) {
      files.push_back(file);
    }
  }
  std::vector<Finding> findings;
  const auto name_commit = [&](const GitFile& file, std::size_t from) {
    for (; from < findings.size() && !file.commit.empty(); ++from) {
      findings[from].message += " (in commit " + file.commit.substr(0, kShortCommit) + ")";
    }
  };
  const std::vector<std::uint64_t> sizes = git.sizes(files);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::size_t from = findings.size();
    examine_size(files[i].path, sizes[i], findings);
    name_commit(files[i], from);
  }
  git.read(files, kMaxExaminedText, [&](std::size_t index, std::string_view bytes) {
    const std::size_t from = findings.size();
    examine_text(files[index].path, bytes, Audience::git, findings);
    name_commit(files[index], from);
  });
  return findings;
}

std::vector<Finding> examine_copy(std::string_view layout, store::StoreContext context) {
  if (layout == "mlflow") {
    return store::mlflow::examine_mlflow_store(context, {});
  }
  return store::open_native_store(std::move(context))->doctor({});
}

}  // namespace

std::vector<Finding> examine_git(Store& store, const GitSelection& selection, base::Clock& clock,
                                 base::Random& random) {
  const GitObjects git(store.root());
  std::vector<GitFile> changes;
  std::string last;
  if (selection.staged) {
    changes = git.staged();
  } else {
    const std::vector<std::string> range = git.resolve(selection.range);
    changes = git.changes(range);
    last = range.front();
  }
  std::erase_if(changes, [&selection](const GitFile& file) {
    return !selection.paths.empty() &&
           std::none_of(selection.paths.begin(), selection.paths.end(),
                        [&](const auto& wanted) { return store::lies_in(file.path, wanted); });
  });
  Paths changed;
  for (const GitFile& file : changes) {
    changed.insert(file.path);
  }
  if (changed.empty()) {
    return {};
  }
  std::vector<Finding> findings =
      examine_copy(store.layout(), {.disk = load_units(git, store.root(), last, changed),
                                    .clock = clock,
                                    .random = random,
                                    .on_issue = {},
                                    .policy = {},
                                    .host = {}});
  std::erase_if(findings, [&](const Finding& finding) { return !changed.contains(finding.path); });
  const std::vector<Finding> given_away = examine_contents(git, changes);
  findings.insert(findings.end(), given_away.begin(), given_away.end());
  return findings;
}

}  // namespace mlt::app
