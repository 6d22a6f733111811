#include "base/git.h"

#include <unistd.h>

namespace stackql {
namespace {

std::vector<std::string> Environment() {
  std::vector<std::string> environment = {
      "GIT_OPTIONAL_LOCKS=0",      // writes nothing into the repository
      "GIT_NO_REPLACE_OBJECTS=1",  // what was committed, not what stands for it here
      "GIT_NO_LAZY_FETCH=1",       // an object that is not here is an error; from 2.44 on
      "GIT_ALLOW_PROTOCOL=",       // the same before: transports run programs
      "GIT_TERMINAL_PROMPT=0",    "LC_ALL=C",
  };
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view variable = *at;
    if (variable.substr(0, 4) != "GIT_" && variable.substr(0, 7) != "LC_ALL=") {
      environment.emplace_back(variable);
    }
  }
  return environment;
}

// The first line of what git said, without its "fatal: ".
std::string Reason(std::string_view said) {
  for (const std::string_view begin : {"fatal: ", "error: "}) {
    if (said.substr(0, begin.size()) == begin) said.remove_prefix(begin.size());
  }
  said = said.substr(0, said.find('\n'));
  while (!said.empty() && said.back() == '.') said.remove_suffix(1);
  std::string reason;
  for (const char c : said) {
    reason += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  }
  return reason;
}

}  // namespace

ChildResult RunGit(const std::string& folder, const std::vector<std::string>& arguments,
                   std::string_view input, const ChildLimits& limits) {
  std::vector<std::string> all = {"git",  "-C",
                                  folder, "--no-pager",
                                  "-c",   "core.fsmonitor=false",
                                  "-c",   "core.hooksPath=/dev/null",
                                  "-c",   "protocol.allow=never",
                                  "-c",   "safe.bareRepository=explicit"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  ChildResult result = RunChild(all, Environment(), input, limits);
  if (!result.failure.empty()) {
    result.failure = "git cannot be run: " + result.failure + ".";
  } else if (result.status != 0) {
    const std::string reason = Reason(result.errors);
    result.failure = "git failed: " + (reason.empty() ? "it gave no reason" : reason) + ".";
  }
  return result;
}

}  // namespace stackql
