#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "mlt/error.hpp"

#include "app/transfer/foreign.hpp"
#include "base/numbers.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "disk/outside.hpp"
#include "wire/json.hpp"
#include "wire/toml.hpp"
#include "wire/yaml.hpp"

// DVC keeps an experiment as a commit under a reference
//
//   refs/exps/<2 digits of the parent>/<38 digits of the parent>/<name of the experiment>
//
// of which are read: params.yaml (.json, .toml); what dvc.yaml calls metrics, at its top or of a
// stage; and DVCLive's series, <dir>/plots/metrics/<key>.tsv, whose columns are step, the value and
// maybe a timestamp. DVCLive's own metrics.json repeats the last of those.

namespace mlt::app {

namespace {

constexpr std::string_view kSeries = "plots/metrics/";

struct ExperimentRef {
  std::string ref;
  std::string commit;
  std::string parent;
  std::string author;
  std::int64_t time_ms = 0;

  [[nodiscard]] std::string name() const { return ref.substr(ref.rfind('/') + 1); }
};

class Repository {
 public:
  explicit Repository(const std::string& path) : path_(disk::real_path(path)) {}

  [[nodiscard]] std::string git(std::vector<std::string> words) const {
    std::vector<std::string> argv{"git", "-C", path_, "-c", "core.fsmonitor=false"};
    argv.insert(argv.end(), words.begin(), words.end());
    const auto result = base::run_and_capture(argv, "");
    if (!result || result->exit_code == 127) {
      throw Error(ErrorCode::system, "cannot run git, which reads DVC's experiments");
    }
    if (result->exit_code != 0) {
      throw Error(ErrorCode::data, path_ + ": git " + words.front() + " ended with " +
                                       std::to_string(result->exit_code));
    }
    return result->out;
  }

  [[nodiscard]] std::vector<ExperimentRef> experiments() const {
    std::vector<ExperimentRef> found;
    const std::string lines =
        git({"for-each-ref",
             "--format=%(refname)\t%(objectname)\t%(parent)\t%(committerdate:unix)\t%(authorname)",
             "refs/exps"});
    for (const std::string_view line : base::split(lines, '\n')) {
      const auto cells = base::split(line, '\t');
      if (cells.size() != 5) {
        continue;
      }
      const auto parts = base::split(cells[0], '/');
      const bool is_experiment = parts.size() == 5 && parts[2].size() == 2 && parts[3].size() == 38;
      if (is_experiment) {
        found.push_back({std::string(cells[0]), std::string(cells[1]),
                         std::string(cells[2].substr(0, cells[2].find(' '))), std::string(cells[4]),
                         base::parse_int64(cells[3]).value_or(0) * 1000});
      }
    }
    return found;
  }

  [[nodiscard]] std::vector<std::string> files(const std::string& commit) const {
    std::vector<std::string> names;
    const std::string list = git({"ls-tree", "-r", "-z", "--name-only", commit});
    for (const std::string_view name : base::split(list, '\0')) {
      if (!name.empty()) {
        names.emplace_back(name);
      }
    }
    return names;
  }

  [[nodiscard]] std::string text(const std::string& commit, const std::string& file) const {
    return git({"cat-file", "blob", commit + ":" + file});
  }

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

wire::Value parse_document(const std::string& text, const std::string& name) {
  const wire::Source source{name};
  if (name.ends_with(".json")) {
    return wire::parse_json(text, source);
  }
  return name.ends_with(".toml") ? wire::parse_toml(text, source) : wire::parse_yaml(text, source);
}

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "" : std::string(path.substr(0, slash + 1));
}

/// The names in a list of `metrics:`: texts, or objects whose one member is the name.
void add_names(std::set<std::string>& names, const wire::Value* list, const std::string& folder) {
  if (list == nullptr || list->as_array() == nullptr) {
    return;
  }
  for (const wire::Value& element : *list->as_array()) {
    if (const auto* text = element.as_string()) {
      names.insert(folder + *text);
    } else if (const auto* object = element.as_object(); object != nullptr && !object->empty()) {
      names.insert(folder + object->front().first);
    }
  }
}

class ExperimentReader {
 public:
  ExperimentReader(const Repository& repository, const ExperimentRef& experiment)
      : repository_(repository),
        experiment_(experiment),
        files_(repository.files(experiment.commit)) {}

  RunImport read() {
    Run& run = import_.run;
    run.name = experiment_.name();
    run.user = experiment_.author;
    run.status = RunStatus::finished;
    run.start_time_ms = experiment_.time_ms;
    run.end_time_ms = experiment_.time_ms;
    run.id = {derived_id("dvc", experiment_.commit + "\n" + run.name)};
    run.tags.insert_or_assign("dvc.commit", experiment_.commit);
    run.tags.insert_or_assign("mlt.imported_from", "dvc");
    if (!experiment_.parent.empty()) {
      run.tags.insert_or_assign(std::string(tag::kGitCommit), experiment_.parent);
    }
    for (const std::string& file : files_) {
      read_params(file);
      read_series(file);
    }
    for (const std::string& file : metrics_files()) {
      read_metrics(file);
    }
    return std::move(import_);
  }

 private:
  [[nodiscard]] std::string text(const std::string& file) const {
    return repository_.text(experiment_.commit, file);
  }
  /// What a file is called in messages.
  [[nodiscard]] std::string shown(const std::string& file) const {
    return experiment_.name() + ":" + file;
  }

  void read_params(const std::string& file) {
    const std::string name = file.substr(folder_of(file).size());
    if (name == "params.yaml" || name == "params.json" || name == "params.toml") {
      const wire::Value document = parse_document(text(file), shown(file));
      if (document.as_object() != nullptr) {
        add_params(import_.run.params, "", document);
      }
    }
  }

  void read_series(const std::string& file) {
    const std::size_t at = file.find(kSeries);
    const bool is_series =
        at != std::string::npos && (at == 0 || file[at - 1] == '/') && file.ends_with(".tsv");
    if (!is_series) {
      return;
    }
    live_folders_.insert(file.substr(0, at));
    const std::size_t begin = at + kSeries.size();
    const std::string key = carried_key(file.substr(begin, file.size() - begin - 4));
    const std::string content = text(file);
    const auto lines = base::split(content, '\n');
    for (std::size_t i = 1; i < lines.size(); ++i) {
      if (lines[i].empty()) {
        continue;
      }
      const auto cells = base::split(base::trim(lines[i]), '\t');
      // DVCLive writes the timestamp, where it is asked for one, as the first of three.
      const bool has_time = cells.size() == 3;
      const auto time = has_time ? base::parse_int64(cells[0]) : std::nullopt;
      const auto step =
          cells.size() >= 2 ? base::parse_int64(cells[cells.size() - 2]) : std::nullopt;
      const auto value = base::parse_double(cells.back());
      if (!step || !value || (has_time && !time)) {
        throw wire::source_error({shown(file)}, static_cast<std::int64_t>(i + 1),
                                 "is no step and number");
      }
      import_.points.push_back({key, {*step, time.value_or(experiment_.time_ms), *value, {}}});
    }
  }

  [[nodiscard]] std::set<std::string> metrics_files() const {
    std::set<std::string> names;
    for (const std::string& file : files_) {
      const std::string folder = folder_of(file);
      if (file.substr(folder.size()) != "dvc.yaml") {
        continue;
      }
      const wire::Value pipeline = parse_document(text(file), shown(file));
      add_names(names, pipeline.find("metrics"), folder);
      const wire::Value* stages = pipeline.find("stages");
      if (stages != nullptr && stages->as_object() != nullptr) {
        for (const auto& [name, stage] : *stages->as_object()) {
          add_names(names, stage.find("metrics"), folder);
        }
      }
    }
    return names;
  }

  void read_metrics(const std::string& file) {
    const bool is_there = std::ranges::find(files_, file) != files_.end();
    if (is_there && !live_folders_.contains(folder_of(file))) {
      add_metrics("", parse_document(text(file), shown(file)));
    }
  }

  void add_metrics(const std::string& prefix, const wire::Value& value) {
    if (const auto* object = value.as_object()) {
      for (const auto& [name, member] : *object) {
        add_metrics(dotted(prefix, name), member);
      }
    } else if (const auto number = base::parse_double(value.text()); number && !prefix.empty()) {
      import_.points.push_back({carried_key(prefix), {0, experiment_.time_ms, *number, {}}});
    }
  }

  const Repository& repository_;
  const ExperimentRef& experiment_;
  std::vector<std::string> files_;
  std::set<std::string> live_folders_;
  RunImport import_;
};

}  // namespace

History open_dvc(const std::string& path) {
  const auto repository = std::make_shared<const Repository>(path);
  History history;
  const Experiment experiment = named_experiment(base_name(path), 0);
  history.experiments = {experiment};
  for (ExperimentRef& each : repository->experiments()) {
    const std::string label = each.name();
    history.runs.push_back({label, [repository, each = std::move(each), id = experiment.id] {
                              RunImport import = ExperimentReader(*repository, each).read();
                              import.run.experiment_id = id;
                              return import;
                            }});
  }
  return history;
}

}  // namespace mlt::app
