#include "store/mlflow_files/places.hpp"

#include <cctype>

#include "mlt/error.hpp"

#include "base/text.hpp"
#include "disk/disk.hpp"
#include "disk/outside.hpp"

namespace mlt::store::mlflow {

namespace {

bool is_unreserved(unsigned char c) {
  return c < 0x80 && (std::isalnum(c) != 0 || std::string_view("_.-~/").find(
                                                  static_cast<char>(c)) != std::string_view::npos);
}

std::string percent_encoded(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(byte)) {
      out += c;
    } else {
      out += '%';
      out += "0123456789ABCDEF"[byte >> 4];
      out += "0123456789ABCDEF"[byte & 0xF];
    }
  }
  return out;
}

std::string percent_decoded(std::string_view text) {
  const auto value_of = [](char c) {
    const std::size_t at =
        std::string_view("0123456789abcdef")
            .find(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? value_of(text[i + 1]) : -1;
    const int low = high >= 0 ? value_of(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// The scheme in front of a colon, in lower case; a letter alone is a drive of Windows.
std::string scheme_of(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    return {};
  }
  for (const char c : uri.substr(0, colon)) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '+' && c != '-' && c != '.') {
      return {};
    }
  }
  return base::to_lower(uri.substr(0, colon));
}

/// Nothing where a part is `..`, which may lead anywhere.
std::optional<std::string> tidy(std::string_view path) {
  std::string out;
  for (const std::string_view part : base::split(path, '/')) {
    if (part == ".." || part.find('\0') != std::string_view::npos) {
      return std::nullopt;
    }
    if (!part.empty() && part != ".") {
      out.append("/").append(part);
    }
  }
  return out;
}

bool ends_in_position(std::string_view path, std::string_view position) {
  return path.size() > position.size() && path.ends_with(position) &&
         path[path.size() - position.size() - 1] == '/';
}

bool exists(const std::string& path) {
  try {
    return disk::find_outside_kind(path).has_value();
  } catch (const Error&) {
    return true;  // it cannot be looked at, but it is there
  }
}

bool holds_something(const std::string& path) {
  try {
    if (!disk::outside_is_directory(path)) {
      return false;
    }
    const auto entries = disk::open_real_disk(path)->find_list("");
    return entries && !entries->empty();
  } catch (const Error&) {
    return true;  // it cannot be looked into
  }
}

}  // namespace

std::optional<std::string> ArtifactPlaces::absolute_path(std::string_view recorded) const {
  const std::string scheme = scheme_of(recorded);
  std::string path(recorded);
  if (scheme == "file") {
    std::string_view rest = recorded.substr(scheme.size() + 1);
    if (rest.starts_with("//")) {
      const std::size_t slash = rest.find('/', 2);
      const std::string_view host = rest.substr(2, slash - 2);
      if (slash == std::string_view::npos || !(host.empty() || host == "localhost")) {
        return std::nullopt;
      }
      rest.remove_prefix(slash);
    }
    path = percent_decoded(rest.substr(0, rest.find_first_of("?#")));
  } else if (!scheme.empty()) {
    return std::nullopt;
  }
  return tidy(path.starts_with('/') ? path : root_.substr(0, root_.rfind('/')) + "/" + path);
}

ResolvedPlace ArtifactPlaces::resolve(std::string_view recorded, std::string_view position,
                                      const std::string& folder) const {
  if (recorded.empty()) {
    return {"", folder};
  }
  const auto path = absolute_path(recorded);
  if (!path) {
    return {std::string(recorded), std::nullopt};
  }
  if (path->starts_with(root_ + "/")) {
    std::string below = path->substr(root_.size() + 1);
    if (below == position || below == folder) {
      return {"", folder};
    }
    return {std::string(recorded), std::move(below)};
  }
  if (ends_in_position(*path, position) && is_ours(*path, folder)) {
    return {"", folder};
  }
  return {std::string(recorded), std::nullopt};
}

bool ArtifactPlaces::is_ours(const std::string& path, const std::string& folder) const {
  if (!exists(path)) {
    return true;
  }
  return may_be_copy_ && (holds_something(root_ + "/" + folder) || !holds_something(path));
}

std::string ArtifactPlaces::file_uri(std::string_view below) const {
  return "file://" + percent_encoded(root_ + (below.empty() ? "" : "/") + std::string(below));
}

std::string ArtifactPlaces::new_uri(std::string_view location, const std::string& id,
                                    std::string_view below) const {
  const std::string scheme = scheme_of(location);
  const bool is_relative = !location.empty() && !location.starts_with('/') &&
                           (scheme.empty() || (scheme == "file" && location.substr(5, 1) != "/"));
  if (!is_relative && resolve(location, id, id).uri.empty()) {
    return file_uri(id + "/" + std::string(below));
  }
  const std::size_t query = scheme.empty() ? std::string_view::npos : location.find('?');
  std::string uri(location.substr(0, query));
  while (uri.ends_with('/')) {
    uri.pop_back();
  }
  uri.append("/").append(below);
  return query == std::string_view::npos ? uri : uri.append(location.substr(query));
}

}  // namespace mlt::store::mlflow
