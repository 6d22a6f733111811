#include "verify/matching.h"

#include <utility>

namespace stackql::verify {
namespace {

// Bipartite matching by augmenting paths. A row that has a column keeps one.
class Matching {
 public:
  Matching(const Sameness& same, size_t columns)
      : same_(same), row_of_(columns), column_of_(same.size()) {}

  // Finds columns for rows that have none, along answers that are `wanted`, or sure.
  void Extend(Tri wanted) {
    wanted_ = wanted;
    for (size_t row = 0; row < same_.size(); ++row) {
      if (column_of_[row]) continue;
      seen_.assign(row_of_.size(), false);
      Augment(row);
    }
  }
  std::vector<std::optional<size_t>> Take() { return std::move(column_of_); }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): no deeper than there are rows
  bool Augment(size_t row) {
    for (size_t column = 0; column < row_of_.size(); ++column) {
      const Tri same = same_[row][column];
      if (seen_[column] || (same != Tri::kYes && same != wanted_)) continue;
      seen_[column] = true;
      if (row_of_[column] && !Augment(*row_of_[column])) continue;
      row_of_[column] = row;
      column_of_[row] = column;
      return true;
    }
    return false;
  }

  const Sameness& same_;
  Tri wanted_ = Tri::kYes;
  std::vector<std::optional<size_t>> row_of_;
  std::vector<std::optional<size_t>> column_of_;
  std::vector<bool> seen_ = {};
};

}  // namespace

std::vector<std::optional<size_t>> Match(const Sameness& same, size_t columns) {
  Matching matching(same, columns);
  matching.Extend(Tri::kYes);
  matching.Extend(Tri::kUnknown);
  return matching.Take();
}

}  // namespace stackql::verify
