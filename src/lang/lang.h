#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stackql {

// What is known of a question whose subject may have unknown parts.
enum class Tri : uint8_t { kNo, kUnknown, kYes };

inline Tri Not(Tri t) { return t == Tri::kYes ? Tri::kNo : t == Tri::kNo ? Tri::kYes : t; }
inline Tri And(Tri a, Tri b) { return a < b ? a : b; }
inline Tri Or(Tri a, Tri b) { return a > b ? a : b; }

}  // namespace stackql

namespace stackql::lang {

// A compiled pattern: Thompson code over ranges of code points.
class Program;

struct Limits {
  uint32_t instructions = 50'000;  // a program larger than this is refused
  uint64_t steps = 50'000'000;     // instructions x code points of one match; beyond: kUnknown
};

class Program {
 public:
  struct Range {
    char32_t low = 0;
    char32_t high = 0;
  };
  enum class Op : uint8_t { kRange, kSplit, kJump, kBegin, kEnd, kMatch };
  struct Instruction {
    Op op = Op::kMatch;
    uint32_t x = 0;  // kSplit, kJump: target; kRange: first range
    uint32_t y = 0;  // kSplit: other target; kRange: number of ranges
  };
  std::vector<Instruction> code;
  std::vector<Range> ranges;
  Limits limits = {};
};

// Compiles an ECMA-262 regular expression as JSON Schema uses it (search semantics: unanchored ends
// match anything). Also takes \uXXXX, \Z, \p{L}-style classes, (?i), repeats above 1000. nullopt
// with the reason in `why` for look-around, back-references, what does not parse, or is too large.
std::optional<Program> FromRegex(std::string_view pattern, std::string* why,
                                 const Limits& limits = {});

// A pattern in which `*` is any text and `?` any one character; matches whole texts.
Program FromGlob(std::string_view glob);

// Whether the program matches the UTF-8 text, in which each run of three 0xFF bytes is a hole: any
// text. kYes or kNo hold for every filling of the holes.
Tri Match(const Program& program, std::string_view text);

// Whether some filling of the holes of `text` gives exactly `candidate`.
bool MayEqual(std::string_view text, std::string_view candidate);

}  // namespace stackql::lang
