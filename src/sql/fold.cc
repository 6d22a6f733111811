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
  shape.text.reserve(masked.size());
  for (size_t at = 0; at < masked.size();) {
    const size_t blank = std::min(masked.find("  ", at), masked.size());
    shape.text += masked.substr(at, blank - at);
    at = blank;
    if (at == masked.size()) break;
    shape.text += ' ';
    at = std::min(masked.find_first_not_of(' ', at), masked.size());
    shape.runs.push_back({static_cast<uint32_t>(shape.text.size()), static_cast<uint32_t>(at)});
  }
  return shape;
}

}  // namespace stackql::sql
