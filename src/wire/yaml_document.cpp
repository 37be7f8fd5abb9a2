#include "wire/yaml_document.hpp"

#include <istream>
#include <streambuf>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace mlt::wire {
namespace {

class Builder final : public YAML::EventHandler {
 public:
  Builder(const Source& source, const YamlRules& rules)
      : source_(source), rules_(rules), document_(source, rules.doubled_keys) {}

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
      rules_.resolve_plain(text, value);
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
  YamlRules rules_;
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

Value parse_yaml_document(std::string_view text, const Source& source, const YamlRules& rules) {
  check_characters(text, source);
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  Builder builder(source, rules);
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
