// Findings that a file lists as known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::HasSubstr;
using testing::Not;

// A statement with one mistake, at a column of this name.
std::string Wrong(const std::string& column) {
  return "SELECT " + column + " FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n";
}

class BaselineFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write(".git/HEAD", "ref: refs/heads/main\n");
    folder_.Write("a/x.iql", Wrong("one"));
    folder_.Write("b/y.iql", Wrong("two"));
  }
  Outcome Run(const std::string& arguments, const std::string& below = "") const {
    return RunProgram((folder_.path() / below).string(), arguments);
  }
  std::string Written(const std::string& name = "base.json") const {
    std::ifstream stream(folder_.path() / name);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  TemporaryFolder folder_;
};

TEST_F(BaselineFile, TakesWhatIsKnownOutOfTheRun) {
  const Outcome writing = Run("--write-baseline base.json");
  EXPECT_EQ(writing.status, 0) << writing.text;
  EXPECT_THAT(writing.text, HasSubstr("wrote 2 findings to 'base.json'"));
  EXPECT_THAT(writing.text, HasSubstr("no new findings; 2 known findings in the baseline."));
  folder_.Write("a/x.iql", "-- moved\n\n" + Wrong("one") + Wrong("three"));
  const Outcome outcome = Run("--baseline base.json");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("'three'"));
  EXPECT_THAT(outcome.text, Not(HasSubstr("'one'")));
  EXPECT_THAT(outcome.text, HasSubstr(": 1 error, 0 warnings, 0 infos; 2 known findings"));
  EXPECT_THAT(Run("--baseline base.json -o github").text, Not(HasSubstr("'one'")));
  const Outcome compact = Run("--baseline base.json -o compact");
  EXPECT_THAT(compact.text, HasSubstr("2 known findings in the baseline"));
  EXPECT_EQ(Run("--baseline base.json a/x.iql -q -o compact").text,
            "a/x.iql:4:8: error[SQL010] 'awscc.ivs.stages_list_only' has no column 'three'.\n");
}

TEST_F(BaselineFile, IsTheSameFromEveryFolder) {
  ASSERT_EQ(Run("--write-baseline base.json").status, 0);
  const std::string top = Written();
  EXPECT_THAT(top, HasSubstr("\"file\":\"a/x.iql\""));
  for (const std::string paths : {"x.iql", ".", "", "../b ../a", "\"$PWD/..\""}) {
    const Outcome outcome = Run("--baseline ../base.json " + paths, "a");
    EXPECT_EQ(outcome.status, 0) << paths << outcome.text;
    EXPECT_THAT(outcome.text, Not(HasSubstr("no longer"))) << paths;
  }
  EXPECT_EQ(Run("--write-baseline ../again.json ../a ../b", "a").status, 0);
  EXPECT_EQ(Written("again.json"), top);
}

TEST_F(BaselineFile, WhatNoLongerOccursIsSaid) {
  ASSERT_EQ(Run("--write-baseline base.json").status, 0);
  folder_.Write("a/x.iql", Wrong("arn"));
  const Outcome outcome = Run("--baseline base.json");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text, HasSubstr("1 entry of the baseline no longer occurs."));
  EXPECT_THAT(outcome.text, HasSubstr("no longer found: a/x.iql: SQL010: "));
  // What was not looked for may still be there.
  for (const std::string part : {"b", "--select TAG", "--ignore SQL010", "--ignore SQL"}) {
    EXPECT_THAT(Run("--baseline base.json " + part).text, Not(HasSubstr("no longer"))) << part;
  }
  EXPECT_THAT(Run("--baseline base.json a").text, HasSubstr("no longer"));
  EXPECT_THAT(Run("--baseline base.json -q").text, Not(HasSubstr("no longer")));
  EXPECT_THAT(Run("--baseline base.json a missing.iql").text, Not(HasSubstr("no longer")));
  folder_.Write("many.json", [] {
    std::string text = R"({"version": 1, "findings": [)";
    for (int i = 0; i < 20; ++i) {
      text += R"({"fingerprint": "1:)" + std::to_string(i) +
              R"(", "rule": "SQL010", "file": "a/x.iql", "message": "m"})" + (i < 19 ? "," : "");
    }
    return text + "]}";
  }());
  EXPECT_THAT(Run("--baseline many.json a").text, HasSubstr("no longer found: 12 more findings\n"));
}

TEST_F(BaselineFile, IsRenewedInPart) {
  ASSERT_EQ(Run("--write-baseline base.json").status, 0);
  folder_.Write("a/x.iql", Wrong("three"));
  EXPECT_EQ(Run("a --baseline base.json --write-baseline base.json").status, 0);
  EXPECT_THAT(Written(), HasSubstr("'three'"));
  EXPECT_THAT(Written(), Not(HasSubstr("'one'")));
  EXPECT_THAT(Written(), HasSubstr("'two'"));
  EXPECT_EQ(Run("--baseline base.json").status, 0);
  EXPECT_EQ(Run("a --write-baseline base.json").status, 0);
  EXPECT_THAT(Written(), Not(HasSubstr("'two'")));
}

TEST_F(BaselineFile, IsMarkedInSarif) {
  ASSERT_EQ(Run("--write-baseline base.json").status, 0);
  folder_.Write("b/y.iql", Wrong("three"));
  EXPECT_EQ(Run("--baseline base.json -o sarif=out.sarif").status, 1);
  const auto results = nlohmann::json::parse(Written("out.sarif")).at("runs").at(0).at("results");
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results.at(0).at("baselineState"), "unchanged");
  EXPECT_EQ(results.at(1).at("baselineState"), "new");
}

TEST_F(BaselineFile, HoldsForPolicies) {
  folder_.Write("good.iql", Wrong("arn"));
  folder_.Write("policy.json", R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:NoSuchAction", "Resource": "*"}]})");
  const std::string command = "policy check --policy policy.json good.iql";
  EXPECT_THAT(Run(command).text, HasSubstr("IAM014"));
  EXPECT_EQ(Run(command + " -q --write-baseline base.json").status, 0);
  EXPECT_THAT(Written(), HasSubstr("\"file\":\"policy.json\""));
  const Outcome known = Run(command + " -q --baseline base.json");
  EXPECT_EQ(known.status, 0);
  EXPECT_EQ(known.text, "");
  EXPECT_THAT(Run(command + " --baseline base.json --ignore IAM014").text,
              Not(HasSubstr("no longer found")));
}

// Each command looks for findings of its own: the others' stay.
TEST_F(BaselineFile, KeepsWhatOtherCommandsFind) {
  folder_.Write(".stackql-lint.yaml", "baseline: base.json\n");
  folder_.Write("policy.json", R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:NoSuchAction", "Resource": "*"}]})");
  ASSERT_EQ(Run("--write-baseline base.json").status, 0) << "the first one is not there yet";
  const std::string check = "policy check --policy policy.json a/x.iql";
  const Outcome policy = Run(check + " --write-baseline base.json");
  EXPECT_THAT(policy.text, Not(HasSubstr("no longer found")));
  for (const char* part : {"'one'", "'two'", "NoSuchAction"}) {
    EXPECT_THAT(Written(), HasSubstr(part));
  }
  const Outcome all = Run("");
  EXPECT_EQ(all.status, 0) << all.text;
  EXPECT_THAT(all.text, Not(HasSubstr("no longer found")));
  EXPECT_EQ(Run(check).status, 0);
}

TEST_F(BaselineFile, MistakesAreSaid) {
  folder_.Write("bad.json", "{\"version\": 3, \"findings\": []}");
  const Outcome bad = Run("--baseline bad.json");
  EXPECT_EQ(bad.status, 2);
  EXPECT_EQ(bad.text, "stackql-lint: 'bad.json' is not a baseline: expected version 1\n");
  EXPECT_EQ(Run("--baseline missing.json").status, 2);
  EXPECT_EQ(Run("--write-baseline bad.json/where.json").status, 3);
  const Outcome unread = Run("--write-baseline base.json a missing.iql");
  EXPECT_EQ(unread.status, 3);
  EXPECT_THAT(unread.text, HasSubstr("no baseline is written"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "base.json"));
  // What cannot be replaced stays as it was.
  ASSERT_EQ(Run("--write-baseline base.json").status, 0);
  const std::string before = Written();
  std::string many;
  for (int i = 0; i < 20; ++i) many += Wrong("column" + std::to_string(i));
  folder_.Write("a/x.iql", many);
  const Outcome full = Run("--version >/dev/null; ulimit -f 1; XDG_CACHE_HOME=/dev/null '" +
                           std::string(kProgram) + "' --write-baseline base.json 2>&1");
  EXPECT_EQ(full.status, 3) << full.text;
  EXPECT_EQ(Written(), before);
}

}  // namespace
}  // namespace stackql
