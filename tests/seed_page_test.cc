// The statements and the manifest that the provider's own documentation gives for awscc.ivs.stages:
// but for the '<Arn>' that it leaves to be filled in, and the provider that it lists, nothing is
// wrong with them.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

const std::string kGet =
    "SELECT\nregion,\narn,\nname,\nauto_participant_recording_configuration,\ntags,\n"
    "active_session_id\nFROM awscc.ivs.stages\n"
    "WHERE region = 'us-east-1' AND Identifier = '\u00AB<Arn>\u00BB';\n";
const std::string kList =
    "SELECT\nregion,\narn\nFROM awscc.ivs.stages_list_only\nWHERE region = 'us-east-1';\n";
const std::string kInsert =
    "INSERT INTO awscc.ivs.stages (\n Name,\n AutoParticipantRecordingConfiguration,\n Tags,\n"
    " region\n)\nSELECT \n'{{ Name }}',\n '{{ AutoParticipantRecordingConfiguration }}',\n"
    " '{{ Tags }}',\n'{{ region }}'";
const std::string kUpdate =
    "UPDATE awscc.ivs.stages\nSET PatchDocument = string('{{ {\n    \"Name\": name,\n"
    "    \"AutoParticipantRecordingConfiguration\": auto_participant_recording_configuration,\n"
    "    \"Tags\": tags\n} | generate_patch_document }}')\nWHERE region = '{{ region }}'\n"
    "AND Identifier = '\u00AB<Arn>\u00BB'";
const std::string kDelete =
    "DELETE FROM awscc.ivs.stages\nWHERE Identifier = '\u00AB<Arn>\u00BB'\n"
    "AND region = 'us-east-1'";
const std::string kReturning = "\nRETURNING OperationStatus, RequestToken, StatusMessage";
const std::string kManifest =
    "version: 1\nname: stack name\ndescription: stack description\nproviders:\n  - aws\n"
    "globals:\n  - name: region\n    value: '{{ vars.AWS_REGION }}'\nresources:\n"
    "  - name: stage\n    props:\n      - name: Name\n        value: '{{ Name }}'\n"
    "      - name: AutoParticipantRecordingConfiguration\n        value:\n"
    "          StorageConfigurationArn: '{{ StorageConfigurationArn }}'\n"
    "          MediaTypes:\n            - '{{ MediaTypes[0] }}'\n"
    "          HlsConfiguration:\n            ParticipantRecordingHlsConfiguration:\n"
    "              TargetSegmentDurationSeconds: '{{ TargetSegmentDurationSeconds }}'\n"
    "          RecordingReconnectWindowSeconds: '{{ RecordingReconnectWindowSeconds }}'\n"
    "          ThumbnailConfiguration:\n            ParticipantThumbnailConfiguration:\n"
    "              RecordingMode: '{{ RecordingMode }}'\n              Storage:\n"
    "                - '{{ Storage[0] }}'\n"
    "              TargetIntervalSeconds: '{{ TargetIntervalSeconds }}'\n"
    "      - name: Tags\n        value:\n          - Key: '{{ Key }}'\n"
    "            Value: '{{ Value }}'\n\n";

// Lints marked texts: exactly the marks are found, all of them names left to be filled in, or the
// provider.
void ExpectOnlyPlaceholders(const std::map<std::string, std::string>& files) {
  std::vector<Mark> marks;
  TemporaryFolder folder;
  for (const auto& entry : files) {
    const std::string path = (folder.path() / entry.first).string();
    folder.Write(entry.first, Unmark(entry.second, path, marks));
  }
  const Report report = LintFolder(folder);
  EXPECT_TRUE(report.failures.empty());
  EXPECT_GT(report.summary.operations, 0U);
  std::vector<Mark> found;
  for (const Finding& finding : report.findings) {
    const bool query = finding.where.path.ends_with(".iql");
    if (finding.name == "unlisted-provider") {
      EXPECT_NE(finding.message.find("'aws' is listed"), std::string::npos);
    } else {
      EXPECT_EQ(finding.rule, query ? "SQL013" : "TPL002") << Describe(report);
    }
    found.push_back({finding.where.path, finding.where.span});
  }
  std::sort(found.begin(), found.end());
  EXPECT_TRUE(found == marks) << Describe(report);
}

TEST(SeedPage, StatementsOnTheirOwn) {
  for (const std::string& text :
       {kGet, kList, kInsert + ";\n", "/*+ create */\n" + kInsert + ";\n",
        "/*+ update */\n" + kUpdate + ";\n", "/*+ delete */\n" + kDelete + ";\n"}) {
    SCOPED_TRACE(text);
    ExpectOnlyPlaceholders({{"query.iql", text}});
  }
}

TEST(SeedPage, StatementsThatReturn) {
  for (const std::string& text :
       {"/*+ create */\n" + kInsert, "/*+ update */\n" + kUpdate, "/*+ delete */\n" + kDelete}) {
    SCOPED_TRACE(text);
    ExpectOnlyPlaceholders({{"query.iql", text + kReturning + ";\n"}});
  }
}

TEST(SeedPage, AllStatementsInOneFile) {
  ExpectOnlyPlaceholders(
      {{"query.iql", "/*+ exists */\n" + kGet + "/*+ create */\n" + kInsert + ";\n/*+ update */\n" +
                         kUpdate + ";\n/*+ delete */\n" + kDelete + ";\n"}});
}

TEST(SeedPage, ManifestAlone) { ExpectOnlyPlaceholders({{"stackql_manifest.yml", kManifest}}); }

// The page's manifest with the names that nobody defined marked, which a stack cannot leave so.
std::string Unfilled() {
  std::string text = kManifest;
  text.replace(text.find("- aws\n"), 6, "- \u00ABaws\u00BB\n");
  for (const std::string name :
       {"Name", "StorageConfigurationArn", "MediaTypes[0]", "TargetSegmentDurationSeconds",
        "RecordingReconnectWindowSeconds", "RecordingMode", "Storage[0]", "TargetIntervalSeconds",
        "Key", "Value"}) {
    const std::string tag = "{{ " + name + " }}";
    text.replace(text.find(tag), tag.size(), "{{ \u00AB" + name + "\u00BB }}");
  }
  return text;
}

TEST(SeedPage, ManifestWithItsQueryFile) {
  for (const std::string& returning : {std::string(), kReturning}) {
    ExpectOnlyPlaceholders({{"stackql_manifest.yml", Unfilled()},
                            {"resources/stage.iql",
                             "/*+ exists */\n" + kGet + "\n/*+ create */\n" + kInsert + returning +
                                 ";\n\n/*+ delete */\n" + kDelete + returning + ";\n"}});
  }
}

// Filled in, all is well with it but the '<Arn>'.
TEST(SeedPage, FilledManifestWithItsQueryFile) {
  std::string text = kManifest;
  text.replace(text.find("- aws\n"), 6, "- \u00ABaws\u00BB\n");
  const std::vector<std::pair<std::string, std::string>> filled = {
      {"'{{ Name }}'", "town-hall"},
      {"'{{ StorageConfigurationArn }}'",
       "arn:aws:ivs:us-east-1:123456789012:storage-configuration/abc"},
      {"'{{ MediaTypes[0] }}'", "AUDIO_ONLY"},
      {"'{{ TargetSegmentDurationSeconds }}'", "6"},
      {"'{{ RecordingReconnectWindowSeconds }}'", "0"},
      {"'{{ RecordingMode }}'", "INTERVAL"},
      {"'{{ Storage[0] }}'", "LATEST"},
      {"'{{ TargetIntervalSeconds }}'", "60"},
      {"'{{ Key }}'", "team"},
      {"'{{ Value }}'", "media"}};
  for (const auto& entry : filled) {
    text.replace(text.find(entry.first), entry.first.size(), entry.second);
  }
  ExpectOnlyPlaceholders(
      {{"stackql_manifest.yml", text},
       {"resources/stage.iql", "/*+ exists */\n" + kGet + "\n/*+ create */\n" + kInsert +
                                   ";\n\n/*+ delete */\n" + kDelete + ";\n"}});
}

}  // namespace
}  // namespace stackql
