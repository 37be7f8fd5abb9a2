#include "wire/wandb.hpp"

#include <algorithm>

#include "base/crc.hpp"
#include "wire/protobuf.hpp"

namespace mlt::wire {

namespace {

constexpr std::string_view kMagic(":W&B\xE1\xBE\x00", 7);
constexpr std::size_t kBlock = 32u << 10;
constexpr std::size_t kPieceHead = 7;

enum PieceType : unsigned char { kWhole = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

class RecordReader {
 public:
  /// `offset` is the record's place in the file, for messages.
  RecordReader(const Source& source, std::uint64_t offset, const WandbSink& sink)
      : source_(source), offset_(offset), sink_(sink) {}

  void read(std::string_view record) const {
    for (ProtoReader fields = reader(record); const auto field = fields.next();) {
      switch (field->number) {
        case 2:
          read_history(field->bytes);
          break;
        case 3:
          sink_.summary(items_of(field->bytes));
          break;
        case 5:
          sink_.config(items_of(field->bytes));
          break;
        case 17:
          read_run(field->bytes);
          break;
        case 18:
          read_exit(field->bytes);
          break;
        default:
          break;
      }
    }
  }

 private:
  [[nodiscard]] ProtoReader reader(std::string_view message) const {
    return {message, source_, offset_};
  }

  [[nodiscard]] WandbItem item_of(std::string_view message) const {
    WandbItem item;
    for (ProtoReader fields = reader(message); const auto field = fields.next();) {
      if (field->number == 1 || field->number == 2) {
        item.key += item.key.empty() ? "" : ".";
        item.key += field->bytes;
      } else if (field->number == 16) {
        item.json = field->bytes;
      }
    }
    return item;
  }

  [[nodiscard]] std::vector<WandbItem> items_of(std::string_view message) const {
    std::vector<WandbItem> items;
    for (ProtoReader fields = reader(message); const auto field = fields.next();) {
      if (field->number == 1) {
        items.push_back(item_of(field->bytes));
      }
    }
    return items;
  }

  /// The first field of this number.
  [[nodiscard]] std::optional<std::int64_t> integer_in(std::string_view message,
                                                       std::uint32_t number) const {
    for (ProtoReader fields = reader(message); const auto field = fields.next();) {
      if (field->number == number && field->type == ProtoField::Type::varint) {
        return field->integer();
      }
    }
    return std::nullopt;
  }

  void read_history(std::string_view message) const {
    std::optional<std::int64_t> step;
    for (ProtoReader fields = reader(message); const auto field = fields.next();) {
      if (field->number == 2) {
        step = integer_in(field->bytes, 1).value_or(0);
      }
    }
    sink_.history(items_of(message), step);
  }

  void read_run(std::string_view message) const {
    WandbRun run;
    for (ProtoReader fields = reader(message); const auto field = fields.next();) {
      switch (field->number) {
        case 1:
          run.id = field->bytes;
          break;
        case 3:
          run.project = field->bytes;
          break;
        case 4:
          run.config = items_of(field->bytes);
          break;
        case 6:
          run.group = field->bytes;
          break;
        case 7:
          run.job_type = field->bytes;
          break;
        case 8:
          run.name = field->bytes;
          break;
        case 9:
          run.notes = field->bytes;
          break;
        case 10:
          run.tags.push_back(field->bytes);
          break;
        case 13:
          run.host = field->bytes;
          break;
        case 17: {
          constexpr std::int64_t kMostSeconds = 1LL << 40;
          const std::int64_t seconds = integer_in(field->bytes, 1).value_or(0);
          run.start_ms = std::clamp(seconds, std::int64_t{0}, kMostSeconds) * 1000 +
                         integer_in(field->bytes, 2).value_or(0) / 1'000'000;
          break;
        }
        default:
          break;
      }
    }
    sink_.run(run);
  }

  void read_exit(std::string_view message) const {
    sink_.exit(static_cast<std::int32_t>(integer_in(message, 1).value_or(0)));
  }

  const Source& source_;
  std::uint64_t offset_;
  const WandbSink& sink_;
};

class LogReader {
 public:
  LogReader(std::string_view bytes, const Source& source, const WandbSink& sink)
      : bytes_(bytes), source_(source), sink_(sink) {}

  WandbEnd read() {
    if (!bytes_.starts_with(kMagic)) {
      throw byte_error(source_, 0, "is no log of W&B, or of a version that mlt does not read");
    }
    std::size_t at = kMagic.size();
    std::size_t whole = at;  // where the last whole record ends
    while (at < bytes_.size()) {
      const std::size_t left_in_block = kBlock - at % kBlock;
      if (left_in_block < kPieceHead) {
        at += left_in_block;
        continue;
      }
      const std::string_view left = bytes_.substr(at);
      if (left.size() < kPieceHead || left.size() - kPieceHead < little_endian_16(left.substr(4))) {
        break;
      }
      const std::size_t size = little_endian_16(left.substr(4));
      if (kPieceHead + size > left_in_block) {
        throw byte_error(source_, at, "a piece reaches beyond its block");
      }
      if (base::crc32(left.substr(6, 1 + size)) != little_endian_32(left)) {
        throw byte_error(source_, at, "the checksum of a piece is wrong");
      }
      take(static_cast<unsigned char>(left[6]), left.substr(kPieceHead, size), at);
      at += kPieceHead + size;
      whole = in_record_ ? whole : at;
    }
    return whole < bytes_.size() ? WandbEnd{whole} : WandbEnd{};
  }

 private:
  void take(unsigned char type, std::string_view data, std::size_t at) {
    const bool begins = type == kWhole || type == kFirst;
    if (type < kWhole || type > kLast || begins == in_record_) {
      throw byte_error(source_, at, "a piece stands where none of its type can");
    }
    if (begins) {
      record_.clear();
      begin_ = at;
    }
    record_ += data;
    in_record_ = type == kFirst || type == kMiddle;
    if (!in_record_) {
      RecordReader(source_, begin_, sink_).read(record_);
    }
  }

  std::string_view bytes_;
  const Source& source_;
  const WandbSink& sink_;
  std::string record_;
  std::size_t begin_ = 0;
  bool in_record_ = false;
};

}  // namespace

WandbEnd read_wandb(std::string_view bytes, const Source& source, const WandbSink& sink) {
  return LogReader(bytes, source, sink).read();
}

}  // namespace mlt::wire
