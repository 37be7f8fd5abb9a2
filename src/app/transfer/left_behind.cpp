#include "app/transfer/left_behind.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "disk/files.hpp"
#include "model/rules.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/native/layout.hpp"

namespace mlt::app {

namespace {

using disk::DirEntry;
using disk::FileKind;
using disk::join_path;

using Names = std::initializer_list<std::string_view>;

constexpr std::string_view kReserved = "reserved for later versions";
constexpr std::string_view kTorn = "the last line was cut off";

bool is_one_of(std::string_view name, Names names) {
  return std::ranges::find(names, name) != names.end();
}

class Search {
 public:
  explicit Search(disk::Disk& disk) : disk_(disk) {}

  std::vector<LeftOut> of_mlflow(const std::string& root) {
    for (const DirEntry& entry : entries_of(root)) {
      const std::string path = join_path(root, entry.name);
      if (is_folder(entry) && entry.name == store::mlflow::kModels) {
        add_if_filled(path, "the registry");
      } else if (is_folder(entry) && model::is_experiment_id(entry.name)) {
        look_at_mlflow_experiment(path);
      } else if (is_folder(entry) && entry.name == store::mlflow::kTrash) {
        for (const DirEntry& deleted : entries_of(path)) {
          look_at_mlflow_experiment(join_path(path, deleted.name));
        }
      } else if (!is_one_of(entry.name,
                            {store::mlflow::kTempDir, store::kSettingsFile, store::kPolicyFile})) {
        add_unknown(path);
      }
    }
    return take();
  }

  std::vector<LeftOut> of_native(const std::string& root) {
    for (const DirEntry& entry : entries_of(root)) {
      const std::string path = join_path(root, entry.name);
      if (is_folder(entry) && entry.name == store::kModels) {
        add_if_filled(path, "the registry");
      } else if (is_folder(entry) && entry.name == store::kData) {
        add_if_filled(path, kReserved);
      } else if (is_folder(entry) && entry.name == store::kExperiments) {
        for (const DirEntry& experiment : entries_of(path)) {
          look_at_native_experiment(join_path(path, experiment.name));
        }
      } else if (!is_made_by_init(entry.name, path) &&
                 !is_one_of(entry.name, {store::kTempDir, store::kStoreLock, store::kSettingsFile,
                                         store::kPolicyFile})) {
        add_unknown(path);
      }
    }
    return take();
  }

 private:
  [[nodiscard]] std::vector<DirEntry> entries_of(const std::string& folder) {
    return disk_.find_list(folder).value_or(std::vector<DirEntry>());
  }

  static bool is_folder(const DirEntry& entry) { return entry.kind == FileKind::directory; }

  void add_unknown(const std::string& path) {
    found_.push_back({path, "not known to either layout"});
  }

  void add_if_filled(const std::string& folder, std::string_view what) {
    if (!entries_of(folder).empty()) {
      found_.push_back({folder, std::string(what)});
    }
  }

  void expect(const std::string& folder, Names known) {
    for (const DirEntry& entry : entries_of(folder)) {
      if (!is_one_of(entry.name, known)) {
        add_unknown(join_path(folder, entry.name));
      }
    }
  }

  /// A reader passes over a line without an end, which may be about to be written. Here it is lost.
  void look_at_end(const std::string& path) {
    const auto file = disk_.open(path, disk::OpenMode::read);
    const std::uint64_t size = file->stat().size;
    char last = '\n';
    if (size > 0 && file->read_at(size - 1, &last, 1) == 1 && last != '\n') {
      found_.push_back({path, std::string(kTorn)});
    }
  }

  void look_at_ends(const std::string& folder) {
    for (const DirEntry& entry : entries_of(folder)) {
      const std::string path = join_path(folder, entry.name);
      if (is_folder(entry)) {
        look_at_ends(path);
      } else if (entry.kind == FileKind::regular) {
        look_at_end(path);
      }
    }
  }

  /// True for a file for git whose text nobody changed.
  bool is_made_by_init(std::string_view name, const std::string& path) {
    return std::ranges::any_of(store::git_files(), [&](const store::GitFile& file) {
      return file.path == name && disk::find_text(disk_, path) == file.text;
    });
  }

  void look_at_mlflow_experiment(const std::string& folder) {
    namespace names = store::mlflow;
    for (const DirEntry& entry : entries_of(folder)) {
      const std::string path = join_path(folder, entry.name);
      if (is_folder(entry) && entry.name == names::kTraces) {
        found_.push_back({path, "MLflow's traces"});
      } else if (is_folder(entry) && entry.name == names::kModels) {
        for (const DirEntry& model : entries_of(path)) {
          expect(join_path(path, model.name), {names::kMetaFile, names::kParams, names::kMetrics,
                                               names::kTags, names::kArtifacts});
          look_at_ends(join_path(join_path(path, model.name), names::kMetrics));
        }
      } else if (is_folder(entry) && disk_.find_stat(join_path(path, names::kMetaFile))) {
        expect(path,
               {names::kMetaFile, names::kParams, names::kMetrics, names::kTags, names::kInputs,
                names::kOutputs, names::kArtifacts, names::kArtifactLog, names::kCode});
        look_at_ends(join_path(path, names::kMetrics));
      } else if (!is_one_of(entry.name, {names::kMetaFile, names::kTags, names::kDatasets})) {
        add_unknown(path);
      }
    }
  }

  void look_at_journal(const std::string& folder) {
    const std::string path = join_path(folder, store::kJournal);
    if (const auto stat = disk_.find_stat(path); stat && stat->kind == FileKind::regular) {
      look_at_end(path);
    }
  }

  void look_at_native_experiment(const std::string& folder) {
    for (const DirEntry& entry : entries_of(folder)) {
      const std::string path = join_path(folder, entry.name);
      if (is_folder(entry) && entry.name == store::kModels) {
        for (const DirEntry& model : entries_of(path)) {
          expect(join_path(path, model.name),
                 {store::kJournal, store::kModelSnapshot, store::kArtifacts});
          look_at_journal(join_path(path, model.name));
        }
      } else if (is_folder(entry) && entry.name == store::kData) {
        add_if_filled(path, kReserved);
      } else if (is_folder(entry) && store::is_run_folder(entry.name)) {
        expect(path, {store::kJournal, store::kSnapshot, store::kCode, store::kArtifacts});
        look_at_journal(path);
      } else if (is_folder(entry) && entry.name == store::kHosts) {
        look_at_ends(path);
      } else if (entry.name != store::kEvents) {
        add_unknown(path);
      }
    }
  }

  std::vector<LeftOut> take() { return std::move(found_); }

  disk::Disk& disk_;
  std::vector<LeftOut> found_;
};

}  // namespace

std::vector<LeftOut> left_behind(disk::Disk& parent, const std::string& name,
                                 store::Layout layout) {
  Search search(parent);
  return layout == store::Layout::mlflow ? search.of_mlflow(name) : search.of_native(name);
}

}  // namespace mlt::app
