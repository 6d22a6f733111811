#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "value/fwd.h"

namespace stackql {

// The items of an array in a form in which equal JSON values are equal texts.
struct CanonicalItems {
  struct Item {
    std::string text = {};
    uint32_t index = 0;
  };
  std::vector<Item> items = {};  // those known entirely, sorted by text, then index
  bool complete = true;          // all items are known

  // Items that equal an earlier one: (index, the first one equal to it), by index.
  std::vector<std::pair<uint32_t, uint32_t>> Equal() const;
};

CanonicalItems Canonicalise(const Values& values, ValueId array);

}  // namespace stackql
