#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/utf8.h"
#include "lang/char_set.h"
#include "lang/lang.h"
#include "lang/simulation.h"
#include "text/sources.h"

namespace stackql::lang {
namespace {

using Op = Program::Op;
constexpr char kHoleByte = kHoleBytes[0];

}  // namespace

bool Simulation::Contains(const Program::Instruction& range, char32_t code) const {
  const Program::Range* const begin = program_.ranges.data() + range.x;
  const Program::Range* const end = begin + range.y;
  constexpr uint32_t kFew = 8;
  if (range.y <= kFew) {
    for (const Program::Range* one = begin; one != end; ++one) {
      if (code <= one->high) return code >= one->low;
    }
    return false;
  }
  const Program::Range* const found = std::lower_bound(
      begin, end, code,
      [](const Program::Range& one, char32_t wanted) { return one.high < wanted; });
  return found != end && code >= found->low;
}

// Adds what is reached from `start` without reading. Ends that are not passed stay in the set.
void Simulation::Close(SparseSet& set, uint32_t start, bool begin, bool end) {
  stack_.push_back(start);
  while (!stack_.empty()) {
    const uint32_t at = stack_.back();
    stack_.pop_back();
    if (!set.Add(at)) continue;
    ++steps_;
    const Program::Instruction& instruction = program_.code[at];
    switch (instruction.op) {
      case Op::kSplit:
        stack_.push_back(instruction.y);
        stack_.push_back(instruction.x);
        break;
      case Op::kJump:
        stack_.push_back(instruction.x);
        break;
      case Op::kBegin:
        if (begin) stack_.push_back(at + 1);
        break;
      case Op::kEnd:
        if (end) stack_.push_back(at + 1);
        break;
      case Op::kMatch:
        matched_ = true;
        break;
      case Op::kRange:
        break;
    }
  }
}

void Simulation::StepOver(char32_t code, bool end) {
  next_.Clear();
  for (uint32_t i = 0; i < now_.size(); ++i) {
    const uint32_t at = now_[i];
    const Program::Instruction& instruction = program_.code[at];
    if (instruction.op == Op::kRange && Contains(instruction, code)) {
      Close(next_, at + 1, false, end);
    }
  }
  steps_ += now_.size();
  now_.swap(next_);
}

// For kMaybe: all that any text, or none, leads to.
void Simulation::StepOverAnything() {
  next_.Clear();
  for (uint32_t i = 0; i < now_.size(); ++i) stack_.push_back(now_[i]);
  while (!stack_.empty()) {
    const uint32_t at = stack_.back();
    stack_.pop_back();
    if (!next_.Add(at)) continue;
    ++steps_;
    const Program::Instruction& instruction = program_.code[at];
    if (instruction.op == Op::kSplit) stack_.push_back(instruction.y);
    if (instruction.op == Op::kSplit || instruction.op == Op::kJump) {
      stack_.push_back(instruction.x);
    }
    if (instruction.op == Op::kRange && instruction.y > 0) stack_.push_back(at + 1);
    if (instruction.op == Op::kMatch) matched_ = true;
  }
  now_.swap(next_);
}

// Whether the instruction reads any character and can then read another one.
bool Simulation::LoopsOverAnything(uint32_t at) const {
  const Program::Instruction& range = program_.code[at];
  if (range.op != Op::kRange || range.y != 1) return false;
  const Program::Range& all = program_.ranges[range.x];
  if (all.low != 0 || all.high != kLastCodePoint) return false;
  const Program::Instruction* next = &program_.code[at + 1];
  if (next->op == Op::kJump) next = &program_.code[next->x];
  return next->op == Op::kSplit && (next->x == at || next->y == at);
}

// For kSurely: what is there after no text, and is reached after any other text by a loop.
void Simulation::KeepWhatStays() {
  next_.Clear();
  const bool matched = matched_;
  for (uint32_t i = 0; i < now_.size(); ++i) {
    if (LoopsOverAnything(now_[i])) Close(next_, now_[i] + 1, false, false);
  }
  matched_ = matched;
  for (uint32_t i = 0; i < next_.size(); ++i) {
    if (now_.Has(next_[i])) stack_.push_back(next_[i]);
  }
  now_.Clear();
  for (const uint32_t kept : stack_) now_.Add(kept);
  stack_.clear();
}

// At the end of the text, after a hole.
void Simulation::PassEnd() {
  next_.Clear();
  for (uint32_t i = 0; i < now_.size(); ++i) {
    if (program_.code[now_[i]].op == Op::kEnd) Close(next_, now_[i] + 1, false, true);
  }
}

Tri Simulation::Run(std::string_view text, Reading reading) {
  now_.Clear();
  matched_ = false;
  const bool maybe_empty = text.find_first_not_of(kHoleByte) == std::string_view::npos;
  Close(now_, 0, true, text.empty() || (maybe_empty && reading == Reading::kMaybe));
  for (size_t at = 0; at < text.size() && !matched_;) {
    if (steps_ > program_.limits.steps) return Tri::kUnknown;
    if (text[at] == kHoleByte) {
      at = std::min(text.find_first_not_of(kHoleByte, at), text.size());
      if (reading == Reading::kMaybe) {
        StepOverAnything();
      } else {
        KeepWhatStays();
      }
      const bool end = at == text.size();
      if (end) PassEnd();
      if (!anchored()) Close(now_, 0, false, end);
      continue;
    }
    const auto lead = static_cast<uint8_t>(text[at]);
    const CodePoint code = lead < 0x80 ? CodePoint{.value = lead} : ReadCodePoint(text, at);
    at += code.size;
    const bool end = at == text.size();
    StepOver(code.value, end);
    if (!anchored()) Close(now_, 0, false, end);
    if (now_.empty() && anchored()) return Tri::kNo;
  }
  return matched_ ? Tri::kYes : Tri::kNo;
}

void Simulation::Start() {
  now_.Clear();
  matched_ = false;
  Close(now_, 0, true, false);
}

void Simulation::StartWith(std::span<const uint32_t> threads) {
  now_.Clear();
  matched_ = false;
  for (const uint32_t at : threads) now_.Add(at);
}

void Simulation::Step(char32_t code) {
  StepOver(code, false);
  if (!anchored()) Close(now_, 0, false, false);
}

bool Simulation::MatchesAtEnd() {
  PassEnd();
  return std::exchange(matched_, false);
}

Tri Match(const Program& program, std::string_view text) {
  if (program.code.empty()) return Tri::kUnknown;
  Simulation simulation(program);
  const Tri surely = simulation.Run(text, Reading::kSurely);
  if (surely != Tri::kNo || !HasHole(text)) return surely;
  return simulation.Run(text, Reading::kMaybe) == Tri::kNo ? Tri::kNo : Tri::kUnknown;
}

}  // namespace stackql::lang
