#include "diag/problem.h"

#include <utility>

#include "diag/suggest.h"

namespace stackql {

Repair ReplaceWith(std::string_view text, Loc where) {
  return {.title = "Replace with '" + std::string(text) + "'",
          .where = where,
          .text = std::string(text)};
}

Repair Correct(std::string_view word, std::string_view meant, Loc where) {
  Repair repair = ReplaceWith(meant, where);
  repair.guess = !SameButStyle(word, meant);
  return repair;
}

void Append(Problems&& some, const EnvironmentSet& environments, Problems& all) {
  for (Problem& problem : some) {
    problem.environments = environments;
    all.push_back(std::move(problem));
  }
}

}  // namespace stackql
