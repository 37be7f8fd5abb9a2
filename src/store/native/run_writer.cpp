#include "store/native/run_writer.hpp"

#include <algorithm>
#include <functional>

#include "mlt/error.hpp"

#include "base/sha256.hpp"
#include "disk/outside.hpp"
#include "store/journal/snapshot.hpp"
#include "store/native/experiment_files.hpp"
#include "store/native/layout.hpp"
#include "store/refusals.hpp"

namespace mlt::store {

namespace {

constexpr std::uint64_t kSnapshotEvery = 1u << 20;  // bytes of journal

FoldSelection nothing() { return {{}, {}, {}, false, false}; }

/// A host's name as a folder: whatever it is, one part of a path.
std::string folder_name_of(std::string host) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-';
  };
  std::replace_if(host.begin(), host.end(), std::not_fn(is_plain), '_');
  return host.front() == '.' ? "_" + host : host;
}

/// Where this machine appends: into the run's own journal, but on a network file system, which may
/// tear two machines' appends, into a journal of its own if another machine made the run.
std::string choose_journal(const StoreContext& context, RunFiles& files,
                           const std::string& created_on) {
  if (context.host.empty() || context.host == created_on || !context.disk->is_on_network()) {
    return files.journals.front().path;
  }
  const std::string name = disk::join_path(kHosts, folder_name_of(context.host));
  const std::string folder = disk::join_path(experiment_folder(files.ref.experiment_id), name);
  disk::make_dirs(*context.disk, folder, context.policy);
  std::string path = disk::join_path(folder, files.ref.run_id.value) + ".jsonl";
  const auto is_known = [&](const RunFiles::Journal& journal) { return journal.path == path; };
  if (std::none_of(files.journals.begin(), files.journals.end(), is_known)) {
    files.journals.push_back({name, path});
  }
  return path;
}

/// The snapshot, if it is sound and the journal, of this size, has what it covers.
std::optional<Snapshot> sound_snapshot(disk::Disk& disk, const RunFiles& files,
                                       std::uint64_t journal_size, ReadScratch& scratch) {
  std::string reason;
  std::optional<Snapshot> snapshot;
  try {
    if (disk.read_into(files.snapshot, scratch.text, disk::kMaxSmallFile)) {
      snapshot = parse_snapshot(scratch.document, scratch.text, nothing(), reason);
    }
  } catch (const Error&) {
    // A link or a pipe in its place: the journal says the same.
  }
  if (!snapshot || snapshot->run.ref() != files.ref) {
    return std::nullopt;
  }
  const auto cover = snapshot->covers.find(kJournal);
  const bool is_covered = cover != snapshot->covers.end() && cover->second.bytes <= journal_size;
  return is_covered ? std::move(snapshot) : std::nullopt;
}

/// Throws data if the run cannot be written to: what is appended to a journal that does not say how
/// the run was created would never be read.
std::string created_host(disk::Disk& disk, const RunFiles& files, ReadScratch& scratch,
                         RunStatus& status, Lifecycle& lifecycle, std::int64_t& newest_at,
                         std::string& artifact_uri, std::optional<disk::FileStat>& seen) {
  const std::string& path = files.journals.front().path;
  const auto journal = disk.find_stat(path);
  if (!journal || journal->kind != disk::FileKind::regular) {
    throw Error(ErrorCode::data, disk.absolute(path) + (journal ? ": the journal is no regular file"
                                                                : ": the journal is missing"))
        .hint("see what else is damaged: mlt doctor");
  }
  // The snapshot alone answers "has it ended, is it deleted": one small file is all that logging a
  // metric reads.
  auto snapshot = sound_snapshot(disk, files, journal->size, scratch);
  if (snapshot && snapshot->covers.find(kJournal)->second.bytes == journal->size) {
    seen = journal;
  }
  if (!snapshot) {
    RunReading reading = read_run(disk, files, nothing(), false, scratch, {});
    if (!reading.has_creation) {
      throw Error(ErrorCode::data,
                  disk.absolute(path) + ": does not say how the run was created; nothing is added")
          .hint("see what else is damaged: mlt doctor");
    }
    snapshot = std::move(reading.snapshot);
  }
  status = snapshot->run.status;
  lifecycle = snapshot->run.lifecycle;
  newest_at = snapshot->newest_at;
  artifact_uri = snapshot->run.artifact_uri;
  return snapshot->host;
}

}  // namespace

JournalCover cover_of(std::string_view journal) {
  const std::size_t before =
      journal.size() < 2 ? std::string_view::npos : journal.rfind('\n', journal.size() - 2);
  const std::string_view last =
      before == std::string_view::npos ? journal : journal.substr(before + 1);
  return {journal.size(), last.size(), base::sha256_hex(last)};
}

NativeRunWriter::NativeRunWriter(const StoreContext& context, RunFiles files)
    : context_(context),
      disk_(*context.disk),
      files_(std::move(files)),
      appender_(disk_,
                choose_journal(context, files_,
                               created_host(disk_, files_, scratch_, status_, lifecycle_,
                                            newest_at_, artifact_uri_, seen_)),
                context.policy) {}

disk::FileLock NativeRunWriter::lock_journal() {
  return disk::FileLock(disk_, files_.journals.front().path, context_.policy,
                        disk::OpenMode::append);
}

void NativeRunWriter::require_active() const {
  if (lifecycle_ != Lifecycle::active) {
    throw Error(ErrorCode::refused, "run '" + files_.ref.run_id.value + "' is deleted");
  }
}

disk::FileLock NativeRunWriter::lock_to_change() {
  disk::FileLock lock = lock_journal();
  const ExperimentId& experiment = files_.ref.experiment_id;
  store::require_active(read_fate(disk_, experiment), experiment);
  return lock;
}

Snapshot NativeRunWriter::read_now(const FoldSelection& selection) {
  seen_ = disk_.find_stat(files_.journals.front().path);
  Snapshot now = read_run(disk_, files_, selection, false, scratch_, {}).snapshot;
  newest_at_ = std::max(newest_at_, now.newest_at);
  lifecycle_ = now.run.lifecycle;
  return now;
}

Snapshot NativeRunWriter::read_active(const FoldSelection& selection) {
  Snapshot now = read_now(selection);
  require_active();
  return now;
}

bool NativeRunWriter::is_up_to_date() {
  if (!seen_ || files_.journals.size() > 1) {
    return false;
  }
  const auto now = disk_.find_stat(files_.journals.front().path);
  return now && now->same_file(*seen_) && now->size == seen_->size;
}

void NativeRunWriter::refresh() {
  if (!is_up_to_date()) {
    (void)read_now(nothing());
  }
  require_active();
}

std::int64_t NativeRunWriter::next_at() {
  newest_at_ = std::max(context_.clock.now_ms(), newest_at_ + 1);
  return newest_at_;
}

void NativeRunWriter::write_lines(std::string_view lines, bool locked) {
  const JournalAppender::Span span = appender_.append(lines);
  if (seen_ && span.size_before == seen_->size &&
      span.size_after == span.size_before + lines.size()) {
    seen_->size = span.size_after;
  }
  if (span.size_before / kSnapshotEvery == span.size_after / kSnapshotEvery) {
    return;
  }
  if (locked) {
    write_snapshot();
    return;
  }
  // Somebody who holds the lock writes a snapshot, or soon will.
  if (auto lock = disk::FileLock::try_acquire(disk_, files_.journals.front().path,
                                              disk::OpenMode::append)) {
    write_snapshot();
  }
}

void NativeRunWriter::write_snapshot() {
  if (!fold_) {
    fold_.emplace(disk_, files_, FoldSelection{}, IssueSink());
  }
  fold_->advance(scratch_, true);
  // A snapshot made without understanding every line would hide what a later version wrote.
  if (fold_->fold().has_unknown_lines() || !fold_->fold().is_created()) {
    return;
  }
  disk::replace_file(disk_, files_.snapshot, snapshot_text(fold_->snapshot()), kTempDir,
                     context_.random, context_.policy);
}

void NativeRunWriter::append(const RunBatch& batch) {
  require_active();
  if (batch.empty()) {
    return;
  }
  std::optional<disk::FileLock> lock;
  if (!batch.params.empty()) {
    lock = lock_to_change();
  }
  const bool looks_at_values = !batch.params.empty() || !batch.removed_tags.empty() ||
                               !batch.dataset_inputs.empty() || !batch.model_inputs.empty() ||
                               !batch.model_outputs.empty();
  Run now;
  if (looks_at_values) {
    FoldSelection selection = nothing();
    selection.params.all = !batch.params.empty();
    selection.tags.all = !batch.removed_tags.empty();
    selection.inputs = true;
    now = read_active(selection).run;
  } else if (!batch.tags.empty()) {
    refresh();
  }
  std::string lines;
  append_params(lines, batch, std::move(now.params));
  for (const auto& [key, point] : batch.metrics) {
    append_line(lines, MetricLine{key, point});
  }
  append_tags(lines, batch, now.tags);
  append_inputs(lines, batch, now);
  if (!lines.empty()) {
    write_lines(lines, lock.has_value());
  }
}

void NativeRunWriter::append_params(std::string& lines, const RunBatch& batch, KeyValueMap params) {
  if (batch.params.empty()) {
    return;
  }
  const std::int64_t at = next_at();
  for (const auto& [key, value] : batch.params) {
    const auto [known, is_new] = params.try_emplace(key, value);
    if (is_new) {
      append_line(lines, ParamLine{at, key, value});
    } else if (known->second != value) {
      throw param_differs(key, known->second, value);
    }
  }
}

// Each at a time of its own: of two values for one tag the later one wins.
void NativeRunWriter::append_tags(std::string& lines, const RunBatch& batch,
                                  const KeyValueMap& tags) {
  for (const std::string& key : batch.removed_tags) {
    if (!tags.contains(key)) {
      throw Error(ErrorCode::not_found,
                  "run '" + files_.ref.run_id.value + "' has no tag '" + key + "'");
    }
    append_line(lines, TagLine{next_at(), key, std::nullopt});
  }
  for (const auto& [key, value] : batch.tags) {
    if (key == tag::kRunName) {
      append_line(lines, NameLine{next_at(), value});
    } else {
      append_line(lines, TagLine{next_at(), key, value});
    }
  }
}

/// What the run has already is not written again: the first counts.
void NativeRunWriter::append_inputs(std::string& lines, const RunBatch& batch, const Run& now) {
  const auto has_model = [](const auto& list, const std::string& id) {
    return std::any_of(list.begin(), list.end(),
                       [&id](const auto& known) { return known.model_id == id; });
  };
  for (const DatasetInput& input : batch.dataset_inputs) {
    const auto is_same = [&input](const DatasetInput& known) {
      return known.dataset.name == input.dataset.name &&
             known.dataset.digest == input.dataset.digest;
    };
    if (std::none_of(now.dataset_inputs.begin(), now.dataset_inputs.end(), is_same)) {
      append_line(lines, DataLine{next_at(), input});
    }
  }
  for (const ModelInput& input : batch.model_inputs) {
    if (!has_model(now.model_inputs, input.model_id)) {
      append_line(lines, InputLine{next_at(), input});
    }
  }
  for (const ModelOutput& output : batch.model_outputs) {
    if (!has_model(now.model_outputs, output.model_id)) {
      append_line(lines, OutputLine{next_at(), output});
    }
  }
}

void NativeRunWriter::require_own_artifacts() const {
  if (!artifact_uri_.empty()) {
    throw Error(ErrorCode::refused, "the artifacts of run '" + files_.ref.run_id.value +
                                        "' are elsewhere: " + artifact_uri_);
  }
}

ArtifactFact NativeRunWriter::store_artifact(std::string_view path, const ByteSource& source) {
  require_active();
  require_own_artifacts();
  const std::string target = disk::join_path(disk::join_path(files_.folder, kArtifacts), path);
  ArtifactFact fact =
      write_artifact(disk_, target, source, kTempDir, context_.random, context_.policy);
  record(path, fact);
  return fact;
}

void NativeRunWriter::record(std::string_view path, const ArtifactFact& fact) {
  refresh();
  std::string line;
  append_line(line, ArtifactLine{next_at(), path, fact.size, fact.sha256});
  write_lines(line, false);
}

ArtifactFact NativeRunWriter::put_artifact(std::string_view path, const std::string& source) {
  return store_artifact(path, [&](const auto& sink) { disk::stream_outside_file(source, sink); });
}

ArtifactFact NativeRunWriter::put_artifact_bytes(std::string_view path, std::string_view bytes) {
  return store_artifact(path, [&](const auto& sink) { sink(bytes); });
}

ArtifactFact NativeRunWriter::record_artifact(std::string_view path) {
  require_own_artifacts();
  const std::string target = disk::join_path(disk::join_path(files_.folder, kArtifacts), path);
  ArtifactFact fact = measure_artifact(disk_, target);
  record(path, fact);
  return fact;
}

void NativeRunWriter::put_code(std::string_view path, std::string_view bytes) {
  require_active();
  const std::string target = disk::join_path(disk::join_path(files_.folder, kCode), path);
  disk::make_dirs(disk_, disk::parent_of(target), context_.policy);
  disk::replace_file(disk_, target, bytes, kTempDir, context_.random, context_.policy);
}

void NativeRunWriter::set_status(RunStatus status, std::optional<std::int64_t> end_time_ms) {
  require_active();
  const disk::FileLock lock = lock_to_change();
  refresh();
  std::string line;
  append_line(line, StatusLine{next_at(), status, end_time_ms});
  (void)appender_.append(line);
  status_ = status;
  write_snapshot();
}

void NativeRunWriter::set_lifecycle(Lifecycle lifecycle) {
  const disk::FileLock lock = lock_to_change();
  (void)read_now(nothing());
  if (lifecycle_ == lifecycle) {
    return;
  }
  std::string line;
  append_line(line, LifecycleLine{next_at(), lifecycle});
  (void)appender_.append(line);
  lifecycle_ = lifecycle;
  write_snapshot();
}

std::string NativeRunWriter::run_dir() const { return disk_.absolute(files_.folder); }

std::string NativeRunWriter::artifacts_dir() const {
  return disk_.absolute(disk::join_path(files_.folder, kArtifacts));
}

}  // namespace mlt::store
