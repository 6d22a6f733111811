#include "diag/problem.h"

#include <utility>

namespace stackql {

void Append(Problems&& some, const EnvironmentSet& environments, Problems& all) {
  for (Problem& problem : some) {
    problem.environments = environments;
    all.push_back(std::move(problem));
  }
}

}  // namespace stackql
