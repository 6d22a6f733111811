// Who may assume a role by its trust policy, and what of tokens its conditions test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/policy_file.h"

namespace stackql::iam {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using testing_support::File;
using testing_support::Policy;
using Texts = std::vector<std::string>;

constexpr const char* kGitHub = "token.actions.githubusercontent.com";
constexpr const char* kByWeb = R"("sts:AssumeRoleWithWebIdentity")";

std::string Statement(const std::string& principal, const std::string& action,
                      const std::string& condition = "") {
  return R"({"Effect": "Allow", "Principal": )" + principal + R"(, "Action": )" + action +
         (condition.empty() ? "" : R"(, "Condition": )" + condition) + "}";
}

Texts Told(const std::string& statement) {
  return File(Policy(statement)).Document(PolicyKind::kTrust);
}

std::string Oidc(const std::string& provider) {
  return "arn:aws:iam::111122223333:oidc-provider/" + provider;
}

std::string Federated(const std::string& provider) {
  return R"({"Federated": ")" + Oidc(provider) + "\"}";
}

// An OIDC provider's tokens, if this condition holds.
Texts Tested(const std::string& provider, const std::string& condition) {
  return Told(Statement(Federated(provider), kByWeb, condition));
}

std::string Condition(const std::string& op, const std::string& key, const std::string& value) {
  return R"({")" + op + R"(": {")" + key + R"(": ")" + value + "\"}}";
}

// "Identity-provider controls for shared OIDC providers", IAM's user guide.
TEST(TrustProviders, ThatAreSharedAreTestedForTheSubject) {
  for (const std::string provider :
       {"agent.buildkite.com", "app.terraform.io", "gitlab.com", kGitHub}) {
    EXPECT_THAT(Tested(provider, ""), ElementsAre("IAM043.default '" + Oidc(provider) + "' key=" +
                                                  provider + ":sub, provider=" + provider));
    EXPECT_THAT(Tested(provider, Condition("StringEquals", provider + ":aud", "a")),
                ElementsAre(StartsWith("IAM043.default ")));
    EXPECT_THAT(Tested(provider, Condition("StringEquals", provider + ":sub", "a")), IsEmpty());
    EXPECT_THAT(Tested(provider, Condition("StringEquals", provider + ":SUB", "a")), IsEmpty());
    EXPECT_THAT(Tested(provider, Condition("StringEquals", "\xFF\xFF\xFF", "a")), IsEmpty());
  }
  EXPECT_THAT(Tested("gitlab.example.com", ""), IsEmpty());
}

TEST(TrustProviders, OfGitHubAreForSomeRepositories) {
  const std::string sub = std::string(kGitHub) + ":sub";
  const std::string aud = std::string(kGitHub) + ":aud";
  const auto open = ElementsAre(StartsWith("SEC001.github '" + Oidc(kGitHub) + "'"));
  const auto tested = [](const std::string& condition) { return Tested(kGitHub, condition); };
  EXPECT_THAT(tested(Condition("StringLike", sub, "*")), open);
  EXPECT_THAT(tested(Condition("StringLike", sub, "repo:*")), open);
  EXPECT_THAT(tested(Condition("StringLike", sub, "repo:*/main")), open);
  EXPECT_THAT(tested(Condition("StringLike", sub, "repo:acme/*")), IsEmpty());
  EXPECT_THAT(tested(R"({"StringLike": {")" + sub + R"(": ["repo:acme/*", "repo:*"]}})"),
              Contains(StartsWith("SEC001.github ")));
  EXPECT_THAT(tested(R"({"StringLike": {")" + aud + R"(": "sts.amazonaws.com", ")" + sub +
                     R"(": "repo:*"}})"),
              open);
  EXPECT_THAT(
      tested(R"({"StringLike": {")" + sub + R"(": "repo:*", "aws:SourceVpc": "vpc-1a2b3c4d"}})"),
      IsEmpty());
  EXPECT_THAT(Tested("gitlab.com", Condition("StringLike", "gitlab.com:sub", "*")), IsEmpty());
}

TEST(TrustProviders, HaveNoScheme) {
  EXPECT_THAT(Tested("https://id.example.com", ""),
              ElementsAre("IAM039.scheme '" + Oidc("https://id.example.com") + "' provider=" +
                          Oidc("https://id.example.com") + ". Leave out 'https://'."));
}

// "Available keys for AWS OIDC federation": they begin with the host of the provider.
TEST(TrustProviders, GiveKeysOfTheirOwn) {
  const std::string own = "id.example.com";
  const auto tested = [&](const std::string& op, const std::string& key) {
    return Tested(own, Condition(op, key, "a"));
  };
  EXPECT_THAT(tested("StringEquals", "id.example.org:aud"),
              ElementsAre("IAM039.key 'id.example.org:aud' key=id.example.org:aud, "
                          "provider=id.example.com. Write 'id.example.com:aud'."));
  EXPECT_THAT(File(Policy(Statement(Federated(own), kByWeb,
                                    Condition("StringLike", "id.example.org:tenant:sub", "a"))))
                  .RepairsOfDocument(PolicyKind::kTrust),
              ElementsAre("'id.example.org:tenant:sub' -> id.example.com:sub?"));
  for (const char* right : {"id.example.com:aud", "ID.example.COM:aud", "aws:SourceVpc", "aud",
                            "\xFF\xFF\xFF.org:aud"}) {
    EXPECT_THAT(tested("StringLike", right), Not(Contains(StartsWith("IAM039")))) << right;
  }
  // They hold if the key is not there.
  for (const char* op :
       {"StringEqualsIfExists", "StringNotEquals", "Null", "ForAllValues:StringEquals"}) {
    EXPECT_THAT(tested(op, "id.example.org:aud"), Not(Contains(StartsWith("IAM039")))) << op;
  }
  EXPECT_THAT(tested("ForAnyValue:StringEquals", "id.example.org:aud"),
              Contains(StartsWith("IAM039.key")));
  // The first of several keys does not hide the others.
  EXPECT_THAT(Tested(own, R"({"StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d",)"
                          R"( "sub": "a", "id.example.org:aud": "a"}})"),
              Contains(StartsWith("IAM039.key")));
}

TEST(TrustProviders, OfWhichOthersMayGiveAKeyAreNotCompared) {
  const std::string condition = Condition("StringEquals", "id.example.org:aud", "a");
  const std::string web = "\"" + Oidc("id.example.com") + "\"";
  const std::string other = "\"" + Oidc("id.example.org") + "\"";
  const std::string google = R"("accounts.google.com")";
  for (const std::string& principal :
       {R"({"Federated": [)" + web + ", " + other + "]}",
        R"({"Federated": )" + web + R"(, "AWS": "111122223333"})",
        R"({"Federated": [)" + web + R"(, "arn:aws:iam::111122223333:saml-provider/a"]})",
        R"({"Federated": [)" + web + ", \"\xFF\xFF\xFF\"]}", R"({"Federated": )" + google + "}"}) {
    EXPECT_THAT(Told(Statement(principal, kByWeb, condition)),
                Not(Contains(StartsWith("IAM039.key"))))
        << principal;
  }
}

TEST(TrustWays, AreRepairedIfThereIsOne) {
  const auto repairs = [](const std::string& principal) {
    return File(Policy(Statement(principal, R"("sts:AssumeRoleWithSAML")")))
        .RepairsOfDocument(PolicyKind::kTrust);
  };
  EXPECT_THAT(repairs(R"({"AWS": "111122223333"})"),
              ElementsAre("'sts:AssumeRoleWithSAML' -> sts:AssumeRole"));
  const std::string both = R"({"AWS": "111122223333", "Federated": "accounts.google.com"})";
  EXPECT_THAT(repairs(both), IsEmpty());
  EXPECT_THAT(Told(Statement(both, R"("sts:AssumeRoleWithSAML")")),
              ElementsAre("IAM039.default 'sts:AssumeRoleWithSAML' action=sts:AssumeRoleWithSAML, "
                          "kind=Federated. Write 'sts:AssumeRole'."));
}

// Of users by their canonical IDs nothing is said, nor of all actions but one.
TEST(TrustWays, AreSaidOfKnownKindsOnly) {
  const std::string canonical = R"({"CanonicalUser": "79a59df900b949e5"})";
  EXPECT_THAT(Told(Statement(canonical, R"("sts:AssumeRoleWithSAML")")), IsEmpty());
  EXPECT_THAT(Told(R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"},)"
                   R"( "NotAction": "sts:AssumeRoleWithSAML"})"),
              Not(Contains(StartsWith("IAM039"))));
  EXPECT_THAT(Told(R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"},)"
                   R"( "NotAction": "s3:GetObject"})"),
              Not(Contains(StartsWith("IAM033"))));
  EXPECT_THAT(Told(Statement(R"({"AWS": "111122223333"})",
                             R"(["sts:TagSession", "sts:AssumeRoleWithSAML"])")),
              ElementsAre(StartsWith("IAM039.default 'sts:AssumeRoleWithSAML'")));
}

// "Using roles": tagging, a source identity and a context are set in the same call.
TEST(TrustActions, AreThoseThatAssumeARole) {
  const std::string all = R"({"AWS": "111122223333"})";
  for (const char* action : {"sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext",
                             "sts:AssumeRole", "STS:TAGSESSION", "sts:Set*", "*"}) {
    EXPECT_THAT(Told(Statement(all, "\"" + std::string(action) + "\"")), IsEmpty()) << action;
  }
  EXPECT_THAT(
      Told(Statement(all, R"(["sts:GetSessionToken", "sts:AssumeRole", "sts:GetCaller*"])")),
      ElementsAre(StartsWith("IAM033.default 'sts:GetSessionToken'"),
                  StartsWith("IAM033.default 'sts:GetCaller*'")));
}

// "AWS JSON policy elements: Principal".
TEST(Principals, AreOfTheirForm) {
  const auto of = [](const std::string& kind, const std::string& name) {
    return Told(Statement(R"({")" + kind + R"(": ")" + name + "\"}", R"("sts:TagSession")"));
  };
  for (const char* id : {"AROAEXAMPLEEXAMPLE01", "AIDAEXAMPLEEXAMP"}) {
    EXPECT_THAT(of("AWS", id), IsEmpty()) << id;
  }
  for (const char* wrong : {"AIDAEXAMPLEEXAM", "AIDAEXAMPLEEXAMPl", "BIDAEXAMPLEEXAMPLE01",
                            "arn:aws:iam:us-east-1:111122223333:role/a", "arn:aws:sts"}) {
    EXPECT_THAT(of("AWS", wrong), ElementsAre(StartsWith("IAM012.principal-aws "))) << wrong;
  }
  EXPECT_THAT(of("AWS", "arn:aws:sts::111122223333:federated-user/a"), IsEmpty());
  for (const char* thing : {"group/a", "instance-profile/a", "mfa/a", "oidc-provider/a", "policy/a",
                            "saml-provider/a", "server-certificate/a"}) {
    EXPECT_THAT(of("AWS", "arn:aws:iam::111122223333:" + std::string(thing)),
                ElementsAre(StartsWith("IAM012.principal-type ")))
        << thing;
  }
  EXPECT_THAT(of("AWS", "arn:aws:iam::111122223333:role/policy/a"), IsEmpty());
  for (const char* wrong : {"arn:aws:iam::111122223333:role/a", "a/b"}) {
    EXPECT_THAT(of("Service", wrong), ElementsAre(StartsWith("IAM012.principal-service ")))
        << wrong;
  }
  EXPECT_THAT(of("Federated", "id.example.com"),
              ElementsAre("IAM012.principal-federated 'id.example.com' element=id.example.com"));
  for (const char* provider : {"accounts.google.com", "cognito-identity.amazonaws.com",
                               "graph.facebook.com", "www.amazon.com", "*"}) {
    EXPECT_THAT(of("Federated", provider), Not(Contains(StartsWith("IAM012")))) << provider;
  }
  EXPECT_THAT(of("Services", "ec2.amazonaws.com"),
              ElementsAre("IAM012.principal-kind 'Services' element=Services. Did you mean "
                          "'Service'?"));
  for (const char* kind : {"AWS", "Service", "Federated"}) {
    EXPECT_THAT(Told(Statement(R"({")" + std::string(kind) + R"(": []})", R"("sts:TagSession")")),
                ElementsAre("IAM012.empty '" + std::string(kind) + "' element=" + kind));
  }
}

// Of those that are not known, nothing is said a second time.
TEST(Principals, MayBeMore) {
  EXPECT_THAT(Told(Statement("{\"AWS\": \"bob\", \xFF\xFF\xFF}", R"("sts:AssumeRole")")),
              ElementsAre("IAM012.principal-aws 'bob' element=bob"));
}

TEST(Principals, ThatAreServicesAreNamedOneByOne) {
  const auto of = [](const std::string& name) {
    return Told(Statement(R"({"Service": ")" + name + "\"}", R"("sts:AssumeRole")"));
  };
  EXPECT_THAT(of("ec2*.amazonaws.com"),
              ElementsAre("IAM037.default 'ec2*.amazonaws.com' service=ec2*.amazonaws.com. Name "
                          "each service."));
  EXPECT_THAT(of("*"), IsEmpty());
  EXPECT_THAT(File(Policy(Statement(R"({"Service": "ec?.amazonaws.com"})", R"("sts:AssumeRole")")))
                  .RepairsOfDocument(PolicyKind::kTrust),
              IsEmpty());
  for (const char* domain :
       {".amazon.com", ".aws.com", ".aws.amazon.com", ".amazonaws", ".amazonaws.co",
        ".amazonaws.net", ".amazonaws.org", ".amazonws.com", ".amazonwas.com", ".amazonaw.com",
        ".amazonsaws.com", ".amazonawas.com", ""}) {
    EXPECT_THAT(of("lambda" + std::string(domain)),
                ElementsAre(testing::EndsWith(". Did you mean 'lambda.amazonaws.com'?")))
        << domain;
    EXPECT_THAT(of("nosuch" + std::string(domain)), IsEmpty()) << domain;
  }
  // Of a name of three letters any may be meant.
  EXPECT_THAT(of("ecc.amazonaws.com"), IsEmpty());
  EXPECT_THAT(of("us-east-1.amazonaws.com"), IsEmpty());
}

// Each NotPrincipal of an Allow once, however many kinds it has.
TEST(Principals, ThatAreLeftOutAreToldOnce) {
  const auto of = [](const std::string& statements) {
    std::vector<std::string> told;
    for (const std::string& each : File(Policy(statements)).Document(PolicyKind::kResource)) {
      if (each.starts_with("IAM022")) told.push_back(each);
    }
    return told;
  };
  const std::string two =
      R"({"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333", "Service": "s3.amazonaws.com"},
          "Action": "s3:GetObject", "Resource": "*"})";
  EXPECT_THAT(of(two), ElementsAre("IAM022.default 'NotPrincipal' element=NotPrincipal"));
  EXPECT_THAT(of(two + "," + two), testing::SizeIs(2));
}

// "AWS global condition context keys": these say how a request is made, not by whom.
TEST(Everyone, IsRestrictedByMoreThanEncryption) {
  const auto of = [](const std::string& condition) {
    return Told(Statement(R"("*")", R"("sts:AssumeRole")", condition));
  };
  const auto open = ElementsAre(StartsWith("SEC001.trust '*'"));
  EXPECT_THAT(of(Condition("Bool", "aws:SecureTransport", "true")), open);
  EXPECT_THAT(of(Condition("NumericGreaterThan", "s3:TlsVersion", "1.2")),
              Contains(StartsWith("SEC001")));
  EXPECT_THAT(of(R"({"Bool": {"aws:SecureTransport": "true"},
                     "StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}})"),
              IsEmpty());
  EXPECT_THAT(of(R"({"Bool": {"aws:SecureTransport": {"Ref": "A"}}})"), open);
  for (const char* unclear : {R"({"Bool": {"aws:SecureTransport": {"a": 1}}})",
                              "{\"Bool\": {\"aws:SecureTransport\": \"true\"},"
                              " \"StringEquals\": \"\xFF\xFF\xFF\"}"}) {
    EXPECT_THAT(of(unclear), Not(Contains(StartsWith("SEC001")))) << unclear;
  }
  EXPECT_THAT(of("\"\xFF\xFF\xFF\""), Not(Contains(StartsWith("SEC001"))));
  EXPECT_THAT(Told(Statement(R"({"Service": "*"})", R"("sts:AssumeRole")")), IsEmpty());
}

}  // namespace
}  // namespace stackql::iam
