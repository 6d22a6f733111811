#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "text/sources.h"

// What fuzzers have in common.
namespace stackql::fuzz {

inline constexpr std::string_view kBetweenParts = "\n%%\n";

// An input is a text, or several with lines of "%%" between them.
inline std::vector<std::string> PartsOf(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> parts;
  for (;;) {
    const size_t end = rest.find(kBetweenParts);
    parts.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) return parts;
    rest.remove_prefix(end + kBetweenParts.size());
  }
}

// That part, or an empty text.
inline std::string Part(const std::vector<std::string>& parts, size_t index) {
  return index < parts.size() ? parts[index] : std::string();
}

// Stops the fuzzer, which keeps the input.
inline void Require(bool holds) {
  if (!holds) __builtin_trap();
}

// Every place of the problems lies within its text.
inline void RequirePlaces(const Sources& sources, const Problems& problems) {
  const auto inside = [&](Loc where) {
    const Loc at = sources.Resolve(where).at;
    return at.span.begin <= at.span.end && at.span.end <= sources.Bytes(at.text).size();
  };
  for (const Problem& problem : problems) {
    Require(inside(problem.where));
    for (const Related& related : problem.related) Require(inside(related.where));
  }
}

}  // namespace stackql::fuzz
