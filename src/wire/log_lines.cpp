#include "wire/log_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "wire/rapidjson.hpp"

namespace mlt::wire {
namespace {

/// The members of a line, of a metric's entry in a log-batch body, or of a pair's.
enum class Member : std::uint8_t {
  metric,
  param,
  tag,
  artifact,
  run,
  run_id,
  metrics,
  params,
  tags,
  value,
  step,
  time,
  to,
  key,
  timestamp,
};

constexpr std::array<std::pair<std::string_view, Member>, 15> kMembers = {{
    {"metric", Member::metric},
    {"value", Member::value},
    {"step", Member::step},
    {"time", Member::time},
    {"metrics", Member::metrics},
    {"param", Member::param},
    {"params", Member::params},
    {"tag", Member::tag},
    {"tags", Member::tags},
    {"artifact", Member::artifact},
    {"to", Member::to},
    {"run", Member::run},
    {"run_id", Member::run_id},
    {"key", Member::key},
    {"timestamp", Member::timestamp},
}};

constexpr std::uint32_t bit(Member member) { return 1u << static_cast<unsigned>(member); }

constexpr std::uint32_t kLineMembers =
    bit(Member::metric) | bit(Member::param) | bit(Member::tag) | bit(Member::artifact) |
    bit(Member::run) | bit(Member::run_id) | bit(Member::metrics) | bit(Member::params) |
    bit(Member::tags) | bit(Member::value) | bit(Member::step) | bit(Member::time) |
    bit(Member::to);
constexpr std::uint32_t kPaired = bit(Member::metric) | bit(Member::param) | bit(Member::tag);
constexpr std::uint32_t kSingular = kPaired | bit(Member::artifact) | bit(Member::run);
constexpr std::uint32_t kPlural = bit(Member::metrics) | bit(Member::params) | bit(Member::tags);
constexpr std::uint32_t kPairMembers = bit(Member::key) | bit(Member::value);
constexpr std::uint32_t kPointMembers = kPairMembers | bit(Member::timestamp) | bit(Member::step);

std::string_view name_of(Member member) {
  for (const auto& [name, known] : kMembers) {
    if (known == member) return name;
  }
  return {};
}

struct Token {
  enum class Kind : std::uint8_t { string, number, boolean, null };
  Kind kind = Kind::null;
  std::string_view text;
  const char* at = nullptr;  // its first byte in the line
};

constexpr std::string_view kNoObject =
    "a line must be an object, such as {\"metric\":\"loss\",\"value\":0.3}";

std::string_view describe(Token::Kind kind) {
  switch (kind) {
    case Token::Kind::string:
      return "a string";
    case Token::Kind::number:
      return "a number";
    case Token::Kind::boolean:
      return "a bool";
    case Token::Kind::null:
      return "null";
  }
  return {};
}

std::string quoted(std::string_view text) { return base::quote_shortened(text, 60); }

/// Gathers the events of one line. Every event returns false once the line is known to be wrong.
class Handler {
 public:
  using Ch = char;

  Handler(const rapidjson::InsituStringStream& stream, LogLine& out) : stream_(stream), out_(out) {}

  [[nodiscard]] std::optional<LineError>& error() { return error_; }
  [[nodiscard]] bool is_in_object() const { return where_ != Where::outside; }

  bool Null() { return scalar({Token::Kind::null, "null", stream_.src_ - 4}); }
  bool Bool(bool value) {
    const std::string_view text = value ? "true" : "false";
    return scalar({Token::Kind::boolean, text, stream_.src_ - text.size()});
  }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    return scalar({Token::Kind::number, {text, size}, text});
  }
  bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    return scalar({Token::Kind::string, {text, size}, text - 1});
  }
  // Never called: numbers come as RawNumber.
  bool Int(int /*value*/) { return false; }
  bool Uint(unsigned /*value*/) { return false; }
  bool Int64(std::int64_t /*value*/) { return false; }
  bool Uint64(std::uint64_t /*value*/) { return false; }
  bool Double(double /*value*/) { return false; }

  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/);
  bool StartObject();
  bool EndObject(rapidjson::SizeType /*members*/);
  bool StartArray();
  bool EndArray(rapidjson::SizeType /*items*/) {
    where_ = Where::line;
    return true;
  }

 private:
  enum class Where { outside, line, values, list, entry };

  bool fail(const char* at, std::string reason) {
    const std::size_t column = at == nullptr ? 0 : static_cast<std::size_t>(at - stream_.head_) + 1;
    error_ = LineError{std::move(reason), column};
    return false;
  }
  bool fail_here(std::string reason) { return fail(stream_.src_ - 1, std::move(reason)); }

  [[nodiscard]] bool saw(std::uint32_t members) const { return (seen_ & members) != 0; }
  bool find_member(std::string_view name, std::uint32_t known, std::uint32_t& seen, Member& member);
  bool scalar(const Token& token);
  bool line_member(const Token& token);
  bool finish_line();
  bool finish_entry();
  bool check_doubled_keys();

  bool add(Member kind, std::string_view key, const Token& value);
  bool read_text(const Token& token, Member member, std::string_view& text);
  bool read_integer(const Token& token, std::optional<std::int64_t>& value);
  bool read_number(const Token& token, double& value);

  const rapidjson::InsituStringStream& stream_;
  LogLine& out_;
  std::optional<LineError> error_;
  Where where_ = Where::outside;

  Member member_ = Member::metric;  // whose value comes next, in a line or an entry
  std::uint32_t seen_ = 0;          // members of the line
  std::string_view name_;           // of "metric", "param", "tag" or "artifact"
  Member name_kind_ = Member::metric;
  Token value_;
  std::string_view to_;
  std::optional<std::int64_t> step_;
  std::optional<std::int64_t> time_;

  Member plural_ = Member::metrics;  // the object or list that is open in the line
  std::string_view key_;             // of a member of `values`
  const char* key_at_ = nullptr;
  std::uint32_t entry_seen_ = 0;
  std::string_view entry_key_;
  Token entry_value_;
  std::optional<std::int64_t> entry_step_;
  std::optional<std::int64_t> entry_time_;
};

bool Handler::find_member(std::string_view name, std::uint32_t known, std::uint32_t& seen,
                          Member& member) {
  for (const auto& [candidate, found] : kMembers) {
    if (candidate != name || (bit(found) & known) == 0) continue;
    if ((seen & bit(found)) != 0) {
      return fail(name.data() - 1, "member " + quoted(name) + " stands there twice");
    }
    seen |= bit(found);
    member = found;
    return true;
  }
  return fail(name.data() - 1, "unknown member " + quoted(name));
}

bool Handler::Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
  const std::string_view name(text, size);
  if (where_ == Where::line) return find_member(name, kLineMembers, seen_, member_);
  if (where_ == Where::entry) {
    const bool of_metric = plural_ == Member::metrics;
    return find_member(name, of_metric ? kPointMembers : kPairMembers, entry_seen_, member_);
  }
  key_ = name;
  key_at_ = text - 1;
  return true;
}

bool Handler::StartObject() {
  if (where_ == Where::outside) {
    where_ = Where::line;
    return true;
  }
  if (where_ == Where::line && (bit(member_) & kPlural) != 0) {
    plural_ = member_;
    where_ = Where::values;
    return true;
  }
  if (where_ == Where::list) {
    where_ = Where::entry;
    entry_seen_ = 0;
    entry_step_.reset();
    entry_time_.reset();
    return true;
  }
  return fail_here("an object where a plain value must stand");
}

bool Handler::StartArray() {
  if (where_ == Where::outside) return fail_here(std::string(kNoObject));
  if (where_ == Where::line && (bit(member_) & kPlural) != 0) {
    plural_ = member_;
    where_ = Where::list;
    return true;
  }
  return fail_here("a list where a plain value must stand");
}

bool Handler::EndObject(rapidjson::SizeType /*members*/) {
  switch (where_) {
    case Where::line:
      return finish_line();
    case Where::entry:
      where_ = Where::list;
      return finish_entry();
    default:
      where_ = Where::line;
      return check_doubled_keys();
  }
}

bool Handler::scalar(const Token& token) {
  switch (where_) {
    case Where::outside:
      return fail(token.at, std::string(kNoObject));
    case Where::line:
      return line_member(token);
    case Where::values:
      return add(plural_, key_, token);
    case Where::list:
      return fail(token.at,
                  "the list of '" + std::string(name_of(plural_)) + "' must hold objects");
    case Where::entry:
      break;
  }
  switch (member_) {
    case Member::key:
      return read_text(token, member_, entry_key_);
    case Member::step:
      return read_integer(token, entry_step_);
    case Member::timestamp:
      return read_integer(token, entry_time_);
    default:
      entry_value_ = token;
      return true;
  }
}

bool Handler::line_member(const Token& token) {
  switch (member_) {
    case Member::value:
      value_ = token;
      return true;
    case Member::step:
      return read_integer(token, step_);
    case Member::time:
      return read_integer(token, time_);
    case Member::to:
      return read_text(token, member_, to_);
    case Member::run:
    case Member::run_id:
      return read_text(token, member_, out_.run_id.emplace());
    case Member::metrics:
    case Member::params:
    case Member::tags:
      return fail(token.at, "'" + std::string(name_of(member_)) + "' must be an object or a list");
    default:
      name_kind_ = member_;
      return read_text(token, member_, name_);
  }
}

/// Which members may stand together, and what a name needs beside it.
bool Handler::finish_line() {
  const std::uint32_t singular = seen_ & kSingular;
  if ((singular & (singular - 1)) != 0 || (singular != 0 && saw(kPlural))) {
    return fail(nullptr,
                "more than one of metric, param, tag, artifact, run; write a line for each");
  }
  if (singular == 0 && !saw(kPlural)) {
    return fail(nullptr, "nothing to log: no metric, param, tag, artifact or run");
  }
  if (saw(bit(Member::run)) && seen_ != bit(Member::run)) {
    return fail(nullptr, "'run' stands on a line of its own");
  }
  if (saw(kPaired) != saw(bit(Member::value))) {
    return fail(nullptr,
                saw(kPaired) ? "'value' is missing" : "'value' without a metric, param or tag");
  }
  if (saw(bit(Member::to)) && !saw(bit(Member::artifact))) {
    return fail(nullptr, "'to' without an artifact");
  }
  if (saw(bit(Member::step) | bit(Member::time)) &&
      !saw(bit(Member::metric) | bit(Member::metrics))) {
    return fail(nullptr, "'step' and 'time' belong to metrics");
  }
  out_.switches_run = saw(bit(Member::run));
  if (saw(bit(Member::artifact))) out_.artifact = LogLine::Upload{name_, to_};
  if (saw(kPaired) && !add(name_kind_, name_, value_)) return false;
  for (LogLine::Point& point : out_.metrics) {
    if (!point.step) point.step = step_;
    if (!point.time_ms) point.time_ms = time_;
  }
  return true;
}

bool Handler::finish_entry() {
  if ((entry_seen_ & kPairMembers) != kPairMembers) {
    return fail_here("an entry of '" + std::string(name_of(plural_)) + "' needs 'key' and 'value'");
  }
  if (!add(plural_, entry_key_, entry_value_)) return false;
  if (plural_ == Member::metrics) {
    out_.metrics.back().step = entry_step_;
    out_.metrics.back().time_ms = entry_time_;
  }
  return true;
}

/// An object that names a key twice has no meaning that every reader shares.
bool Handler::check_doubled_keys() {
  std::vector<std::string_view> keys;
  if (plural_ == Member::metrics) {
    for (const LogLine::Point& point : out_.metrics) keys.push_back(point.key);
  } else {
    const auto& pairs = plural_ == Member::params ? out_.params : out_.tags;
    for (const LogLine::Pair& pair : pairs) keys.push_back(pair.key);
  }
  if (keys.size() < 2) return true;
  std::sort(keys.begin(), keys.end());
  const auto doubled = std::adjacent_find(keys.begin(), keys.end());
  if (doubled == keys.end()) return true;
  return fail_here("key " + quoted(*doubled) + " stands twice in '" +
                   std::string(name_of(plural_)) + "'");
}

bool Handler::add(Member kind, std::string_view key, const Token& value) {
  if (kind == Member::metric || kind == Member::metrics) {
    LogLine::Point point;
    point.key = key;
    if (!read_number(value, point.value)) return false;
    out_.metrics.push_back(point);
    return true;
  }
  if (value.kind == Token::Kind::null) {
    return fail(value.at, "null is no value of a param or tag");
  }
  const bool is_param = kind == Member::param || kind == Member::params;
  (is_param ? out_.params : out_.tags).push_back({key, value.text});
  return true;
}

bool Handler::read_text(const Token& token, Member member, std::string_view& text) {
  if (token.kind != Token::Kind::string) {
    return fail(token.at, "'" + std::string(name_of(member)) + "' must be a string, not " +
                              std::string(describe(token.kind)));
  }
  text = token.text;
  return true;
}

bool Handler::read_integer(const Token& token, std::optional<std::int64_t>& value) {
  const bool may_be = token.kind == Token::Kind::number ||
                      (token.kind == Token::Kind::string && where_ == Where::entry);
  if (may_be) value = base::parse_int64(token.text);
  if (may_be && value) return true;
  const std::string_view what = token.kind == Token::Kind::null ? "null" : token.text;
  return fail(token.at,
              "'" + std::string(name_of(member_)) + "' must be an integer of 64 bits, not " +
                  (token.kind == Token::Kind::string ? "the string " : "") + quoted(what));
}

bool Handler::read_number(const Token& token, double& value) {
  if (token.kind == Token::Kind::number || token.kind == Token::Kind::string) {
    if (const std::optional<double> number = base::parse_double(token.text)) {
      value = *number;
      if (token.kind == Token::Kind::number || !std::isfinite(value)) return true;
    }
  }
  std::string reason =
      "a metric's value must be a number (or \"NaN\", \"Infinity\", \"-Infinity\"), not ";
  reason += token.kind == Token::Kind::string ? "the string " + quoted(token.text)
                                              : std::string(token.text);
  return fail(token.at, std::move(reason));
}

std::string_view describe(rapidjson::ParseErrorCode code) {
  switch (code) {
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return "text behind the object";
    case rapidjson::kParseErrorObjectMissName:
      return "a member's name in double quotes is missing";
    case rapidjson::kParseErrorObjectMissColon:
      return "':' is missing behind a member's name";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "',' or '}' is missing";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "',' or ']' is missing";
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      return "a malformed \\u escape";
    case rapidjson::kParseErrorStringEscapeInvalid:
      return "an unknown escape in a string";
    case rapidjson::kParseErrorStringMissQuotationMark:
      return "a string is not closed";
    case rapidjson::kParseErrorNumberTooBig:
      return "a number too big for a double";
    case rapidjson::kParseErrorNumberMissFraction:
      return "digits are missing behind the decimal point";
    case rapidjson::kParseErrorNumberMissExponent:
      return "digits are missing in the exponent";
    default:
      return "a value is missing or malformed";
  }
}

constexpr unsigned kParseFlags = rapidjson::kParseInsituFlag |
                                 rapidjson::kParseNumbersAsStringsFlag |
                                 rapidjson::kParseNanAndInfFlag;

}  // namespace

void LogLine::clear() {
  metrics.clear();
  params.clear();
  tags.clear();
  artifact.reset();
  run_id.reset();
  switches_run = false;
}

struct LogLineParser::State {
  rapidjson::Reader reader;
};

LogLineParser::LogLineParser() : state_(std::make_unique<State>()) {}
LogLineParser::~LogLineParser() = default;

std::optional<LineError> LogLineParser::parse(char* line, std::size_t size, LogLine& out) {
  out.clear();
  line[size] = '\0';
  rapidjson::InsituStringStream stream(line);
  Handler handler(stream, out);
  const rapidjson::ParseResult result = state_->reader.Parse<kParseFlags>(stream, handler);
  if (handler.error()) return std::move(handler.error());
  if (result.IsError() && !handler.is_in_object()) {
    return LineError{std::string(kNoObject), result.Offset() + 1};
  }
  if (result.IsError()) {
    return LineError{"not valid JSON: " + std::string(describe(result.Code())),
                     result.Offset() + 1};
  }
  if (stream.Tell() != size) return LineError{"not valid JSON: a NUL byte", stream.Tell() + 1};
  return {};
}

}  // namespace mlt::wire
