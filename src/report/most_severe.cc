#include "report/most_severe.h"

#include <algorithm>
#include <numeric>

namespace stackql::report {

std::vector<size_t> MostSevere(const std::vector<const Finding*>& findings, size_t limit) {
  std::vector<size_t> chosen(findings.size());
  std::iota(chosen.begin(), chosen.end(), 0);
  if (chosen.size() <= limit) return chosen;
  std::stable_sort(chosen.begin(), chosen.end(), [&](size_t a, size_t b) {
    return findings[a]->severity > findings[b]->severity;
  });
  chosen.resize(limit);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace stackql::report
