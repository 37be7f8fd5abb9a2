#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "wire/rapidjson.hpp"

namespace mlt::wire {

/// A value of a parsed document; valid while the JsonDocument and its text are. A thin face over
/// RapidJSON for the files that are read by the thousand (snapshots, journals, events).
class JsonView {
 public:
  explicit JsonView(const rapidjson::Value& value) : value_(&value) {}

  [[nodiscard]] bool is_object() const { return value_->IsObject(); }
  [[nodiscard]] bool is_array() const { return value_->IsArray(); }
  [[nodiscard]] bool is_null() const { return value_->IsNull(); }

  [[nodiscard]] std::optional<std::string_view> string() const {
    if (!value_->IsString()) {
      return std::nullopt;
    }
    return std::string_view(value_->GetString(), value_->GetStringLength());
  }
  [[nodiscard]] std::optional<std::int64_t> int64() const {
    return value_->IsInt64() ? std::optional(value_->GetInt64()) : std::nullopt;
  }
  /// A number, or one of the strings "NaN", "Infinity", "-Infinity".
  [[nodiscard]] std::optional<double> number() const {
    if (value_->IsNumber()) {
      return value_->GetDouble();
    }
    const auto text = string();
    if (text == "NaN") {
      return std::numeric_limits<double>::quiet_NaN();
    }
    if (text == "Infinity") {
      return std::numeric_limits<double>::infinity();
    }
    if (text == "-Infinity") {
      return -std::numeric_limits<double>::infinity();
    }
    return std::nullopt;
  }

  /// The member of an object; nothing if absent or if this is no object.
  [[nodiscard]] std::optional<JsonView> find(std::string_view name) const {
    if (!value_->IsObject()) {
      return std::nullopt;
    }
    for (const auto& member : value_->GetObject()) {
      if (std::string_view(member.name.GetString(), member.name.GetStringLength()) == name) {
        return JsonView(member.value);
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::string_view> find_string(std::string_view name) const {
    const auto member = find(name);
    return member ? member->string() : std::nullopt;
  }
  [[nodiscard]] std::optional<std::int64_t> find_int64(std::string_view name) const {
    const auto member = find(name);
    return member ? member->int64() : std::nullopt;
  }

  /// Calls `visit(name, view)` for each member of an object in file order.
  template <typename Visit>
  void for_each_member(Visit visit) const {
    if (!value_->IsObject()) {
      return;
    }
    for (const auto& member : value_->GetObject()) {
      visit(std::string_view(member.name.GetString(), member.name.GetStringLength()),
            JsonView(member.value));
    }
  }
  template <typename Visit>
  void for_each_element(Visit visit) const {
    if (!value_->IsArray()) {
      return;
    }
    for (const auto& element : value_->GetArray()) {
      visit(JsonView(element));
    }
  }

 private:
  const rapidjson::Value* value_;
};

/// Parses JSON in place, again and again with the same memory. Nesting is bounded, so that no input
/// can exhaust the stack. Not for use by several threads at once.
class JsonDocument {
 public:
  static constexpr int kMaxDepth = 64;

  JsonDocument() : pool_(initial_.get(), kPoolBytes) {}
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  /// Parses the text that starts at `text` and ends with a NUL; strings of the result point into
  /// it. Nothing, with reason() set, if it is not one JSON document.
  std::optional<JsonView> parse(char* text) {
    return parse_with<kInPlace | rapidjson::kParseValidateEncodingFlag>(text);
  }
  std::optional<JsonView> parse(std::string& text) { return parse(text.data()); }
  /// Does not look whether strings are UTF-8: for the snapshots, which a comparison reads by the
  /// hundred thousand and whose strings every output checks anyway.
  std::optional<JsonView> parse_any_encoding(std::string& text) {
    return parse_with<kInPlace>(text.data());
  }

  /// Why parse() gave nothing, in words without the position.
  [[nodiscard]] std::string reason() const {
    if (result_.Code() == rapidjson::kParseErrorTermination) {
      return "JSON is nested more than " + std::to_string(kMaxDepth) + " deep";
    }
    return rapidjson::GetParseError_En(result_.Code());
  }
  /// Byte at which it went wrong, from 0.
  [[nodiscard]] std::size_t error_offset() const { return result_.Offset(); }

 private:
  using Pool = rapidjson::MemoryPoolAllocator<>;
  using Document = rapidjson::GenericDocument<rapidjson::UTF8<>, Pool, rapidjson::CrtAllocator>;

  /// Passes events on to the document's builder and stops at too deep a nesting.
  template <typename Handler>
  struct DepthGuard {
    using Ch = char;
    Handler& to;
    int depth = 0;

    bool Null() { return to.Null(); }
    bool Bool(bool b) { return to.Bool(b); }
    bool Int(int i) { return to.Int(i); }
    bool Uint(unsigned u) { return to.Uint(u); }
    bool Int64(std::int64_t i) { return to.Int64(i); }
    bool Uint64(std::uint64_t u) { return to.Uint64(u); }
    bool Double(double d) { return to.Double(d); }
    bool RawNumber(const Ch* s, rapidjson::SizeType n, bool copy) {
      return to.RawNumber(s, n, copy);
    }
    bool String(const Ch* s, rapidjson::SizeType n, bool copy) { return to.String(s, n, copy); }
    bool Key(const Ch* s, rapidjson::SizeType n, bool copy) { return to.Key(s, n, copy); }
    bool StartObject() { return ++depth <= kMaxDepth && to.StartObject(); }
    bool EndObject(rapidjson::SizeType n) {
      --depth;
      return to.EndObject(n);
    }
    bool StartArray() { return ++depth <= kMaxDepth && to.StartArray(); }
    bool EndArray(rapidjson::SizeType n) {
      --depth;
      return to.EndArray(n);
    }
  };

  static constexpr unsigned kInPlace =
      rapidjson::kParseInsituFlag | rapidjson::kParseFullPrecisionFlag;

  template <unsigned kFlags>
  std::optional<JsonView> parse_with(char* text) {
    pool_.Clear();
    document_.emplace(&pool_, kStackBytes, &stack_);
    Generator<kFlags> generator{text, {}};
    document_->Populate(generator);
    result_ = generator.result;
    return result_.IsError() ? std::nullopt : std::optional(JsonView(*document_));
  }

  template <unsigned kFlags>
  struct Generator {
    char* text;
    rapidjson::ParseResult result;

    template <typename Handler>
    bool operator()(Handler& handler) {
      rapidjson::InsituStringStream stream(text);
      rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, rapidjson::CrtAllocator>
          reader;
      DepthGuard<Handler> guard{handler};
      result = reader.template Parse<kFlags>(stream, guard);
      return !result.IsError();
    }
  };

  static constexpr std::size_t kPoolBytes = 16u << 10;
  static constexpr std::size_t kStackBytes = 1u << 10;

  std::unique_ptr<char[]> initial_ = std::make_unique_for_overwrite<char[]>(kPoolBytes);
  Pool pool_;
  rapidjson::CrtAllocator stack_;
  std::optional<Document> document_;
  rapidjson::ParseResult result_;
};

}  // namespace mlt::wire
