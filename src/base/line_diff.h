#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace stackql {

// Lines of two texts, of which the former became the latter; either may be none.
struct LineChange {
  size_t before = 0;
  size_t before_end = 0;
  size_t after = 0;
  size_t after_end = 0;
};

// The lines of a text, with their ends.
std::vector<std::string_view> LinesOf(std::string_view text);

// What changed, in order: the fewest lines, by Myers' algorithm. Of texts that differ in more than
// 1,000 lines, everything between the first and the last of them.
std::vector<LineChange> DiffLines(const std::vector<std::string_view>& before,
                                  const std::vector<std::string_view>& after);

}  // namespace stackql
