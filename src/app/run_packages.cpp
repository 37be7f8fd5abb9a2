#include "app/run_packages.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "mlt/error.hpp"

#include "app/artifacts.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "disk/outside.hpp"

namespace mlt::app {

namespace {

constexpr std::size_t kMaxFile = 16u << 20;
constexpr std::string_view kNameCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
/// The better ones first: what a lock file says of a package was installed, to the letter.
constexpr std::array<std::string_view, 9> kFileNames = {
    "uv.lock",   "poetry.lock",      "requirements.lock", "requirements.txt", "conda.yaml",
    "conda.yml", "environment.yaml", "environment.yml",   "python_env.yaml"};

std::string_view name_in_path(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// PEP 503: lower case, and one `-` for each run of `-`, `_` and `.`.
std::string normalized(std::string_view name) {
  std::string out;
  for (const char c : base::to_lower(name)) {
    if (c != '-' && c != '_' && c != '.') {
      out += c;
    } else if (!out.ends_with('-')) {
      out += '-';
    }
  }
  return out;
}

std::string_view without_quotes(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
      text.back() == text.front()) {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

/// `torch[extra]==2.3.0 ; marker` or, of conda, `numpy=1.26.4=py310_0`.
std::optional<std::pair<std::string, std::string>> read_requirement(std::string_view line) {
  const std::size_t end = std::min(line.find_first_not_of(kNameCharacters), line.size());
  std::string_view rest = base::trim(line.substr(end));
  if (rest.starts_with('[')) {
    rest = base::trim(rest.substr(std::min(rest.find(']'), rest.size() - 1) + 1));
  }
  const std::size_t signs = std::min(rest.find_first_not_of('='), rest.size());
  if (end == 0 || signs == 0 || signs > 3) {
    return std::nullopt;
  }
  rest = base::trim(rest.substr(signs));
  const std::string_view version = rest.substr(0, rest.find_first_of(" \t;,=#\\"));
  if (version.empty()) {
    return std::nullopt;
  }
  return std::pair(normalized(line.substr(0, end)), std::string(version));
}

void parse_requirements(std::string_view text, Packages& packages) {
  constexpr std::string_view kPython = "python:";
  for (std::string_view line : base::split(text, '\n')) {
    line = base::trim(line);
    if (line.starts_with("- ")) {
      line = base::trim(line.substr(2));
    }
    if (line.starts_with(kPython)) {  // of MLflow's python_env.yaml
      packages.emplace("python", without_quotes(base::trim(line.substr(kPython.size()))));
    } else if (auto package = read_requirement(without_quotes(line))) {
      packages.insert(*std::move(package));
    }
  }
}

/// The TOML of uv and Poetry, as these programs write it: a key and a text a line.
void parse_lock_file(std::string_view text, Packages& packages) {
  std::string name;
  bool is_package = false;
  for (std::string_view line : base::split(text, '\n')) {
    line = base::trim(line);
    if (line.starts_with('[')) {
      is_package = line == "[[package]]";
      name.clear();
      continue;
    }
    const std::size_t equals = line.find(" = ");
    if (!is_package || equals == std::string_view::npos) {
      continue;
    }
    const std::string_view value = without_quotes(line.substr(equals + 3));
    if (line.starts_with("name = ")) {
      name = normalized(value);
    } else if (line.starts_with("version = ") && !name.empty()) {
      packages.emplace(name, value);
    }
  }
}

void add(RunPackages& found, std::string_view file_name, std::string_view text) {
  found.packages.merge(parse_packages(file_name, text));
}

RunPackages packages_in_code(Store& store, const RunRef& ref) {
  RunPackages found;
  for (const std::string_view name : kFileNames) {
    if (const auto text = store.find_code(ref, name)) {
      found.is_recorded = true;
      add(found, name, *text);
    }
  }
  return found;
}

RunPackages packages_in_artifacts(Store& store, const RunRef& ref) {
  RunPackages found;
  try {
    ArtifactReader artifacts(store, ref);
    for (const ArtifactReader::Item& item : artifacts.list("")) {
      if (!tells_packages(item.path)) {
        continue;
      }
      found.is_recorded = true;
      if (item.size && *item.size <= kMaxFile) {
        std::string text;
        artifacts.stream(item.path, [&text](std::string_view piece) { text += piece; });
        add(found, item.path, text);
      }
    }
  } catch (const Error&) {
    // There are none, or they are on another machine: what the run records stays comparable.
  }
  return found;
}

RunPackages packages_in_models(Store& store, const Run& run) {
  RunPackages found;
  for (const ModelOutput& output : run.model_outputs) {
    const auto model = store.find_model({output.model_id});
    const auto dir = model ? store.artifact_place(model->ref()).dir : std::nullopt;
    if (!dir || !disk::outside_is_directory(*dir)) {
      continue;
    }
    const auto disk = disk::open_real_disk(*dir);
    for (const std::string_view name : kFileNames) {
      if (const auto text = disk::find_text(*disk, name, kMaxFile)) {
        found.is_recorded = true;
        add(found, name, *text);
      }
    }
  }
  return found;
}

}  // namespace

bool tells_packages(std::string_view file_name) {
  return std::ranges::find(kFileNames, name_in_path(file_name)) != kFileNames.end();
}

Packages parse_packages(std::string_view file_name, std::string_view text) {
  Packages packages;
  const std::string_view name = name_in_path(file_name);
  if (name == "uv.lock" || name == "poetry.lock") {
    parse_lock_file(text, packages);
  } else {
    parse_requirements(text, packages);
  }
  return packages;
}

RunPackages read_packages(Store& store, const Run& run) {
  RunPackages found;
  if (run.id.value.empty()) {
    return found;  // made up of several
  }
  found = packages_in_code(store, run.ref());
  if (!found.is_recorded) {
    found = packages_in_artifacts(store, run.ref());
  }
  return found.is_recorded ? found : packages_in_models(store, run);
}

}  // namespace mlt::app
