// Patterns and globs, which several engines must judge alike: a pattern, a text of two parts that a
// hole may stand between, and a second glob.
#include "discovery/ignore.h"
#include "fuzz/input.h"
#include "lang/automaton.h"
#include "lang/globs.h"
#include "lang/lang.h"
#include "lang/overlap.h"
#include "lang/patterns.h"

namespace stackql {
namespace {

constexpr size_t kLongest = 500;  // bytes of a pattern

void JudgeRegex(const std::string& pattern, const std::string& before, const std::string& after) {
  std::string why;
  const auto program = lang::FromRegex(pattern, &why);
  MatchPattern(pattern, before + after);
  if (!program) return;
  const Tri known = lang::Match(*program, before + after);
  const std::string holed = before + std::string(kHoleBytes) + after;
  const Tri any = lang::Match(*program, holed);
  // The hole may be empty.
  fuzz::Require(any == Tri::kUnknown || known == Tri::kUnknown || any == known);
  lang::Automaton automaton(*program);
  const auto decided = automaton.Match(holed);
  fuzz::Require(!decided || any == Tri::kUnknown || *decided == (any == Tri::kYes));
  const std::vector<lang::TextPart> parts = {
      {.bytes = before, .known = true}, {}, {.bytes = after, .known = true}};
  uint64_t steps = lang::kMostOverlapSteps;
  fuzz::Require(lang::Overlaps(*program, parts, steps) != Tri::kNo || known != Tri::kYes);
}

void JudgeGlobs(const std::string& one, const std::string& other) {
  const lang::Glob wide = lang::ParseGlob(one);
  const lang::Glob narrow = lang::ParseGlob(other);
  const lang::GlobSet set = {.layers = {{&wide}}};
  constexpr uint64_t kSteps = 200'000;
  const lang::GlobAnswer all = lang::Includes(set, narrow, kSteps);
  if (all.answer == Tri::kNo) {
    fuzz::Require(lang::Matches(narrow, all.text) && !lang::Matches(wide, all.text));
    fuzz::Require(!lang::PlainlyCovers(wide, narrow));
  }
  const lang::GlobAnswer some = lang::Meets(set, narrow, kSteps);
  if (some.answer == Tri::kYes) {
    fuzz::Require(lang::Matches(narrow, some.text) && lang::Matches(wide, some.text));
  }
}

}  // namespace
}  // namespace stackql

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace stackql;
  const auto parts = fuzz::PartsOf(data, size);
  if (parts[0].size() > kLongest) return 0;
  JudgeRegex(parts[0], fuzz::Part(parts, 1), fuzz::Part(parts, 2));
  JudgeGlobs(parts[0], fuzz::Part(parts, 1));
  discovery::IgnoreList(parts[0]).Judge(fuzz::Part(parts, 1), parts.size() > 2);
  return 0;
}
