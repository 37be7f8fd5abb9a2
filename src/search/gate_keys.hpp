#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "search/gate_program.hpp"
#include "search/lexer.hpp"

namespace mlt::search {

/// The word before a dot, or alone, that means the other run.
inline constexpr std::string_view kBaseline = "baseline";

/// The keys that a gate names, each once, read from where the lexer stands.
class GateKeys {
 public:
  /// The lexer must live as long as this.
  explicit GateKeys(Lexer& lexer) : lexer_(lexer) {}

  /// The index of the key that the name, which was just taken, and a reducer behind it mean; a name
  /// without an entity is a metric's. Throws usage with a caret.
  std::size_t read(const Token& name);
  /// What stands behind the `baseline.` that the name begins with, as the lexer would have read it
  /// alone. Throws usage where nothing does.
  Token behind_baseline(const Token& name);

  const GateKey& operator[](std::size_t index) const { return keys_[index]; }
  std::vector<GateKey> release() { return std::move(keys_); }

 private:
  Lexer& lexer_;
  std::vector<GateKey> keys_;
  std::map<std::string, std::size_t, std::less<>> indices_;  // by spelling
};

}  // namespace mlt::search
