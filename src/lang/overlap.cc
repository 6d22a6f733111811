#include "lang/overlap.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "base/utf8.h"
#include "lang/char_set.h"

namespace stackql::lang {
namespace {

using Op = Program::Op;
using Range = Program::Range;

constexpr Range kAnything = {.low = 0, .high = kLastCodePoint};

// Where a program is that looks for a match anywhere in a text.
struct Position {
  static constexpr uint32_t kSearching = UINT32_MAX;    // it has not begun yet
  static constexpr uint32_t kMatched = UINT32_MAX - 1;  // whatever follows

  uint32_t at = kSearching;
  bool fresh = true;   // nothing was read
  bool ended = false;  // nothing may be read any more

  bool operator==(const Position&) const = default;
};

// Calls `found` with each position that is reached without reading.
template <typename Found>
void StepWithoutReading(const Program& program, const Position& from, Found found) {
  Position next = from;
  if (from.at == Position::kMatched) return;
  if (from.at == Position::kSearching) {
    next.at = 0;
    return found(next);
  }
  const Program::Instruction& instruction = program.code[from.at];
  next.at = from.at + 1;
  switch (instruction.op) {
    case Op::kSplit:
      next.at = instruction.y;
      found(next);
      [[fallthrough]];
    case Op::kJump:
      next.at = instruction.x;
      return found(next);
    case Op::kBegin:
      if (from.fresh) found(next);
      return;
    case Op::kEnd:
      next.ended = true;
      return found(next);
    case Op::kMatch:
      next.at = Position::kMatched;
      return found(next);
    case Op::kRange:
      return;
  }
}

// What can be read there; nothing if that needs other steps before.
std::span<const Range> Readable(const Program& program, const Position& from) {
  if (from.ended) return {};
  if (from.at == Position::kSearching || from.at == Position::kMatched) return {&kAnything, 1};
  const Program::Instruction& instruction = program.code[from.at];
  if (instruction.op != Op::kRange) return {};
  return std::span(program.ranges).subspan(instruction.x, instruction.y);
}

Position AfterReading(Position position) {
  position.fresh = false;
  if (position.at != Position::kSearching && position.at != Position::kMatched) ++position.at;
  return position;
}

bool Meet(std::span<const Range> a, std::span<const Range> b) {
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].high < b[j].low) {
      ++i;
    } else if (b[j].high < a[i].low) {
      ++j;
    } else {
      return true;
    }
  }
  return false;
}

// What the program and the parts have read, which is the same text.
struct State {
  Position program = {};
  uint32_t part = 0;
  Position within = {};  // of known bytes: `at` counts those that were read

  bool operator==(const State&) const = default;
};

struct Hash {
  size_t operator()(const State& state) const {
    const auto flags = static_cast<uint64_t>(state.program.fresh) |
                       static_cast<uint64_t>(state.program.ended) << 1 |
                       static_cast<uint64_t>(state.within.fresh) << 2 |
                       static_cast<uint64_t>(state.within.ended) << 3;
    uint64_t hash = state.program.at;
    for (const uint64_t more : {uint64_t{state.within.at}, uint64_t{state.part}, flags}) {
      hash = (hash ^ more) * 0x9E3779B97F4A7C15;
      hash ^= hash >> 29;
    }
    return hash;
  }
};

class Search {
 public:
  Search(const Program& program, std::span<const TextPart> parts)
      : program_(program), parts_(parts) {}

  Tri Run(uint64_t& steps) {
    Add({.part = 0, .within = Begin(0)});
    for (uint64_t taken = 0; !open_.empty() && !found_; ++taken) {
      if (steps == 0 || taken == kMostOverlapSteps) return Tri::kUnknown;
      --steps;
      const State state = open_.back();
      open_.pop_back();
      Visit(state);
    }
    return found_ ? Tri::kYes : Tri::kNo;
  }

 private:
  Position Begin(uint32_t part) const {
    const bool known = part < parts_.size() && parts_[part].known;
    return {.at = known ? 0 : Position::kSearching};
  }

  void Add(const State& state) {
    if (seen_.insert(state).second) open_.push_back(state);
  }

  void Visit(const State& state) {
    StepWithoutReading(program_, state.program, [&](const Position& next) {
      State stepped = state;
      stepped.program = next;
      Add(stepped);
    });
    if (state.part == parts_.size()) {
      found_ |= state.program.at == Position::kMatched;
      return;
    }
    const TextPart& part = parts_[state.part];
    if (part.known) return VisitKnown(state, part.bytes);
    if (part.program == nullptr || state.within.at == Position::kMatched) PassOn(state);
    if (part.program == nullptr) return Read(state, {&kAnything, 1}, state.within);
    StepWithoutReading(*part.program, state.within, [&](const Position& next) {
      State stepped = state;
      stepped.within = next;
      Add(stepped);
    });
    Read(state, Readable(*part.program, state.within), AfterReading(state.within));
  }

  void VisitKnown(const State& state, std::string_view bytes) {
    if (state.within.at == bytes.size()) return PassOn(state);
    const CodePoint code = ReadCodePoint(bytes, state.within.at);
    const Range one = {.low = code.value, .high = code.value};
    Position after = state.within;
    after.at += code.size;
    Read(state, {&one, 1}, after);
  }

  // To the next part.
  void PassOn(State state) {
    ++state.part;
    state.within = Begin(state.part);
    Add(state);
  }

  void Read(const State& state, std::span<const Range> readable, const Position& after) {
    if (!Meet(Readable(program_, state.program), readable)) return;
    Add({.program = AfterReading(state.program), .part = state.part, .within = after});
  }

  const Program& program_;
  std::span<const TextPart> parts_;
  std::unordered_set<State, Hash> seen_;
  std::vector<State> open_;
  bool found_ = false;
};

}  // namespace

Tri Overlaps(const Program& program, std::span<const TextPart> parts, uint64_t& steps) {
  return program.code.empty() ? Tri::kUnknown : Search(program, parts).Run(steps);
}

}  // namespace stackql::lang
