#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlt/logged_model.hpp"

#include "store/journal/fold.hpp"
#include "store/journal/lines.hpp"
#include "store/journal/stamped.hpp"

namespace mlt::store {

/// A logged model folded from its journal, and how much of that went in.
struct ModelSnapshot {
  LoggedModel model;
  std::map<std::string, ArtifactFact, std::less<>> artifacts;
  std::int64_t newest_at = 0;  ///< the greatest "at" folded
  JournalCover cover;
};

/// Folds journal lines into the state of a logged model, in whatever order and however often they
/// come. Unlike a run's, a param is the one with the greatest "at": those of models are replaced.
class ModelFold {
 public:
  /// DamagedLine and UnknownLine are the caller's to report; unknown ones are remembered.
  void add(const Line& line);

  [[nodiscard]] bool has_unknown_lines() const { return has_unknown_lines_; }
  [[nodiscard]] bool is_created() const { return created_.has_value(); }

  /// The state so far, without the cover.
  [[nodiscard]] ModelSnapshot result() const;

 private:
  struct Creation {
    std::string model_id;
    std::string experiment_id;
    std::string name;
    std::string run_id;
    std::string type;
    std::string artifact_uri;
    auto operator<=>(const Creation&) const = default;
  };

  void apply(const CreatedModelLine& line);
  void apply(const ModelStatusLine& line);
  void apply(const ParamLine& line);
  void apply(const TagLine& line);
  void apply(const MetricLine& line);
  void apply(const ArtifactLine& line);
  void apply(const LifecycleLine& line);
  void apply(const UnknownLine&) { has_unknown_lines_ = true; }
  // Lines of a run say nothing of a model.
  void apply(const CreatedLine&) {}
  void apply(const StatusLine&) {}
  void apply(const NameLine&) {}
  void apply(const DataLine&) {}
  void apply(const InputLine&) {}
  void apply(const OutputLine&) {}
  void apply(const DamagedLine&) {}
  void see(std::int64_t at);

  bool has_unknown_lines_ = false;
  bool has_seen_ = false;
  std::int64_t newest_at_ = 0;
  std::optional<Stamped<Creation>> created_;
  std::optional<Stamped<std::pair<ModelStatus, std::string>>> status_;
  std::optional<Stamped<Lifecycle>> lifecycle_;
  StampedMap<std::string> params_;
  TagFold tags_;
  ArtifactFold artifacts_;
  std::vector<ModelMetric> metrics_;
};

}  // namespace mlt::store
