#include "lang/lang.h"
#include "lang/syntax.h"

namespace stackql::lang {
namespace {

using Op = Program::Op;

// Turns nodes into code. Counted repeats are written out.
class Emitter {
 public:
  Emitter(const Syntax& syntax, Program& program)
      : syntax_(syntax), program_(program), most_(program.limits.instructions) {}

  // False when the code would be larger than allowed.
  bool Run() { return Emit(syntax_.root) && Put({.op = Op::kMatch}); }

 private:
  bool Emit(uint32_t index);
  bool EmitAlternate(const Node& node);
  bool EmitRepeat(const Node& node);
  bool EmitStar(uint32_t child);
  bool Put(const Program::Instruction& instruction) {
    program_.code.push_back(instruction);
    return program_.code.size() <= most_;
  }
  uint32_t Here() const { return static_cast<uint32_t>(program_.code.size()); }

  const Syntax& syntax_;
  Program& program_;
  uint64_t most_;
  uint64_t visits_ = 0;
};

// Nodes are nested no deeper than groups are, a few levels each.
bool Emitter::Emit(uint32_t index) {
  // A repeat of what emits nothing must end too.
  if (++visits_ > most_ * 4) return false;
  const Node& node = syntax_.nodes[index];
  switch (node.op) {
    case Node::Op::kEmpty:
      return true;
    case Node::Op::kClass:
      return Put({.op = Op::kRange, .x = node.first, .y = node.count});
    case Node::Op::kBegin:
      return Put({.op = Op::kBegin});
    case Node::Op::kEnd:
      return Put({.op = Op::kEnd});
    case Node::Op::kAlternate:
      return EmitAlternate(node);
    case Node::Op::kRepeat:
      return EmitRepeat(node);
    case Node::Op::kConcat:
      break;
  }
  for (uint32_t i = 0; i < node.count; ++i) {
    if (!Emit(syntax_.children[node.first + i])) return false;
  }
  return true;
}

bool Emitter::EmitAlternate(const Node& node) {
  // Until the end is known, the jumps to it form a chain through `x`.
  uint32_t last_jump = UINT32_MAX;
  for (uint32_t i = 0; i < node.count; ++i) {
    const bool last = i + 1 == node.count;
    const uint32_t split = Here();
    if (!last && !Put({.op = Op::kSplit, .x = split + 1})) return false;
    if (!Emit(syntax_.children[node.first + i])) return false;
    if (last) break;
    const uint32_t jump = Here();
    if (!Put({.op = Op::kJump, .x = last_jump})) return false;
    last_jump = jump;
    program_.code[split].y = Here();
  }
  while (last_jump != UINT32_MAX) {
    const uint32_t next = program_.code[last_jump].x;
    program_.code[last_jump].x = Here();
    last_jump = next;
  }
  return true;
}

bool Emitter::EmitRepeat(const Node& node) {
  const uint32_t child = syntax_.children[node.first];
  uint32_t last = Here();
  for (uint32_t i = 0; i < node.min; ++i) {
    last = Here();
    if (!Emit(child)) return false;
  }
  if (node.max == kNoLimit) {
    if (node.min == 0) return EmitStar(child);
    return Put({.op = Op::kSplit, .x = last, .y = Here() + 1});
  }
  // Each further copy may be left out with all that follow; the splits form a chain until the end
  // is known.
  uint32_t last_split = UINT32_MAX;
  for (uint32_t i = node.min; i < node.max; ++i) {
    const uint32_t split = Here();
    if (!Put({.op = Op::kSplit, .x = split + 1, .y = last_split}) || !Emit(child)) return false;
    last_split = split;
  }
  while (last_split != UINT32_MAX) {
    const uint32_t next = program_.code[last_split].y;
    program_.code[last_split].y = Here();
    last_split = next;
  }
  return true;
}

bool Emitter::EmitStar(uint32_t child) {
  const uint32_t split = Here();
  if (!Put({.op = Op::kSplit, .x = split + 1}) || !Emit(child)) return false;
  if (!Put({.op = Op::kJump, .x = split})) return false;
  program_.code[split].y = Here();
  return true;
}

}  // namespace

std::optional<Program> FromRegex(std::string_view pattern, std::string* why, const Limits& limits) {
  Syntax syntax;
  std::string reason;
  Program program;
  program.limits = limits;
  bool ok = ParseRegex(pattern, limits.instructions, syntax, reason);
  if (ok && !Emitter(syntax, program).Run()) {
    ok = false;
    reason = "the pattern is too large";
  }
  if (!ok) {
    if (why != nullptr) *why = reason;
    return std::nullopt;
  }
  program.ranges = std::move(syntax.ranges);
  return program;
}

}  // namespace stackql::lang
