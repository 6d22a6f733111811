#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lang/lang.h"

namespace stackql {

// What can judge texts by a pattern.
enum class PatternEngine : uint8_t {
  kLang,   // any text, also one with holes
  kRe2,    // known texts
  kPcre2,  // known texts, within a bound on the work: look-around
  kNone,
};
PatternEngine EngineFor(std::string_view pattern);

// The pattern compiled; null if only another engine takes it.
const lang::Program* ProgramOf(std::string_view pattern);

// Why it is null; empty if it is not.
std::string WhyOnlyOthersTake(std::string_view pattern);

// Whether `text`, which may have holes, matches a schema's pattern. kUnknown also if no engine
// takes the pattern. Patterns are compiled on first use and kept for the whole process; safe to
// call from several threads.
Tri MatchPattern(std::string_view pattern, std::string_view text);

// How many patterns were not compiled, as those before them were too large together.
size_t PatternsPassedOver();

}  // namespace stackql
