// What fixing promises: the findings that were fixed are gone, no new one is there, and a second
// run changes nothing. Over all examples of rules, the sample stacks, and mistakes made in these.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "run/fix_findings.h"
#include "snapshot/snapshot_tables.h"
#include "support/action_facts.h"
#include "support/mistakes.h"
#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

namespace fs = std::filesystem;

// Findings, wherever in their files, and how often they are there.
using Kinds = std::map<std::tuple<std::string, std::string, std::string>, size_t>;

Kinds KindsOf(const Report& report) {
  Kinds kinds;
  for (const Finding& finding : report.findings) {
    ++kinds[{finding.where.path, finding.rule, finding.message}];
  }
  return kinds;
}

// How often each rule was found in each file: messages may have the names that were fixed.
using Place = std::pair<std::string, std::string>;

std::map<Place, size_t> CountsOf(const Report& report) {
  std::map<Place, size_t> counts;
  for (const Finding& finding : report.findings) ++counts[{finding.where.path, finding.rule}];
  return counts;
}

RunOptions OptionsFor(const fs::path& folder) {
  return {.paths = {folder.string()}, .actions = &Actions(), .jobs = 1};
}

struct Outcome {
  size_t fixed = 0;
  size_t refused = 0;
};

// Fixes what is in a folder, and checks what was promised.
Outcome Fix(const RunOptions& options, Fixes fixes) {
  const Report before = Run(options, Builtin()).report;
  const FixedRun run = FixFindings(options, Builtin(), fixes, "known");
  for (const FixedFile& file : run.files) {
    EXPECT_NE(file.before, file.after);
    EXPECT_TRUE(WriteFixed(file));
  }
  EXPECT_EQ(run.files.empty(), run.fixed == 0);
  if (run.files.empty()) {
    EXPECT_EQ(KindsOf(run.result.report), KindsOf(before));
    return {run.fixed, run.refused};
  }
  const Report after = Run(options, Builtin()).report;
  EXPECT_EQ(KindsOf(after), KindsOf(run.result.report)) << "as it was said";
  EXPECT_EQ(after.failures, before.failures);
  EXPECT_LE(after.findings.size(), before.findings.size()) << Describe(before) << "after:\n"
                                                           << Describe(after);
  const std::map<Place, size_t> known = CountsOf(before);
  for (const auto& [place, count] : CountsOf(after)) {
    const auto same = known.find(place);
    EXPECT_TRUE(same != known.end() && count <= same->second)
        << "new: " << place.second << "\nbefore:\n"
        << Describe(before) << "after:\n"
        << Describe(after);
  }
  const FixedRun again = FixFindings(options, Builtin(), fixes, "known");
  EXPECT_EQ(again.fixed, 0U) << Describe(after);
  EXPECT_TRUE(again.files.empty());
  return {run.fixed, run.refused};
}

void WriteExample(const TemporaryFolder& folder, const snapshot::Example& example) {
  std::vector<Mark> marks;
  for (const snapshot::ExampleFile* file : *example.files()) {
    folder.Write(file->path()->str(), Unmark(file->text()->string_view(), "", marks));
  }
}

// Every rule whose document says that it has fixes has an example with one.
TEST(Fixes, MendExamplesOfRules) {
  const RuleSet rules(Builtin());
  for (const snapshot::Rule* rule : rules.all()) {
    // Policies are checked by another command.
    if (rule->subject() == snapshot::Subject::Policy) continue;
    SCOPED_TRACE(rule->name()->str());
    size_t fixes = 0;
    for (const snapshot::Example* example : *rule->examples()) {
      SCOPED_TRACE(example->files()->Get(0)->text()->str());
      for (const Fixes which : {Fixes::kAll, Fixes::kSafe}) {
        TemporaryFolder folder;
        WriteExample(folder, *example);
        RunOptions options = OptionsFor(folder.path());
        if (rule->dialect() == snapshot::Dialect::Python) options.dialect = Dialect::kPython;
        const Outcome outcome = Fix(options, which);
        EXPECT_EQ(outcome.refused, 0U);
        fixes += outcome.fixed;
        if (outcome.fixed == 0) break;  // then none of them is safe either
      }
    }
    const bool applied =
        rule->fix() == snapshot::Fixable::Safe || rule->fix() == snapshot::Fixable::Unsafe;
    EXPECT_EQ(fixes > 0, applied);
  }
}

class Sampled : public testing::TestWithParam<std::string> {};

TEST_P(Sampled, MistakesAreMended) {
  const Files files = ReadSample(GetParam());
  for (const Mistake& mistake : ReadMistakes(GetParam())) {
    SCOPED_TRACE(mistake.title);
    Files wrong = files;
    Make(mistake, wrong);
    TemporaryFolder folder;
    WriteAll(folder, wrong);
    Fix(OptionsFor(folder.path()), Fixes::kAll);
  }
}

// Every mistake in a file that may have comments can be ignored, and nothing else is.
TEST_P(Sampled, MistakesAreIgnored) {
  size_t ignored = 0;
  size_t refused = 0;
  const Files files = ReadSample(GetParam());
  for (const Mistake& mistake : ReadMistakes(GetParam())) {
    SCOPED_TRACE(mistake.title);
    Files wrong = files;
    Make(mistake, wrong);
    TemporaryFolder folder;
    WriteAll(folder, wrong);
    const Outcome outcome = Fix(OptionsFor(folder.path()), Fixes::kIgnores);
    ignored += outcome.fixed;
    refused += outcome.refused;
  }
  EXPECT_GT(ignored, refused);
}

// Words of the files, some of them damaged: a letter doubled, left out, swapped or in another case.
std::string Damaged(std::string text, std::mt19937& random) {
  for (int i = 0; i < 5 && text.size() > 2; ++i) {
    const size_t at = random() % (text.size() - 1);
    const auto c = static_cast<unsigned char>(text[at]);
    if (std::isalnum(c) == 0 && random() % 4 != 0) continue;
    switch (random() % 5) {
      case 0:
        text.insert(at, 1, text[at]);
        break;
      case 1:
        text.erase(at, 1);
        break;
      case 2:
        std::swap(text[at], text[at + 1]);
        break;
      case 3:
        text[at] = static_cast<char>(std::islower(c) != 0 ? std::toupper(c) : std::tolower(c));
        break;
      default:
        text.insert(at, 1, ",:'\"{ "[random() % 6]);
    }
  }
  return text;
}

TEST_P(Sampled, DamageIsMendedOrLeftAlone) {
  constexpr int kRounds = 12;
  const Files files = ReadSample(GetParam());
  std::mt19937 random(5);
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    Files wrong = files;
    for (auto& [name, text] : wrong) {
      if (random() % 3 == 0) text = Damaged(text, random);
    }
    TemporaryFolder folder;
    WriteAll(folder, wrong);
    Fix(OptionsFor(folder.path()), round % 2 == 0 ? Fixes::kSafe : Fixes::kAll);
  }
}

INSTANTIATE_TEST_SUITE_P(Samples, Sampled, testing::ValuesIn(Samples()),
                         [](const testing::TestParamInfo<std::string>& each) {
                           std::string name = each.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// A policy in a property: an action in the wrong style, one twice, and a superseded version.
TEST(Fixes, MendPoliciesInProperties) {
  TemporaryFolder folder;
  const std::string policy =
      "INSERT INTO awscc.iam.role_policies (PolicyName, RoleName, PolicyDocument, region)\n"
      "SELECT 'p', 'r', '{\"Version\": \"2008-10-17\", \"Statement\": [{\"Effect\": \"Allow\", "
      "\"Action\": [\"s3:GetObjct\", \"s3:PutObject\", \"s3:PutObject\"], \"Resource\": "
      "\"arn:aws:s3:::b/*\"}]}', "
      "'us-east-1';\n";
  folder.Write("a.iql", policy);
  EXPECT_EQ(Fix(OptionsFor(folder.path()), Fixes::kSafe).fixed, 1U);
  EXPECT_EQ(Fix(OptionsFor(folder.path()), Fixes::kAll).fixed, 2U);
  const std::string after = ReadFolder(folder.path()).at("a.iql");
  EXPECT_NE(after.find("\"2012-10-17\""), std::string::npos) << after;
  EXPECT_NE(after.find("[\"s3:GetObject\", \"s3:PutObject\"]"), std::string::npos) << after;
}

// Two values of one property type: one is in the wrong case; the other would be invalid in quotes,
// too.
TEST(Fixes, LeaveOutWhatWouldBreakBesideOneThatMends) {
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml",
               "version: 1\nname: c\nproviders: [awscc]\nresources:\n  - name: stage\n    props:\n"
               "      - name: recording\n        value:\n          MediaTypes: [audio_only]\n"
               "          StorageConfigurationArn: 5\n");
  folder.Write(
      "resources/stage.iql",
      "/*+ create */\nINSERT INTO awscc.ivs.stages (AutoParticipantRecordingConfiguration, "
      "region)\nSELECT '{{ recording }}', 'us-east-1';\n");
  const Outcome outcome = Fix(OptionsFor(folder.path()), Fixes::kSafe);
  EXPECT_EQ(outcome.fixed, 1U);
  EXPECT_EQ(outcome.refused, 1U);
  const std::string after = ReadFolder(folder.path()).at("stackql_manifest.yml");
  EXPECT_NE(after.find("MediaTypes: [AUDIO_ONLY]"), std::string::npos) << after;
  EXPECT_NE(after.find("StorageConfigurationArn: 5"), std::string::npos) << after;
}

TEST(Fixes, MendTheFaultySample) {
  TemporaryFolder folder;
  WriteAll(folder, ReadSample("ivs-stage"));
  EXPECT_GT(Fix(OptionsFor(folder.path()), Fixes::kSafe).fixed, 2U);
}

}  // namespace
}  // namespace stackql
