#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stackql {

inline constexpr size_t kAnyEdits = std::numeric_limits<size_t>::max();

// The candidate most probably meant by `word`: equal but for case and underscores, else the nearest
// by edit distance with transpositions if at most a third of the word differs; ties go to the
// first. Empty if none of the first 2,000 is near, or none within that many edits.
std::string_view Suggest(std::string_view word, std::span<const std::string_view> candidates,
                         size_t most_edits = kAnyEdits);

// The candidates that are most like a word, the most like it first; those that are as like it in
// their order.
std::vector<std::string_view> Nearest(std::string_view word,
                                      std::span<const std::string_view> candidates, size_t most);

// Whether two words are equal but for case and separators.
bool SameButStyle(std::string_view a, std::string_view b);

// The help that names it: "Did you mean 'check'?". Empty for an empty word.
std::string DidYouMean(std::string_view meant);

}  // namespace stackql
