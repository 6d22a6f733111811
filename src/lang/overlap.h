#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lang/lang.h"

namespace stackql::lang {

// A part of a text: known bytes, or what `program` matches (null: any text at all).
struct TextPart {
  std::string_view bytes = {};
  const Program* program = nullptr;
  bool known = false;  // it is `bytes`
};

// Pairs of states of the program and of the parts that one question may look at.
inline constexpr uint64_t kMostOverlapSteps = 200'000;

// Whether the program matches some text that consists of the parts. kYes and kNo are exact;
// kUnknown: it would take more than `steps`, of which those that it took are gone afterwards, or
// kMostOverlapSteps.
Tri Overlaps(const Program& program, std::span<const TextPart> parts, uint64_t& steps);

}  // namespace stackql::lang
