#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mlt::store::mlflow {

/// A recorded place of artifacts, seen from this store.
struct ResolvedPlace {
  /// As recorded; empty where the artifacts lie where the ids say.
  std::string uri;
  /// The directory below the store; nothing where the place is outside or no directory.
  std::optional<std::string> below;
};

/// Understands the artifact URIs and paths in meta.yaml. MLflow writes absolute ones, which are
/// wrong after a move or a clone, so a place that is not there any more is known by its last parts:
/// `…/<experiment>/<run>/artifacts`. Relative ones begin at the parent of the store. In a copy
/// whose original is still there, such a place is known so too, unless only the original has the
/// files.
class ArtifactPlaces {
 public:
  /// `root` is the absolute directory of the store.
  explicit ArtifactPlaces(std::string root, bool may_be_copy = false)
      : root_(std::move(root)), may_be_copy_(may_be_copy) {}

  /// An absolute path without `.` and `..`; nothing for what is no place of this machine.
  [[nodiscard]] std::optional<std::string> absolute_path(std::string_view recorded) const;

  /// `position` is what the ids say, `<experiment>/<run>/artifacts`, and `folder` where that lies
  /// now below the store: the same, or in the bin.
  [[nodiscard]] ResolvedPlace resolve(std::string_view recorded, std::string_view position,
                                      const std::string& folder) const;

  /// `file:///…` of the store itself, or of a path below it.
  [[nodiscard]] std::string file_uri(std::string_view below) const;
  /// The place of something new below what `location` says of its experiment `id`.
  [[nodiscard]] std::string new_uri(std::string_view location, const std::string& id,
                                    std::string_view below) const;

 private:
  /// True if the folder below this store counts, and not the one at `path`.
  [[nodiscard]] bool is_ours(const std::string& path, const std::string& folder) const;

  std::string root_;
  bool may_be_copy_;
};

}  // namespace mlt::store::mlflow
