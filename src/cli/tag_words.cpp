#include "cli/tag_words.hpp"

#include "mlt/error.hpp"

#include "base/text.hpp"

namespace mlt::cli {

TagWords parse_tag_words(const std::vector<std::string>& words,
                         const std::vector<std::string>& removed, std::string_view noun,
                         std::string_view operand) {
  TagWords parsed;
  parsed.change.removed = removed;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    const bool is_tag = !parsed.selectors.empty() && equals != std::string::npos && equals > 0;
    if (is_tag) {
      parsed.change.set.insert_or_assign(word.substr(0, equals), word.substr(equals + 1));
    } else if (parsed.change.set.empty()) {
      parsed.selectors.push_back(word);
    } else {
      throw Error(ErrorCode::usage, "'" + base::escape_control(word) + "' is not KEY=VALUE");
    }
  }
  if (parsed.change.set.empty() && removed.empty()) {
    const std::string command = "mlt " + std::string(noun) + " tag " + std::string(operand);
    throw Error(ErrorCode::usage, "no tag is given")
        .hint(command + " KEY=VALUE, or: " + command + " --remove KEY");
  }
  return parsed;
}

std::string describe(const TagChange& change) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : change.set) {
    parts.push_back(key);
    parts.back() += "=";
    parts.back() += value;
  }
  for (const std::string& key : change.removed) {
    if (!change.set.contains(key)) {
      parts.push_back("-" + key);
    }
  }
  return base::join(parts, ", ");
}

}  // namespace mlt::cli
