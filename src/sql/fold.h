#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stackql::sql {

// A masked statement with each run of blanks as one: its shape. Statements that differ in their
// literals and layout alone have one shape, and libpg_query need see it only once.
struct Shape {
  struct Run {
    uint32_t folded = 0;
    uint32_t masked = 0;
  };
  std::string text = {};
  std::vector<Run> runs = {};  // where the text goes on after a run of blanks; rising

  // The offset in the masked statement of an offset in `text`.
  uint32_t Masked(uint32_t folded) const;
};

Shape Fold(std::string_view masked);

}  // namespace stackql::sql
