// Variables of policies in resources and conditions, and layers that only deny.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/coverage_bench.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;

// "IAM policy elements: Variables and tags".
TEST(Coverage, FillsVariables) {
  const auto decided = [](const std::string& resource, const Bench::Known& known) {
    return Bench({Policy(Allow("s3:*", resource))}, known)
        .Decide("s3:GetObject", {{.text = "arn:aws:s3:::home/ann/x"}});
  };
  const Bench::Known ann = {{"aws:username", {"ann"}}};
  const std::string home = "arn:aws:s3:::home/${aws:username}/*";
  EXPECT_EQ(decided(home, ann).outcome, Outcome::kAllowed);
  EXPECT_EQ(decided(home, {{"aws:username", {"bob"}}}).outcome, Outcome::kMissing);
  for (const char* other : {"a*", "a?n", "*", "${*}"}) {
    EXPECT_EQ(decided(home, {{"aws:username", {other}}}).outcome, Outcome::kMissing) << other;
  }
  // A request without the key.
  EXPECT_EQ(decided(home, {{"aws:username", {}}}).outcome, Outcome::kMissing);
  EXPECT_EQ(decided("arn:aws:s3:::home/${ aws:username , 'ann'}/x", {{"aws:username", {}}}).outcome,
            Outcome::kAllowed);
  EXPECT_EQ(decided("arn:aws:s3:::home/${aws:PrincipalTag/x}/x", {{"aws:principaltag/x", {"ann"}}})
                .outcome,
            Outcome::kAllowed);
  EXPECT_EQ(decided("arn:aws:s3:::home/${aws:username,annx}", {{"aws:username", {}}}).outcome,
            Outcome::kMissing);
  const Verdict open = decided(home, {});
  EXPECT_EQ(open.outcome, Outcome::kConditional);
  EXPECT_THAT(open.open, ElementsAre("'aws:username'"));
  // Before the fifth colon they are not filled.
  EXPECT_EQ(decided("arn:${aws:username}:s3:::home/*", {{"aws:username", {"aws"}}}).outcome,
            Outcome::kMissing);
  // Nor in the old version.
  EXPECT_EQ(Bench({R"({"Version": "2008-10-17", "Statement": )" + Allow("s3:*", home) + "}"}, ann)
                .Of("s3:GetObject", "arn:aws:s3:::home/ann/x"),
            Outcome::kMissing);
}

TEST(Coverage, FillsVariablesOfConditions) {
  const std::string test =
      R"(, "Condition": {"StringLike": {"aws:PrincipalTag/path": "/${aws:username}/*"}})";
  const auto decided = [&](const Bench::Known& known) {
    return Bench({Policy(Allow("ivs:*", "*", test))}, known)
        .Decide("ivs:GetStage", {{.text = kStage}});
  };
  EXPECT_EQ(decided({{"aws:username", {"ann"}}, {"aws:principaltag/path", {"/ann/x"}}}).outcome,
            Outcome::kAllowed);
  EXPECT_EQ(decided({{"aws:username", {}}, {"aws:principaltag/path", {"/ann/x"}}}).outcome,
            Outcome::kMissing);
  EXPECT_THAT(decided({{"aws:principaltag/path", {"/ann/x"}}}).open, ElementsAre("'aws:username'"));
}

TEST(Coverage, ResourceControlPoliciesOnlyDeny) {
  const std::string identity = Policy(Allow("*", "*"));
  const auto outcome = [&](const std::string& control) {
    return Bench({identity, Policy(control)}, {}, PolicyKind::kResourceControl)
        .Of("ivs:GetStage", kStage);
  };
  EXPECT_EQ(outcome(Deny("s3:*", "*")), Outcome::kAllowed);
  EXPECT_EQ(outcome(Deny("ivs:*", "*")), Outcome::kMissing);
}

}  // namespace
}  // namespace stackql::iam
