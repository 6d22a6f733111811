// Plants one wrong value in a stack, written through random layers of JSON, SQL, YAML and
// templates, and wants one finding: of the right rule, at exactly the bytes that spell the value.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/encoders.h"
#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using Files = std::map<std::string, std::string>;

enum class Slot : uint8_t { kTagKey, kRecordingMode, kName };

constexpr std::string_view kArn = "arn:aws:ivs:us-east-1:123456789012:storage-configuration/abc";

std::string_view Rule(Slot slot) {
  return slot == Slot::kTagKey ? "TAG003" : slot == Slot::kRecordingMode ? "RES004" : "RES007";
}
std::string_view Column(Slot slot) {
  return slot == Slot::kTagKey          ? "Tags"
         : slot == Slot::kRecordingMode ? "AutoParticipantRecordingConfiguration"
                                        : "Name";
}

// `quotes`: the way to AWS keeps quotes and backslashes, so the value may hold some.
std::string Wrong(Slot slot, bool quotes, Random& random) {
  static const std::vector<std::string> kTagCharacters = {
      "a", "k", "Z", "0", "9", "_", ".", "/", "=", "+", "-", "\u00E9", "\u00DF"};
  static const std::vector<std::string> kCharacters = {"a", "q", "Z",      "7",          "_",
                                                       "/", "-", "\u00E9", "\U0001F600", "\u20AC"};
  static const std::vector<std::string> kQuotes = {"'", "\"", "\\", "\\n", "''"};
  std::string text = slot == Slot::kTagKey ? "aws:" : slot == Slot::kName ? "x!" : "x";
  const uint32_t length = 2 + random.Below(10);
  for (uint32_t i = 0; i < length; ++i) {
    const auto& from = slot == Slot::kTagKey       ? kTagCharacters
                       : quotes && random.OneIn(3) ? kQuotes
                                                   : kCharacters;
    text += from[random.Below(static_cast<uint32_t>(from.size()))];
  }
  return std::string(kOpen) + text + std::string(kClose);
}

// The property as JSON text, or as itself for a name.
std::string JsonOf(Slot slot, const std::string& wrong, Random& random) {
  if (slot == Slot::kName) return wrong;
  const std::string text = "\"" + JsonContent(wrong, random) + "\"";
  if (slot == Slot::kTagKey) return "[{\"Key\": " + text + ", \"Value\": \"v\"}]";
  return "{\"StorageConfigurationArn\": \"" + std::string(kArn) +
         "\", \"ThumbnailConfiguration\": {\"ParticipantThumbnailConfiguration\": "
         "{\"RecordingMode\": " +
         text + "}}}";
}

// The property as YAML after "value:", below six blanks.
std::string YamlOf(Slot slot, const std::string& wrong, Random& random) {
  if (slot == Slot::kName) return " " + YamlScalar(wrong, "          ", random);
  const bool flow = random.OneIn(3);
  const std::string text = YamlScalar(wrong, "                  ", random, flow);
  if (slot == Slot::kTagKey) {
    if (flow) return " [{ Key: " + text + ", Value: v }]";
    return "\n          - Key: " + text + "\n            Value: v";
  }
  const std::string head = "\n          StorageConfigurationArn: " + std::string(kArn) +
                           "\n          ThumbnailConfiguration:";
  if (flow) return head + " { ParticipantThumbnailConfiguration: { RecordingMode: " + text + " } }";
  return head +
         "\n            ParticipantThumbnailConfiguration:\n              RecordingMode: " + text;
}

// The same with JSON text as a nested scalar, which the tool takes for structure.
std::string NestedJson(const std::string& wrong, Random& random) {
  const std::string json = "{\"ParticipantThumbnailConfiguration\": {\"RecordingMode\": \"" +
                           JsonContent(wrong, random) + "\"}}";
  return "\n          StorageConfigurationArn: " + std::string(kArn) +
         "\n          ThumbnailConfiguration: " + YamlScalar(json, "            ", random);
}

std::string Query(Slot slot, const std::string& text, bool update, Random& random) {
  const std::string column(Column(slot));
  const std::string exists =
      "/*+ exists */\nSELECT arn FROM awscc.ivs.stages_list_only WHERE region = "
      "'us-east-1';\n\n";
  const std::string statecheck =
      "/*+ statecheck */\nSELECT count(*) AS count FROM awscc.ivs.stages WHERE region = "
      "'us-east-1' AND Identifier = '{{ this.arn }}';\n\n";
  const std::string insert = "/*+ create */\nINSERT INTO awscc.ivs.stages (" + column +
                             ", region)\n" +
                             (random.OneIn(2) ? "SELECT " + text + ", 'us-east-1'"
                                              : "VALUES (" + text + ", 'us-east-1')") +
                             ";\n";
  if (!update) return exists + insert;
  return exists + statecheck +
         "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region) SELECT 'demo', "
         "'us-east-1';\n\n"
         "/*+ update */\nUPDATE awscc.ivs.stages SET PatchDocument = string('{{ {\n  \"" +
         column +
         "\": it\n} | generate_patch_document }}')\nWHERE Identifier = '{{ this.arn }}' AND region "
         "= "
         "'us-east-1';\n";
}

// A query that holds the value itself.
Files Inline(Slot slot, Random& random) {
  const std::string json = JsonOf(slot, Wrong(slot, true, random), random);
  const std::string column(Column(slot));
  const std::string text = "'" + SqlContent(json, random) + "'";
  if (random.OneIn(3) && slot != Slot::kName) {
    const std::string patch =
        "[{\"op\": \"add\", \"path\": \"/" + column + "\", \"value\": " + json + "}]";
    return {{"query.iql", "UPDATE awscc.ivs.stages SET PatchDocument = string('" +
                              SqlContent(patch, random) +
                              "')\nWHERE Identifier = '{{ arn }}' AND region = 'us-east-1';\n"}};
  }
  return {{"query.iql", "INSERT INTO awscc.ivs.stages (" + column + ", region)\nSELECT " + text +
                            ", 'us-east-1';\n"}};
}

// A stack in which the value travels from the manifest to the query.
Files Stack(Slot slot, Random& random) {
  const std::string wrong = Wrong(slot, false, random);
  const std::string value = slot == Slot::kRecordingMode && random.OneIn(3)
                                ? NestedJson(wrong, random)
                                : YamlOf(slot, wrong, random);
  const std::string head = "version: 1\nname: demo\nproviders:\n  - awscc\n";
  const std::string stage = "resources:\n  - name: stage\n    props:\n      - name: it\n";
  const std::string global = "globals:\n  - name: shared\n    value:";
  std::string manifest;
  switch (random.Below(3)) {
    case 0:
      manifest = head + stage + "        value:" + value + "\n";
      break;
    case 1:
      manifest = head + global + value + "\n" + stage + "        value: '{{ shared }}'\n";
      break;
    default:
      if (slot == Slot::kName) {
        manifest = head + stage + "        value:" + value + "\n";
      } else if (slot == Slot::kTagKey) {
        manifest = head + global + value + "\n" + stage +
                   "        value:\n          - {Key: b, Value: c}\n        merge: [shared]\n";
      } else {
        manifest = head + global + value + "\n" + stage +
                   "        value:\n          MediaTypes: [AUDIO_ONLY]\n        merge:\n          "
                   "- shared\n";
      }
  }
  static constexpr std::array<std::string_view, 3> kUses = {
      "'{{ it }}'", "'{{it|from_json|json_encode}}'", "'{{- it -}}'"};
  const std::string_view use = kUses[slot == Slot::kName ? 0 : random.Below(kUses.size())];
  return {{"stackql_manifest.yml", manifest},
          {"resources/stage.iql", Query(slot, std::string(use), random.OneIn(3), random)}};
}

std::string Show(const Files& files) {
  std::string text;
  for (const auto& entry : files) text += "--- " + entry.first + "\n" + entry.second;
  return text;
}

void ExpectFoundAtItsBytes(Slot slot, Files files, bool crlf) {
  std::vector<Mark> marks;
  TemporaryFolder folder;
  for (auto& entry : files) {
    if (crlf) entry.second = WithCrLf(entry.second);
    const std::string path = (folder.path() / entry.first).string();
    folder.Write(entry.first, Unmark(entry.second, path, marks));
  }
  const Report report = LintFolder(folder);
  ASSERT_EQ(marks.size(), 1U);
  ASSERT_EQ(report.findings.size(), 1U) << Describe(report) << Show(files);
  const Finding& finding = report.findings.front();
  EXPECT_EQ(finding.rule, Rule(slot)) << Describe(report) << Show(files);
  EXPECT_EQ(finding.where.path, marks[0].path) << Describe(report) << Show(files);
  EXPECT_EQ(finding.where.span.begin, marks[0].span.begin) << Describe(report) << Show(files);
  EXPECT_EQ(finding.where.span.end, marks[0].span.end) << Describe(report) << Show(files);
}

class Plant : public testing::TestWithParam<Slot> {};

TEST_P(Plant, InQuery) {
  for (uint32_t seed = 0; seed < 250 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    Files files = Inline(GetParam(), random);
    ExpectFoundAtItsBytes(GetParam(), std::move(files), random.OneIn(4));
  }
}

TEST_P(Plant, InManifest) {
  for (uint32_t seed = 0; seed < 400 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    Files files = Stack(GetParam(), random);
    ExpectFoundAtItsBytes(GetParam(), std::move(files), random.OneIn(4));
  }
}

INSTANTIATE_TEST_SUITE_P(Slots, Plant,
                         testing::Values(Slot::kTagKey, Slot::kRecordingMode, Slot::kName),
                         [](const auto& given) -> std::string {
                           return given.param == Slot::kTagKey          ? "TagKey"
                                  : given.param == Slot::kRecordingMode ? "RecordingMode"
                                                                        : "Name";
                         });

}  // namespace
}  // namespace stackql
