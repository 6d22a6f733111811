// A pull request must not be able to add grants: documents that git tracks beside a stack are used
// to check it, but not to say what it needs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "fetch/documents_digest.h"
#include "fetch/lock_file.h"
#include "support/command.h"
#include "support/git_repository.h"
#include "support/provider_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kDocuments = ".stackql/src/awscc/v26.03.00379";
constexpr const char* kQuery =
    "SELECT name FROM awscc.demo.widgets WHERE region = 'us-east-1' AND Identifier = 'a';\n";

class Trust : public testing::Test {
 protected:
  void SetUp() override {
    if (!HasGit()) GTEST_SKIP() << "git is not installed: no documents were tracked";
    ASSERT_TRUE(repository_.ready());
    repository_.Write(std::string(kDocuments) + "/provider.yaml", "id: awscc\n");
    repository_.Write(std::string(kDocuments) + "/services/demo.yaml", kDemoService);
    repository_.Write("x.iql", kQuery);
  }
  Outcome With(const std::string& arguments) {
    return RunProgram(repository_.root(), arguments + " --no-config");
  }

  GitRepository repository_;
};

TEST_F(Trust, DocumentsThatGitDoesNotTrackAreBelieved) {
  ASSERT_EQ(repository_.Git("add x.iql"), 0);
  const Outcome outcome = With("permissions x.iql");
  EXPECT_THAT(outcome.text, HasSubstr("demo:GetWidget"));
  EXPECT_THAT(outcome.text, Not(HasSubstr("are tracked by git")));
}

TEST_F(Trust, TrackedDocumentsGrantNothing) {
  ASSERT_EQ(repository_.Git("add -A"), 0);
  EXPECT_EQ(With("check x.iql").status, 0) << "to check, they do";
  const Outcome listed = With("permissions x.iql");
  EXPECT_THAT(listed.text, AllOf(HasSubstr("are tracked by git"), Not(HasSubstr("demo:Get"))));
  const Outcome generated = With("policy generate x.iql");
  EXPECT_EQ(generated.status, 1);
  EXPECT_THAT(generated.text, Not(HasSubstr("\"Version\"")));
  const Outcome of_type = With("policy generate --type AWS::Demo::Widget");
  EXPECT_EQ(of_type.status, 1);
  EXPECT_THAT(of_type.text, HasSubstr("are tracked by git"));
}

TEST_F(Trust, WhoNamesThemBelievesThem) {
  ASSERT_EQ(repository_.Git("add -A"), 0);
  EXPECT_THAT(With("permissions x.iql --catalog " + std::string(kDocuments)).text,
              HasSubstr("demo:GetWidget"));
}

TEST_F(Trust, ALockFileVouchesForWhatItPins) {
  ASSERT_EQ(repository_.Git("add -A"), 0);
  const std::string digest = fetch::DigestOfFolder(repository_.root() + "/" + kDocuments);
  const fetch::Lock lock = {{"awscc",
                             {.version = "v26.03.00379",
                              .url = "https://registry.stackql.app/awscc.tgz",
                              .sha256 = std::string(64, '0'),
                              .size = 1,
                              .documents = digest}}};
  ASSERT_TRUE(fetch::WriteLock(repository_.root() + "/stackql-lint.lock", lock));
  EXPECT_THAT(With("permissions x.iql").text, HasSubstr("demo:GetWidget"));
  // One byte of them changes.
  repository_.Write(std::string(kDocuments) + "/provider.yaml", "id: awscc \n");
  EXPECT_THAT(With("permissions x.iql").text, HasSubstr("are tracked by git"));
}

}  // namespace
}  // namespace stackql
