#include <algorithm>
#include <map>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "store/journal/lines.hpp"
#include "store/mlflow_files/examination.hpp"
#include "store/mlflow_files/layout.hpp"
#include "store/mlflow_files/metric_lines.hpp"

namespace mlt::store::mlflow {

namespace {

constexpr std::size_t kMaxMetricFile = 1u << 30;
constexpr std::string_view kTorn = "it was cut off, what it says may be wrong";
constexpr std::size_t kMaxLinesSaid = 100;  // findings of one file

MetricOwner owner_of(EntryKind kind) {
  return kind == EntryKind::model_metric ? MetricOwner::model : MetricOwner::run;
}

/// A whole number, also one that was logged as a float: `12.0`.
std::string integer_text(std::string_view field) {
  const std::size_t dot = field.find('.');
  const bool is_whole = dot != std::string_view::npos && dot > 0 && dot + 1 < field.size() &&
                        field.find_first_not_of('0', dot + 1) == std::string_view::npos;
  return std::string(is_whole ? field.substr(0, dot) : field);
}

bool is_sound(std::string_view line, MetricOwner owner) {
  bool sound = false;
  read_metric_lines(
      std::string(line) + "\n", owner, [&sound](const auto&, auto) { sound = true; },
      [](std::int64_t, const std::string&) {});
  return sound;
}

/// A line that can be written as it should be.
struct Mended {
  std::string line;
  const FindingKind* kind = nullptr;
};

/// Fields between whatever blanks there are, whole numbers where a float was logged; without the
/// data set where its name has blanks. No kind: it cannot be mended.
Mended mend(std::string_view line, MetricOwner owner) {
  std::vector<std::string> fields;
  std::string_view rest = line;
  while (!(rest = base::trim(rest)).empty()) {
    const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
    fields.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  const std::size_t head = owner == MetricOwner::run ? 3 : 4;
  if (fields.size() < 2) {
    return {};
  }
  fields[0] = integer_text(fields[0]);
  if (fields.size() > 2) {
    fields[2] = integer_text(fields[2]);
  }
  if (std::string whole = base::join(fields, " "); is_sound(whole, owner)) {
    return {std::move(whole), &finding::kOddLine};
  }
  if (fields.size() > head + 2) {
    fields.resize(head);
    if (std::string whole = base::join(fields, " "); is_sound(whole, owner)) {
      return {std::move(whole), &finding::kDatasetBlank};
    }
  }
  return {};
}

class MetricExamination {
 public:
  MetricExamination(FileExamination& examination, const std::string& path, EntryKind kind,
                    EntryFacts& facts)
      : examination_(examination), path_(path), owner_(owner_of(kind)), facts_(facts) {}

  void examine() {
    const auto stat = examination_.disk().find_stat(path_);
    const auto text = find_regular_text(examination_, path_, kMaxMetricFile);
    if (!stat || !text) {
      return;
    }
    if (text->empty()) {
      set_aside(examination_, finding::kEmptyMetric, path_);
      return;
    }
    read(*text);
    if (text->back() != '\n') {
      if (may_grow(*stat)) {
        return;
      }
      const auto lines = std::count(text->begin(), text->end(), '\n');
      faults_.emplace(lines + 1, kTorn);
    }
    if (!faults_.empty()) {
      mend_lines(*text);
    }
  }

 private:
  /// Whether a last line without its end may still become longer.
  bool may_grow(const disk::FileStat& stat) {
    const std::int64_t age = examination_.context.clock.now_ms() - stat.mtime_ms;
    return age >= 0 && age < examination_.context.policy.torn_after.count();
  }

  void read(const std::string& text) {
    const std::int64_t now = examination_.context.clock.now_ms();
    read_metric_lines(
        text, owner_,
        [&](const MetricPoint& point, std::string_view) {
          facts_.has_dataset_lines |=
              point.context != nullptr && !point.context->dataset_name.empty();
          if (point.time_ms <= now) {
            facts_.newest_ms = std::max(facts_.newest_ms, point.time_ms);
          }
        },
        [&](std::int64_t line, const std::string& reason) {
          faults_.emplace(line, "it " + reason);
        });
  }

  void mend_lines(std::string_view text) {
    std::vector<std::size_t> findings;
    std::string sound;
    std::string taken_out;
    std::int64_t number = 0;
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto fault = faults_.find(++number);
      if (fault == faults_.end()) {
        sound.append(line).append("\n");
        continue;
      }
      const Mended mended = report_line(line, number, fault->second, findings);
      sound.append(mended.line).append(mended.kind == nullptr ? "" : "\n");
      taken_out.append(line).append("\n");
    }
    // Under a lock, as mlt's writers cut torn lines; MLflow takes none: what it appended meanwhile
    // must not be lost.
    const auto lock =
        examination_.fixes(path_)
            ? disk::FileLock::try_acquire(examination_.disk(), path_, disk::OpenMode::update)
            : std::nullopt;
    if (lock && examination_.disk().find_stat(path_)->size == text.size()) {
      put(sound, taken_out);
      for (const std::size_t finding : findings) {
        examination_.findings.set_fixed(finding);
      }
    }
  }

  void put(const std::string& sound, const std::string& taken_out) {
    if (sound.empty()) {
      examination_.lost_and_found.move(path_);
    } else {
      examination_.lost_and_found.add_lines(path_, taken_out);
      examination_.replace(path_, sound);
    }
  }

  /// How the line is mended, if it can be.
  Mended report_line(std::string_view line, std::int64_t number, const std::string& reason,
                     std::vector<std::size_t>& findings) {
    const bool is_torn = reason == kTorn;
    Mended mended = is_torn ? Mended{} : mend(line, owner_);
    const FindingKind& kind = is_torn                    ? finding::kNoNewline
                              : is_conflict_marker(line) ? finding::kMetricConflict
                              : mended.kind == nullptr   ? finding::kBadLine
                                                         : *mended.kind;
    if (findings.size() < kMaxLinesSaid) {
      findings.push_back(examination_.report(kind, path_, number, reason));
    } else if (findings.size() == kMaxLinesSaid) {
      findings.push_back(
          examination_.report(finding::kBadLine, path_, number, "and more lines from here on"));
    }
    return mended;
  }

  FileExamination& examination_;
  const std::string& path_;
  MetricOwner owner_;
  EntryFacts& facts_;
  std::map<std::int64_t, std::string> faults_;
};

}  // namespace

void examine_metric(FileExamination& examination, const std::string& path, EntryKind kind,
                    EntryFacts& facts) {
  MetricExamination(examination, path, kind, facts).examine();
}

}  // namespace mlt::store::mlflow
