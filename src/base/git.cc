#include "base/git.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "base/ascii.h"
#include "base/child_process.h"
#include "base/hex.h"
#include "base/path.h"

namespace stackql {
namespace {

// The `.git` around a folder; empty if there is none.
std::string DotGitAround(const std::string& folder) {
  for (std::string at = RealPath(folder); !at.empty(); at = ParentPath(at)) {
    std::string git = JoinPath(at, ".git");
    struct stat status = {};
    if (stat(git.c_str(), &status) == 0) return git;
    if (at == "/") break;
  }
  return {};
}

// A variable that is a path, which is relative to the current directory.
std::string PathVariable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::string() : RealPath(value);
}

std::vector<std::string> Environment(const std::string& index, bool inside) {
  std::vector<std::string> environment = {
      "GIT_OPTIONAL_LOCKS=0",      // writes nothing into the repository
      "GIT_NO_REPLACE_OBJECTS=1",  // what was committed, not what stands for it here
      "GIT_NO_LAZY_FETCH=1",       // an object that is not here is an error; from 2.44 on
      "GIT_ALLOW_PROTOCOL=",       // the same before: transports run programs
      "GIT_TERMINAL_PROMPT=0",    "LC_ALL=C",
  };
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view variable = *at;
    if (!variable.starts_with("GIT_") && !variable.starts_with("LC_ALL=")) {
      environment.emplace_back(variable);
    }
  }
  if (!index.empty()) environment.push_back("GIT_INDEX_FILE=" + index);
  // Of a working tree that is apart from its repository, as people keep their settings in one, only
  // these tell.
  for (const char* name : {"GIT_DIR", "GIT_WORK_TREE"}) {
    const std::string path = inside ? std::string() : PathVariable(name);
    if (!path.empty()) environment.push_back(std::string(name) + "=" + path);
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
  for (const char c : said) reason += IsControl(c) ? '?' : c;
  return reason;
}

// The file of a repository's folder that is none, such as a pipe, which git would wait for; or
// empty.
std::string OddFile(const std::string& git) {
  struct stat status = {};
  if (git.empty() || stat(git.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return {};
  for (const char* name : {"HEAD", "config", "index", "packed-refs", "commondir", "shallow"}) {
    std::string file = JoinPath(git, name);
    if (stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) return file;
  }
  return {};
}

}  // namespace

bool IsObjectName(std::string_view text) { return IsHexDigest(text, 20) || IsHexDigest(text, 32); }

Result<std::string> RunGit(const std::string& folder, const std::vector<std::string>& arguments,
                           std::string_view input, const ChildLimits& limits,
                           const std::string& index) {
  const std::string around = DotGitAround(folder);
  std::string odd = OddFile(around.empty() ? PathVariable("GIT_DIR") : around);
  struct stat status = {};
  if (!index.empty() && stat(index.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) odd = index;
  if (!odd.empty()) {
    return Failed("git is not run: '" + odd + "' is not a regular file.");
  }
  std::vector<std::string> all = {"git",  "-C",
                                  folder, "--no-pager",
                                  "-c",   "core.fsmonitor=false",
                                  "-c",   "core.hooksPath=/dev/null",
                                  "-c",   "protocol.allow=never",
                                  "-c",   "safe.bareRepository=explicit"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  Result<Finished> finished = RunChild(all, Environment(index, !around.empty()), input, limits);
  if (!finished) return tl::unexpected(finished.error());
  if (finished->status == 0) return std::move(finished->output);
  const std::string reason = Reason(finished->errors);
  if (reason.starts_with("not a git repository")) {
    return Failed("'" + folder + "' is not in a git repository.");
  }
  return Failed("git failed: " + (reason.empty() ? "it gave no reason" : reason) + ".");
}

Result<std::string> WorkingTreeOf(const std::string& inside) {
  const Result<std::string> up = RunGit(inside, {"rev-parse", "--show-cdup"}, "", {});
  if (!up) return tl::unexpected(up.error());
  return RealPath(JoinPath(inside, up->substr(0, up->rfind('\n'))));
}

}  // namespace stackql
