#include "run/common_problems.h"

#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace stackql {
namespace {

using Args = std::vector<std::pair<std::string_view, std::string>>;
using Key = std::tuple<std::string_view, std::string_view, Loc, Args>;

Key KeyOf(const Sources& sources, const Problem& problem) {
  return {problem.rule, problem.message, sources.Resolve(problem.where).at, problem.args};
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
