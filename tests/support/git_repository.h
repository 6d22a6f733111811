#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "support/temporary_folder.h"

// Real git repositories, as oracles and as input.
namespace stackql::testing_support {

inline bool HasGit() {
  return std::system("git --version > /dev/null 2>&1") == 0;  // NOLINT: a fixed command line
}

// A repository in a folder of its own. Neither the user's configuration nor a repository around the
// temporary folder counts.
class GitRepository {
 public:
  GitRepository() { ready_ = Git("init -q") == 0; }

  bool ready() const { return ready_; }
  const std::string& root() const { return root_; }

  // Runs git in the repository's folder; the shell reads the arguments. Its exit status.
  int Git(const std::string& arguments) const { return Shell("git > /dev/null " + arguments); }
  int Shell(const std::string& line) const {
    const std::string command =
        "cd '" + root_ +
        "' && export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null XDG_CONFIG_HOME=/nonexistent"
        " HOME=/nonexistent GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a "
        "GIT_COMMITTER_EMAIL=a@b; " +
        line;
    const int status = std::system(command.c_str());  // NOLINT: a test's own command line
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  void Write(const std::string& name, std::string_view text) const { folder_.Write(name, text); }

 private:
  TemporaryFolder folder_ = {};
  std::string root_ = std::filesystem::canonical(folder_.path()).string();
  bool ready_ = false;
};

}  // namespace stackql::testing_support
