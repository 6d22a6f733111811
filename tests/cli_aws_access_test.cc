// What AwsAccess asks a strict double of AWS, in all regions and with all calls.
#include "support/access_to_double.h"

namespace stackql::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class AskingAws : public testing_support::AccessToDouble {
 protected:
  // A program that gives the first credentials when it is first run, and then the second ones.
  void UseProcess(const aws_double::Credentials& first, const aws_double::Credentials& second) {
    unsetenv("AWS_ACCESS_KEY_ID");
    unsetenv("AWS_SECRET_ACCESS_KEY");
    runs_ = (folder_.path() / "runs").string();
    const std::string script =
        folder_.Write("give.sh", "echo run >> " + runs_ + "\nif [ $(wc -l < " + runs_ +
                                     ") -eq 1 ]; then\n  echo '" + Json(first) +
                                     "'\nelse\n  echo '" + Json(second) + "'\nfi\n");
    const std::string config = folder_.Write(
        "config", "[default]\nregion = us-east-1\ncredential_process = sh " + script + "\n");
    setenv("AWS_CONFIG_FILE", config.c_str(), 1);
  }
  size_t Runs() const {
    std::ifstream lines(runs_);
    size_t count = 0;
    for (std::string line; std::getline(lines, line);) ++count;
    return count;
  }

 private:
  static std::string Json(const aws_double::Credentials& credentials) {
    return R"({"Version":1,"AccessKeyId":")" + credentials.key + R"(","SecretAccessKey":")" +
           credentials.secret + R"(","SessionToken":")" + credentials.token + "\"}";
  }

  std::string runs_;
};

TEST_F(AskingAws, MakesAllItsCalls) {
  const auto type = Access().DescribeType("us-east-1", {"AWS::S3::Bucket"});
  ASSERT_TRUE(type.answer) << type.failure.message;
  EXPECT_EQ(type.answer->provisioning_type, "FULLY_MUTABLE");
  const auto role = Access().GetRole("us-east-1", {"web"});
  ASSERT_TRUE(role.answer) << role.failure.message;
  EXPECT_EQ(role.answer->arn, Server().world().web_identity_role);
  EXPECT_EQ(Access().GetRole("us-east-1", {"nobody"}).failure.code, "NoSuchEntity");
}

TEST_F(AskingAws, AsksForAllPages) {
  const auto simulated = Access().Simulate(
      "us-east-1",
      {.principal = Server().world().caller,
       .actions = {"s3:CreateBucket", "s3:GetObject", "s3:DeleteBucket", "s3:ListBucket"}});
  ASSERT_TRUE(simulated.answer) << simulated.failure.message;
  std::vector<std::string> decisions;
  for (const aws::Simulated& each : *simulated.answer) decisions.push_back(each.decision);
  EXPECT_THAT(decisions, ElementsAre("allowed", "implicitDeny", "explicitDeny", "implicitDeny"));
  EXPECT_EQ(Server().journal().Count("SimulatePrincipalPolicy"), 2U);
  const auto findings =
      Access().Validate("us-east-1", {.document = R"({"Version":"","Action":"iam:PassRole"})"});
  ASSERT_TRUE(findings.answer) << findings.failure.message;
  EXPECT_EQ(findings.answer->size(), 2U);
  EXPECT_EQ(Server().journal().Count("ValidatePolicy"), 2U);
}

TEST_F(AskingAws, FindsCredentialsOnceForAllRegions) {
  settings_.world.regions = {"us-east-1", "eu-west-1", "ap-south-1"};
  UseProcess(settings_.world.issued, {});
  for (const std::string& region : settings_.world.regions) {
    const aws::Reply<aws::Resource> result = GetBucket(region);
    EXPECT_TRUE(result.answer) << region << ": " << result.failure.message;
  }
  EXPECT_EQ(Runs(), 1U);
  EXPECT_EQ(Server().journal().Count(), 3U);
}

TEST_F(AskingAws, RefreshesExpiredCredentialsOnceForAllRegions) {
  settings_.world.regions = {"us-east-1", "eu-west-1"};
  const aws_double::Credentials old = {.key = "ASIACANARY0KEY000003",
                                       .secret = "canary/secret+000003",
                                       .token = "canary/session+token=000003",
                                       .expires = kTime - 1};
  settings_.world.credentials.push_back(old);
  UseProcess(old, settings_.world.issued);
  EXPECT_TRUE(GetBucket("us-east-1").answer);
  EXPECT_TRUE(GetBucket("eu-west-1").answer);
  EXPECT_EQ(Runs(), 2U);
  EXPECT_EQ(Server().journal().Count(), 3U) << "one of them with what had expired";
}

TEST_F(AskingAws, GivesUpOnCredentialsThatExpireAgain) {
  const aws_double::Credentials old = {.key = "ASIACANARY0KEY000003",
                                       .secret = "canary/secret+000003",
                                       .token = "canary/session+token=000003",
                                       .expires = kTime - 1};
  settings_.world.credentials.push_back(old);
  UseProcess(old, old);
  for (int i = 0; i < 3; ++i) {
    const aws::Failure failure = GetBucket().failure;
    EXPECT_EQ(failure.cause, aws::Failure::Cause::kCredentials);
    testing_support::ExpectNoSecret(failure);
  }
  EXPECT_EQ(Runs(), 2U);
  EXPECT_EQ(Server().journal().Count(), 2U);
}

TEST_F(AskingAws, CorrectsItsClockOnce) {
  for (const int64_t wrong_by : {-3600, 3600, -86'400}) {
    Reset();
    options_.time = [wrong_by] { return kTime + wrong_by; };
    EXPECT_TRUE(GetBucket().answer) << wrong_by;
    EXPECT_TRUE(GetBucket().answer) << wrong_by;
    EXPECT_EQ(Server().journal().Count(), 3U) << wrong_by;
    EXPECT_THAT(Server().journal().Entries()[0].refused, HasSubstr("Signature"));
  }
}

}  // namespace
}  // namespace stackql::cli
