#include "app/transfer/bundle.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "base/json_text.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "disk/archive.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"
#include "model/rules.hpp"
#include "wire/history_json.hpp"
#include "wire/json_reader.hpp"

namespace mlt::app {

namespace {

constexpr std::string_view kBundleSchema = "mlt.bundle/1";
constexpr std::size_t kPiece = 256u << 10;
constexpr std::size_t kMaxRecord = 4ULL << 30;
constexpr int kMaxFolders = 64;

using Facts = std::map<std::string, ArtifactFact, std::less<>>;

class ArchiveTarget final : public BundleTarget {
 public:
  explicit ArchiveTarget(std::function<void(std::string_view)> sink) : writer_(std::move(sink)) {}
  void begin_file(const std::string& path, std::uint64_t size) override {
    writer_.begin_file(path, size);
  }
  void write(std::string_view bytes) override { writer_.write(bytes); }
  void finish() override { writer_.finish(); }

 private:
  disk::ArchiveWriter writer_;
};

class FolderTarget final : public BundleTarget {
 public:
  FolderTarget(disk::Disk& disk, std::string folder) : disk_(disk), folder_(std::move(folder)) {}
  void begin_file(const std::string& path, std::uint64_t /*size*/) override {
    finish();
    const std::string target = disk::join_path(folder_, path);
    disk::make_dirs(disk_, disk::parent_of(target), {});
    file_ = disk_.open(target, disk::OpenMode::create_new);
  }
  void write(std::string_view bytes) override { disk::write_all(*file_, bytes); }
  void finish() override {
    if (file_) {
      file_->close();
      file_.reset();
    }
  }

 private:
  disk::Disk& disk_;
  std::string folder_;
  std::unique_ptr<disk::File> file_;
};

/// Reads a file in pieces.
void stream(disk::File& file, const std::function<void(std::string_view)>& sink) {
  std::string buffer(kPiece, '\0');
  std::uint64_t offset = 0;
  while (const std::size_t n = file.read_at(offset, buffer.data(), buffer.size())) {
    sink({buffer.data(), n});
    offset += n;
  }
}

/// Regular files below `folder`, sorted; `stray` is told of what else is there.
void list_files(disk::Disk& disk, const std::string& folder, int depth,
                const std::function<void(const std::string&)>& file,
                const std::function<void(const std::string&)>& stray) {
  auto entries = disk.find_list(folder).value_or(std::vector<disk::DirEntry>());
  std::ranges::sort(entries, {}, &disk::DirEntry::name);
  for (const disk::DirEntry& entry : entries) {
    const std::string path = disk::join_path(folder, entry.name);
    if (entry.kind == disk::FileKind::regular) {
      file(path);
    } else if (entry.kind == disk::FileKind::directory && depth < kMaxFolders) {
      list_files(disk, path, depth + 1, file, stray);
    } else {
      stray(path);
    }
  }
}

class Writer {
 public:
  explicit Writer(BundleTarget& target) : target_(target) {}

  BundleTotals write(const History& history) {
    for (const Experiment& experiment : history.experiments) {
      put(folder_of(experiment.id) + "/experiment.json", wire::experiment_record(experiment));
    }
    for (const auto& item : history.runs) {
      write_run(item.read());
      ++totals_.runs;
    }
    for (const auto& item : history.models) {
      write_model(item.read());
      ++totals_.models;
    }
    const std::string manifest = manifest_text();
    put(std::string(kBundleManifest), manifest);
    target_.finish();
    return std::move(totals_);
  }

 private:
  static std::string folder_of(const ExperimentId& id) { return "experiments/" + id.value; }

  void write_run(const RunImport& import) {
    const std::string folder = folder_of(import.run.experiment_id) + "/runs/" + import.run.id.value;
    put(folder + "/run.json", wire::run_record(import.run, import.host));
    put(folder + "/metrics.jsonl", wire::points_record(import.points));
    put_folder(folder + "/artifacts", import.artifacts_from);
    put_folder(folder + "/code", import.code_from);
  }

  void write_model(const ModelImport& import) {
    const std::string folder =
        folder_of(import.model.experiment_id) + "/models/" + import.model.id.value;
    put(folder + "/model.json", wire::model_record(import.model));
    put(folder + "/metrics.jsonl", wire::model_points_record(import.model.metrics));
    put_folder(folder + "/artifacts", import.artifacts_from);
  }

  void put(const std::string& path, std::string_view bytes) {
    target_.begin_file(path, bytes.size());
    target_.write(bytes);
    count(path, {bytes.size(), base::sha256_hex(bytes)});
  }

  void put_folder(const std::string& folder, const std::string& from) {
    if (from.empty()) {
      return;
    }
    const auto disk = disk::open_real_disk(from);
    list_files(
        *disk, "", 0,
        [&](const std::string& path) { put_file(disk::join_path(folder, path), *disk, path); },
        [&](const std::string& path) {
          totals_.left_out.push_back(disk->absolute(path) + " is no regular file");
        });
  }

  void put_file(const std::string& path, disk::Disk& disk, const std::string& source) {
    const auto file = disk.open(source, disk::OpenMode::read);
    ArtifactFact fact{file->stat().size, {}};
    target_.begin_file(path, fact.size);
    base::Sha256 digest;
    std::uint64_t written = 0;
    stream(*file, [&](std::string_view piece) {
      target_.write(piece);
      digest.update(piece);
      written += piece.size();
    });
    if (written != fact.size) {
      throw Error(ErrorCode::system, disk.absolute(source) + ": changed while it was read");
    }
    fact.sha256 = digest.hex_digest();
    count(path, std::move(fact));
  }

  void count(const std::string& path, ArtifactFact fact) {
    ++totals_.files;
    totals_.bytes += fact.size;
    files_.insert_or_assign(path, std::move(fact));
  }

  [[nodiscard]] std::string manifest_text() const {
    base::JsonWriter json;
    json.begin_object();
    json.member("schema", kBundleSchema);
    json.key("files");
    json.begin_array();
    for (const auto& [path, fact] : files_) {
      json.begin_inline_object();
      json.member("path", std::string_view(path));
      json.member("size", fact.size);
      json.member("sha256", std::string_view(fact.sha256));
      json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take();
  }

  BundleTarget& target_;
  BundleTotals totals_;
  Facts files_;
};

/// A bundle in a directory, whose names are only what the manifest and the ids allow.
class Bundle {
 public:
  explicit Bundle(const std::string& folder)
      : disk_(disk::open_real_disk(disk::real_path(folder))) {
    read_manifest();
    check_files();
  }

  [[nodiscard]] const Facts& files() const { return files_; }
  [[nodiscard]] bool has_folder(const std::string& folder) const {
    const auto first = files_.lower_bound(folder + "/");
    return first != files_.end() && first->first.starts_with(folder + "/");
  }
  [[nodiscard]] std::string folder_or_none(const std::string& folder) const {
    return has_folder(folder) ? disk_->absolute(folder) : std::string();
  }
  [[nodiscard]] std::string text(const std::string& path) const {
    return disk::read_text(*disk_, path, kMaxRecord);
  }
  [[nodiscard]] std::string absolute(const std::string& path) const {
    return disk_->absolute(path);
  }
  [[nodiscard]] Error damaged(std::string_view path, const std::string& reason) const {
    return {ErrorCode::data, disk_->absolute(path) + ": " + base::escape_control(reason)};
  }

 private:
  void read_manifest() {
    std::string text = disk::read_text(*disk_, kBundleManifest, kMaxRecord);
    wire::JsonDocument document;
    const auto root = document.parse(text);
    if (!root) {
      throw damaged(kBundleManifest, document.reason());
    }
    if (root->find_string("schema") != kBundleSchema) {
      throw damaged(kBundleManifest,
                    "is no manifest that this mlt reads ('" + std::string(kBundleSchema) + "')");
    }
    const auto files = root->find("files");
    if (!files || !files->is_array()) {
      throw damaged(kBundleManifest, "'files' is missing or of the wrong type");
    }
    files->for_each_element([&](const wire::JsonView& file) {
      const auto path = file.find_string("path");
      const auto size = file.find_int64("size");
      const auto sha256 = file.find_string("sha256");
      if (!path || !size || *size < 0 || !sha256) {
        throw damaged(kBundleManifest, "a file lacks 'path', 'size' or 'sha256'");
      }
      files_.insert_or_assign(std::string(*path), ArtifactFact{static_cast<std::uint64_t>(*size),
                                                               std::string(*sha256)});
    });
  }

  void check_files() const {
    std::set<std::string, std::less<>> missing;
    for (const auto& [path, fact] : files_) {
      missing.insert(path);
    }
    list_files(
        *disk_, "", 0,
        [&](const std::string& path) {
          if (path != kBundleManifest) {
            check_file(path);
            missing.erase(path);
          }
        },
        [&](const std::string& path) { throw damaged(path, "is no regular file"); });
    if (!missing.empty()) {
      throw damaged(*missing.begin(), "is missing, and the manifest has it");
    }
  }

  void check_file(const std::string& path) const {
    const auto known = files_.find(path);
    if (known == files_.end()) {
      throw damaged(path, "is not in the manifest");
    }
    base::Sha256 digest;
    std::uint64_t size = 0;
    stream(*disk_->open(path, disk::OpenMode::read), [&](std::string_view piece) {
      digest.update(piece);
      size += piece.size();
    });
    if (size != known->second.size || digest.hex_digest() != known->second.sha256) {
      throw damaged(path, "is not what the manifest says: it was changed or cut off");
    }
  }

  std::unique_ptr<disk::Disk> disk_;
  Facts files_;
};

RunImport read_bundled_run(const Bundle& bundle, const std::string& folder) {
  const std::string record = folder + "/run.json";
  const std::string points = folder + "/metrics.jsonl";
  const std::string record_name = bundle.absolute(record);
  const std::string points_name = bundle.absolute(points);
  wire::RunRecord parsed = wire::parse_run_record(bundle.text(record), {record_name});
  RunImport import;
  import.run = std::move(parsed.run);
  import.host = std::move(parsed.host);
  import.points = wire::parse_points_record(bundle.text(points), {points_name});
  import.artifacts_from = bundle.folder_or_none(folder + "/artifacts");
  import.code_from = bundle.folder_or_none(folder + "/code");
  return import;
}

ModelImport read_bundled_model(const Bundle& bundle, const std::string& folder) {
  const std::string record = folder + "/model.json";
  const std::string points = folder + "/metrics.jsonl";
  const std::string record_name = bundle.absolute(record);
  const std::string points_name = bundle.absolute(points);
  ModelImport import;
  import.model = wire::parse_model_record(bundle.text(record), {record_name});
  import.model.metrics = wire::parse_model_points_record(bundle.text(points), {points_name});
  import.artifacts_from = bundle.folder_or_none(folder + "/artifacts");
  return import;
}

/// The parts of `experiments/<id>/<kind>/<name>/<file>`; empty where the path is not so.
std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  for (const std::string_view part : base::split(path, '/')) {
    parts.emplace_back(part);
  }
  const bool is_ours = parts.size() >= 3 && parts[0] == "experiments";
  return is_ours ? parts : std::vector<std::string>();
}

}  // namespace

std::unique_ptr<BundleTarget> bundle_archive(std::function<void(std::string_view)> sink) {
  return std::make_unique<ArchiveTarget>(std::move(sink));
}

std::unique_ptr<BundleTarget> bundle_folder(disk::Disk& disk, std::string folder) {
  return std::make_unique<FolderTarget>(disk, std::move(folder));
}

BundleTotals write_bundle(const History& history, BundleTarget& target) {
  return Writer(target).write(history);
}

bool is_bundle(const std::string& folder) {
  return disk::outside_exists(folder + "/" + std::string(kBundleManifest));
}

History open_bundle(const std::string& folder) {
  const auto bundle = std::make_shared<const Bundle>(folder);
  History history;
  for (const auto& [path, fact] : bundle->files()) {
    const auto parts = parts_of(path);
    if (parts.size() == 3 && parts[2] == "experiment.json") {
      const std::string name = bundle->absolute(path);
      history.experiments.push_back(wire::parse_experiment_record(bundle->text(path), {name}));
    } else if (parts.size() == 5 && parts[2] == "runs" && parts[4] == "run.json") {
      history.runs.push_back({parts[3], [bundle, path = path] {
                                return read_bundled_run(*bundle,
                                                        std::string(disk::parent_of(path)));
                              }});
    } else if (parts.size() == 5 && parts[2] == "models" && parts[4] == "model.json") {
      history.models.push_back({parts[3], [bundle, path = path] {
                                  return read_bundled_model(*bundle,
                                                            std::string(disk::parent_of(path)));
                                }});
    } else if (parts.size() < 5) {
      history.left_out.push_back(path + " is no part of a bundle");
    }
  }
  return history;
}

}  // namespace mlt::app
