#include "diag/problem.h"

#include <utility>

namespace stackql {

Repair ReplaceWith(std::string_view text, Loc where, bool safe) {
  return {.title = "Replace with '" + std::string(text) + "'",
          .where = where,
          .text = std::string(text),
          .safe = safe};
}

void Append(Problems&& some, const EnvironmentSet& environments, Problems& all) {
  for (Problem& problem : some) {
    problem.environments = environments;
    all.push_back(std::move(problem));
  }
}

}  // namespace stackql
