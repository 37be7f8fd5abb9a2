#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/value.hpp"

namespace mlt::wire {

// The transaction log of Weights & Biases (run-*.wandb):
//
//   file   = ":W&B" 0xBEE1 (2 bytes, little endian) version (1 byte, 0), then blocks of 32 KiB, of
//            which the head is a part
//   block  = { piece } and up to 6 bytes of zeros
//   piece  = checksum (4 bytes, CRC-32 of type and data) length (2 bytes) type (1 byte) data
//            type 1: a whole record, 2: its beginning, 3: its middle, 4: its end
//   Record = history(2) summary(3) config(5) run(17) exit(18: exit_code(1))
//   history = { item(1) } step(2: num(1)); summary, config = { update(1) }
//   item, update = key(1) | { nested_key(2) }  value_json(16)
//   run    = run_id(1) entity(2) project(3) config(4) run_group(6) job_type(7) display_name(8)
//            notes(9) { tags(10) } host(13) start_time(17: seconds(1) nanos(2))

struct WandbItem {
  std::string key;  ///< nested keys joined by dots
  std::string_view json;
};

struct WandbRun {
  std::string_view id, project, name, notes, host, group, job_type;
  std::vector<std::string_view> tags;
  std::vector<WandbItem> config;
  std::int64_t start_ms = 0;
};

struct WandbSink {
  std::function<void(const WandbRun&)> run;
  std::function<void(const std::vector<WandbItem>&)> config;
  std::function<void(const std::vector<WandbItem>&)> summary;
  std::function<void(const std::vector<WandbItem>&, std::optional<std::int64_t> step)> history;
  std::function<void(std::int64_t code)> exit;
};

struct WandbEnd {
  std::optional<std::uint64_t> torn_at{};  ///< as in TensorboardEnd
};

/// Reads a whole file. Throws `source.error` at the byte of a piece that is damaged.
WandbEnd read_wandb(std::string_view bytes, const Source& source, const WandbSink& sink);

}  // namespace mlt::wire
