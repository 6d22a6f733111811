// What a policy is judged by for its kind: who trusts and who may use a resource are named by
// principals, and what differs by these alone is not the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "support/policy_file.h"

namespace stackql::iam {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
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

// What a template fills in is not judged by how it is written.
TEST(PolicyDocuments, OfTemplatesHaveFunctionsForEffectsAndPrincipals) {
  const auto of = [](const std::string& effect, const std::string& principal, PolicyKind kind) {
    return File("Version: '2012-10-17'\nStatement:\n- Effect: " + effect +
                "\n  Principal: " + principal + "\n  Action: sts:AssumeRole\n" +
                (kind == PolicyKind::kTrust ? "" : "  Resource: 'arn:aws:s3:::b'\n"))
        .Document(kind);
  };
  for (const char* principal :
       {"{AWS: !GetAtt Role.Arn}", "{AWS: {Fn::GetAtt: [Role, Arn]}}", "{AWS: [!Ref A, !Ref B]}",
        "{AWS: !If [A, x, y]}", "!Ref Principal", "{Service: !Ref Lambda}",
        "{Service: !Sub 'lambda.${AWS::URLSuffix}'}", "{Fn::If: [A, x, y]}",
        "{Federated: !Ref Provider}", "{Fn::Transform: x, AWS: !Ref A}"}) {
    EXPECT_THAT(of("!Ref E", principal, PolicyKind::kTrust), IsEmpty()) << principal;
    EXPECT_THAT(of("Allow", principal, PolicyKind::kTrust), IsEmpty()) << principal;
    EXPECT_THAT(of("{Ref: E}", principal, PolicyKind::kTrust), IsEmpty()) << principal;
  }
  EXPECT_THAT(of("Allow", "{AWS: Role.Arn}", PolicyKind::kTrust),
              ElementsAre(testing::StartsWith("IAM012.principal-aws 'Role.Arn'")));
  EXPECT_THAT(of("Permit", "{AWS: !Ref A}", PolicyKind::kTrust),
              ElementsAre("IAM012.effect 'Permit' element=Permit"));
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

TEST(PolicyDocuments, OfTrustNameWhoCanAssume) {
  const auto of = [](const std::string& principal, const std::string& action,
                     const std::string& more = "") {
    return File(Policy(Trusts(principal, action, more))).Document(PolicyKind::kTrust);
  };
  const std::string account = "arn:aws:iam::111122223333:";
  const auto aws = [&](const std::string& name) {
    return of(R"({"AWS": ")" + account + name + "\"}", "sts:AssumeRole");
  };
  for (const char* wrong : {"group/a", "instance-profile/a", "policy/a"}) {
    EXPECT_THAT(aws(wrong), ElementsAre(testing::StartsWith("IAM012.principal-type "))) << wrong;
  }
  EXPECT_THAT(aws("role/*"), ElementsAre(testing::StartsWith("IAM012.principal-wildcard ")));
  EXPECT_THAT(of(R"({"AWS": "arn:aws:iam::*:role/a"})", "sts:AssumeRole"),
              ElementsAre(testing::StartsWith("IAM012.principal-wildcard ")));
  for (const char* right : {"root", "role/a", "user/a/b"}) EXPECT_THAT(aws(right), IsEmpty());
  EXPECT_THAT(of("{}", "sts:AssumeRole"),
              ElementsAre("IAM012.empty 'Principal' element=Principal"));
}

// Whom a statement leaves out, and whom nobody knows, says nothing of the way.
TEST(PolicyDocuments, OfTrustSayHowTheRoleIsAssumedByKnownPrincipals) {
  const auto of = [](const std::string& effect, const std::string& principals) {
    return File(Policy(R"({"Effect": ")" + effect + R"(", )" + principals +
                       R"(, "Action": "sts:AssumeRoleWithSAML"})"))
        .Document(PolicyKind::kTrust);
  };
  const std::string service = R"({"Service": "lambda.amazonaws.com"})";
  const auto wrong_way = testing::Contains(testing::StartsWith("IAM039."));
  EXPECT_THAT(of("Allow", R"("Principal": )" + service), wrong_way);
  for (const std::string& principals :
       {R"("NotPrincipal": )" + service, std::string(R"("Principal": "*")"),
        std::string(R"("Principal": {"Ref": "Who"})"),
        std::string(R"("Principal": {"Service": "lambda.amazonaws.com", "Fn::If": ["a"]})")}) {
    EXPECT_THAT(of("Allow", principals), testing::Not(wrong_way)) << principals;
  }
  EXPECT_THAT(of("Deny", R"("Principal": )" + service), testing::Not(wrong_way));
  const std::string some = R"(["lambda.amazonaws.com", {"Ref": "Other"}])";
  for (const std::string& principals :
       {R"({"Service": )" + some + "}", R"({"AWS": "111122223333", "Service": )" + some + "}",
        R"({"Service": )" + some + R"(, "AWS": "111122223333"})"}) {
    EXPECT_THAT(of("Allow", R"("Principal": )" + principals), testing::Not(wrong_way))
        << principals;
  }
}

// Each kind of principal has its own way.
TEST(PolicyDocuments, OfTrustSayHowTheRoleIsAssumed) {
  const auto of = [](const std::string& principal, const std::string& action,
                     const std::string& more = "") {
    return File(Policy(Trusts(principal, action, more))).Document(PolicyKind::kTrust);
  };
  const auto federated = [](const std::string& name) {
    return R"({"Federated": "arn:aws:iam::111122223333:)" + name + "\"}";
  };
  const std::string saml = federated("saml-provider/a");
  const std::string web = federated("oidc-provider/id.example.com");
  const std::string service = R"({"Service": "lambda.amazonaws.com"})";
  EXPECT_THAT(of(saml, "sts:AssumeRole"),
              ElementsAre("IAM039.default 'sts:AssumeRole' action=sts:AssumeRole, kind=Federated. "
                          "Write 'sts:AssumeRoleWithSAML'."));
  for (const auto& [principal, right] : std::vector<std::pair<std::string, std::string>>{
           {saml, "sts:AssumeRoleWithSAML"},
           {web, "sts:AssumeRoleWithWebIdentity"},
           {R"({"Federated": "cognito-identity.amazonaws.com"})", "sts:AssumeRoleWithWebIdentity"},
           {R"({"AWS": "111122223333"})", "sts:AssumeRole"},
           {service, "STS:assumerole"}}) {
    for (const std::string action :
         {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}) {
      const bool fits = CompareIgnoringCase(action, right) == 0;
      EXPECT_EQ(of(principal, action).size(), fits ? 0U : 1U) << principal << action;
    }
    EXPECT_THAT(of(principal, "sts:Assume*"), IsEmpty());
    EXPECT_THAT(of(principal, "sts:TagSession"), IsEmpty());
  }
  EXPECT_THAT(
      of(R"({"AWS": "111122223333", "Federated": "accounts.google.com"})", "sts:AssumeRole"),
      IsEmpty());
  EXPECT_THAT(of(R"({"AWS": "*"})", "sts:AssumeRoleWithWebIdentity",
                 R"(, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a"}})"),
              IsEmpty());
  EXPECT_THAT(
      of(federated("oidc-provider/https://id.example.com"), "sts:AssumeRoleWithWebIdentity"),
      ElementsAre(testing::StartsWith("IAM039.scheme ")));
  const std::string github = federated("oidc-provider/token.actions.githubusercontent.com");
  const auto tested = [&](const std::string& claim) {
    return of(github, "sts:AssumeRoleWithWebIdentity",
              R"(, "Condition": {"StringLike": {"token.actions.githubusercontent.com:)" + claim +
                  R"(": "a"}})");
  };
  EXPECT_THAT(of(github, "sts:AssumeRoleWithWebIdentity"),
              ElementsAre(testing::StartsWith("IAM043.default ")));
  EXPECT_THAT(tested("aud"), ElementsAre(testing::StartsWith("IAM043.default ")));
  EXPECT_THAT(tested("sub"), IsEmpty());
  EXPECT_THAT(tested("job_workflow_ref"), ElementsAre(testing::StartsWith("IAM043.default ")));
  EXPECT_THAT(of(github, "sts:AssumeRoleWithWebIdentity",
                 R"(, "Condition": {"StringLike":
                     {"token.actions.githubusercontent.com:sub": "repo:*"}})"),
              ElementsAre(testing::AllOf(
                  testing::StartsWith("SEC001.github "),
                  testing::EndsWith(". Test 'token.actions.githubusercontent.com:sub'."))));
  EXPECT_THAT(of(federated("oidc-provider/gitlab.com"), "sts:AssumeRoleWithWebIdentity"),
              ElementsAre(testing::StartsWith("IAM043.default ")));
  EXPECT_THAT(of(federated("oidc-provider/gitlab.example.com"), "sts:AssumeRoleWithWebIdentity"),
              IsEmpty());
}

// "RCP syntax".
TEST(PolicyDocuments, OfResourceControlDeny) {
  const auto of = [](const std::string& statement) {
    return File(Policy(statement)).Document(PolicyKind::kResourceControl);
  };
  const auto deny = [&](const std::string& principal, const std::string& action) {
    return of(R"({"Effect": "Deny", )" + principal + action + R"("Resource": "*"})");
  };
  const std::string everyone = R"("Principal": "*", )";
  const std::string action = R"("Action": "s3:*", )";
  EXPECT_THAT(deny(everyone, action), IsEmpty());
  EXPECT_THAT(deny(R"("Principal": {"AWS": "*"}, )", action), IsEmpty());
  EXPECT_THAT(deny("", action), ElementsAre("IAM012.missing 'Deny' element=Principal"));
  EXPECT_THAT(deny(everyone, R"("Action": "*", )"),
              ElementsAre("IAM012.all-actions '*' element=*"));
  EXPECT_THAT(deny(R"("Principal": {"AWS": "111122223333"}, )", action),
              ElementsAre("IAM012.principal-control 'Principal' element=Principal"));
  EXPECT_THAT(
      deny(everyone, R"("NotAction": "s3:GetObject", )"),
      ElementsAre("IAM012.other-kind 'NotAction' element=NotAction, kind=a resource control "
                  "policy"));
  EXPECT_THAT(
      of(R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"})"),
      ElementsAre("IAM012.other-kind 'Allow' element=Allow, kind=a resource control policy"));
  // RCPFullAWSAccess
  EXPECT_THAT(of(R"({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"})"),
              IsEmpty());
}

TEST(PolicyDocuments, OfResourceControlAreNotJudgedByUnknownParts) {
  const auto of = [](const std::string& statement) {
    return File(Policy(statement)).Elements(PolicyKind::kResourceControl);
  };
  const std::string rest = R"("Action": "s3:*", "Resource": "*"})";
  for (const std::string principal : {"{\"AWS\": [\"111122223333\", \"\xFF\xFF\xFF\"]}",
                                      "{\"AWS\": \"111122223333\", \xFF\xFF\xFF}",
                                      "{\"\xFF\xFF\xFF\": \"111122223333\"}", "\"\xFF\xFF\xFF\""}) {
    EXPECT_THAT(of(R"({"Effect": "Deny", "Principal": )" + principal + ", " + rest), IsEmpty())
        << principal;
  }
  EXPECT_THAT(of(R"({"Effect": "Deny", "Principal": {"AWS": ["*", "111122223333"]}, )" + rest),
              ElementsAre("IAM012.principal-control 'Principal' element=Principal"));
  EXPECT_THAT(of(R"({"Effect": "Deny", "Principal": {"AWS": "*", "Service": "*"}, )" + rest),
              ElementsAre("IAM012.principal-control 'Principal' element=Principal"));
  EXPECT_THAT(of("{\"Effect\": \"Deny\", \xFF\xFF\xFF, " + rest), IsEmpty());
  EXPECT_THAT(of("{\"Effect\": \"Allow\", \"Principal\": \"*\", \xFF\xFF\xFF, " + rest), IsEmpty());
  // All that AWS's own allows is everything.
  for (const char* more :
       {R"("Action": ["*", "s3:*"], "Resource": "*"})", R"("Action": "*", "Resource": ["*", "a"]})",
        R"("Action": "*", "Resource": "arn:aws:s3:::b"})",
        R"("Action": "s3:*", "Resource": "*"})"}) {
    EXPECT_THAT(of(R"({"Effect": "Allow", "Principal": "*", )" + std::string(more)),
                ElementsAre("IAM012.other-kind 'Allow' element=Allow, kind=a resource control "
                            "policy"))
        << more;
  }
  EXPECT_THAT(of(R"({"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, )" + rest),
              ElementsAre("IAM012.other-kind 'NotPrincipal' element=NotPrincipal, kind=a resource "
                          "control policy"));
}

// Who a policy is for is written only in those of resources and trusts.
TEST(PolicyDocuments, SayWhatTheyAreIfTheyHaveNoPrincipals) {
  const std::string statement =
      R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"})";
  const auto of = [&](PolicyKind kind) { return File(Policy(statement)).Elements(kind); };
  const auto told = [](const std::string& kind) {
    return ElementsAre("IAM012.other-kind 'Principal' element=Principal, kind=" + kind);
  };
  EXPECT_THAT(of(PolicyKind::kIdentity),
              ElementsAre("IAM012.principal 'Principal' element=Principal"));
  EXPECT_THAT(of(PolicyKind::kBoundary), told("a permissions boundary"));
  EXPECT_THAT(of(PolicyKind::kSession), told("a session policy"));
  EXPECT_THAT(of(PolicyKind::kControl), told("a service control policy"));
  EXPECT_THAT(of(PolicyKind::kResource), IsEmpty());
  EXPECT_THAT(of(PolicyKind::kTrust),
              ElementsAre("IAM012.trust 'Resource' element=Resource. Remove it."));
}

TEST(PolicyDocuments, HaveMembersThatIamKnows) {
  const auto of = [](const std::string& member, PolicyKind kind) {
    return File(R"({"Version": "2012-10-17", )" + member + R"(, "Statement": [{"Effect": "Allow",
                    "Action": "s3:GetObject", "Resource": "*"}]})")
        .Elements(kind);
  };
  EXPECT_THAT(of(R"("Id": "a")", PolicyKind::kIdentity), IsEmpty());
  EXPECT_THAT(of(R"("Vresion": "a")", PolicyKind::kIdentity),
              ElementsAre("IAM012.document 'Vresion' element=Vresion. Did you mean 'Version'?"));
  EXPECT_THAT(of(R"("Description": "a")", PolicyKind::kIdentity),
              ElementsAre("IAM012.document 'Description' element=Description"));
  for (const char* open : {R"("Fn::Transform": {"Name": "a"})", "\"\xFF\xFF\xFF\": 1"}) {
    EXPECT_THAT(of(open, PolicyKind::kIdentity), IsEmpty()) << open;
  }
  EXPECT_THAT(of(R"("Description": "a")", PolicyKind::kResource),
              Not(Contains(testing::StartsWith("IAM012.document"))));
}

// IAM itself reads them, and takes no such policy.
TEST(PolicyDocuments, OfIdentitiesAreRefusedForWhatIamCannotRead) {
  const auto of = [](const std::string& version, const std::string& resource, PolicyKind kind) {
    return File(R"({"Version": ")" + version + R"(", "Statement": [{"Effect": "Allow",
                    "Action": "s3:GetObject", "Resource": ")" +
                resource + "\"}]}")
        .Refused(kind);
  };
  const std::string version = "2012-10-17";
  for (const PolicyKind kind : {PolicyKind::kIdentity, PolicyKind::kBoundary}) {
    EXPECT_THAT(of("2012-10-18", "*", kind), ElementsAre("2012-10-18"));
    EXPECT_THAT(of("2008-10-17", "*", kind), IsEmpty());
    EXPECT_THAT(of(version, "bucket", kind), ElementsAre("bucket"));
    EXPECT_THAT(of(version, "${aws:username}", kind), IsEmpty());
    EXPECT_THAT(of(version, "arn:asw:s3:::b/*", kind), ElementsAre("arn:asw:s3:::b/*"));
    EXPECT_THAT(of(version, "arn:aws:iam:us-east-1:111122223333:role/a", kind),
                ElementsAre("arn:aws:iam:us-east-1:111122223333:role/a"));
    EXPECT_THAT(of(version, "arn:aws:s3::12345:b/*", kind), IsEmpty());
  }
  EXPECT_THAT(of("2012-10-18", "*", PolicyKind::kTrust), ElementsAre("2012-10-18"));
  for (const PolicyKind kind : {PolicyKind::kSession, PolicyKind::kControl,
                                PolicyKind::kResourceControl, PolicyKind::kResource}) {
    EXPECT_THAT(of("2012-10-18", "*", kind), IsEmpty());
    EXPECT_THAT(of(version, "bucket", kind), IsEmpty());
    EXPECT_THAT(of(version, "arn:asw:s3:::b/*", kind), IsEmpty());
  }
}

}  // namespace
}  // namespace stackql::iam
