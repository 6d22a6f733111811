// A secret that is found is shown by no output.
#include <gtest/gtest.h>

#include <string>

#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

TEST(Secrets, AreHiddenInReports) {
  const std::string secret = "M0l8QzXw3TjvEpR7uYkB5sHaVdC1nGfI9oLrZt2x";
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml",
               "name: demo\nproviders: [awscc]\nglobals:\n  - {name: secret_access_key, vlaue: x, "
               "value: " +
                   secret + "}\n");
  const Report report = LintFolder(folder);
  ASSERT_EQ(report.findings.size(), 2U) << Describe(report);
  EXPECT_EQ(report.findings[0].name, "unknown-field");
  EXPECT_EQ(report.findings[1].name, "secret-in-manifest");
  EXPECT_EQ(report.findings[1].where.span.size(), secret.size());
  EXPECT_EQ(report.findings[1].message.find(secret), std::string::npos);
  ASSERT_EQ(report.files.size(), 1U);
  const std::string& shown = report.files.begin()->second;
  EXPECT_EQ(shown.find(secret), std::string::npos);
  EXPECT_NE(shown.find("value: " + std::string(secret.size(), '*') + "}"), std::string::npos);
}

}  // namespace
}  // namespace stackql
