#pragma once

#include <span>
#include <string_view>

namespace stackql {

// The only candidate that begins with the word, of three letters at least; empty: none, or several.
inline std::string_view CompleteWord(std::string_view word,
                                     std::span<const std::string_view> candidates) {
  constexpr size_t kLeast = 3;
  std::string_view found;
  for (const std::string_view candidate : candidates) {
    if (word.size() < kLeast || !candidate.starts_with(word)) continue;
    if (!found.empty()) return {};
    found = candidate;
  }
  return found;
}

}  // namespace stackql
