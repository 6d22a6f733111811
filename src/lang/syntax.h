#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/lang.h"

namespace stackql::lang {

inline constexpr uint32_t kNoLimit = UINT32_MAX;

// A node of a parsed pattern. Children come before their parents.
struct Node {
  enum class Op : uint8_t { kEmpty, kClass, kBegin, kEnd, kConcat, kAlternate, kRepeat };
  Op op = Op::kEmpty;
  uint32_t first = 0;  // kClass: into ranges; kConcat, kAlternate, kRepeat: into children
  uint32_t count = 0;
  uint32_t min = 0;         // kRepeat
  uint32_t max = kNoLimit;  // kRepeat
};

struct Syntax {
  std::vector<Node> nodes;
  std::vector<uint32_t> children;
  std::vector<Program::Range> ranges;
  uint32_t root = 0;
};

// False with the reason in `why`.
bool ParseRegex(std::string_view pattern, uint32_t max_ranges, Syntax& syntax, std::string& why);

}  // namespace stackql::lang
