// Whoever ends `verify` is obeyed at once, and sees nothing more.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include "support/places.h"
#include "verify_program.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct Ending {
  int signal = 0;  // that ended it
  std::string text = {};
  milliseconds took = {};
};

class VerifyInterrupted : public VerifyProgram {
 protected:
  // Starts `verify`, and ends it by the signal as soon as `ready`.
  Ending Interrupt(int signal, const std::function<bool()>& ready) {
    folder_.Write("x.iql", ReadOf("demo.widgets", "one"));
    const std::string output = (elsewhere_.path() / "output").string();
    const std::string address = server_->Address();
    const pid_t child = fork();
    if (child == 0) {
      const int file = open(output.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
      if (file < 0 || chdir(folder_.path().c_str()) != 0) _exit(99);
      dup2(file, STDOUT_FILENO);
      dup2(file, STDERR_FILENO);
      execl(testing_support::kProgram, "stackql-lint", "verify", "x.iql", "--no-config",
            "--endpoint-url", address.c_str(), nullptr);
      _exit(99);
    }
    const auto limit = steady_clock::now() + std::chrono::seconds(20);
    while (!ready() && steady_clock::now() < limit) std::this_thread::sleep_for(milliseconds(10));
    EXPECT_TRUE(ready());
    std::this_thread::sleep_for(milliseconds(100));
    const auto begin = steady_clock::now();
    kill(child, signal);
    int status = 0;
    waitpid(child, &status, 0);
    Ending ending = {.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    ending.took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
    std::ostringstream text;
    text << std::ifstream(output).rdbuf();
    ending.text = text.str();
    return ending;
  }

  TemporaryFolder elsewhere_;
};

TEST_F(VerifyInterrupted, WhileAwsDoesNotAnswer) {
  Serve({.world = Account(),
         .faults = {.rules = {{.fault = {.kind = aws_double::FaultKind::kHang},
                               .count = 1000,
                               .operation = "GetResource"}}}});
  const Ending ending =
      Interrupt(SIGINT, [this] { return server_->journal().Count("GetCallerIdentity") > 0; });
  EXPECT_EQ(ending.signal, SIGINT);
  EXPECT_EQ(ending.text, "Account: ********9012\n");
  EXPECT_LT(ending.took, milliseconds(1000));
}

TEST_F(VerifyInterrupted, WhileAProgramFindsCredentials) {
  const std::filesystem::path started = elsewhere_.path() / "started";
  elsewhere_.Write("find", "#!/bin/sh\n: > '" + started.string() + "'\nexec sleep 20\n");
  std::filesystem::permissions(elsewhere_.path() / "find", std::filesystem::perms::owner_all);
  elsewhere_.Write(
      "config", "[default]\ncredential_process = " + (elsewhere_.path() / "find").string() + "\n");
  setenv("AWS_CONFIG_FILE", (elsewhere_.path() / "config").c_str(), 1);
  unsetenv("AWS_ACCESS_KEY_ID");
  unsetenv("AWS_SECRET_ACCESS_KEY");
  const Ending ending = Interrupt(SIGTERM, [&started] { return std::filesystem::exists(started); });
  EXPECT_EQ(ending.signal, SIGTERM);
  EXPECT_EQ(ending.text, "");
  EXPECT_LT(ending.took, milliseconds(1000));
  EXPECT_EQ(server_->journal().Count(), 0U);
}

}  // namespace
}  // namespace stackql
