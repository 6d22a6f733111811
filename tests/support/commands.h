#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "cli/dispatch.h"
#include "cli/exit_status.h"

// Every command that reads stacks and does not ask AWS, run within the test, so that sanitizers see
// what it does.
namespace stackql::testing_support {

// Sends what is printed nowhere while it lives.
class Silence {
 public:
  Silence() {
    Flush();
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
      kept_.push_back(dup(stream));
      const int nowhere = open("/dev/null", O_WRONLY);
      dup2(nowhere, stream);
      close(nowhere);
    }
  }
  ~Silence() {
    Flush();
    dup2(kept_[0], STDOUT_FILENO);
    dup2(kept_[1], STDERR_FILENO);
    for (const int stream : kept_) close(stream);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  static void Flush() {
    std::fflush(stdout);
    std::fflush(stderr);
  }

  std::vector<int> kept_ = {};
};

// Each command's words, its path apart.
inline const std::vector<std::vector<std::string>>& StackCommands() {
  static const std::vector<std::vector<std::string>> commands = {
      {"check", "--no-config"},
      {"render", "--no-config"},
      {"operations", "--no-config", "--output", "json"},
      {"permissions", "--no-config"},
      {"policy", "generate", "--no-config", "--allow-incomplete"},
  };
  return commands;
}

// The exit status of a command over the stack in a folder, with some more options.
inline int RunSilently(std::vector<std::string> command, const std::string& folder,
                       const std::vector<std::string>& options = {}) {
  command.push_back(folder);
  command.insert(command.end(), options.begin(), options.end());
  const Silence silence;
  return cli::Dispatch(std::move(command));
}

}  // namespace stackql::testing_support
