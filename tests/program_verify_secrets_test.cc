// Nothing that `verify` prints or writes holds a secret, whatever AWS answers.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "verify_program.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using aws_double::Fault;
using aws_double::FaultKind;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kAccount = "123456789012";

class VerifySecrets : public VerifyProgram {
 protected:
  // Everything that lies in a folder.
  static std::string AllIn(const std::filesystem::path& folder) {
    std::ostringstream all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) all << std::ifstream(entry.path()).rdbuf();
    }
    return all.str();
  }
  static void ExpectNoSecretIn(const std::string& text) {
    for (const char* secret : {kKey, kSecret, kLiveValue}) {
      EXPECT_THAT(text, Not(HasSubstr(secret)));
    }
    // Rules' examples, which SARIF has, name the account of AWS's documentation.
    if (text.find("\"runs\"") == std::string::npos) {
      EXPECT_THAT(text, Not(HasSubstr(kAccount)));
    }
  }
};

TEST_F(VerifySecrets, AreInNoReport) {
  const std::string query =
      ReadOf("demo.widgets", "none") + ReadOf("demo.widgets", "one") + Create("two", "5");
  const TemporaryFolder cache;
  setenv("XDG_CACHE_HOME", cache.path().c_str(), 1);
  std::vector<Fault> faults = {{.kind = FaultKind::kError, .code = "AccessDeniedException"},
                               {.kind = FaultKind::kError, .code = "ExpiredTokenException"},
                               {.kind = FaultKind::kError, .code = "InvalidSignatureException"},
                               {.kind = FaultKind::kNotJson},
                               {.kind = FaultKind::kTruncated},
                               {.kind = FaultKind::kRedirect, .location = "https://aws.example/"},
                               {.kind = FaultKind::kHtml, .status = 500},
                               {.kind = FaultKind::kPropertiesNotJson},
                               {.kind = FaultKind::kInvalidUtf8}};
  for (size_t i = 0; i <= faults.size(); ++i) {
    aws_double::FaultPlan plan;
    if (i > 0) {
      plan.rules = {{.fault = faults[i - 1], .count = 1000, .operation = "GetResource"}};
    }
    Serve({.world = Account(), .faults = plan});
    ExpectNoSecretIn(With(query,
                          "--output text --output json=out.json --output sarif=out.sarif "
                          "--output compact=out.txt")
                         .text);
    ExpectNoSecretIn(With(query, "--output github").text);
  }
  for (const char* file : {"out.json", "out.sarif", "out.txt"}) {
    std::ostringstream report;
    report << std::ifstream(folder_.path() / file).rdbuf();
    ExpectNoSecretIn(report.str());
  }
  ExpectNoSecretIn(AllIn(cache.path()));
  unsetenv("XDG_CACHE_HOME");
}

TEST_F(VerifySecrets, OfProgramsThatFailAreNotToldOn) {
  const TemporaryFolder elsewhere;
  elsewhere.Write("find",
                  "#!/bin/sh\necho '{\"SecretAccessKey\": \"canary-of-output\"}'\n"
                  "echo 'no: AKIACANARY0KEY000001 SecretAccessKey=canary-of-errors' >&2\n"
                  "exit 3\n");
  std::filesystem::permissions(elsewhere.path() / "find", std::filesystem::perms::owner_all);
  elsewhere.Write("config",
                  "[default]\ncredential_process = " + (elsewhere.path() / "find").string() + "\n");
  setenv("AWS_CONFIG_FILE", (elsewhere.path() / "config").c_str(), 1);
  unsetenv("AWS_ACCESS_KEY_ID");
  unsetenv("AWS_SECRET_ACCESS_KEY");
  const Outcome outcome = With(ReadOf("demo.widgets", "one"));
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("its output: no: *** SecretAccessKey=***"),
                                  Not(HasSubstr("canary-of"))));
  ExpectNoSecretIn(outcome.text);
}

// What AWS says of accounts is cut short, unless somebody asks for all of it.
TEST_F(VerifySecrets, AccountsAreMaskedUnlessAskedFor) {
  aws_double::World world = Account();
  world.findings = {{.within = "Action",
                     .json =
                         R"({"findingType":"WARNING","issueCode":"A","findingDetails":)"
                         R"("Account 123456789012 is new.","learnMoreLink":"","locations":[]})"}};
  Serve({.world = world});
  folder_.Write("role.json", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
      "Action": "s3:*", "Resource": "*"}]})");
  const std::string options = "--checks policies --policy role.json";
  EXPECT_THAT(With(Create("new", "1"), options).text, HasSubstr("Account ********9012 is new."));
  EXPECT_THAT(With(Create("new", "1"), options + " --show-account").text,
              HasSubstr("Account 123456789012 is new."));
}

// Statements at one place are one.
TEST_F(VerifySecrets, WhatCouldNotBeCheckedIsToldOnceAPlace) {
  Serve({.world = Account(),
         .faults = {.rules = {{.fault = {.code = "AccessDeniedException"},
                               .count = 1000,
                               .operation = "GetResource"}}}});
  const nlohmann::json findings =
      Findings(ReadOf("demo.widgets", "b") + ReadOf("demo.widgets", "a"), "--checks exists");
  ASSERT_EQ(findings.size(), 1U) << findings;
  EXPECT_EQ(findings[0]["line"], 1);
  ASSERT_EQ(findings[0]["notes"].size(), 1U);
  EXPECT_EQ(findings[0]["notes"][0]["line"], 2);
}

}  // namespace
}  // namespace stackql
