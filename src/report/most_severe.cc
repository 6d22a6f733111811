#include "report/most_severe.h"

#include <algorithm>

namespace stackql::report {

std::vector<const Finding*> MostSevere(const std::vector<Finding>& findings, size_t limit) {
  std::vector<const Finding*> chosen;
  chosen.reserve(findings.size());
  for (const Finding& finding : findings) chosen.push_back(&finding);
  if (chosen.size() <= limit) return chosen;
  std::stable_sort(chosen.begin(), chosen.end(),
                   [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
  chosen.resize(limit);
  std::sort(chosen.begin(), chosen.end());  // all are in one array
  return chosen;
}

}  // namespace stackql::report
