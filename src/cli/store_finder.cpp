#include "cli/store_finder.hpp"

#include <algorithm>
#include <cctype>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "disk/outside.hpp"

namespace mlt::cli {

namespace {

constexpr std::string_view kStoreName = "mlruns";

std::string child_of(const std::string& directory, std::string_view name) {
  return directory == "/" ? "/" + std::string(name) : directory + "/" + std::string(name);
}

/// "" above "/".
std::string above(const std::string& directory) {
  if (directory == "/") {
    return "";
  }
  const auto slash = directory.rfind('/');
  return slash == 0 ? "/" : directory.substr(0, slash);
}

/// Without empty and `.` parts; `..` stays, because what is above a link is for the system to say.
std::string tidy(const std::string& path) {
  std::string result;
  for (const std::string_view part : base::split(path, '/')) {
    if (!part.empty() && part != ".") {
      result += "/";
      result += part;
    }
  }
  return result.empty() ? "/" : result;
}

/// RFC 3986: a letter, then letters, digits, `+`, `-`, `.`, before a colon.
std::string_view scheme_of(std::string_view uri) {
  const std::string_view scheme = uri.substr(0, uri.find(':'));
  const auto is_letter = [](unsigned char c) { return std::isalpha(c) != 0; };
  const auto is_scheme_character = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.';
  };
  const bool is_scheme = scheme.size() < uri.size() && !scheme.empty() &&
                         is_letter(static_cast<unsigned char>(scheme.front())) &&
                         std::all_of(scheme.begin(), scheme.end(), is_scheme_character);
  return is_scheme ? scheme : std::string_view();
}

/// For messages: what stands between the scheme and the last `@` may be a password, and so may a
/// query.
std::string without_secrets(std::string_view uri) {
  std::string text(uri);
  if (const auto query = text.find('?'); query != std::string::npos) {
    text.replace(query + 1, std::string::npos, "***");
  }
  const auto at = text.rfind('@');
  if (const auto colon = text.find(':'); at != std::string::npos && colon < at) {
    const auto begin = std::min(text.find_first_not_of('/', colon + 1), at);
    text.replace(begin, at - begin, "***");
  }
  return base::escape_control(text);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text, std::string_view uri) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0 || (high == 0 && low == 0)) {
      throw Error(ErrorCode::usage,
                  "store '" + without_secrets(uri) + "' has a malformed % sequence");
    }
    result += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return result;
}

std::string path_of_file_uri(std::string_view uri) {
  std::string_view rest = uri.substr(uri.find(':') + 1);
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    const auto slash = rest.find('/');
    const std::string_view host = rest.substr(0, slash);
    if (!host.empty() && base::to_lower(host) != "localhost") {
      throw Error(ErrorCode::usage, "store '" + without_secrets(uri) + "' is on the host '" +
                                        std::string(host.substr(host.rfind('@') + 1)) +
                                        "'; a file: URI names a local directory")
          .hint("write it with three slashes: file:///" + std::string(rest));
    }
    rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash);
  }
  return percent_decoded(rest, uri);
}

[[noreturn]] void refuse_scheme(std::string_view scheme, std::string_view uri) {
  const std::string lower = base::to_lower(scheme);
  const bool is_server = lower == "http" || lower == "https";
  const bool is_database = lower == "sqlite" || lower == "mysql" || lower == "postgresql";
  const std::string shown = without_secrets(uri);
  Error error(ErrorCode::usage, "store '" + shown + "' is " +
                                    (is_server     ? "a server"
                                     : is_database ? "a database"
                                                   : "of a kind that mlt does not know") +
                                    ": this version of mlt opens directories only");
  error.add_hint("name a directory: --store PATH or --store file:///PATH");
  if (!is_server && !is_database && shown == uri) {
    error.add_hint("a directory so named is: --store ./" + shown);
  }
  throw error;
}

}  // namespace

std::string parse_store_uri(std::string_view uri, const std::string& directory) {
  const std::string_view scheme = scheme_of(uri);
  if (!scheme.empty() && base::to_lower(scheme) != "file") {
    refuse_scheme(scheme, uri);
  }
  const std::string path = scheme.empty() ? std::string(uri) : path_of_file_uri(uri);
  if (path.empty()) {
    throw Error(ErrorCode::usage, "store '" + without_secrets(uri) + "' names no directory");
  }
  return tidy(path.front() == '/' ? path : child_of(directory, path));
}

std::optional<std::string> find_git_root(const std::string& directory) {
  for (std::string at = directory; !at.empty(); at = above(at)) {
    if (disk::outside_exists(child_of(at, ".git"))) {
      return at;
    }
  }
  return std::nullopt;
}

StorePlace find_store(const Globals& globals, const std::optional<std::string>& home) {
  if (globals.store) {
    const std::string path = parse_store_uri(*globals.store, globals.directory);
    return {path, disk::find_outside_kind(path).has_value(), true};
  }
  const auto git_root = find_git_root(globals.directory);
  for (std::string at = globals.directory; !at.empty(); at = above(at)) {
    const std::string candidate = child_of(at, kStoreName);
    if (disk::outside_is_directory(candidate)) {
      return {candidate, true, false};
    }
    if (git_root ? at == *git_root : at == home) {
      break;
    }
  }
  return {child_of(git_root.value_or(globals.directory), kStoreName), false, false};
}

std::string shown_path(const std::string& path, const std::string& directory) {
  if (path == directory) {
    return ".";
  }
  const std::string prefix = directory == "/" ? directory : directory + "/";
  return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

}  // namespace mlt::cli
