#include "wire/json.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "base/numbers.hpp"
#include "wire/document_builder.hpp"

namespace mlt::wire {
namespace {

/// Counts lines as the parser walks over them, so that a document costs one pass. A newline counts
/// once the byte after it is read: the parser looks one byte ahead behind a number.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  CountingIterator(const char* at, int* line) : at_(at), line_(line) {}
  char operator*() const { return *at_; }
  CountingIterator& operator++() {
    if (after_newline_) ++*line_;
    after_newline_ = *at_ == '\n';
    ++at_;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  int* line_;
  bool after_newline_ = false;
};

class Handler final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Handler(const Source& source, const int& line)
      : source_(source), line_(line), document_(source) {}

  bool null() override { return add(std::monostate{}, "null"); }
  bool boolean(bool value) override { return add(value, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override {
    return add(std::int64_t{value}, std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(INT64_MAX)) {
      return add(static_cast<double>(value), std::to_string(value));
    }
    return add(static_cast<std::int64_t>(value), std::to_string(value));
  }
  bool number_float(number_float_t value, const string_t& spelling) override {
    return add(value, spelling);
  }
  bool string(string_t& value) override { return add(std::move(value), {}); }
  bool binary(binary_t& /*value*/) override { return false; }

  bool start_object(std::size_t /*size*/) override {
    document_.begin_object(line_);
    return true;
  }
  bool key(string_t& name) override {
    document_.key(std::move(name), line_);
    return true;
  }
  bool start_array(std::size_t /*size*/) override {
    document_.begin_array(line_);
    return true;
  }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }

  bool parse_error(std::size_t /*position*/, const std::string& /*last_token*/,
                   const nlohmann::detail::exception& error) override {
    throw source_error(source_, line_, reason_of(error));
  }

  Value take() { return document_.take(); }

 private:
  template <typename Data>
  bool add(Data data, std::string written) {
    Value value;
    value.data = std::move(data);
    value.written = std::move(written);
    value.line = line_;
    document_.scalar(std::move(value));
    return true;
  }
  bool end() {
    document_.end();
    return true;
  }

  /// nlohmann's words without its number and position: "not valid JSON: unexpected '}'".
  static std::string reason_of(const nlohmann::detail::exception& error) {
    std::string_view words = error.what();
    const std::size_t dash = words.find(" - ");
    const std::size_t colon = words.find(": ");
    if (dash != std::string_view::npos) {
      words.remove_prefix(dash + 3);
    } else if (colon != std::string_view::npos) {
      words.remove_prefix(colon + 2);
    }
    return "not valid JSON: " + std::string(words);
  }

  Source source_;
  const int& line_;
  DocumentBuilder document_;
};

void append(std::string& out, const Value& value) {
  if (const auto* array = value.as_array()) {
    out += '[';
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i > 0) out += ',';
      append(out, (*array)[i]);
    }
    out += ']';
  } else if (const auto* object = value.as_object()) {
    out += '{';
    for (std::size_t i = 0; i < object->size(); ++i) {
      if (i > 0) out += ',';
      base::append_json_string(out, (*object)[i].first);
      out += ':';
      append(out, (*object)[i].second);
    }
    out += '}';
  } else if (const auto* string = value.as_string()) {
    base::append_json_string(out, *string);
  } else if (const auto* number = value.as_double()) {
    base::append_json_double(out, *number);
  } else if (const auto* integer = value.as_integer()) {
    base::append_int64(out, *integer);
  } else if (const auto* boolean = value.as_bool()) {
    out += *boolean ? "true" : "false";
  } else {
    out += "null";
  }
}

}  // namespace

Value parse_json(std::string_view text, const Source& source) {
  if (text.size() > kMaxDocumentBytes) {
    throw source_error(source, 0,
                       "larger than " + base::format_bytes(kMaxDocumentBytes) + ", its bound");
  }
  // The parser takes a NUL for the end of its input.
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    const auto before =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(nul), '\n');
    throw source_error(source, before + 1, "not valid JSON: a NUL byte");
  }
  int line = 1;
  Handler handler(source, line);
  nlohmann::json::sax_parse(CountingIterator(text.data(), &line),
                            CountingIterator(text.data() + text.size(), &line), &handler);
  return handler.take();
}

std::string to_json(const Value& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace mlt::wire
