// The sample stacks: each planted mistake is found at its bytes, and nothing else is.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "run/run.h"
#include "snapshot/builtin.h"
#include "support/places.h"

namespace stackql {
namespace {

Report LintSample(const std::string& name) {
  const std::string folder = std::string(testing_support::kSourceDir) + "/testdata/stacks/" + name;
  const RunOptions options = {.paths = {folder}, .no_config = true, .jobs = 1};
  return Run(options, snapshot::Snapshot::Open(snapshot::BuiltinBytes())).report;
}

// "file: id 'bytes'"
std::vector<std::string> Described(const Report& report) {
  std::vector<std::string> lines;
  for (const Finding& finding : report.findings) {
    const Span span = finding.where.span;
    lines.push_back(
        std::filesystem::path(finding.where.path).filename().string() + ": " + finding.rule + " '" +
        std::string(report.files.at(finding.where.path).substr(span.begin, span.size())) + "'");
  }
  return lines;
}

TEST(Samples, FindsEveryPlantedMistakeAndNoOther) {
  const Report report = LintSample("ivs-stage");
  EXPECT_TRUE(report.failures.empty());
  const std::vector<std::string> expected = {
      "stage.iql: TPL004 'to_aws_tags_filter'",
      "stage.iql: SQL002 'statechek'",
      "stage.iql: SQL013 '<Arn>'",
      "stage.iql: SQL010 'active_session'",
      "stage.iql: TPL002 'regoin'",
      "stackql_manifest.yml: MAN002 'descripton'",
      "stackql_manifest.yml: RES001 'media_types'",
      "stackql_manifest.yml: RES006 '600'",
      "stackql_manifest.yml: STG001 'TargetIntervalSeconds'",
      "stackql_manifest.yml: TAG003 'aws:team'",
      "stackql_manifest.yml: TAG004 'R&D'",
      "stackql_manifest.yml: MAN009 'session'",
  };
  EXPECT_EQ(Described(report), expected);
  std::set<std::string> families;
  for (const Finding& finding : report.findings) {
    families.insert(finding.rule.substr(0, 3));
  }
  EXPECT_EQ(families, (std::set<std::string>{"MAN", "RES", "SQL", "STG", "TAG", "TPL"}));
}

TEST(Samples, TheCleanTwinIsSilent) {
  const Report report = LintSample("ivs-stage-clean");
  EXPECT_TRUE(report.failures.empty());
  EXPECT_EQ(Described(report), std::vector<std::string>{});
  EXPECT_EQ(report.summary.files, 2U);
  EXPECT_GT(report.summary.operations, 0U);
}

}  // namespace
}  // namespace stackql
