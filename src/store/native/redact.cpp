#include <algorithm>
#include <optional>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "disk/files.hpp"
#include "store/journal/appender.hpp"
#include "store/journal/model_snapshot.hpp"
#include "store/journal/snapshot.hpp"
#include "store/native/experiment_files.hpp"
#include "store/native/journal_mender.hpp"
#include "store/native/native_store.hpp"
#include "store/native/redactor.hpp"

namespace mlt::store {

namespace {

constexpr std::size_t kLookedAt = 8u << 10;  // for a NUL: what has one is no text
constexpr int kPasses = 3;
constexpr int kMaxDepth = 128;

bool is_text(disk::File& file) {
  std::string start(kLookedAt, '\0');
  start.resize(file.read_at(0, start.data(), start.size()));
  return start.find('\0') == std::string::npos;
}

/// Goes over a store, or some of its runs. Each run and model is changed under its lock.
class StoreRedaction {
 public:
  StoreRedaction(const StoreContext& context, const Redaction& redaction, const IssueSink& on_issue)
      : context_(context),
        disk_(*context.disk),
        redactor_(redaction),
        dry_run_(redaction.dry_run),
        on_issue_(on_issue) {}

  void redact_run(const RunFiles& files) {
    auto lock = this->lock(files.journals.front().path);
    bool changed = false;
    for (const RunFiles::Journal& journal : files.journals) {
      changed |= redact_journal(journal.path);
    }
    redact_snapshot(files.snapshot);
    lock.reset();  // the file it was on may have been replaced
    lock = this->lock(files.journals.front().path);
    changed |= redact_files(files.folder, files.journals.front().path);
    if (changed && !dry_run_) {
      JournalFold fold(disk_, files, {}, on_issue_);
      fold.advance(scratch_, true);
      if (fold.fold().is_created() && !fold.fold().has_unknown_lines()) {
        replace(files.snapshot, snapshot_text(fold.snapshot()));
      }
    }
  }

  void redact_model(const ModelFiles& files) {
    auto lock = this->lock(files.journal);
    bool changed = redact_journal(files.journal);
    redact_snapshot(files.snapshot);
    lock.reset();
    lock = this->lock(files.journal);
    changed |= redact_files(files.folder, files.journal);
    if (changed && !dry_run_) {
      const ModelJournal journal = fold_model_journal(disk_, files, scratch_, on_issue_);
      if (journal.is_created && !journal.has_unknown_lines) {
        replace(files.snapshot, model_snapshot_text(journal.snapshot));
      }
    }
  }

  void redact_events(const ExperimentId& id) {
    const std::string folder = events_folder(id);
    const std::vector<EventFile> events = read_events(disk_, folder, on_issue_);
    for (const EventFile& event : events) {
      std::string text = event.text;
      const std::size_t places = redactor_.in_json(text);
      if (places == 0) {
        continue;
      }
      const std::string path = disk::join_path(folder, event.name) + ".json";
      if (!dry_run_) {
        write_event(disk_, folder, event.at, text, kTempDir, context_.random, context_.policy);
        disk_.remove_file(path);
      }
      const bool is_followed = std::any_of(events.begin(), events.end(), [&](const auto& other) {
        return other.text.find("\"" + event.name + "\"") != std::string::npos;
      });
      report(path, places,
             "the event is now called " + event_name(event.at, text) +
                 (is_followed ? "; later events name the old one in 'prev'" : ""));
    }
  }

  std::vector<RedactedFile> take() {
    std::sort(files_.begin(), files_.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return std::move(files_);
  }

 private:
  void report(const std::string& path, std::size_t places, std::string broke = {}) {
    files_.push_back({path, places, std::move(broke)});
  }

  std::optional<disk::FileLock> lock(const std::string& path) {
    if (dry_run_ || !disk_.find_stat(path)) {
      return std::nullopt;
    }
    return disk::FileLock(disk_, path, context_.policy, disk::OpenMode::append);
  }

  void replace(const std::string& path, const std::string& text) {
    disk::replace_file(disk_, path, text, kTempDir, context_.random, context_.policy);
  }

  /// Again, because lines may come while the file is replaced.
  bool redact_journal(const std::string& path) {
    if (!disk_.find_stat(path)) {
      return false;
    }
    std::size_t places = 0;
    for (int pass = 0; pass < kPasses; ++pass) {
      const auto file = disk_.open(path, disk::OpenMode::read);
      std::uint64_t end = 0;
      std::size_t found = 0;
      const std::vector<JournalEdit> edits = edits_of(*file, end, found);
      places += found;
      if (edits.empty() || dry_run_) {
        break;
      }
      rewrite_journal(context_, *file, path, end, edits);
    }
    if (places > 0) {
      report(path, places);
    }
    return places > 0;
  }

  std::vector<JournalEdit> edits_of(disk::File& file, std::uint64_t& end, std::size_t& places) {
    std::vector<JournalEdit> edits;
    const auto look_at = [&](std::string text, std::uint64_t offset, bool has_end) {
      const std::uint64_t bytes = text.size() + (has_end ? 1 : 0);
      if (const std::size_t here = redactor_.in_json(text)) {
        places += here;
        edits.push_back({offset, bytes, text + (has_end ? "\n" : "")});
      }
    };
    JournalPosition position;
    read_lines(file, position, scratch_.lines, [&](char* text, std::int64_t) {
      const std::uint64_t bytes = position.last_line_bytes;
      look_at(std::string(text, static_cast<std::size_t>(bytes - 1)), position.bytes - bytes, true);
    });
    end = file.stat().size;
    std::string torn(static_cast<std::size_t>(end - position.bytes), '\0');
    torn.resize(file.read_at(position.bytes, torn.data(), torn.size()));
    look_at(std::move(torn), position.bytes, false);
    return edits;
  }

  /// For people it is counted here; it is folded anew besides, if the journal can be folded.
  void redact_snapshot(const std::string& path) {
    const auto stat = disk_.find_stat(path);
    if (!stat || stat->kind != disk::FileKind::regular) {
      return;
    }
    std::string text = disk::read_text(disk_, path);
    const std::size_t places = redactor_.in_json(text);
    if (places > 0) {
      if (!dry_run_) {
        replace(path, text);
      }
      report(path, places);
    }
  }

  /// Code and artifacts; true if an artifact had to be recorded anew.
  bool redact_files(const std::string& folder, const std::string& journal) {
    for (const std::string& path : texts_with_values(disk::join_path(folder, kCode))) {
      report(path, redact_file(path).second);
    }
    std::string lines;
    const std::string artifacts = disk::join_path(folder, kArtifacts);
    for (const std::string& path : texts_with_values(artifacts)) {
      const auto [fact, places] = redact_file(path);
      report(path, places, "its size and SHA-256 are others; they are recorded anew");
      append_line(lines, ArtifactLine{std::max(context_.clock.now_ms(), newest_at(journal) + 1),
                                      std::string_view(path).substr(artifacts.size() + 1),
                                      fact.size, fact.sha256});
    }
    if (!lines.empty() && !dry_run_) {
      (void)JournalAppender(disk_, journal, context_.policy).append(lines);
    }
    return !lines.empty();
  }

  std::vector<std::string> texts_with_values(const std::string& folder) {
    std::vector<std::string> paths;
    collect(folder, 0, paths);
    return paths;
  }

  void collect(const std::string& folder, int depth, std::vector<std::string>& paths) {
    for (const disk::DirEntry& entry :
         disk_.find_list(folder).value_or(std::vector<disk::DirEntry>())) {
      const std::string path = disk::join_path(folder, entry.name);
      if (entry.kind == disk::FileKind::directory && depth < kMaxDepth) {
        collect(path, depth + 1, paths);
      } else if (entry.kind == disk::FileKind::regular) {
        const auto file = disk_.open(path, disk::OpenMode::read);
        if (is_text(*file) && redactor_.in_file(*file, nullptr) > 0) {
          paths.push_back(path);
        }
      }
    }
  }

  /// Gives the new size and digest, and the number of places.
  std::pair<ArtifactFact, std::size_t> redact_file(const std::string& path) {
    const auto from = disk_.open(path, disk::OpenMode::read);
    if (dry_run_) {
      return {{}, redactor_.in_file(*from, nullptr)};
    }
    disk::Staging staging(disk_, kTempDir, context_.random, context_.policy);
    const auto into = disk_.open(staging.path(), disk::OpenMode::create_new);
    const std::size_t places = redactor_.in_file(*from, into.get());
    if (context_.policy.durable) {
      into->sync();
    }
    into->close();
    staging.commit_replace(path);
    return {fact_of(disk_, path), places};
  }

  /// The greatest "at" of one journal.
  std::int64_t newest_at(const std::string& path) {
    std::int64_t newest = 0;
    JournalPosition position;
    const auto file = disk_.open(path, disk::OpenMode::read);
    read_lines(*file, position, scratch_.lines, [&](char* text, std::int64_t) {
      const auto view = scratch_.document.parse(text);
      newest = std::max(newest, view ? view->find_int64("at").value_or(0) : 0);
    });
    return newest;
  }

  const StoreContext& context_;
  disk::Disk& disk_;
  Redactor redactor_;
  bool dry_run_;
  const IssueSink& on_issue_;
  ReadScratch scratch_;
  std::vector<RedactedFile> files_;
};

}  // namespace

std::vector<RedactedFile> NativeStore::redact(const Redaction& redaction) {
  StoreRedaction work(context_, redaction, on_issue_);
  for (const RunRef& ref : redaction.runs) {
    (void)require_run(ref);
    work.redact_run(files_of(ref));
  }
  if (!redaction.runs.empty()) {
    return work.take();
  }
  for (const ExperimentId& id : list_experiment_ids(*context_.disk, on_issue_)) {
    work.redact_events(id);
    for (const RunRef& ref : list_run_refs(*context_.disk, id)) {
      work.redact_run(files_of(ref));
    }
    for (const ModelRef& ref : list_model_refs(*context_.disk, id)) {
      work.redact_model(model_files(ref));
    }
  }
  return work.take();
}

}  // namespace mlt::store
