#pragma once

#include <span>
#include <vector>

#include "lang/lang.h"

namespace stackql::lang {

inline constexpr char32_t kLastCodePoint = 0x10FFFF;

// A set of code points under construction.
class CharSet {
 public:
  void Add(char32_t low, char32_t high) { ranges_.push_back({low, high}); }
  void Add(std::span<const Program::Range> ranges);
  // Adds what is in none of these ranges, which are sorted and apart.
  void AddComplement(std::span<const Program::Range> ranges);
  // Adds the other case of ASCII letters. False if the set has some characters beyond ASCII, but
  // not all: engines disagree on their other case.
  bool FoldCase();
  void Negate();
  // Sorted and apart from each other.
  std::span<const Program::Range> ranges();
  void clear() { ranges_.clear(); }

 private:
  void Normalise();

  std::vector<Program::Range> ranges_;
};

}  // namespace stackql::lang
