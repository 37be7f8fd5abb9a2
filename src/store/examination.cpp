#include "store/examination.hpp"

#include <algorithm>

#include "mlt/error.hpp"

#include "base/numbers.hpp"
#include "disk/files.hpp"
#include "store/lost_and_found.hpp"

namespace mlt::store {

namespace {

/// The pid in the name `<pid>-<hex>` of something built aside.
std::optional<int> builder_of(std::string_view name) {
  const auto pid = base::parse_int64(name.substr(0, name.find('-')));
  const bool is_pid =
      name.find('-') != std::string_view::npos && pid && *pid > 0 && *pid <= INT32_MAX;
  return is_pid ? std::optional(static_cast<int>(*pid)) : std::nullopt;
}

}  // namespace

std::size_t FindingList::add(const FindingKind& kind, std::string path, std::int64_t line,
                             std::string_view detail) {
  std::string message(kind.title);
  if (!detail.empty()) {
    message.append(": ").append(detail);
  }
  if (!kind.refused.empty()) {
    message.append("; ").append(kind.refused);
  }
  findings_.push_back({std::string(kind.code), std::move(path), line, std::move(message),
                       std::string(kind.fix), false});
  return findings_.size() - 1;
}

bool lies_in(std::string_view path, std::string_view place) {
  return place.empty() ||
         (path.starts_with(place) && (path.size() == place.size() || path[place.size()] == '/'));
}

bool Examination::covers(std::string_view path) const {
  return options.paths.empty() ||
         std::any_of(options.paths.begin(), options.paths.end(), [path](const std::string& wanted) {
           return lies_in(path, wanted) || lies_in(wanted, path);
         });
}

bool Examination::asks_for(std::string_view path) const {
  return options.paths.empty() ||
         std::any_of(options.paths.begin(), options.paths.end(),
                     [path](const std::string& wanted) { return lies_in(path, wanted); });
}

void set_aside(Examination& examination, const FindingKind& kind, const std::string& path,
               std::string_view detail) {
  FindingKind reported = kind;
  if (&kind == &finding::kSpecialFile && !examination.moves_links) {
    reported.fix = {};
  }
  const std::size_t finding = examination.findings.add(reported, path, 0, detail);
  if (examination.options.fix && !reported.fix.empty() && examination.asks_for(path)) {
    LostAndFound(examination.context).move(path);
    examination.findings.set_fixed(finding);
  }
}

std::vector<disk::DirEntry> list_folder(Examination& examination, const std::string& path) {
  std::vector<disk::DirEntry> entries;
  try {
    const auto stat = examination.disk().find_stat(path);
    if (!stat) {
      return {};
    }
    if (stat->kind == disk::FileKind::regular) {
      set_aside(examination, finding::kStray, path, "a file in place of a folder");
    } else if (stat->kind != disk::FileKind::directory) {
      set_aside(examination, finding::kSpecialFile, path);
    } else {
      entries = examination.disk().find_list(path).value_or(std::vector<disk::DirEntry>());
    }
  } catch (const Error& error) {
    examination.findings.add(finding::kUnreadable, path, 0, error.message());
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

bool is_regular_file(Examination& examination, const std::string& path) {
  try {
    const auto stat = examination.disk().find_stat(path);
    if (!stat || stat->kind == disk::FileKind::regular) {
      return stat.has_value();
    }
    if (stat->kind == disk::FileKind::directory) {
      set_aside(examination, finding::kStray, path, "a folder in place of a file");
    } else {
      set_aside(examination, finding::kSpecialFile, path);
    }
  } catch (const Error& error) {
    examination.findings.add(finding::kUnreadable, path, 0, error.message());
  }
  return false;
}

std::optional<std::string> find_regular_text(Examination& examination, const std::string& path,
                                             std::size_t max_bytes) {
  if (!is_regular_file(examination, path)) {
    return std::nullopt;
  }
  try {
    return disk::find_text(examination.disk(), path, max_bytes);
  } catch (const Error& error) {
    examination.findings.add(finding::kUnreadable, path, 0, error.message());
    return std::nullopt;
  }
}

void examine_leftovers(Examination& examination, std::string_view temp_dir,
                       std::span<const std::string_view> at_home) {
  for (const disk::DirEntry& entry : list_folder(examination, std::string(temp_dir))) {
    const std::string path = disk::join_path(temp_dir, entry.name);
    if (std::find(at_home.begin(), at_home.end(), entry.name) != at_home.end() ||
        !examination.covers(path)) {
      continue;
    }
    const auto pid = builder_of(entry.name);
    if (!pid) {
      set_aside(examination, finding::kStray, path);
      continue;
    }
    // The processes of other machines cannot be seen from here.
    if (!examination.options.process || examination.disk().is_on_network() ||
        examination.options.process(*pid) != Liveness::dead) {
      continue;
    }
    const std::size_t finding =
        examination.findings.add(finding::kLeftover, path, 0, "process " + std::to_string(*pid));
    if (examination.options.fix) {
      disk::remove_tree(examination.disk(), path);
      examination.findings.set_fixed(finding);
    }
  }
}

std::vector<Finding> take_findings(Examination& examination) {
  std::vector<Finding> findings = examination.findings.take();
  std::erase_if(findings,
                [&](const Finding& finding) { return !examination.asks_for(finding.path); });
  return findings;
}

}  // namespace mlt::store
