#pragma once

#include <cstddef>
#include <cstdint>

#include "sql/terminals.h"

namespace stackql::sql {

// A part of a rule, in the tables that grammarc writes.
struct GrammarNode {
  enum class Op : uint8_t { kTerminals, kSequence, kChoice, kOptional, kMany, kList, kNot, kRule };
  Op op = Op::kTerminals;
  bool nullable = false;
  uint16_t first = 0;  // in kSets: what it may begin with; of kTerminals what it is
  uint16_t begin = 0;  // in kParts: the nodes that it is made of
  uint16_t end = 0;
};

inline constexpr size_t kSetWords = (kTerminalCount + 63) / 64;

}  // namespace stackql::sql
