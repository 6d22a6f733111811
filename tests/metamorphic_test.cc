// What has to follow from a finding: mending the marked bytes takes away that finding and no other,
// and so does the fix that is offered with it, if one is.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "support/places.h"
#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using Files = std::map<std::string, std::string>;

// A finding without its place, which moves as texts change.
using Essence = std::tuple<std::string, std::string, std::string>;  // file, rule, bytes

std::string Slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Linted {
  Report report = {};
  std::string root = {};  // with the slash behind it

  std::string Name(const std::string& path) const { return path.substr(root.size()); }
  std::vector<Essence> Essences() const {
    std::vector<Essence> all;
    for (const Finding& finding : report.findings) {
      all.emplace_back(Name(finding.where.path), finding.rule, Covered(report, finding));
    }
    std::sort(all.begin(), all.end());
    return all;
  }
};

Linted LintFiles(const Files& files) {
  TemporaryFolder folder;
  for (const auto& entry : files) folder.Write(entry.first, entry.second);
  return {LintFolder(folder), folder.path().string() + "/"};
}

// A mistake: bytes of a sound stack, and the wrong ones in their place.
struct Mistake {
  std::string file = {};
  std::string_view right = {};  // with what is around it, to be unique
  std::string_view wrong = {};  // the same with the marked bytes wrong
  std::string_view rule = {};
};

const std::string kManifestFile = "stackql_manifest.yml";
const std::string kQueryFile = "resources/stage.iql";

const std::vector<Mistake>& Mistakes() {
  static const std::vector<Mistake> all = {
      {kManifestFile, "description: A stage", "\u00ABdescripton\u00BB: A stage", "MAN002"},
      {kManifestFile, "MediaTypes:", "\u00ABmedia_types\u00BB:", "RES001"},
      {kManifestFile, "WindowSeconds: 60", "WindowSeconds: \u00AB600\u00BB", "RES006"},
      {kManifestFile, "- AUDIO_VIDEO", "- \u00ABAUDIO_VIDEOS\u00BB", "RES004"},
      {kManifestFile, "RecordingMode: INTERVAL", "RecordingMode: \u00ABinterval\u00BB", "RES004"},
      {kManifestFile, "[SEQUENTIAL, LATEST]", "[LATEST, \u00ABLATEST\u00BB]", "RES009"},
      {kManifestFile, "DurationSeconds: 6", "DurationSeconds: \u00ABsix\u00BB", "RES002"},
      {kManifestFile, "Key: team", "Key: \u00ABaws:team\u00BB", "TAG003"},
      {kManifestFile, "Value: research and development", "Value: \u00ABR&D\u00BB", "TAG004"},
      {kManifestFile, "Key: cost-centre", "Key: \u00ABteam\u00BB", "TAG005"},
      {kManifestFile, "- session_id", "- \u00ABsession\u00BB", "MAN009"},
      {kManifestFile, "version: 1", "version: '\u00AB1\u00BB'", "MAN004"},
      {kQueryFile, "to_aws_tag_filters", "\u00ABto_aws_tag_filter\u00BB", "TPL004"},
      {kQueryFile, "/*+ statecheck", "/*+ \u00ABstatechek\u00BB", "SQL002"},
      {kQueryFile, "arn AS stage_arn", "\u00ABarm\u00BB AS stage_arn", "SQL010"},
      {kQueryFile, "retry_delay=10", "\u00ABretry_dely\u00BB=10", "SQL005"},
      {kQueryFile, "  Tags,", "  \u00ABTag\u00BB,", "SQL008"},
      {kQueryFile, "SET PatchDocument", "SET \u00ABPatchDocumnt\u00BB", "SQL020"},
      {kQueryFile, "DELETE FROM awscc.ivs.stages\nWHERE region = '{{ region }}'",
       "DELETE FROM awscc.ivs.stages\nWHERE region = '{{ \u00ABregoin\u00BB }}'", "TPL002"},
      {kQueryFile, "FROM awscc.ivs.stages\n  WHERE region = '{{ region }}'",
       "FROM awscc.ivs.stages\n  WHERE region = '\u00ABeu\u00BB'", "SQL016"},
  };
  return all;
}

Files Sound() {
  const std::filesystem::path root =
      std::filesystem::path(testing_support::kSourceDir) / "testdata/stacks/ivs-stage-clean";
  return {{kManifestFile, Slurp(root / kManifestFile)}, {kQueryFile, Slurp(root / kQueryFile)}};
}

void Make(Files& files, const Mistake& mistake) {
  std::string& text = files.at(mistake.file);
  const size_t at = text.find(mistake.right);
  ASSERT_NE(at, std::string::npos) << mistake.right;
  std::vector<Mark> marks;
  text.replace(at, mistake.right.size(), Unmark(mistake.wrong, "", marks));
}

std::vector<Essence> Without(std::vector<Essence> all, const Essence& one) {
  const auto at = std::find(all.begin(), all.end(), one);
  if (at != all.end()) all.erase(at);
  return all;
}

// What is left once this mistake is mended: all but its own finding.
Essence Own(const Mistake& mistake) {
  std::vector<Mark> marks;
  const std::string plain = Unmark(mistake.wrong, "", marks);
  return {mistake.file, std::string(mistake.rule),
          plain.substr(marks[0].span.begin, marks[0].span.size())};
}

TEST(Metamorphic, EachMistakeAloneIsOneFinding) {
  for (const Mistake& mistake : Mistakes()) {
    SCOPED_TRACE(mistake.wrong);
    Files files = Sound();
    Make(files, mistake);
    const Linted linted = LintFiles(files);
    EXPECT_EQ(linted.Essences(), std::vector<Essence>{Own(mistake)}) << Describe(linted.report);
  }
}

// Mistakes that hide others: what is below an unknown property, in a query under an unknown anchor,
// and tags that no query sends is not looked at.
bool Hides(const Mistake& a, const Mistake& b) {
  return (a.rule == "RES001" && b.right == "- AUDIO_VIDEO") ||
         (a.rule == "SQL002" && (b.rule == "SQL005" || b.rule == "SQL016")) ||
         (a.rule == "SQL008" && b.rule == "SQL020");
}

bool Together(const std::vector<const Mistake*>& chosen, const Mistake& next) {
  return std::none_of(chosen.begin(), chosen.end(), [&](const Mistake* have) {
    const bool keys = have->right.starts_with("Key:") && next.right.starts_with("Key:");
    return have == &next || keys || Hides(*have, next) || Hides(next, *have);
  });
}

TEST(Metamorphic, MendingOneOfSeveralTakesAwayItsFindingAlone) {
  std::mt19937 random(7);
  for (int round = 0; round < 60 && !testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    std::vector<const Mistake*> chosen;
    Files files = Sound();
    for (int i = 0; i < 5; ++i) {
      const Mistake& next = Mistakes()[random() % Mistakes().size()];
      if (!Together(chosen, next)) continue;
      chosen.push_back(&next);
      Make(files, next);
    }
    const std::vector<Essence> before = LintFiles(files).Essences();
    for (const Mistake* mistake : chosen) {
      SCOPED_TRACE(mistake->wrong);
      Files mended = files;
      std::vector<Mark> marks;
      const std::string wrong = Unmark(mistake->wrong, "", marks);
      std::string& text = mended.at(mistake->file);
      text.replace(text.find(wrong), wrong.size(), mistake->right);
      const Linted after = LintFiles(mended);
      EXPECT_EQ(after.Essences(), Without(before, Own(*mistake))) << Describe(after.report);
    }
  }
}

Files Fixed(const Files& files, const Linted& linted, const Fix& fix) {
  Files fixed = files;
  std::vector<Edit> edits = fix.edits;
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return b.where < a.where; });
  for (const Edit& edit : edits) {
    fixed.at(linted.Name(edit.where.path))
        .replace(edit.where.span.begin, edit.where.span.size(), edit.text);
  }
  return fixed;
}

// Applies each fix that is offered; returns how many there were.
size_t TryFixes(const Files& files) {
  const Linted linted = LintFiles(files);
  const std::vector<Essence> before = linted.Essences();
  size_t fixes = 0;
  for (const Finding& finding : linted.report.findings) {
    if (!finding.fix) continue;
    SCOPED_TRACE(finding.rule + ": " + finding.fix->title);
    ++fixes;
    const Essence own = {linted.Name(finding.where.path), finding.rule,
                         Covered(linted.report, finding)};
    const Linted after = LintFiles(Fixed(files, linted, *finding.fix));
    const std::vector<Essence> left = after.Essences();
    std::vector<Essence> introduced;
    std::set_difference(left.begin(), left.end(), before.begin(), before.end(),
                        std::back_inserter(introduced));
    EXPECT_EQ(introduced, std::vector<Essence>{}) << Describe(after.report);
    EXPECT_EQ(left, Without(before, own)) << Describe(after.report);
  }
  return fixes;
}

TEST(Metamorphic, FixesOfSingleMistakesMendThem) {
  size_t fixes = 0;
  for (const Mistake& mistake : Mistakes()) {
    SCOPED_TRACE(mistake.wrong);
    Files files = Sound();
    Make(files, mistake);
    fixes += TryFixes(files);
  }
  EXPECT_GT(fixes, 6U);
}

TEST(Metamorphic, FixesOfTheSampleStackMendIt) {
  const std::filesystem::path root =
      std::filesystem::path(testing_support::kSourceDir) / "testdata/stacks/ivs-stage";
  EXPECT_GT(TryFixes({{kManifestFile, Slurp(root / kManifestFile)},
                      {kQueryFile, Slurp(root / kQueryFile)}}),
            3U);
}

}  // namespace
}  // namespace stackql
