#include "store/native/redactor.hpp"

#include <algorithm>
#include <optional>

#include "base/json_text.hpp"
#include "disk/files.hpp"
#include "wire/json_reader.hpp"

namespace mlt::store {

namespace {

constexpr std::size_t kChunk = 256u << 10;

/// Members at the top of a line, an event or a snapshot whose strings belong to the format.
constexpr std::string_view kOfTheFormat[] = {
    "artifact", "artifacts", "covers", "created",  "created_model", "event",        "experiment",
    "input",    "lifecycle", "model",  "model_id", "experiment_id", "model_status", "output",
    "prev",     "run",       "run_id", "sha256",   "status"};

bool is_of_the_format(std::string_view name) {
  return std::find(std::begin(kOfTheFormat), std::end(kOfTheFormat), name) !=
         std::end(kOfTheFormat);
}

bool holds_texts_by_key(std::string_view name) {
  return name == "params" || name == "tags" || name == "set";
}

std::string escaped(std::string_view text) {
  std::string quoted;
  base::append_json_string(quoted, text);
  return quoted.substr(1, quoted.size() - 2);
}

/// The end of the string literal that begins at `start`: just past its closing quote.
std::size_t end_of_string(std::string_view text, std::size_t start) {
  for (std::size_t i = start + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return text.size();
}

std::string decoded(wire::JsonDocument& document, std::string_view literal) {
  std::string copy(literal);
  const auto view = document.parse(copy);
  return std::string(view ? view->string().value_or("") : "");
}

/// Walks over the string literals of a sound JSON document.
class JsonStrings {
 public:
  explicit JsonStrings(std::string_view text) : text_(text) {}

  struct String {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string content;
    bool is_name = false;  ///< of a member
    std::string member;    ///< the name of the member that it is the value of, or is itself
    std::string parent;    ///< the name of the member whose object holds that
    std::string top;       ///< the name of the outermost member
    bool is_at_top = false;
  };

  std::optional<String> next() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        return take();
      }
      if (c == '{' || c == '[') {
        open_.push_back(member_);
        if (c == '{') {
          member_.clear();
        }
      } else if ((c == '}' || c == ']') && !open_.empty()) {
        member_ = open_.back();
        open_.pop_back();
      }
    }
    return std::nullopt;
  }

 private:
  String take() {
    String string;
    string.begin = at_;
    string.end = at_ = end_of_string(text_, at_);
    string.content = decoded(document_, text_.substr(string.begin, string.end - string.begin));
    const std::size_t after = text_.find_first_not_of(" \t\r\n", at_);
    string.is_name = after != std::string_view::npos && text_[after] == ':';
    if (string.is_name) {
      member_ = string.content;
    }
    string.member = member_;
    string.parent = open_.empty() ? "" : open_.back();
    string.is_at_top = open_.size() == 1;
    string.top = open_.size() > 1 ? open_[1] : member_;
    return string;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string member_;
  std::vector<std::string> open_;  // for each open bracket: the member whose value it is
  wire::JsonDocument document_;
};

/// The key that a journal line about a param or tag is about; empty for any other document.
std::string key_of_line(std::string_view text) {
  JsonStrings strings(text);
  while (const auto string = strings.next()) {
    if (string->is_at_top && !string->is_name &&
        (string->member == "param" || string->member == "tag")) {
      return string->content;
    }
  }
  return {};
}

}  // namespace

Redactor::Redactor(const Redaction& redaction)
    : keys_(redaction.keys.begin(), redaction.keys.end()) {
  for (const std::string& value : redaction.values) {
    // What stands in its place would be found again and again.
    if (kRedacted.find(value) != std::string_view::npos) {
      continue;
    }
    values_.push_back(value);
    needles_.push_back(value);
    if (std::string other = escaped(value); other != value) {
      needles_.push_back(std::move(other));
    }
  }
  for (const std::string& needle : needles_) {
    longest_ = std::max(longest_, needle.size());
  }
}

/// Of what begins at one place the longest goes. If more is to come, what could be the beginning of
/// a value is left unused.
std::size_t Redactor::replace(std::string_view text, bool is_whole, std::string& out,
                              std::size_t& used) const {
  const std::size_t limit = is_whole                 ? text.size()
                            : text.size() < longest_ ? 0
                                                     : text.size() - longest_ + 1;
  std::size_t places = 0;
  used = 0;
  for (;;) {
    std::size_t first = std::string_view::npos;
    std::size_t size = 0;
    for (const std::string& needle : needles_) {
      const std::size_t at = text.find(needle, used);
      if (at < first || (at == first && needle.size() > size && at != std::string_view::npos)) {
        first = at;
        size = needle.size();
      }
    }
    if (first >= limit) {
      break;
    }
    out.append(text.substr(used, first - used)).append(kRedacted);
    used = first + size;
    ++places;
  }
  if (used < limit) {
    out.append(text.substr(used, limit - used));
    used = limit;
  }
  return places;
}

std::size_t Redactor::in_text(std::string& text) const {
  std::string out;
  std::size_t used = 0;
  const std::size_t places = replace(text, true, out, used);
  if (places > 0) {
    text = std::move(out);
  }
  return places;
}

std::size_t Redactor::in_json(std::string& text) const {
  std::string copy = text;
  wire::JsonDocument document;
  if (!document.parse(copy)) {
    return in_text(text);
  }
  const bool has_redacted_key = keys_.contains(key_of_line(text));
  std::string out;
  std::size_t places = 0;
  std::size_t from = 0;
  JsonStrings strings(text);
  while (const auto string = strings.next()) {
    const bool names_format = string->is_name && string->is_at_top;
    if (names_format || is_of_the_format(string->top)) {
      continue;
    }
    const bool is_keyed = !string->is_name &&
                          ((has_redacted_key && string->is_at_top && string->member == "value") ||
                           (holds_texts_by_key(string->parent) && keys_.contains(string->member)));
    std::string content = string->content;
    std::size_t here = 0;
    if (is_keyed && content != kRedacted) {
      content = kRedacted;
      here = 1;
    } else {
      here = in_text(content);
    }
    if (here > 0) {
      out.append(text, from, string->begin - from);
      base::append_json_string(out, content);
      from = string->end;
      places += here;
    }
  }
  if (places > 0) {
    text = out.append(text, from);
  }
  return places;
}

std::size_t Redactor::in_file(disk::File& from, disk::File* into) const {
  std::size_t places = 0;
  std::string pending;
  std::string chunk(kChunk, '\0');
  std::uint64_t offset = 0;
  for (bool is_over = false; !is_over;) {
    const std::size_t n = from.read_at(offset, chunk.data(), chunk.size());
    offset += n;
    is_over = n == 0;
    pending.append(chunk, 0, n);
    std::string out;
    std::size_t used = 0;
    places += replace(pending, is_over, out, used);
    pending.erase(0, used);
    if (into != nullptr) {
      disk::write_all(*into, out);
    }
  }
  return places;
}

}  // namespace mlt::store
