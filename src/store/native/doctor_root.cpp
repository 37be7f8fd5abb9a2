#include <string>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "disk/files.hpp"
#include "store/journal/lines.hpp"
#include "store/native/doctor.hpp"

namespace mlt::store {

namespace {

constexpr std::size_t kMaxText = 1u << 20;

void examine_for_conflicts(Examination& examination, const std::string& path,
                           std::string_view text) {
  std::int64_t number = 0;
  for (const std::string_view line : base::split(text, '\n')) {
    ++number;
    if (is_conflict_marker(line)) {
      examination.findings.add(finding::kConflictInSettings, path, number);
    }
  }
}

/// What a line of .gitattributes or .gitignore is about: its first word. A line that is commented
/// out speaks of its pattern too: it is somebody's decision.
std::string_view pattern_of(std::string_view line) {
  line = base::trim(line);
  while (line.starts_with('#')) {
    line = base::trim(line.substr(1));
  }
  return line.substr(0, line.find_first_of(" \t"));
}

bool speaks_of(std::string_view text, std::string_view pattern) {
  for (const std::string_view line : base::split(text, '\n')) {
    if (pattern_of(line) == pattern) {
      return true;
    }
  }
  return false;
}

void examine_git_file(Examination& examination, const GitFile& file) {
  const std::string path(file.path);
  if (!examination.covers(path)) {
    return;
  }
  const auto old_text = find_regular_text(examination, path, kMaxText);
  const bool is_absent = !examination.disk().find_stat(path);
  if (!old_text && !is_absent) {
    return;
  }
  examine_for_conflicts(examination, path, old_text.value_or(""));
  std::string text = is_absent ? std::string(file.text) : *old_text;
  std::vector<std::size_t> findings;
  if (is_absent) {
    findings.push_back(examination.findings.add(finding::kGitFile, path, 0, "there is no file"));
  }
  for (const std::string_view line : base::split(file.text, '\n')) {
    if (line.empty() || line.starts_with('#') || is_absent ||
        speaks_of(*old_text, pattern_of(line))) {
      continue;
    }
    findings.push_back(examination.findings.add(finding::kGitFile, path, 0, line));
    text.append(text.empty() || text.ends_with('\n') ? "" : "\n").append(line).append("\n");
  }
  if (examination.options.fix && !findings.empty()) {
    disk::replace_file(examination.disk(), path, text, kTempDir, examination.context.random,
                       examination.context.policy);
    for (const std::size_t finding : findings) {
      examination.findings.set_fixed(finding);
    }
  }
}

void examine_locks(Examination& examination) {
  if (!examination.disk().is_on_network()) {
    return;
  }
  try {
    (void)disk::FileLock::try_acquire(examination.disk(), kSettingsFile);
  } catch (const Error& error) {
    // A store that may not be written to is no finding.
    if (error.message().starts_with("locking ")) {
      examination.findings.add(finding::kNoLocks, std::string(kSettingsFile), 0, error.message());
    }
  }
}

}  // namespace

void examine_root(Examination& examination) {
  for (const std::string_view path : {kSettingsFile, kPolicyFile}) {
    const std::string name(path);
    examine_for_conflicts(examination, name,
                          find_regular_text(examination, name, kMaxText).value_or(""));
  }
  for (const GitFile& file : git_files()) {
    examine_git_file(examination, file);
  }
  examine_locks(examination);
  examine_leftovers(examination, kTempDir);
}

}  // namespace mlt::store
