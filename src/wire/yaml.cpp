#include "wire/yaml.hpp"

#include <algorithm>
#include <charconv>
#include <istream>
#include <limits>
#include <optional>
#include <streambuf>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "wire/document_builder.hpp"

namespace mlt::wire {
namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `0o17`, `0x1F`; nothing for other text or a value over int64.
std::optional<std::int64_t> parse_based_integer(std::string_view text) {
  if (text.size() < 3 || text[0] != '0' || (text[1] != 'o' && text[1] != 'x')) return {};
  std::int64_t value = 0;
  const char* begin = text.data() + 2;
  const char* end = text.data() + text.size();
  if (*begin == '-') return {};
  const auto result = std::from_chars(begin, end, value, text[1] == 'o' ? 8 : 16);
  if (result.ec != std::errc() || result.ptr != end) return {};
  return value;
}

/// The core schema of YAML 1.2 (§10.3.2) for a plain scalar.
void resolve_plain(std::string_view text, Value& value) {
  // Without a digit `inf` and `nan`, numbers elsewhere, are strings here.
  const bool has_digit = std::any_of(text.begin(), text.end(), is_digit);
  if (is_one_of(text, {"true", "True", "TRUE"})) {
    value.data = true;
  } else if (is_one_of(text, {"false", "False", "FALSE"})) {
    value.data = false;
  } else if (is_one_of(text, {".nan", ".NaN", ".NAN"})) {
    value.data = std::numeric_limits<double>::quiet_NaN();
  } else if (is_one_of(text, {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"})) {
    value.data = std::numeric_limits<double>::infinity();
  } else if (is_one_of(text, {"-.inf", "-.Inf", "-.INF"})) {
    value.data = -std::numeric_limits<double>::infinity();
  } else if (const auto based = parse_based_integer(text)) {
    value.data = *based;
  } else if (const auto integer = has_digit ? base::parse_int64(text) : std::nullopt) {
    value.data = *integer;
  } else if (const auto number = has_digit ? base::parse_double(text) : std::nullopt) {
    value.data = *number;
  } else {
    value.data = std::string(text);
  }
  if (value.as_string() == nullptr) value.written = text;
}

class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(const Source& source) : source_(source), document_(source) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) throw source_error(source_, line_of(mark), "a second document begins");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    refuse_as_key(mark, "an empty key");
    Value value;
    value.written = "null";
    value.line = line_of(mark);
    add(std::move(value));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    throw source_error(source_, line_of(mark), "aliases are not taken");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    refuse_anchor(mark, anchor);
    const bool plain = tag == "?";
    if (!plain && tag != "!") refuse_tag(mark);
    if (expects_key()) {
      document_.key(text, line_of(mark));
      awaiting_value_ = true;
      return;
    }
    Value value;
    value.line = line_of(mark);
    if (plain) {
      resolve_plain(text, value);
    } else {
      value.data = text;
    }
    add(std::move(value));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    check_container(mark, tag, anchor);
    document_.begin_array(line_of(mark));
    in_map_.push_back(false);
  }
  void OnSequenceEnd() override { end_container(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    check_container(mark, tag, anchor);
    document_.begin_object(line_of(mark));
    in_map_.push_back(true);
    awaiting_value_ = false;
  }
  void OnMapEnd() override { end_container(); }

  Value take() { return document_.take(); }

 private:
  static int line_of(const YAML::Mark& mark) { return mark.line + 1; }

  [[nodiscard]] bool expects_key() const {
    return !in_map_.empty() && in_map_.back() && !awaiting_value_;
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != 0) throw source_error(source_, line_of(mark), "anchors are not taken");
  }
  void refuse_tag(const YAML::Mark& mark) const {
    throw source_error(source_, line_of(mark), "tags are not taken");
  }
  void refuse_as_key(const YAML::Mark& mark, std::string_view what) const {
    if (expects_key()) {
      throw source_error(source_, line_of(mark), std::string(what) + " where a name must stand");
    }
  }
  void check_container(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor) const {
    refuse_anchor(mark, anchor);
    if (!tag.empty() && tag != "?") refuse_tag(mark);
    refuse_as_key(mark, "a list or map");
  }

  void add(Value value) {
    document_.scalar(std::move(value));
    awaiting_value_ = false;
  }
  void end_container() {
    in_map_.pop_back();
    document_.end();
    awaiting_value_ = false;  // what ended was the value of the level outside
  }

  Source source_;
  DocumentBuilder document_;
  std::vector<bool> in_map_;
  bool awaiting_value_ = false;
  int documents_ = 0;
};

/// yaml-cpp takes U+0004 for the end of its input and guesses UTF-16 from NULs, so neither may
/// reach it.
void check_characters(std::string_view text, const Source& source) {
  if (text.size() > kMaxDocumentBytes) {
    throw source_error(source, 0,
                       "larger than " + base::format_bytes(kMaxDocumentBytes) + ", its bound");
  }
  int line = 1;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') ++line;
    if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f) {
      throw source_error(source, line,
                         "a control character (" + base::escape_control({&c, 1}) + ")");
    }
  }
  if (!base::is_valid_utf8(text)) throw source_error(source, 0, "not valid UTF-8");
}

/// Reads a text in place, without the copy that a string stream makes.
class ViewBuffer final : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // NOLINT: a get area is never written to
    setg(begin, begin, begin + text.size());
  }
};

}  // namespace

Value parse_yaml(std::string_view text, const Source& source) {
  check_characters(text, source);
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  Builder builder(source);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    throw source_error(source, error.mark.is_null() ? 0 : error.mark.line + 1, error.msg);
  }
  return builder.take();
}

}  // namespace mlt::wire
