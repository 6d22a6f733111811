#include "run/common_problems.h"

#include <set>
#include <utility>

namespace stackql {
namespace {

using Key = std::pair<Message, Loc>;

Key KeyOf(const Sources& sources, const Problem& problem) {
  return {problem.what, sources.Resolve(problem.where).at};
}

}  // namespace

Problems CommonProblems(const Sources& sources, const std::vector<Problems>& readings) {
  if (readings.empty()) return {};
  Problems common = readings.front();
  for (size_t i = 1; i < readings.size() && !common.empty(); ++i) {
    std::set<Key> found;
    for (const Problem& problem : readings[i]) found.insert(KeyOf(sources, problem));
    std::erase_if(common, [&](const Problem& problem) {
      return found.find(KeyOf(sources, problem)) == found.end();
    });
  }
  return common;
}

}  // namespace stackql
