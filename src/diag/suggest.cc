#include "diag/suggest.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/ascii.h"

namespace stackql {
namespace {

constexpr size_t kLongestWord = 128;
// A file may have as many wrong names as right ones: not every pair of them is compared.
constexpr size_t kMostCandidates = 2000;

std::string Fold(std::string_view word) {
  std::string folded;
  for (const char c : word) {
    if (c == '_' || c == '-' || c == ' ') continue;
    folded += Lower(c);
  }
  return folded;
}

// Optimal string alignment distance: insertions, deletions, substitutions, transpositions.
size_t Distance(std::string_view a, std::string_view b) {
  using Row = std::array<size_t, kLongestWord + 1>;
  std::array<Row, 3> rows;  // the row of a[i] is rows[i % 3]
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    Row& row = rows[i % 3];
    const Row& above = rows[(i + 2) % 3];
    const Row& before = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + cost});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

std::string_view Suggest(std::string_view word, std::span<const std::string_view> candidates,
                         size_t most_edits) {
  if (word.empty() || word.size() > kLongestWord) return {};
  const std::string folded = Fold(word);
  std::string_view best;
  size_t best_distance = std::min(std::max<size_t>(folded.size() / 3, 1), most_edits) + 1;
  for (const std::string_view candidate :
       candidates.first(std::min(candidates.size(), kMostCandidates))) {
    if (candidate.size() > kLongestWord || candidate == word) continue;
    const std::string other = Fold(candidate);
    if (other == folded) return candidate;
    const size_t longer = std::max(folded.size(), other.size());
    if (longer - std::min(folded.size(), other.size()) >= best_distance) continue;
    const size_t distance = Distance(folded, other);
    if (distance < best_distance && distance < longer) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::vector<std::string_view> Nearest(std::string_view word,
                                      std::span<const std::string_view> candidates, size_t most) {
  const std::string folded = Fold(word.substr(0, kLongestWord));
  std::vector<std::pair<size_t, std::string_view>> found;
  for (const std::string_view candidate :
       candidates.first(std::min(candidates.size(), kMostCandidates))) {
    found.emplace_back(Distance(folded, Fold(candidate.substr(0, kLongestWord))), candidate);
  }
  std::ranges::stable_sort(found, {}, &std::pair<size_t, std::string_view>::first);
  std::vector<std::string_view> nearest;
  for (size_t i = 0; i < std::min(most, found.size()); ++i) nearest.push_back(found[i].second);
  return nearest;
}

bool SameButStyle(std::string_view a, std::string_view b) { return Fold(a) == Fold(b); }

std::string DidYouMean(std::string_view meant) {
  return meant.empty() ? std::string() : "Did you mean '" + std::string(meant) + "'?";
}

}  // namespace stackql
