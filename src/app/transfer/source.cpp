#include "app/transfer/source.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "app/transfer/bundle.hpp"
#include "app/transfer/foreign.hpp"
#include "app/transfer/tables.hpp"
#include "base/text.hpp"
#include "disk/disk.hpp"
#include "disk/outside.hpp"
#include "disk/sqlite.hpp"
#include "store/open.hpp"

namespace mlt::app {

namespace {

/// Thrown out of a stream once enough was seen.
struct Enough {};

std::string beginning_of(const std::string& path) {
  constexpr std::size_t kSeen = 512;
  std::string seen;
  try {
    disk::stream_outside_file(path, [&seen](std::string_view piece) {
      seen += piece.substr(0, kSeen);
      throw Enough{};
    });
  } catch (const Enough&) {
  }
  return seen;
}

Error unknown(const std::string& path) {
  return Error(ErrorCode::usage, base::escape_control(path) + ": holds nothing that mlt imports")
      .hint("see what can be imported: mlt help import");
}

SourceKind kind_of_database(const std::string& path) {
  const disk::SqliteFile file(path);
  if (file.has_table("experiments") && file.has_table("runs")) {
    return SourceKind::mlflow_db;
  }
  if (file.has_table("metrics") && file.has_table("configs")) {
    return SourceKind::trackio_db;
  }
  throw unknown(path);
}

SourceKind kind_of_file(const std::string& path) {
  const std::string beginning = beginning_of(path);
  const std::string name = path.substr(path.rfind('/') + 1);
  const std::string_view magic = std::string_view(beginning).substr(0, 4);
  const bool is_tar = beginning.size() > 262 && beginning.compare(257, 5, "ustar") == 0;
  if (magic.starts_with("\x1f\x8b") || is_tar) {
    return SourceKind::archive;
  }
  if (disk::is_sqlite(beginning)) {
    return kind_of_database(path);
  }
  if (magic == ":W&B") {
    return SourceKind::wandb;
  }
  if (name.find(".tfevents.") != std::string::npos) {
    return SourceKind::tensorboard;
  }
  if (name.ends_with(".csv")) {
    return SourceKind::csv;
  }
  if (name.ends_with(".jsonl")) {
    return SourceKind::jsonl;
  }
  throw unknown(path);
}

SourceKind kind_of_folder(const std::string& path) {
  if (is_bundle(path)) {
    return SourceKind::bundle;
  }
  const auto disk = disk::open_real_disk(disk::real_path(path));
  if (store::detect_layout(*disk) != store::Layout::none) {
    return SourceKind::store;
  }
  if (disk::outside_exists(path + "/.dvc") || disk::outside_exists(path + "/refs/exps")) {
    return SourceKind::dvc;
  }
  const auto holds = [&path](bool (*wanted)(std::string_view)) {
    return !find_files(path, wanted).empty();
  };
  if (holds([](std::string_view name) { return name.ends_with(".wandb"); })) {
    return SourceKind::wandb;
  }
  if (holds([](std::string_view name) {
        return name.find(".tfevents.") != std::string_view::npos;
      })) {
    return SourceKind::tensorboard;
  }
  throw unknown(path);
}

}  // namespace

std::string_view name_of(SourceKind kind) {
  switch (kind) {
    case SourceKind::archive:
    case SourceKind::bundle:
      return "a bundle";
    case SourceKind::store:
      return "a store";
    case SourceKind::mlflow_db:
      return "an MLflow database";
    case SourceKind::trackio_db:
      return "a Trackio project";
    case SourceKind::tensorboard:
      return "TensorBoard events";
    case SourceKind::wandb:
      return "W&B runs";
    case SourceKind::dvc:
      return "DVC experiments";
    case SourceKind::csv:
      return "a csv table";
    case SourceKind::jsonl:
      break;
  }
  return "a jsonl file";
}

std::string source_path(const std::string& from) {
  // sqlite:///relative, sqlite:////absolute: what stands behind the third slash is the path.
  constexpr std::string_view kSqlite = "sqlite:///";
  constexpr std::string_view kFile = "file://";
  if (from.starts_with(kSqlite)) {
    return from.substr(kSqlite.size());
  }
  return from.starts_with(kFile) ? from.substr(kFile.size()) : from;
}

SourceKind source_kind(const std::string& path) {
  const auto kind = disk::find_outside_kind(path);
  if (!kind) {
    throw Error(ErrorCode::not_found, base::escape_control(path) + ": no such file or directory");
  }
  return *kind == disk::FileKind::directory ? kind_of_folder(path) : kind_of_file(path);
}

History open_source(SourceKind kind, const std::string& path) {
  switch (kind) {
    case SourceKind::bundle:
      return open_bundle(path);
    case SourceKind::mlflow_db:
      return open_mlflow_db(path);
    case SourceKind::trackio_db:
      return open_trackio_db(path);
    case SourceKind::tensorboard:
      return open_tensorboard(path);
    case SourceKind::wandb:
      return open_wandb(path);
    case SourceKind::dvc:
      return open_dvc(path);
    case SourceKind::csv:
      return open_csv(path);
    case SourceKind::jsonl:
      return open_jsonl(path);
    case SourceKind::archive:
    case SourceKind::store:
      break;
  }
  throw Error(ErrorCode::usage, std::string(name_of(kind)) + " is opened elsewhere");
}

}  // namespace mlt::app
