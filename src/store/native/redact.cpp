#include <algorithm>
#include <functional>
#include <optional>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "disk/files.hpp"
#include "store/artifact_files.hpp"
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
    lock.reset();  // the file it was on may have been replaced
    lock = this->lock(files.journals.front().path);
    changed |= redact_files(files.folder, files.journals.front().path);
    JournalFold fold(disk_, files, {}, on_issue_);
    fold.advance(scratch_, true);
    const bool is_whole = fold.fold().is_created() && !fold.fold().has_unknown_lines();
    redact_snapshot(files.snapshot, changed,
                    is_whole ? std::optional(snapshot_text(fold.snapshot())) : std::nullopt);
  }

  void redact_model(const ModelFiles& files) {
    auto lock = this->lock(files.journal);
    bool changed = redact_journal(files.journal);
    lock.reset();
    lock = this->lock(files.journal);
    changed |= redact_files(files.folder, files.journal);
    std::optional<std::string> folded;
    if (disk_.find_stat(files.journal)) {
      const ModelJournal journal = fold_model_journal(disk_, files, scratch_, on_issue_);
      if (journal.is_created && !journal.has_unknown_lines) {
        folded = model_snapshot_text(journal.snapshot);
      }
    }
    redact_snapshot(files.snapshot, changed, folded);
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

  /// Writes the snapshot anew: `folded` if there is one, else what it is without the values.
  void redact_snapshot(const std::string& path, bool has_changed,
                       const std::optional<std::string>& folded) {
    const auto stat = disk_.find_stat(path);
    std::size_t places = 0;
    std::string text;
    if (stat && stat->kind == disk::FileKind::regular) {
      text = disk::read_text(disk_, path);
      places = redactor_.in_json(text);
    }
    if (!dry_run_ && folded && (places > 0 || has_changed)) {
      replace(path, *folded);
    } else if (!dry_run_ && places > 0) {
      replace(path, text);
    }
    if (places > 0) {
      report(path, places);
    }
  }

  /// Code and artifacts; true if an artifact had to be recorded anew.
  bool redact_files(const std::string& folder, const std::string& journal) {
    for (const std::string& path : texts_with_values(disk::join_path(folder, kCode))) {
      report(path, redact_file(path, [](const ArtifactFact&) {}));
    }
    const std::string artifacts = disk::join_path(folder, kArtifacts);
    const std::vector<std::string> paths = texts_with_values(artifacts);
    for (const std::string& path : paths) {
      // The line comes first: if it is all that comes, the next redaction finds the file again.
      const std::size_t places = redact_file(path, [&](const ArtifactFact& fact) {
        std::string line;
        const std::int64_t at = std::max(context_.clock.now_ms(), newest_at(journal) + 1);
        append_line(line, ArtifactLine{at, std::string_view(path).substr(artifacts.size() + 1),
                                       fact.size, fact.sha256});
        (void)JournalAppender(disk_, journal, context_.policy).append(line);
      });
      report(path, places, "its size and SHA-256 are others; they are recorded anew");
    }
    return !paths.empty();
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

  /// Calls `record` before the new file takes the place of the old. Gives the number of places.
  std::size_t redact_file(const std::string& path,
                          const std::function<void(const ArtifactFact&)>& record) {
    const auto from = disk_.open(path, disk::OpenMode::read);
    if (dry_run_) {
      return redactor_.in_file(*from, nullptr);
    }
    disk::Staging staging(disk_, kTempDir, context_.random, context_.policy);
    const auto into = disk_.open(staging.path(), disk::OpenMode::create_new);
    const std::size_t places = redactor_.in_file(*from, into.get());
    if (context_.policy.durable) {
      into->sync();
    }
    into->close();
    record(measure_artifact(disk_, staging.path()));
    staging.commit_replace(path);
    return places;
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
