#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mlt/store.hpp"

#include "store/artifact_files.hpp"
#include "store/journal/appender.hpp"
#include "store/journal/reader.hpp"
#include "store/open.hpp"

namespace mlt::store {

/// What a snapshot has to say of a journal whose whole text this is; it ends in LF.
JournalCover cover_of(std::string_view journal);

/// Appends to a run's journal and writes its snapshot. Metrics, tags and artifacts take no lock;
/// params and the status take the OFD lock on the run's own journal. Whoever writes the snapshot
/// holds that lock too, so that an older state never replaces a newer one.
class NativeRunWriter final : public RunWriter {
 public:
  NativeRunWriter(const StoreContext& context, RunFiles files);

  [[nodiscard]] const RunRef& ref() const override { return files_.ref; }
  [[nodiscard]] RunStatus status() const override { return status_; }
  void append(const RunBatch& batch) override;
  ArtifactFact put_artifact(std::string_view path, const std::string& source) override;
  ArtifactFact put_artifact_bytes(std::string_view path, std::string_view bytes) override;
  ArtifactFact record_artifact(std::string_view path) override;
  void put_code(std::string_view path, std::string_view bytes) override;
  void set_status(RunStatus status, std::optional<std::int64_t> end_time_ms) override;
  void set_lifecycle(Lifecycle lifecycle) override;
  [[nodiscard]] std::string run_dir() const override;
  [[nodiscard]] std::string artifacts_dir() const override;

 private:
  [[nodiscard]] disk::FileLock lock_journal();
  void require_active() const;
  void require_own_artifacts() const;
  /// Locks the journal; throws refused if the experiment is deleted.
  [[nodiscard]] disk::FileLock lock_to_change();
  /// The newest "at", whether the run is deleted, and what is asked for besides, from the files as
  /// they are now.
  Snapshot read_now(const FoldSelection& selection);
  /// The same; throws if the run was deleted.
  Snapshot read_active(const FoldSelection& selection);
  /// True if only this writer has written to the run since it was read.
  [[nodiscard]] bool is_up_to_date();
  /// read_active() of no values, which reads nothing while is_up_to_date().
  void refresh();
  void append_params(std::string& lines, const RunBatch& batch, KeyValueMap params);
  void append_tags(std::string& lines, const RunBatch& batch, const KeyValueMap& tags);
  void append_inputs(std::string& lines, const RunBatch& batch, const Run& now);
  [[nodiscard]] std::int64_t next_at();
  /// `locked`: the journal's lock is held already.
  void write_lines(std::string_view lines, bool locked);
  /// Under the journal's lock.
  void write_snapshot();
  ArtifactFact store_artifact(std::string_view path, const ByteSource& source);
  void record(std::string_view path, const ArtifactFact& fact);

  const StoreContext& context_;
  disk::Disk& disk_;
  RunFiles files_;
  ReadScratch scratch_;
  RunStatus status_ = RunStatus::running;
  Lifecycle lifecycle_ = Lifecycle::active;
  std::int64_t newest_at_ = 0;
  std::string artifact_uri_;
  std::optional<disk::FileStat> seen_;  // the own journal when what is above was as it says
  JournalAppender appender_;            // made with what the members above hold by then
  std::optional<JournalFold> fold_;     // follows the journals once a snapshot was written
};

}  // namespace mlt::store
