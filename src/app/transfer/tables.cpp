#include "app/transfer/tables.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "disk/outside.hpp"
#include "render/delimited.hpp"
#include "wire/history_json.hpp"
#include "wire/log_csv.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kMaxText = 4ULL << 30;
constexpr std::string_view kParams = "params.";
constexpr std::string_view kMetrics = "metrics.";
constexpr std::string_view kTags = "tags.";
constexpr std::string_view kFacts[] = {"run_id", "experiment", "name",    "user",
                                       "status", "start_time", "end_time"};

using Names = std::map<ExperimentId, std::string>;

Names names_of(const History& history) {
  Names names;
  for (const Experiment& experiment : history.experiments) {
    names.emplace(experiment.id, experiment.name);
  }
  return names;
}

std::string name_of(const Names& names, const ExperimentId& id) {
  const auto found = names.find(id);
  return found == names.end() ? id.value : found->second;
}

/// Adds the experiment of this name, once.
ExperimentId experiment_named(History& history, const std::string& name, const ExperimentId& id) {
  const auto known = std::ranges::find(history.experiments, name, &Experiment::name);
  if (known != history.experiments.end()) {
    return known->id;
  }
  history.experiments.push_back({.id = id, .name = name, .tags = {}});
  return id;
}

/// The last value of each metric.
std::map<std::string, double, std::less<>> last_values(const RunImport& import) {
  std::map<std::string, MetricPoint, std::less<>> last;
  for (const auto& [key, point] : import.points) {
    const auto [known, is_new] = last.try_emplace(key, point);
    if (!is_new && comes_before(known->second, point)) {
      known->second = point;
    }
  }
  std::map<std::string, double, std::less<>> values;
  for (const auto& [key, point] : last) {
    values.emplace(key, point.value);
  }
  return values;
}

struct Row {
  Run run;  ///< without what a row does not hold
  std::string experiment;
  std::map<std::string, double, std::less<>> metrics;
};

template <typename Map>
void add_keys(std::set<std::string>& keys, const Map& map) {
  for (const auto& [key, value] : map) {
    keys.insert(key);
  }
}

std::vector<render::Cell> cells_of(const Row& row) {
  const Run& run = row.run;
  std::vector<render::Cell> cells;
  for (const std::string& text :
       {run.id.value, row.experiment, run.name, run.user, std::string(mlt::name_of(run.status))}) {
    cells.emplace_back(text);
  }
  cells.emplace_back(run.start_time_ms);
  cells.emplace_back();
  if (run.end_time_ms) {
    cells.back().value = *run.end_time_ms;
  }
  return cells;
}

render::Table table_of(const std::vector<Row>& rows) {
  std::set<std::string> params;
  std::set<std::string> metrics;
  std::set<std::string> tags;
  for (const Row& row : rows) {
    add_keys(params, row.run.params);
    add_keys(metrics, row.metrics);
    add_keys(tags, row.run.tags);
  }
  render::Table table;
  const auto heading = [&table](std::string key) {
    table.columns.push_back({.key = std::move(key), .title = {}});
  };
  std::ranges::for_each(kFacts, [&](std::string_view fact) { heading(std::string(fact)); });
  std::ranges::for_each(params, [&](const auto& key) { heading(std::string(kParams) + key); });
  std::ranges::for_each(metrics, [&](const auto& key) { heading(std::string(kMetrics) + key); });
  std::ranges::for_each(tags, [&](const auto& key) { heading(std::string(kTags) + key); });
  for (const Row& row : rows) {
    auto& cells = table.rows.emplace_back(cells_of(row));
    const auto add = [&cells](const auto& map, const std::set<std::string>& keys) {
      for (const std::string& key : keys) {
        const auto found = map.find(key);
        cells.emplace_back();
        if (found != map.end()) {
          cells.back().value = found->second;
        }
      }
    };
    add(row.run.params, params);
    add(row.metrics, metrics);
    add(row.run.tags, tags);
  }
  return table;
}

/// Reads the rows of one csv file.
class CsvReader {
 public:
  explicit CsvReader(const std::string& path)
      : path_(path), text_(disk::read_outside_file(path, kMaxText)), left_(text_) {}

  History read() {
    History history;
    if (!next() || row_.cells.empty()) {
      throw wire::source_error({path_}, 1, "has no heading");
    }
    header_ = row_.cells;
    check_header();
    while (next()) {
      const bool is_empty = row_.cells.size() == 1 && row_.cells.front().empty();
      if (!is_empty) {
        add_run(history);
      }
    }
    return history;
  }

 private:
  /// False behind the last row.
  bool next() {
    if (left_.empty()) {
      return false;
    }
    line_ += lines_;
    if (wire::read_csv_row(left_, true, row_) != wire::CsvResult::row) {
      throw wire::source_error({path_}, line_, "a quoted cell is not closed as RFC 4180 has it");
    }
    lines_ = static_cast<std::int64_t>(row_.lines);
    row_text_ = left_.substr(0, row_.size);
    left_.remove_prefix(row_.size);
    return true;
  }

  void check_header() const {
    std::set<std::string_view> seen;
    bool has_values = false;
    for (const std::string& name : header_) {
      const bool is_value =
          name.starts_with(kParams) || name.starts_with(kMetrics) || name.starts_with(kTags);
      has_values = has_values || is_value;
      if (!is_value && std::ranges::find(kFacts, name) == std::end(kFacts)) {
        throw wire::source_error({path_}, 1,
                                 "the column '" + base::escape_control(name) +
                                     "' is none of run_id, experiment, name, user, status, "
                                     "start_time, end_time, params.*, metrics.*, tags.*");
      }
      if (!seen.insert(name).second) {
        throw wire::source_error({path_}, 1,
                                 "the column '" + base::escape_control(name) + "' stands twice");
      }
    }
    if (!has_values) {
      throw wire::source_error({path_}, 1, "no column is a param, metric or tag");
    }
  }

  [[nodiscard]] Error bad(std::string_view column, const std::string& cell) const {
    return wire::source_error({path_}, line_,
                              "'" + base::escape_control(cell) + "' is no " + std::string(column));
  }

  std::int64_t time_of(std::string_view column, const std::string& cell) const {
    const auto time = base::parse_time(cell, 0);
    if (!time) {
      throw bad(column, cell);
    }
    return *time;
  }

  void set(RunImport& import, std::string& experiment, const std::string& column,
           const std::string& cell) const {
    Run& run = import.run;
    if (column == "run_id") {
      run.id = {cell};
    } else if (column == "experiment") {
      experiment = cell;
    } else if (column == "name") {
      run.name = cell;
    } else if (column == "user") {
      run.user = cell;
    } else if (column == "status") {
      const auto status = parse_run_status(cell);
      if (!status) {
        throw bad(column, cell);
      }
      run.status = *status;
    } else if (column == "start_time") {
      run.start_time_ms = time_of(column, cell);
    } else if (column == "end_time") {
      run.end_time_ms = time_of(column, cell);
    } else if (column.starts_with(kParams)) {
      run.params.insert_or_assign(column.substr(kParams.size()), cell);
    } else if (column.starts_with(kTags)) {
      run.tags.insert_or_assign(column.substr(kTags.size()), cell);
    } else {
      const auto value = base::parse_double(cell);
      if (!value) {
        throw bad("number", cell);
      }
      import.points.push_back({column.substr(kMetrics.size()), { 0, 0, *value, {} }});
    }
  }

  void add_run(History& history) {
    if (row_.cells.size() != header_.size()) {
      throw wire::source_error({path_}, line_,
                               "has " + std::to_string(row_.cells.size()) + " cells, not " +
                                   std::to_string(header_.size()));
    }
    RunImport import;
    import.run.status = RunStatus::finished;
    std::string experiment(kDefaultExperimentName);
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (!row_.cells[i].empty()) {
        set(import, experiment, header_[i], row_.cells[i]);
      }
    }
    Run& run = import.run;
    if (run.id.value.empty()) {
      run.id = {derived_id("csv", row_text_)};
    }
    if (run.name.empty()) {
      run.name = run.id.value.substr(0, 8);
    }
    for (Metric& metric : import.points) {
      metric.point.time_ms = run.end_time_ms.value_or(run.start_time_ms);
    }
    run.experiment_id = experiment_named(history, experiment, derived_experiment_id(experiment));
    const std::string label = path_ + ":" + std::to_string(line_);
    history.runs.push_back({label, [import = std::move(import)] { return import; }});
  }

  const std::string& path_;
  std::string text_;
  std::string_view left_;
  wire::CsvRow row_;
  std::string_view row_text_;
  std::vector<std::string> header_;
  std::int64_t line_ = 1;
  std::int64_t lines_ = 0;
};

}  // namespace

void write_jsonl(const History& history, const std::function<void(std::string_view)>& sink) {
  const Names names = names_of(history);
  for (const auto& item : history.runs) {
    const RunImport import = item.read();
    sink(wire::run_line(import.run, import.host, name_of(names, import.run.experiment_id),
                        import.points));
  }
}

void write_csv(const History& history, const std::function<void(std::string_view)>& sink) {
  const Names names = names_of(history);
  std::vector<Row> rows;
  for (const auto& item : history.runs) {
    RunImport import = item.read();
    rows.push_back({std::move(import.run), {}, last_values(import)});
    rows.back().experiment = name_of(names, rows.back().run.experiment_id);
  }
  std::string text;
  render::append_csv(text, table_of(rows), true);
  sink(text);
}

History open_jsonl(const std::string& path) {
  const auto text = std::make_shared<const std::string>(disk::read_outside_file(path, kMaxText));
  History history;
  std::string_view left = *text;
  for (std::int64_t number = 1; !left.empty(); ++number) {
    const std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(line.size() + 1, left.size()));
    if (base::trim(line).empty()) {
      continue;
    }
    const wire::RunLine parsed = wire::parse_run_line(line, {path}, number);
    const ExperimentId id =
        experiment_named(history, parsed.experiment, parsed.record.run.experiment_id);
    history.runs.push_back({path + ":" + std::to_string(number), [text, line, path, number, id] {
                              wire::RunLine run = wire::parse_run_line(line, {path}, number);
                              run.record.run.experiment_id = id;
                              RunImport import;
                              import.run = std::move(run.record.run);
                              import.host = std::move(run.record.host);
                              import.points = std::move(run.points);
                              return import;
                            }});
  }
  return history;
}

History open_csv(const std::string& path) { return CsvReader(path).read(); }

}  // namespace mlt::app
