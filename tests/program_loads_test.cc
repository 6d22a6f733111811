// What the program holds and loads: no call that changes anything, and libcurl only to ask AWS.
#include <fstream>
#include <sstream>

#include "support/places.h"
#include "verify_program.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::HasSubstr;
using testing::Not;

using ProgramLoads = VerifyProgram;

TEST(ProgramHolds, OneTargetOfCloudControlOnly) {
  std::ostringstream bytes;
  bytes << std::ifstream(testing_support::kProgram, std::ios::binary).rdbuf();
  const std::string program = bytes.str();
  for (const char* operation : {"CreateResource", "UpdateResource", "DeleteResource",
                                "CancelResourceRequest", "Create", "Update", "Delete", "Cancel"}) {
    EXPECT_EQ(program.find("CloudApiService." + std::string(operation)), std::string::npos)
        << operation;
  }
  // The name of the call follows from a table of all calls that there are.
  EXPECT_NE(program.find("CloudApiService."), std::string::npos);
}

TEST_F(ProgramLoads, LibcurlToAskAwsOnly) {
  folder_.Write("x.iql", ReadOf("demo.widgets", "one"));
  const std::string folder = folder_.path().string();
  const auto run = [&](const std::string& arguments) {
    setenv("LD_DEBUG", "files", 1);
    const Outcome outcome = RunProgram(folder, arguments);
    unsetenv("LD_DEBUG");
    return outcome.text;
  };
  const std::string verify = run("verify x.iql --no-config --endpoint-url " + server_->Address());
  if (verify.find("libc.so") == std::string::npos) GTEST_SKIP() << "the loader tells nothing";
  EXPECT_THAT(verify, HasSubstr("libcurl"));
  for (const char* command : {"check x.iql", "permissions x.iql", "operations x.iql",
                              "policy generate x.iql", "verify x.iql --print-policy"}) {
    EXPECT_THAT(run(std::string(command) + " --no-config"), Not(HasSubstr("libcurl"))) << command;
  }
}

}  // namespace
}  // namespace stackql
