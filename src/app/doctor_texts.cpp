#include "app/doctor_texts.hpp"

#include <algorithm>
#include <memory>
#include <set>

#include "mlt/error.hpp"

#include "app/findings.hpp"
#include "app/git_objects.hpp"
#include "base/text.hpp"
#include "disk/files.hpp"
#include "model/secrets.hpp"
#include "store/examination.hpp"
#include "store/journal/lines.hpp"

namespace mlt::app {

namespace {

constexpr std::uint64_t kMaxGitFile = 5u << 20;
constexpr std::size_t kMaxSaid = 20;  // findings of one kind in one file

using Paths = std::set<std::string, std::less<>>;

bool is_binary(std::string_view bytes) {
  return bytes.substr(0, 8000).find('\0') != std::string_view::npos;
}

/// The key of a param or tag that is a file of its own, as in MLflow's layout; else empty.
std::string_view key_of_file(std::string_view path) {
  for (const std::string_view folder : {"/params/", "/tags/"}) {
    const std::size_t at = path.find(folder);
    if (at != std::string_view::npos) {
      return path.substr(at + folder.size());
    }
  }
  return {};
}

/// Says each line of a file once, up to a bound.
class LineFindings {
 public:
  LineFindings(const FindingKind& kind, const std::string& path, std::vector<Finding>& findings)
      : kind_(kind), path_(path), findings_(findings) {}

  void add(std::int64_t line, std::string_view detail) {
    if (line == last_ || said_ == kMaxSaid) {
      return;
    }
    last_ = line;
    ++said_;
    store::FindingList list;
    list.add(kind_, path_, line, detail);
    findings_.push_back(std::move(list.take().front()));
  }

 private:
  const FindingKind& kind_;
  const std::string& path_;
  std::vector<Finding>& findings_;
  std::int64_t last_ = 0;
  std::size_t said_ = 0;
};

constexpr std::string_view kSecretPair = "a value under a name that stands for a secret";

/// A param or a tag of a journal: its key stands in another member than its value.
bool is_secret_line(wire::JsonDocument& document, std::string_view line) {
  if (line.find("\"value\":") == std::string_view::npos ||
      (line.find("\"param\":") == std::string_view::npos &&
       line.find("\"tag\":") == std::string_view::npos)) {
    return false;
  }
  std::string copy(line);
  const store::Line parsed = store::parse_line(document, copy.data());
  if (const auto* param = std::get_if<store::ParamLine>(&parsed)) {
    return model::is_secret_pair(param->key, param->value);
  }
  const auto* tag = std::get_if<store::TagLine>(&parsed);
  return tag != nullptr && tag->value && model::is_secret_pair(tag->key, *tag->value);
}

void examine_secrets(const std::string& path, std::string_view bytes,
                     std::vector<Finding>& findings) {
  LineFindings found(finding::kSecret, path, findings);
  if (model::is_secret_pair(key_of_file(path), base::trim(bytes))) {
    found.add(1, kSecretPair);
  }
  wire::JsonDocument document;
  std::int64_t number = 0;
  for (const std::string_view line : base::split(bytes, '\n')) {
    ++number;
    for (const model::TextHit& hit : model::find_secrets(line)) {
      found.add(number, hit.what);
    }
    if (path.ends_with(".jsonl") && is_secret_line(document, line)) {
      found.add(number, kSecretPair);
    }
  }
}

void examine_homes(const std::string& path, std::string_view bytes,
                   std::vector<Finding>& findings) {
  LineFindings found(finding::kHomePath, path, findings);
  std::int64_t number = 0;
  Paths said;
  for (const std::string_view line : base::split(bytes, '\n')) {
    ++number;
    for (const model::TextHit& hit : model::find_home_paths(line)) {
      const std::string_view home = line.substr(hit.offset, hit.size);
      if (said.emplace(home).second) {
        found.add(number, home);
      }
    }
  }
}

/// The files of the store that git would take; none outside of git.
Paths find_shared(const std::string& root) {
  try {
    const std::vector<std::string> paths = GitObjects(root).wanted();
    return {paths.begin(), paths.end()};
  } catch (const Error&) {
    return {};
  }
}

class TextWalk {
 public:
  TextWalk(const std::string& root, bool deep, const std::vector<std::string>& paths)
      : disk_(disk::open_real_disk(root)), shared_(find_shared(root)), deep_(deep), paths_(paths) {}

  std::vector<Finding> walk() {
    visit_folder("", 0);
    return std::move(findings_);
  }

 private:
  void visit_folder(const std::string& folder, int depth) {
    constexpr int kMaxDepth = 64;
    auto entries = disk_->find_list(folder);
    if (!entries || depth > kMaxDepth) {
      return;
    }
    std::sort(entries->begin(), entries->end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    for (const disk::DirEntry& entry : *entries) {
      const std::string path = disk::join_path(folder, entry.name);
      try {
        if (entry.kind == disk::FileKind::directory && entry.name != ".git") {
          visit_folder(path, depth + 1);
        } else if (entry.kind == disk::FileKind::regular && is_wanted(path)) {
          visit_file(path);
        }
      } catch (const Error&) {
        // What cannot be read is a finding of the store's own examination.
      }
    }
  }

  [[nodiscard]] bool is_wanted(const std::string& path) const {
    return paths_.empty() ||
           std::any_of(paths_.begin(), paths_.end(),
                       [&path](const std::string& wanted) { return store::lies_in(path, wanted); });
  }

  void visit_file(const std::string& path) {
    const bool is_shared = shared_.contains(path);
    if (!is_shared && !deep_ && is_artifact(path)) {
      return;
    }
    const auto stat = disk_->find_stat(path);
    if (stat && is_shared) {
      examine_size(path, stat->size, findings_);
    }
    if (stat && stat->size <= kMaxExaminedText && disk_->read_into(path, text_, kMaxExaminedText)) {
      examine_text(path, text_, is_shared ? Audience::git : Audience::owner, findings_);
    }
  }

  std::unique_ptr<disk::Disk> disk_;
  const Paths shared_;
  bool deep_;
  const std::vector<std::string>& paths_;
  std::string text_;
  std::vector<Finding> findings_;
};

}  // namespace

void examine_text(const std::string& path, std::string_view bytes, Audience audience,
                  std::vector<Finding>& findings) {
  if (is_binary(bytes)) {
    return;
  }
  examine_secrets(path, bytes, findings);
  if (audience == Audience::git) {
    examine_homes(path, bytes, findings);
  }
}

void examine_size(const std::string& path, std::uint64_t size, std::vector<Finding>& findings) {
  if (size > kMaxGitFile) {
    store::FindingList list;
    list.add(finding::kBigFile, path, 0, std::to_string(size) + " bytes");
    findings.push_back(std::move(list.take().front()));
  }
}

std::vector<Finding> examine_texts(Store& store, bool deep, const std::vector<std::string>& paths) {
  return TextWalk(store.root(), deep, paths).walk();
}

bool is_artifact(std::string_view path) {
  constexpr std::string_view kFolder = "/artifacts/";
  const std::size_t at = path.find(kFolder);
  return at != std::string_view::npos && !path.substr(at + kFolder.size()).starts_with("logs/");
}

}  // namespace mlt::app
