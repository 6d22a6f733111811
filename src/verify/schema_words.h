#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"

namespace stackql::verify {

// A text of a schema as a sentence may quote it: cut where it is long.
inline std::string Quotable(std::string_view text) { return Shortened(text, 80); }

// Names that only one side has: "gained A, B and 3 more; lost C"; empty if there are none.
std::string GainedAndLost(const std::vector<std::string>& gained,
                          const std::vector<std::string>& lost);

// How one set became another; both are in the same order, which tells what is the same.
template <typename Set>
std::string SetChange(const Set& was, const Set& is) {
  std::vector<std::string> gained;
  std::vector<std::string> lost;
  std::set_difference(is.begin(), is.end(), was.begin(), was.end(), std::back_inserter(gained),
                      is.key_comp());
  std::set_difference(was.begin(), was.end(), is.begin(), is.end(), std::back_inserter(lost),
                      is.key_comp());
  return GainedAndLost(gained, lost);
}

}  // namespace stackql::verify
