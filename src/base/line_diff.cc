#include "base/line_diff.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace stackql {
namespace {

constexpr size_t kMostSteps = 1000;  // lines added and removed; beyond, all is replaced

using Lines = std::vector<std::string_view>;

// The changes between two texts: the fewest lines, by Myers' algorithm.
class Comparison {
 public:
  Comparison(const Lines& before, const Lines& after) : before_(before), after_(after) {}

  std::vector<LineChange> Changes() {
    const size_t most = std::min(before_.size(), after_.size());
    while (first_ < most && before_[first_] == after_[first_]) ++first_;
    end_ = before_.size();
    after_end_ = after_.size();
    while (end_ > first_ && after_end_ > first_ && before_[end_ - 1] == after_[after_end_ - 1]) {
      --end_;
      --after_end_;
    }
    if (end_ == first_ && after_end_ == first_) return {};
    Search();
    std::reverse(changes_.begin(), changes_.end());
    return std::move(changes_);
  }

 private:
  using Offset = std::ptrdiff_t;

  // How far each diagonal (lines of `before` less those of `after`) is reached with so many steps.
  using Reach = std::vector<Offset>;

  static Offset& At(Reach& reach, Offset diagonal) {
    return reach[static_cast<size_t>(diagonal + static_cast<Offset>(reach.size() / 2))];
  }

  void Search() {
    const auto rows = static_cast<Offset>(end_ - first_);
    const auto columns = static_cast<Offset>(after_end_ - first_);
    std::vector<Reach> history;
    for (size_t step = 0; step <= kMostSteps; ++step) {
      const auto width = static_cast<Offset>(step);
      Reach reach(2 * step + 1);
      for (Offset diagonal = -width; diagonal <= width; diagonal += 2) {
        Offset row = step == 0 ? 0 : Best(history.back(), diagonal, width);
        while (row < rows && row - diagonal < columns && row - diagonal >= 0 &&
               Same(row, row - diagonal))
          ++row;
        At(reach, diagonal) = row;
        if (row < rows || row - diagonal < columns) continue;
        history.push_back(std::move(reach));
        return Trace(history, rows, columns);
      }
      history.push_back(std::move(reach));
    }
    Add(0, rows, 0, columns);
  }

  bool Same(Offset row, Offset column) const {
    return before_[first_ + static_cast<size_t>(row)] ==
           after_[first_ + static_cast<size_t>(column)];
  }

  // Whether a diagonal is entered from the one above it: by a line that is added.
  static bool Added(Reach& last, Offset diagonal, Offset width) {
    return diagonal == -width ||
           (diagonal != width && At(last, diagonal - 1) < At(last, diagonal + 1));
  }

  static Offset Best(Reach& last, Offset diagonal, Offset width) {
    if (Added(last, diagonal, width)) return At(last, diagonal + 1);
    return At(last, diagonal - 1) + 1;
  }

  void Trace(std::vector<Reach>& history, Offset row, Offset column) {
    for (size_t step = history.size() - 1; step > 0; --step) {
      Reach& last = history[step - 1];
      const Offset diagonal = row - column;
      const bool added = Added(last, diagonal, static_cast<Offset>(step));
      const Offset from = diagonal + (added ? 1 : -1);
      const Offset before = At(last, from);
      Add(before, added ? before : before + 1, before - from,
          added ? before - from + 1 : before - from);
      row = before;
      column = before - from;
    }
  }

  // Adds a change before those that are known.
  void Add(Offset row, Offset row_end, Offset column, Offset column_end) {
    const auto place = [&](Offset offset) { return first_ + static_cast<size_t>(offset); };
    const LineChange run = {place(row), place(row_end), place(column), place(column_end)};
    if (!changes_.empty() && changes_.back().before == run.before_end &&
        changes_.back().after == run.after_end) {
      changes_.back().before = run.before;
      changes_.back().after = run.after;
    } else {
      changes_.push_back(run);
    }
  }

  const Lines& before_;
  const Lines& after_;
  size_t first_ = 0;  // lines that are equal at the beginning
  size_t end_ = 0;
  size_t after_end_ = 0;
  std::vector<LineChange> changes_ = {};
};

}  // namespace

std::vector<std::string_view> LinesOf(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end == std::string_view::npos ? end : end + 1));
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

std::vector<LineChange> DiffLines(const Lines& before, const Lines& after) {
  return Comparison(before, after).Changes();
}

}  // namespace stackql
