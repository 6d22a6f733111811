// What a policy is judged by for its kind: who trusts and who may use a resource are named by
// principals, and what differs by these alone is not the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/policy_file.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::File;
using testing_support::Policy;

std::string Reads(const std::string& principal) {
  return R"({"Effect": "Allow", )" + principal +
         R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})";
}

std::string Trusts(const std::string& principal, const std::string& action,
                   const std::string& more = "") {
  return R"({"Effect": "Allow", "Principal": )" + principal + R"(, "Action": ")" + action + "\"" +
         more + "}";
}

TEST(PolicyDocuments, OfResourcesDifferByPrincipals) {
  const std::string one = Reads(R"("Principal": {"AWS": "111122223333"}, )");
  const std::string other = Reads(R"("Principal": {"AWS": "444455556666"}, )");
  EXPECT_THAT(File(Policy(one + "," + other)).Document(PolicyKind::kResource), IsEmpty());
  const std::string same = Reads("");
  EXPECT_THAT(File(Policy(same + "," + same)).Document(PolicyKind::kIdentity),
              ElementsAre(testing::StartsWith("IAM027.default 'Allow'")));
}

TEST(PolicyDocuments, OfResourcesNamePrincipalsThatThereAre) {
  const std::string wrong = Reads(R"("Principal": {"AWZ": "111122223333"}, )");
  EXPECT_THAT(File(Policy(wrong)).Document(PolicyKind::kResource),
              ElementsAre(testing::StartsWith("IAM012.principal-kind 'AWZ' element=AWZ")));
  const std::string all_but = Reads(R"("NotPrincipal": {"AWS": "111122223333"}, )");
  EXPECT_THAT(File(Policy(all_but)).Document(PolicyKind::kResource),
              ElementsAre(testing::StartsWith("IAM022.default 'NotPrincipal'")));
}

// Who reaches an endpoint is decided before its policy: a file does not say whose it is.
TEST(PolicyDocuments, OfResourcesMayBeForEveryone) {
  EXPECT_THAT(File(Policy(Reads(R"("Principal": "*", )"))).Document(PolicyKind::kResource),
              IsEmpty());
}

TEST(PolicyDocuments, OfTrustAllowToAssume) {
  const std::string lambda = R"({"Service": "lambda.amazonaws.com"})";
  const auto of = [](const std::string& statement) {
    return File(Policy(statement)).Document(PolicyKind::kTrust);
  };
  EXPECT_THAT(of(Trusts(lambda, "sts:AssumeRole")), IsEmpty());
  EXPECT_THAT(of(Trusts(lambda, "sts:Assume*")), IsEmpty());
  EXPECT_THAT(of(Trusts(lambda, "s3:GetObject")),
              ElementsAre("IAM033.default 's3:GetObject' action=s3:GetObject. Write "
                          "'sts:AssumeRole'."));
  EXPECT_THAT(of(Trusts(R"({"AWS": "bob"})", "sts:AssumeRole")),
              ElementsAre(testing::StartsWith("IAM012.principal-aws 'bob'")));
  for (const std::string everyone : {R"("*")", R"({"AWS": "*"})", R"({"AWS": ["*"]})"}) {
    EXPECT_THAT(of(Trusts(everyone, "sts:AssumeRole")),
                ElementsAre("SEC001.trust '*' type=AWS::IAM::Role"))
        << everyone;
  }
  const std::string external = R"(, "Condition": {"StringEquals": {"sts:ExternalId": "7f3a"}})";
  EXPECT_THAT(of(Trusts(R"("*")", "sts:AssumeRole", external)), IsEmpty());
}

}  // namespace
}  // namespace stackql::iam
