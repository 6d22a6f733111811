#pragma once

#include <string>
#include <vector>

#include "diag/problem.h"
#include "support/rule_names.h"
#include "text/sources.h"

namespace stackql::testing_support {

// "rule.message 'place' name=value, name=value. Help. (note at 'place')"
inline std::string Told(const Sources& sources, const Problem& problem) {
  const auto spelled = [&](Loc where) {
    return "'" + std::string(sources.Bytes(sources.Resolve(where).at)) + "'";
  };
  std::string text =
      RuleName(problem) + "." + std::string(problem.what.id) + " " + spelled(problem.where);
  const auto& args = problem.what.args;
  for (const auto& [name, value] : args) {
    text += (&name == &args.front().first ? " " : ", ") + std::string(name) + "=" + value;
  }
  if (!problem.help.empty()) text += ". " + problem.help;
  for (const Related& related : problem.related) {
    text += " (" + related.message + " at " + spelled(related.where) + ")";
  }
  return text;
}

inline std::vector<std::string> Told(const Sources& sources, const Problems& problems) {
  std::vector<std::string> told;
  for (const Problem& problem : problems) told.push_back(Told(sources, problem));
  return told;
}

// "'place' -> text" of each repair; "?" for a guess, and other things to do in words.
inline std::vector<std::string> Repaired(const Sources& sources, const Problems& problems) {
  using enum Repair::How;
  std::vector<std::string> repaired;
  for (const Problem& problem : problems) {
    for (const Repair& repair : problem.repairs) {
      const std::string what = repair.how == kReplace         ? "-> " + repair.text
                               : repair.how == kQuote         ? "in quotes"
                               : repair.how == kSendAsText    ? "as text"
                               : repair.how == kRemoveItem    ? "removed"
                               : repair.how == kRemoveComment ? "and its comment removed"
                                                              : "and behind it " + repair.text;
      repaired.push_back("'" + std::string(sources.Bytes(sources.Resolve(repair.where).at)) + "' " +
                         what + (repair.guess ? "?" : ""));
    }
  }
  return repaired;
}

}  // namespace stackql::testing_support
