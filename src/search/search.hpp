#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mlt/experiment.hpp"
#include "mlt/run.hpp"

#include "model/reducer.hpp"

namespace mlt::search {

// The grammar, its semantics and its errors are described in docs/search.md.

/// Longer filters and orders are refused.
inline constexpr std::size_t kMaxTextBytes = 64u << 10;
/// Deeper parentheses are refused.
inline constexpr std::size_t kMaxDepth = 100;

/// The keys that an expression reads, so that a scan reads no others.
struct UsedKeys {
  std::set<std::string, std::less<>> params;
  std::set<std::string, std::less<>> metrics;
  std::set<std::string, std::less<>> tags;
  bool inputs = false;  ///< the data sets of runs
  /// In Filter::compared_keys() only: names of which the runs tell whether they are params or
  /// metrics.
  std::set<std::string, std::less<>> bare{};

  void merge(const UsedKeys& other);
  bool operator==(const UsedKeys&) const = default;
};

/// What is searched; each kind of thing has entities and attributes of its own.
enum class Subject { runs, experiments };
enum class Entity { attribute, param, metric, tag, dataset };
enum class Attribute {
  // of runs
  run_id,
  run_name,
  status,
  user_id,
  start_time,
  end_time,
  duration,
  artifact_uri,
  // of the data sets of runs
  dataset_name,
  dataset_digest,
  dataset_context,
  // of experiments
  name,
  experiment_id,
  creation_time,
  last_update_time,
};

/// The name of an attribute in filters: "run_id", "start_time", …
std::string_view name_of(Attribute attribute);

/// A key as it is written in filters and orders: "metrics.acc", "params.`s/t`".
std::string spell(Entity entity, std::string_view key);

/// The attribute that is most likely meant by `word`, which is none: `status` for `stat`.
std::optional<std::string> nearest_attribute(std::string_view word, Subject subject);

/// Whether a key occurs as a param and as a metric among the runs at hand.
struct KeyKinds {
  bool param = false;
  bool metric = false;
};

/// The points of a metric of a run, in the order of comes_before.
using ReadPoints = std::function<std::vector<MetricPoint>(const Run& run, std::string_view key)>;

/// A parsed filter over runs or experiments. MLflow's grammar and semantics (an absent value
/// matches nothing, not even `!=`, except IS NULL) and more. Immutable; may be used by several
/// threads.
class Filter {
 public:
  /// An empty text matches everything. `now_ms` is what `yesterday` and `2d` are counted from;
  /// without it they are refused. Throws usage; the message ends with the text and a caret under
  /// the wrong token. Takes time linear in the text.
  static Filter parse(std::string_view text, Subject subject = Subject::runs,
                      std::optional<std::int64_t> now_ms = std::nullopt);
  Filter(Filter&&) noexcept;
  Filter& operator=(Filter&&) noexcept;
  ~Filter();

  /// `read_points` is called for reducers that a summary does not tell (`:mean`, `@step=5`), and
  /// only of runs that the other comparisons leave undecided. Without it they match nothing.
  [[nodiscard]] bool matches(const Run& run, const ReadPoints& read_points = {}) const;
  [[nodiscard]] bool matches(const Experiment& experiment) const;
  [[nodiscard]] const UsedKeys& used_keys() const { return used_keys_; }
  /// The used keys without those that are only tested by IS NULL or IS NOT NULL: a comparison with
  /// one of these that no run has is a slip of the pen.
  [[nodiscard]] const UsedKeys& compared_keys() const { return compared_keys_; }
  /// Throws usage, with a caret, for a bare name (`acc > 0.9`) that is both a param and a metric.
  void check_bare_names(const std::function<KeyKinds(std::string_view name)>& kinds_of) const;

  struct Node;
  struct BareName {
    std::string key;
    std::size_t offset = 0;
    std::size_t length = 0;
  };

 private:
  explicit Filter(std::unique_ptr<const Node> root);
  std::unique_ptr<const Node> root_;
  std::string text_;
  std::optional<std::int64_t> now_ms_;
  std::vector<BareName> bare_names_;
  UsedKeys used_keys_;
  UsedKeys compared_keys_;
};

/// A parsed order: `metrics.acc DESC, start_time`, or the short `-acc,lr`. Values first, then NaN,
/// then absent, in both directions; ties by start time (newest first), then run id: a total order.
///
/// A bare name that is not an attribute (`-acc`) is a param or a metric; which of them only the
/// runs can tell. Until resolve() has told, used_keys() holds it as both, and before() must not be
/// called.
class Order {
 public:
  /// Throws usage as Filter::parse does.
  static Order parse(std::string_view text, Subject subject = Subject::runs);
  /// MLflow's default: newest first, ties by id.
  static Order newest_first();

  [[nodiscard]] bool is_resolved() const;
  /// Decides what each bare name is. Throws usage for one that is both, not_found for one that is
  /// neither, with a caret under it.
  void resolve(const std::function<KeyKinds(std::string_view name)>& kinds_of);

  /// Whether before() needs more of runs than they hold: read() must then have seen each.
  [[nodiscard]] bool needs_reading() const;
  /// Has `read_term` tell what the run's summaries may not, and keeps it.
  struct Term;
  using ReadTerm = std::function<std::optional<double>(const Run& run, const Term& term)>;
  void read(const Run& run, const ReadTerm& read_term);

  /// True if `a` stands before `b`. Two different runs never stand equal.
  [[nodiscard]] bool before(const Run& a, const Run& b) const;
  /// The same of experiments, whose orders speak of their attributes only; ties by id as in MLflow:
  /// falling where there is an order, else by creation time (newest first), then rising.
  [[nodiscard]] bool before(const Experiment& a, const Experiment& b) const;
  [[nodiscard]] const UsedKeys& used_keys() const { return used_keys_; }

  struct Term {
    using Entity = search::Entity;
    Entity entity = Entity::attribute;
    Attribute attribute = Attribute::start_time;  ///< where entity is attribute
    std::string key;                              ///< as in filters; an attribute's canonical name
    model::Reducer reducer{};                     ///< of a metric
    bool descending = false;
    bool is_bare = false;  ///< param or metric, not yet resolved
    std::size_t offset = 0;
    std::size_t length = 0;
  };
  [[nodiscard]] const std::vector<Term>& terms() const { return terms_; }

 private:
  std::string text_;
  std::vector<Term> terms_;
  UsedKeys used_keys_;
  std::map<RunRef, std::vector<std::optional<double>>> read_;  // a value for each term
};

}  // namespace mlt::search
