// Programs run to their end or to a limit.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/child_process.h"

namespace stackql {
namespace {

TEST(RunChild, StopsAtItsLimits) {
  const std::vector<std::string> environment = {"A=b"};
  const auto why = [&](const std::vector<std::string>& arguments, const ChildLimits& limits) {
    return RunChild(arguments, environment, "", limits).error().message;
  };
  EXPECT_EQ(why({"yes"}, {.output = 1000}), "Cannot run 'yes': it prints more than 1000 bytes.");
  EXPECT_EQ(why({"sleep", "60"}, {.seconds = 1}),
            "Cannot run 'sleep': it takes longer than 1 second.");
  EXPECT_EQ(why({"sleep", "60"}, {.cancelled = [] { return true; }}),
            "Cannot run 'sleep': it was interrupted.");
  EXPECT_EQ(why({"sh", "-c", "exec >&- 2>&-; exec sleep 60"}, {.seconds = 1}),
            "Cannot run 'sh': it takes longer than 1 second.");
  EXPECT_EQ(why({"sh", "-c", "kill -9 $$"}, {}), "Cannot run 'sh': it was ended by a signal.");
  EXPECT_EQ(why({"no-such-program-anywhere"}, {}),
            "Cannot run 'no-such-program-anywhere': no such file or directory.");
}

TEST(RunChild, GivesInputAndEnvironmentAndTakesBothStreams) {
  const std::string large(3 << 20, 'x');
  const Finished copied = *RunChild({"cat"}, {}, large, {.output = 4 << 20});
  EXPECT_EQ(copied.status, 0);
  EXPECT_TRUE(copied.output == large);
  const Finished both = *RunChild({"sh", "-c", "echo $A; echo err >&2; exit 3"}, {"A=b"}, "", {});
  EXPECT_EQ(both.status, 3);
  EXPECT_EQ(both.output, "b\n");
  EXPECT_EQ(both.errors, "err\n");
  const Finished noisy =
      *RunChild({"sh", "-c", "yes | head -c 3000000 >&2; echo done"}, {}, "", {});
  EXPECT_EQ(noisy.output, "done\n");
  EXPECT_EQ(noisy.errors.size(), 4096U);
}

}  // namespace
}  // namespace stackql
