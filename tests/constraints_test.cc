// Every constraint on AWS::IVS::Stage, broken alone: the finding is the only one and covers exactly
// the marked bytes, in a manifest, in an SQL string and in a patch; its valid twin is silent.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

std::string Repeat(std::string_view unit, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += unit;
  return text;
}

std::string Tags(size_t count) {
  std::string list = "[";
  for (size_t i = 0; i < count; ++i) {
    list += (i == 0 ? "" : ", ") + std::string(R"({"Key": "k)") + std::to_string(i) +
            R"(", "Value": "v"})";
  }
  return list + "]";
}

const std::string kArn = "arn:aws:ivs:us-east-1:123456789012:storage-configuration/";

// A recording configuration with a valid storage and these other members.
std::string Recording(const std::string& members) {
  return R"({"StorageConfigurationArn": ")" + kArn + R"(abc", )" + members + "}";
}

std::string Hls(const std::string& seconds) {
  return Recording(R"("HlsConfiguration": {"ParticipantRecordingHlsConfiguration": )"
                   R"({"TargetSegmentDurationSeconds": )" +
                   seconds + "}}");
}

std::string Thumbnails(const std::string& members) {
  return Recording(R"("ThumbnailConfiguration": {"ParticipantThumbnailConfiguration": {)" +
                   members + "}}");
}

struct Case {
  std::string title = {};
  std::string rule = {};
  std::string property = {};
  bool json = true;  // the value is JSON, else plain text
  std::string bad = {};
  std::string good = {};
};

const std::string kRecording = "AutoParticipantRecordingConfiguration";

std::vector<Case> Cases() {
  const std::string arn129 = kArn + Repeat("a", 129 - kArn.size());
  const std::string arn128 = kArn + Repeat("a", 128 - kArn.size());
  return {
      {"NameTooLong", "string-length", "Name", false, "«" + Repeat("a", 129) + "»",
       Repeat("a", 128)},
      {"NamePattern", "pattern-mismatch", "Name", false, "«no blanks»", "A-z_09"},
      {"UnknownNested", "unknown-property", kRecording, true,
       Recording(R"("«media_types»": ["AUDIO_VIDEO"])"),
       Recording(R"("MediaTypes": ["AUDIO_VIDEO"])")},
      {"UnknownTagMember", "unknown-property", "Tags", true,
       R"([{"Key": "a", "Value": "b", "«key»": "c"}])", R"([{"Key": "a", "Value": "b"}])"},
      {"StorageArnPattern", "pattern-mismatch", kRecording, true,
       R"({"StorageConfigurationArn": "«arn:aws:s3:::bucket»"})",
       R"({"StorageConfigurationArn": ")" + kArn + R"(abc"})"},
      {"StorageArnTooLong", "string-length", kRecording, true,
       R"({"StorageConfigurationArn": "«)" + arn129 + R"(»"})",
       R"({"StorageConfigurationArn": ")" + arn128 + R"("})"},
      {"MediaTypeEnum", "not-in-enum", kRecording, true, Recording(R"("MediaTypes": ["«AUDIO»"])"),
       Recording(R"("MediaTypes": ["AUDIO_ONLY"])")},
      {"MediaTypesCount", "item-count", kRecording, true,
       Recording(R"("MediaTypes": «["AUDIO_ONLY", "AUDIO_VIDEO"]»)"),
       Recording(R"("MediaTypes": ["AUDIO_ONLY"])")},
      {"MediaTypesType", "wrong-type", kRecording, true,
       Recording(R"("MediaTypes": "«AUDIO_ONLY»")"), Recording(R"("MediaTypes": [])")},
      {"SegmentTooShort", "number-range", kRecording, true, Hls("«1»"), Hls("2")},
      {"SegmentTooLong", "number-range", kRecording, true, Hls("«11»"), Hls("10")},
      {"SegmentQuoted", "number-range", kRecording, true, Hls("\"«11»\""), Hls("\"10\"")},
      {"SegmentType", "wrong-type", kRecording, true, Hls("\"«ten»\""), Hls("6")},
      {"SegmentFraction", "wrong-type", kRecording, true, Hls("«6.5»"), Hls("6")},
      {"ReconnectNegative", "number-range", kRecording, true,
       Recording(R"("RecordingReconnectWindowSeconds": «-1»)"),
       Recording(R"("RecordingReconnectWindowSeconds": 0)")},
      {"ReconnectTooLong", "number-range", kRecording, true,
       Recording(R"("RecordingReconnectWindowSeconds": «301»)"),
       Recording(R"("RecordingReconnectWindowSeconds": 300)")},
      {"RecordingModeEnum", "not-in-enum", kRecording, true,
       Thumbnails(R"("RecordingMode": "«ENABLED»")"), Thumbnails(R"("RecordingMode": "INTERVAL")")},
      {"StorageEnum", "not-in-enum", kRecording, true,
       Thumbnails(R"("RecordingMode": "INTERVAL", "Storage": ["«NEWEST»"])"),
       Thumbnails(R"("RecordingMode": "INTERVAL", "Storage": ["LATEST"])")},
      {"StorageUnique", "duplicate-item", kRecording, true,
       Thumbnails(R"("RecordingMode": "INTERVAL", "Storage": ["LATEST", "«LATEST»"])"),
       Thumbnails(R"("RecordingMode": "INTERVAL", "Storage": ["LATEST", "SEQUENTIAL"])")},
      {"IntervalTooShort", "number-range", kRecording, true,
       Thumbnails(R"("RecordingMode": "INTERVAL", "TargetIntervalSeconds": «0»)"),
       Thumbnails(R"("RecordingMode": "INTERVAL", "TargetIntervalSeconds": 1)")},
      {"IntervalTooLong", "number-range", kRecording, true,
       Thumbnails(R"("RecordingMode": "INTERVAL", "TargetIntervalSeconds": «86401»)"),
       Thumbnails(R"("RecordingMode": "INTERVAL", "TargetIntervalSeconds": 86400)")},
      {"IntervalWithoutMode", "thumbnail-interval-needs-interval-mode", kRecording, true,
       Thumbnails(R"("«TargetIntervalSeconds»": 60)"),
       Thumbnails(R"("TargetIntervalSeconds": 60, "RecordingMode": "INTERVAL")")},
      {"IntervalWhileDisabled", "thumbnail-interval-needs-interval-mode", kRecording, true,
       Thumbnails(R"("«TargetIntervalSeconds»": 60, "RecordingMode": "DISABLED")"),
       Thumbnails(R"("RecordingMode": "DISABLED")")},
      {"StorageWhileDisabled", "thumbnail-storage-without-recording", kRecording, true,
       Thumbnails(R"("«Storage»": ["LATEST"], "RecordingMode": "DISABLED")"),
       Thumbnails(R"("Storage": ["LATEST"], "RecordingMode": "INTERVAL")")},
      {"ThumbnailsWithoutStorage", "recording-without-storage", kRecording, true,
       R"({"StorageConfigurationArn": "", "«ThumbnailConfiguration»": )"
       R"({"ParticipantThumbnailConfiguration": {"RecordingMode": "INTERVAL"}}})",
       R"({"StorageConfigurationArn": ""})"},
      {"TagKeyMissing", "missing-property", "Tags", true, R"([{"«Value»": "b"}])",
       R"([{"Key": "a", "Value": "b"}])"},
      {"TagKeyTooLong", "tag-key-length", "Tags", true,
       R"([{"Key": "«)" + Repeat("\u00e9", 129) + R"(»", "Value": "b"}])",
       R"([{"Key": ")" + Repeat("\u00e9", 128) + R"(", "Value": "b"}])"},
      {"TagValueTooLong", "tag-value-length", "Tags", true,
       R"([{"Key": "a", "Value": "«)" + Repeat("v", 257) + R"(»"}])",
       R"([{"Key": "a", "Value": ")" + Repeat("v", 256) + R"("}])"},
      {"TagKeyPrefix", "tag-reserved-prefix", "Tags", true,
       R"([{"Key": "«AWS:owner»", "Value": "b"}])", R"([{"Key": "awsome", "Value": "b"}])"},
      {"TagValuePrefix", "tag-reserved-prefix", "Tags", true,
       R"([{"Key": "a", "Value": "«aws:x»"}])", R"([{"Key": "a", "Value": "x-aws:"}])"},
      {"TagCharacters", "tag-characters", "Tags", true, R"([{"Key": "«a#b»", "Value": "c"}])",
       R"([{"Key": "stackql:stack-name/a_b.c=d+e-f@g ü1", "Value": "c"}])"},
      {"TagDuplicate", "duplicate-tag-key", "Tags", true,
       R"([{"Key": "a", "Value": "b"}, {"Key": "«a»", "Value": "c"}])",
       R"([{"Key": "a", "Value": "b"}, {"Key": "A", "Value": "c"}])"},
      {"TooManyTags", "too-many-tags", "Tags", true, "«" + Tags(51) + "»", Tags(50)},
      {"TagValueType", "wrong-type", "Tags", true, R"([{"Key": "a", "Value": «5»}])",
       R"([{"Key": "a", "Value": "5"}])"},
  };
}

const std::string kHead =
    "version: 1\nname: demo\nproviders: [awscc]\nresources:\n  - name: stage\n    props:\n";
const std::string kExists =
    "/*+ exists */\nSELECT arn FROM awscc.ivs.stages_list_only "
    "WHERE region = 'us-east-1';\n";
const std::string kWhere = " WHERE region = 'us-east-1' AND Identifier = '{{ stage_arn }}';\n";

std::string Insert(const std::string& property, const std::string& value) {
  return kExists + "/*+ create */\nINSERT INTO awscc.ivs.stages (" + property +
         ", region) SELECT '" + value + "', 'us-east-1';\n";
}

using Files = std::vector<std::pair<std::string, std::string>>;

// The value written in the manifest and used by the query.
Files InManifest(const Case& test, const std::string& value) {
  const std::string quoted = test.json ? value : "'" + value + "'";
  return {{"stackql_manifest.yml", kHead + "      - name: it\n        value: " + quoted + "\n"},
          {"resources/stage.iql", Insert(test.property, "{{ it }}")}};
}

// The value written in the query itself.
Files InSql(const Case& test, const std::string& value) {
  return {{"stackql_manifest.yml", kHead + "      []\n"},
          {"resources/stage.iql", Insert(test.property, value)}};
}

Files InPatch(const Case& test, const std::string& value) {
  const std::string json = test.json ? value : "\"" + value + "\"";
  return {{"query.iql",
           "UPDATE awscc.ivs.stages SET PatchDocument = string('[{\"op\": \"add\", "
           "\"path\": \"/" +
               test.property + "\", \"value\": " + json + "}]')" + kWhere}};
}

// The value in the manifest, used by a patch that generate_patch_document makes.
Files InGeneratedPatch(const Case& test, const std::string& value) {
  const std::string quoted = test.json ? value : "'" + value + "'";
  const std::string update =
      "/*+ statecheck */\nSELECT count(*) AS count FROM awscc.ivs.stages WHERE region = "
      "'us-east-1' "
      "AND Identifier = '{{ this.arn }}';\n"
      "/*+ update */\nUPDATE awscc.ivs.stages SET PatchDocument = string('{{ { \"" +
      test.property +
      "\": it } | generate_patch_document }}') WHERE region = 'us-east-1' AND Identifier = "
      "'{{ this.arn }}';\n";
  return {{"stackql_manifest.yml", kHead + "      - name: it\n        value: " + quoted + "\n"},
          {"resources/stage.iql", Insert("Name", "demo") + update}};
}

Report LintMarked(const Files& files, std::vector<Mark>& marks) {
  TemporaryFolder folder;
  for (const auto& entry : files) {
    const std::string path = (folder.path() / entry.first).string();
    folder.Write(entry.first, Unmark(entry.second, path, marks));
  }
  return LintFolder(folder);
}

class Constraints : public testing::TestWithParam<Case> {};

TEST_P(Constraints, AreFoundWhereTheyAreBroken) {
  const Case& test = GetParam();
  for (const auto& write : {InManifest, InSql, InPatch, InGeneratedPatch}) {
    std::vector<Mark> marks;
    const Report bad = LintMarked(write(test, test.bad), marks);
    ASSERT_EQ(marks.size(), 1U);
    ASSERT_EQ(bad.findings.size(), 1U) << Describe(bad);
    EXPECT_EQ(bad.findings[0].name, test.rule) << Describe(bad);
    EXPECT_EQ(bad.findings[0].where.path, marks[0].path);
    EXPECT_EQ(bad.findings[0].where.span, marks[0].span) << Describe(bad);
    marks.clear();
    const Report good = LintMarked(write(test, test.good), marks);
    EXPECT_TRUE(good.findings.empty()) << Describe(good);
    EXPECT_TRUE(good.failures.empty()) << Describe(good);
  }
}

INSTANTIATE_TEST_SUITE_P(Stage, Constraints, testing::ValuesIn(Cases()),
                         [](const testing::TestParamInfo<Case>& each) { return each.param.title; });

}  // namespace
}  // namespace stackql
