#include "sql/fold.h"

#include <algorithm>

namespace stackql::sql {

uint32_t Shape::Masked(uint32_t folded) const {
  const auto behind =
      std::upper_bound(runs.begin(), runs.end(), folded,
                       [](uint32_t offset, const Run& run) { return offset < run.folded; });
  if (behind == runs.begin()) return folded;
  const Run& run = *(behind - 1);
  return run.masked + (folded - run.folded);
}

Shape Fold(std::string_view masked) {
  Shape shape;
  constexpr size_t kUsualRuns = 16;
  shape.text.reserve(masked.size());
  shape.runs.reserve(kUsualRuns);
  const auto blanks = [](char a, char b) { return a == ' ' && b == ' '; };
  for (size_t at = 0; at < masked.size();) {
    const auto* const begin = masked.data() + at;
    const auto* const blank = std::adjacent_find(begin, masked.data() + masked.size(), blanks);
    shape.text.append(begin, blank);
    at = static_cast<size_t>(blank - masked.data());
    if (at == masked.size()) break;
    shape.text += ' ';
    at = std::min(masked.find_first_not_of(' ', at), masked.size());
    shape.runs.push_back({static_cast<uint32_t>(shape.text.size()), static_cast<uint32_t>(at)});
  }
  return shape;
}

}  // namespace stackql::sql
