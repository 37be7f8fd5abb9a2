#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "wire/value.hpp"

namespace mlt::wire {

// TensorBoard's event files (events.out.tfevents.*):
//
//   file    = { record }
//   record  = length checksum(length) data checksum(data)
//             length 8 bytes, checksum 4 bytes, little endian; checksum = CRC-32C, turned right by
//             15 bits, plus 0xA282EAD8; data = an Event
//   Event   = wall_time(1: double, seconds)  step(2)  summary(5: Summary)
//   Summary = { value(1) },  value = tag(1)  simple_value(2: float)  tensor(8: Tensor)
//             metadata(9: { plugin_data(1: { plugin_name(1) content(2) }) })
//   Tensor  = dtype(1: 1 float, 2 double)  tensor_content(4)  float_val(5)  double_val(6)
//   content of the plugin hparams = session_start_info(3: { hparams(1: map of text to
//             google.protobuf.Value: number(2) string(3) bool(4)) })
//
// A scalar is a simple_value, or a tensor of one number whose tag was given the plugin "scalars"
// there or in an earlier record. Metadata stands in the first record of a tag only.

struct TensorboardScalar {
  std::string_view tag;
  std::int64_t step = 0;
  double wall_time = 0;  ///< seconds since 1970
  double value = 0;
};

struct TensorboardSink {
  std::function<void(const TensorboardScalar&)> scalar;
  std::function<void(std::string_view name, std::string_view value)> hyperparameter;
  /// A value that is no scalar (an image, a histogram, text), by its tag.
  std::function<void(std::string_view tag)> other;
  /// The time of each record, scalars or not.
  std::function<void(double wall_time)> time;
};

struct TensorboardEnd {
  /// Where the last whole record ends, if the file goes on behind it: it is being written to, or
  /// was cut off.
  std::optional<std::uint64_t> torn_at{};
};

/// Reads a whole file. Throws `source.error` at the byte of a record that is damaged.
TensorboardEnd read_tensorboard(std::string_view bytes, const Source& source,
                                const TensorboardSink& sink);

}  // namespace mlt::wire
