// Programs run to their end or to a limit.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/child_process.h"

namespace stackql {
namespace {

TEST(RunChild, StopsAtItsLimits) {
  const std::vector<std::string> environment = {"A=b"};
  const ChildResult endless = RunChild({"yes"}, environment, "", {.output = 1000});
  EXPECT_EQ(endless.failure, "it prints more than 1000 bytes");
  const ChildResult slow = RunChild({"sleep", "60"}, environment, "", {.seconds = 1});
  EXPECT_EQ(slow.failure, "it takes longer than 1 seconds");
  const ChildResult missing = RunChild({"no-such-program-anywhere"}, environment, "", {});
  EXPECT_EQ(missing.failure, "No such file or directory");
}

TEST(RunChild, GivesInputAndEnvironmentAndTakesBothStreams) {
  const std::string large(3 << 20, 'x');
  const ChildResult copied = RunChild({"cat"}, {}, large, {.output = 4 << 20});
  EXPECT_EQ(copied.failure, "");
  EXPECT_EQ(copied.status, 0);
  EXPECT_TRUE(copied.output == large);
  const ChildResult both = RunChild({"sh", "-c", "echo $A; echo err >&2; exit 3"}, {"A=b"}, "", {});
  EXPECT_EQ(both.failure, "");
  EXPECT_EQ(both.status, 3);
  EXPECT_EQ(both.output, "b\n");
  EXPECT_EQ(both.errors, "err\n");
  const ChildResult noisy =
      RunChild({"sh", "-c", "yes | head -c 3000000 >&2; echo done"}, {}, "", {});
  EXPECT_EQ(noisy.output, "done\n");
  EXPECT_EQ(noisy.errors.size(), 4096U);
}

}  // namespace
}  // namespace stackql
