#include "store/mlflow_files/examination.hpp"
#include "store/mlflow_files/places.hpp"
#include "wire/document.hpp"

namespace mlt::store::mlflow {

namespace {

enum class Place {
  here,       ///< this store, by an absolute path
  relative,   ///< this store, relative to its parent
  elsewhere,  ///< by its position this store, but where it does not lie
  chosen,     ///< somebody's own choice, or no directory of this machine
};

bool is_relative(std::string_view recorded) {
  if (recorded.starts_with("file:")) {
    recorded.remove_prefix(5);
  }
  return !recorded.starts_with('/');
}

Place place_of(const FileExamination& examination, std::string_view recorded,
               std::string_view position) {
  const std::string root = examination.disk().absolute("");
  const auto path = ArtifactPlaces(root).absolute_path(recorded);
  const std::string end = "/" + std::string(position);
  if (!path || path->size() <= end.size() || !path->ends_with(end)) {
    return Place::chosen;
  }
  const std::string recorded_root = path->substr(0, path->size() - end.size());
  const auto& real_path = examination.options.real_path;
  const bool is_here =
      recorded_root == root || (real_path && real_path(recorded_root) == real_path(root));
  return !is_here ? Place::elsewhere : is_relative(recorded) ? Place::relative : Place::here;
}

std::string new_place(const FileExamination& examination, std::string_view position) {
  const std::string root = examination.disk().absolute("");
  if (examination.options.path_form == PathForm::absolute) {
    return ArtifactPlaces(root).file_uri(position);
  }
  return root.substr(root.rfind('/') + 1) + "/" + std::string(position);
}

/// What is wrong with the place; null if nothing is.
const FindingKind* judge(const FileExamination& examination, const std::string& recorded,
                         std::string_view position) {
  if (recorded.empty()) {
    return &finding::kNoPlace;
  }
  switch (place_of(examination, recorded, position)) {
    case Place::elsewhere:
      return &finding::kForeignPlace;
    case Place::here:
      return examination.options.fix_paths && examination.options.path_form == PathForm::portable
                 ? &finding::kLocalPlace
                 : nullptr;
    case Place::relative:
    case Place::chosen:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

void examine_place(FileExamination& examination, MetaFile& meta, std::string_view key,
                   std::string_view position) {
  const std::string recorded = meta.text(key);
  const FindingKind* kind = judge(examination, recorded, position);
  if (kind == nullptr) {
    return;
  }
  const std::size_t finding = examination.report(*kind, meta.path(), meta.line(key), recorded);
  if (examination.options.fix_paths && examination.covers(meta.path())) {
    meta.set(key, wire::string_value(new_place(examination, position)));
    meta.will_fix(finding);
  }
}

}  // namespace mlt::store::mlflow
