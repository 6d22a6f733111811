// How much is printed of many findings, while summary and exit status count all of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kSummary = "Checked 1 file and 60 operations: 60 errors, 0 warnings, 0 infos";

class Bearable : public testing::Test {
 protected:
  void SetUp() override {
    std::string queries;
    for (int i = 0; i < 60; ++i) {
      queries += "/*+ exists */\nSELECT nowhere" + std::to_string(i) +
                 " FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = 'x" +
                 std::to_string(i) + "';\n";
    }
    folder_.Write("q.iql", queries);
  }
  Outcome Check(const std::string& options) const {
    return RunProgram(folder_.path().string(), "q.iql --select SQL010 --no-config " + options);
  }
  // With a terminal for standard output.
  Outcome OnTerminal(const std::string& options) const {
    return RunProgram(
        folder_.path().string(),
        "--version >/dev/null; XDG_CACHE_HOME=/dev/null script -qec '" + std::string(kProgram) +
            " q.iql --select SQL010 --no-config --color never " + options + "' /dev/null");
  }
  static size_t Shown(const Outcome& outcome) {
    size_t count = 0;
    for (size_t at = outcome.text.find("error["); at != std::string::npos;
         at = outcome.text.find("error[", at + 1)) {
      ++count;
    }
    return count;
  }
  TemporaryFolder folder_;
};

TEST_F(Bearable, AllIsShownWhereNoTerminalIs) {
  const Outcome outcome = Check("");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(Shown(outcome), 60U);
  EXPECT_THAT(outcome.text, HasSubstr(kSummary));
}

TEST_F(Bearable, OnATerminalFiftyAreShown) {
  const Outcome outcome = OnTerminal("");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(Shown(outcome), 50U) << outcome.text;
  EXPECT_THAT(outcome.text, HasSubstr("10 more findings; --max-findings 0 shows all."));
  EXPECT_THAT(outcome.text, HasSubstr(kSummary));
  EXPECT_EQ(Shown(OnTerminal("--max-findings 0")), 60U);
  EXPECT_EQ(Shown(OnTerminal("--max-findings 7")), 7U);
}

TEST_F(Bearable, OnATerminalNoWordIsBroken) {
  const Outcome outcome =
      RunProgram(folder_.path().string(),
                 "--version >/dev/null; script -qec 'stty cols 62; " + std::string(kProgram) +
                     " q.iql --no-config --color never --max-findings 1; " + std::string(kProgram) +
                     " no/such/file/as/this/one/that/is/long' /dev/null");
  EXPECT_THAT(outcome.text, HasSubstr("179 errors, 0 warnings, 0\r\n  infos.\r\n"));
  EXPECT_THAT(outcome.text, HasSubstr("Cannot read\r\n              'no/such/file/as/"));
  for (size_t at = 0; at < outcome.text.size();) {
    const size_t end = std::min(outcome.text.find("\r\n", at), outcome.text.size());
    const std::string line = outcome.text.substr(at, end - at);
    const auto columns = std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; });
    EXPECT_LE(columns, 62) << line;
    at = end + 2;
  }
}

TEST_F(Bearable, ANarrowTerminalIsWideEnough) {
  for (const std::string command :
       {"q.iql --no-config --color never", "rules TAG", "explain q.iql:1 --no-config",
        "completions --help", "rules", "permissions q.iql --no-config",
        "operations q.iql --no-config", "permissions q.iql --no-config --explain ivs:ListStages",
        "catalog list --service ivs", "catalog show awscc.ivs.stages"}) {
    const Outcome outcome = RunProgram(folder_.path().string(),
                                       "--version >/dev/null; script -qec 'stty cols 40; " +
                                           std::string(kProgram) + " " + command + "' /dev/null");
    for (size_t at = 0; at < outcome.text.size();) {
      const size_t end = std::min(outcome.text.find("\r\n", at), outcome.text.size());
      const std::string line = outcome.text.substr(at, end - at);
      const auto columns = std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; });
      // A word and a command are not broken.
      const size_t begin = std::min(line.find_first_not_of(' '), line.size());
      const bool whole = line.find(' ', begin) == std::string::npos ||
                         line.find("stackql-lint completions") != std::string::npos;
      EXPECT_LE(columns, whole ? 100 : 40) << command << ": " << line;
      at = end + 2;
    }
  }
}

TEST_F(Bearable, OnlyTextIsBounded) {
  EXPECT_EQ(Shown(Check("--max-findings 3")), 3U);
  EXPECT_EQ(Check("--max-findings 3").status, 1);
  EXPECT_EQ(Shown(Check("--max-findings 3 -o compact")), 60U);
  EXPECT_EQ(Shown(OnTerminal("-o compact")), 60U);
  EXPECT_EQ(Shown(Check("--max-findings 3 -o compact -o text=/dev/null")), 60U);
  EXPECT_EQ(Shown(Check("--max-findings 3 -o compact=/dev/null")), 3U);
  EXPECT_EQ(Check("--max-findings -1").status, 2);
}

TEST_F(Bearable, StatisticsReplaceFindings) {
  const Outcome outcome = Check("--statistics");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, StartsWith("60 error[SQL010] unknown-select-column\n\n"));
  EXPECT_THAT(outcome.text, HasSubstr(kSummary));
  EXPECT_EQ(Check("--statistics -q").text, "60 error[SQL010] unknown-select-column\n");
}

TEST_F(Bearable, QuietPrintsFindingsOnly) {
  const Outcome outcome = Check("-q --max-findings 1");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(Shown(outcome), 1U);
  EXPECT_THAT(outcome.text, EndsWith("\n\n59 more findings; --max-findings 0 shows all.\n"));
  folder_.Write("good.iql",
                "SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"
                "SELECT x FROM google.compute.instances WHERE project = 'p';\n");
  const std::string folder = folder_.path().string();
  EXPECT_THAT(RunProgram(folder, "good.iql -o compact").text, HasSubstr("Not checked: "));
  for (const std::string format : {"text", "compact"}) {
    const Outcome good = RunProgram(folder, "good.iql --quiet -o " + format);
    EXPECT_EQ(good.status, 0);
    EXPECT_EQ(good.text, "");
  }
  const Outcome missing = RunProgram(folder, "-q missing.iql");
  EXPECT_EQ(missing.status, 3);
  EXPECT_THAT(missing.text, HasSubstr("missing.iql"));
}

TEST_F(Bearable, QuietHoldsForPoliciesToo) {
  folder_.Write("good.iql",
                "SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n");
  folder_.Write("policy.json", R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["cloudformation:ListResources", "ivs:ListStages"],
     "Resource": "*"}]})");
  const std::string folder = folder_.path().string();
  const std::string command = "policy check --policy policy.json good.iql";
  const Outcome loud = RunProgram(folder, command);
  EXPECT_THAT(loud.text, HasSubstr("permissions proven allowed"));
  const Outcome quiet = RunProgram(folder, command + " -q");
  EXPECT_EQ(quiet.status, loud.status);
  EXPECT_THAT(quiet.text, Not(HasSubstr("permissions proven allowed")));
  EXPECT_THAT(quiet.text, Not(HasSubstr("Checked")));
}

}  // namespace
}  // namespace stackql
