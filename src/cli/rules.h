#pragma once

#include <string>
#include <vector>

namespace stackql::cli {

struct RulesOptions {
  std::string name = {};                      // of a rule or family; empty: all
  std::vector<std::string> directories = {};  // with the user's own, beside the configuration's
  std::string config = {};                    // empty: the nearest one
  bool no_config = false;
  std::string output = "text";
  bool markdown = false;
};

// Prints the rules, or one of them. The exit status that follows.
int PrintRules(const RulesOptions& options);

}  // namespace stackql::cli
