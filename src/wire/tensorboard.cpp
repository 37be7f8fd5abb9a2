#include "wire/tensorboard.hpp"

#include <bit>
#include <optional>
#include <set>

#include "base/crc.hpp"
#include "base/numbers.hpp"
#include "wire/protobuf.hpp"

namespace mlt::wire {

namespace {

constexpr std::size_t kHead = 12;
constexpr std::size_t kTail = 4;

std::uint32_t masked_checksum(std::string_view bytes) {
  return std::rotr(base::crc32c(bytes), 15) + 0xA282EAD8u;
}

class FileReader {
 public:
  FileReader(std::string_view bytes, const Source& source, const TensorboardSink& sink)
      : bytes_(bytes), source_(source), sink_(sink) {}

  TensorboardEnd read() {
    std::size_t at = 0;
    while (at < bytes_.size()) {
      const std::string_view left = bytes_.substr(at);
      if (left.size() < kHead) {
        return {at};
      }
      if (masked_checksum(left.substr(0, 8)) != little_endian_32(left.substr(8))) {
        throw byte_error(source_, at, "the checksum of a record's length is wrong");
      }
      const std::uint64_t size = little_endian_64(left);
      if (size > left.size() || left.size() - size < kHead + kTail) {
        return {at};
      }
      const std::string_view data = left.substr(kHead, static_cast<std::size_t>(size));
      if (masked_checksum(data) != little_endian_32(left.substr(kHead + data.size()))) {
        throw byte_error(source_, at, "the checksum of a record is wrong");
      }
      read_event(data);
      at += kHead + data.size() + kTail;
    }
    return {};
  }

 private:
  [[nodiscard]] ProtoReader reader(std::string_view message) const {
    return {message, source_, static_cast<std::uint64_t>(message.data() - bytes_.data())};
  }

  void read_event(std::string_view event) {
    double wall_time = 0;
    std::int64_t step = 0;
    std::string_view summary;
    for (ProtoReader fields = reader(event); const auto field = fields.next();) {
      if (field->number == 1 && field->type == ProtoField::Type::fixed64) {
        wall_time = field->number_value();
      } else if (field->number == 2 && field->type == ProtoField::Type::varint) {
        step = field->integer();
      } else if (field->number == 5) {
        summary = field->bytes;
      }
    }
    sink_.time(wall_time);
    for (ProtoReader fields = reader(summary); const auto field = fields.next();) {
      if (field->number == 1) {
        read_value(field->bytes, step, wall_time);
      }
    }
  }

  void read_value(std::string_view message, std::int64_t step, double wall_time) {
    std::string_view tag;
    std::string_view metadata;
    std::optional<double> number;
    std::optional<std::string_view> tensor;
    for (ProtoReader fields = reader(message); const auto field = fields.next();) {
      if (field->number == 1) {
        tag = field->bytes;
      } else if (field->number == 2 && field->type == ProtoField::Type::fixed32) {
        number = field->number_value();
      } else if (field->number == 8) {
        tensor = field->bytes;
      } else if (field->number == 9) {
        metadata = field->bytes;
      }
    }
    if (read_metadata(metadata, tag)) {
      return;
    }
    if (!number && tensor && scalar_tags_.contains(tag)) {
      number = number_of(*tensor);
    }
    if (number) {
      sink_.scalar({tag, step, wall_time, *number});
    } else {
      sink_.other(tag);
    }
  }

  /// True where the value is all told by its metadata.
  bool read_metadata(std::string_view metadata, std::string_view tag) {
    std::string_view name;
    std::string_view content;
    for (ProtoReader fields = reader(metadata); const auto field = fields.next();) {
      if (field->number != 1) {
        continue;
      }
      for (ProtoReader plugin = reader(field->bytes); const auto part = plugin.next();) {
        if (part->number == 1) {
          name = part->bytes;
        } else if (part->number == 2) {
          content = part->bytes;
        }
      }
    }
    if (name == "scalars") {
      scalar_tags_.emplace(tag);
    }
    if (name != "hparams") {
      return false;
    }
    for (ProtoReader fields = reader(content); const auto field = fields.next();) {
      if (field->number == 3) {
        read_session(field->bytes);
      }
    }
    return true;
  }

  void read_session(std::string_view session) {
    for (ProtoReader fields = reader(session); const auto field = fields.next();) {
      if (field->number != 1) {
        continue;
      }
      std::string_view key;
      std::string_view value;
      for (ProtoReader entry = reader(field->bytes); const auto part = entry.next();) {
        (part->number == 1 ? key : value) = part->bytes;
      }
      sink_.hyperparameter(key, text_of(value));
    }
  }

  [[nodiscard]] std::string text_of(std::string_view value) const {
    for (ProtoReader fields = reader(value); const auto field = fields.next();) {
      if (field->number == 2 && field->type == ProtoField::Type::fixed64) {
        return base::format_double(field->number_value());
      }
      if (field->number == 3) {
        return std::string(field->bytes);
      }
      if (field->number == 4) {
        return field->bits != 0 ? "true" : "false";
      }
    }
    return {};
  }

  /// Nothing for a tensor that is not one float or double.
  [[nodiscard]] std::optional<double> number_of(std::string_view tensor) const {
    for (ProtoReader fields = reader(tensor); const auto field = fields.next();) {
      const bool holds_value = field->number >= 4 && field->number <= 6;
      if (holds_value && field->type != ProtoField::Type::bytes) {
        return field->number_value();
      }
      if (holds_value && field->bytes.size() == 4) {
        return ProtoField{0, ProtoField::Type::fixed32, little_endian_32(field->bytes), {}}
            .number_value();
      }
      if (holds_value && field->bytes.size() == 8) {
        return ProtoField{0, ProtoField::Type::fixed64, little_endian_64(field->bytes), {}}
            .number_value();
      }
    }
    return std::nullopt;
  }

  std::string_view bytes_;
  const Source& source_;
  const TensorboardSink& sink_;
  std::set<std::string, std::less<>> scalar_tags_;
};

}  // namespace

TensorboardEnd read_tensorboard(std::string_view bytes, const Source& source,
                                const TensorboardSink& sink) {
  return FileReader(bytes, source, sink).read();
}

}  // namespace mlt::wire
