#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/lang.h"

namespace stackql::lang {

// A set of small numbers that is emptied in constant time and remembers the order of insertion.
class SparseSet {
 public:
  explicit SparseSet(size_t size) : members_(size), index_(size) {}

  bool Add(uint32_t member) {
    if (Has(member)) return false;
    index_[member] = size_;
    members_[size_++] = member;
    return true;
  }
  bool Has(uint32_t member) const {
    return index_[member] < size_ && members_[index_[member]] == member;
  }
  void Clear() { size_ = 0; }
  bool empty() const { return size_ == 0; }
  uint32_t size() const { return size_; }
  uint32_t operator[](uint32_t i) const { return members_[i]; }
  void swap(SparseSet& other) noexcept {
    members_.swap(other.members_);
    index_.swap(other.index_);
    std::swap(size_, other.size_);
  }

 private:
  std::vector<uint32_t> members_;
  std::vector<uint32_t> index_;
  uint32_t size_ = 0;
};

// What a set of states stands for where holes were met.
enum class Reading : uint8_t {
  kSurely,  // the states reached for every filling
  kMaybe,   // the states reached for some filling
};

// Runs all threads of a program over a text at once.
class Simulation {
 public:
  explicit Simulation(const Program& program)
      : program_(program), now_(program.code.size()), next_(program.code.size()) {}

  // Whether the program matches; kUnknown when it would take too long.
  Tri Run(std::string_view text, Reading reading);

  // Step by step, over a text without holes: from its beginning or from threads that were reached
  // there before, over each code point.
  void Start();
  void StartWith(std::span<const uint32_t> threads);
  void Step(char32_t code);
  const SparseSet& threads() const { return now_; }
  // Whether the steps so far are a match, whatever follows.
  bool matched() const { return matched_; }
  // Whether the text, which is not empty, matches if it ends here. No step may follow.
  bool MatchesAtEnd();

 private:
  bool anchored() const { return program_.code[0].op == Program::Op::kBegin; }
  void Close(SparseSet& set, uint32_t start, bool begin, bool end);
  void StepOver(char32_t code, bool end);
  void StepOverAnything();
  void KeepWhatStays();
  void PassEnd();
  bool Contains(const Program::Instruction& range, char32_t code) const;
  bool LoopsOverAnything(uint32_t at) const;

  const Program& program_;
  SparseSet now_;
  SparseSet next_;
  std::vector<uint32_t> stack_;
  uint64_t steps_ = 0;
  bool matched_ = false;
};

}  // namespace stackql::lang
