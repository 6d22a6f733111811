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

Repair Quote(Loc where) {
  return {.title = "Quote it", .where = where, .how = Repair::How::kQuote};
}

Repair SendAsText(Loc where) {
  return {.title = "Send it as a string", .where = where, .how = Repair::How::kSendAsText};
}

Repair RemoveItem(Loc item) {
  return {.title = "Remove it", .where = item, .how = Repair::How::kRemoveItem};
}

Repair RemoveComment(Loc comment) {
  return {.title = "Remove the comment", .where = comment, .how = Repair::How::kRemoveComment};
}

Repair AddBehind(Loc item, std::string_view text) {
  return {.title = "Add '" + std::string(text) + "'",
          .where = item,
          .text = std::string(text),
          .how = Repair::How::kAddBehind};
}

void Append(Problems&& some, const EnvironmentSet& environments, Problems& all) {
  for (Problem& problem : some) {
    problem.environments = environments;
    all.push_back(std::move(problem));
  }
}

}  // namespace stackql
