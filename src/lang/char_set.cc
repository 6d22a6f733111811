#include "lang/char_set.h"

#include <algorithm>

namespace stackql::lang {

void CharSet::Add(std::span<const Program::Range> ranges) {
  ranges_.insert(ranges_.end(), ranges.begin(), ranges.end());
}

void CharSet::AddComplement(std::span<const Program::Range> ranges) {
  char32_t next = 0;
  for (const Program::Range& range : ranges) {
    if (range.low > next) Add(next, range.low - 1);
    next = range.high + 1;
  }
  if (next <= kLastCodePoint) Add(next, kLastCodePoint);
}

bool CharSet::FoldCase() {
  constexpr char32_t kToLower = 'a' - 'A';
  constexpr char32_t kLastAscii = 0x7F;
  Normalise();
  const size_t count = ranges_.size();
  if (count > 0 && ranges_.back().high > kLastAscii) {
    const Program::Range& last = ranges_.back();
    if (last.high != kLastCodePoint || last.low > kLastAscii + 1) return false;
  }
  for (size_t i = 0; i < count; ++i) {
    const Program::Range range = ranges_[i];
    const char32_t upper_low = std::max<char32_t>(range.low, 'A');
    const char32_t upper_high = std::min<char32_t>(range.high, 'Z');
    if (upper_low <= upper_high) Add(upper_low + kToLower, upper_high + kToLower);
    const char32_t lower_low = std::max<char32_t>(range.low, 'a');
    const char32_t lower_high = std::min<char32_t>(range.high, 'z');
    if (lower_low <= lower_high) Add(lower_low - kToLower, lower_high - kToLower);
  }
  return true;
}

void CharSet::Negate() {
  Normalise();
  const std::vector<Program::Range> old = std::move(ranges_);
  ranges_.clear();
  AddComplement(old);
}

std::span<const Program::Range> CharSet::ranges() {
  Normalise();
  return ranges_;
}

void CharSet::Normalise() {
  if (ranges_.size() < 2) return;
  std::sort(ranges_.begin(), ranges_.end(),
            [](const auto& a, const auto& b) { return a.low < b.low; });
  size_t kept = 0;
  for (size_t i = 1; i < ranges_.size(); ++i) {
    if (ranges_[i].low <= ranges_[kept].high + 1) {
      ranges_[kept].high = std::max(ranges_[kept].high, ranges_[i].high);
    } else {
      ranges_[++kept] = ranges_[i];
    }
  }
  ranges_.resize(kept + 1);
}

}  // namespace stackql::lang
