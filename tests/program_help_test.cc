// How findings say they are mended, where that depends on how the value got where it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

// Without it, an update would never run.
const std::string kStatecheck =
    "/*+ statecheck */\nSELECT count(*) AS count FROM awscc.ivs.stages WHERE region = 'us-east-1' "
    "AND "
    "Identifier = '{{ this.arn }}';\n";

// The help of the one finding of a stack with these props and this query.
std::string Help(const std::string& query) {
  const Report report = Lint({{"stackql_manifest.yml",
                               "version: 1\nname: demo\nproviders: [awscc]\nresources:\n  - name: "
                               "stage\n    props:\n      - name: number\n        value: '5'\n"},
                              {"resources/stage.iql",
                               "/*+ exists */\nSELECT arn FROM awscc.ivs.stages_list_only WHERE "
                               "region = 'us-east-1';\n\n/*+ create */\nINSERT INTO "
                               "awscc.ivs.stages (Name, region) SELECT '{{ number }}', "
                               "'us-east-1';\n" +
                                   kStatecheck +
                                   "/*+ update */\nUPDATE awscc.ivs.stages SET PatchDocument = "
                                   "string('" +
                                   query +
                                   "') WHERE region = 'us-east-1' AND Identifier = '{{ this.arn "
                                   "}}';\n"}});
  if (report.findings.size() != 1) return std::to_string(report.findings.size()) + " findings";
  EXPECT_EQ(report.findings[0].name, "wrong-type");
  return report.findings[0].help;
}

TEST(Help, ForNumbersThatShouldBeTexts) {
  EXPECT_EQ(Help(R"([{"op": "add", "path": "/Name", "value": 5}])"), "Write it in quotes.");
  const std::string generated = Help("{{ { \"Name\": number } | generate_patch_document }}");
  EXPECT_NE(generated.find("even in quotes: write this part"), std::string::npos) << generated;
}

// One apostrophe that ends several strings is one mistake.
TEST(Help, ForAnApostropheThatIsUsedTwice) {
  const Report report = Lint(
      {{"stackql_manifest.yml",
        "version: 1\nname: demo\nproviders: [awscc]\nresources:\n  - name: stage\n    props:\n    "
        "  - name: stage_name\n        value: it's\n"},
       {"resources/stage.iql",
        "/*+ exists */\nSELECT arn FROM awscc.ivs.stages_list_only WHERE region = "
        "'us-east-1';\n\n/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region) SELECT '{{ "
        "stage_name }}', 'us-east-1';\n" +
            kStatecheck +
            "/*+ update */\nUPDATE awscc.ivs.stages SET PatchDocument "
            "= string('{{ { \"Name\": stage_name } | generate_patch_document }}') WHERE region = "
            "'us-east-1' AND Identifier = '{{ this.arn }}';\n"}});
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].name, "unescaped-quote");
  EXPECT_EQ(
      report.findings[0].message,
      "The value of 'stage_name' contains an apostrophe, which ends the surrounding SQL string.");
  EXPECT_EQ(report.findings[0].notes.size(), 2U);
}

// The rule and help of what is found in this stack of one resource.
std::vector<std::string> Helps(const std::string& fields, const std::string& queries) {
  const Report report =
      Lint({{"stackql_manifest.yml",
             "version: 1\nname: demo\nproviders: [awscc]\nresources:\n  - name: stage\n" + fields},
            {"resources/stage.iql", queries}});
  std::vector<std::string> helps;
  for (const Finding& finding : report.findings)
    helps.push_back(finding.name + ": " + finding.help);
  return helps;
}

TEST(Help, ForNamesThatAResourceItselfExports) {
  const std::string of_stage =
      "awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = '{{ stage_arn }}';\n";
  const std::string create =
      "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region) SELECT 'demo', 'us-east-1';\n";
  EXPECT_THAT(
      Helps("    exports: [stage_arn]\n", "/*+ exists */\nSELECT count(*) AS count FROM " +
                                              of_stage + create +
                                              "/*+ exports */\nSELECT arn AS stage_arn FROM " +
                                              of_stage + "/*+ delete */\nDELETE FROM " + of_stage),
      testing::UnorderedElementsAre(
          "undefined-variable: 'stage' exports it only later: list what there is, and select it.",
          "undefined-variable: 'stage' exports it only after this query: select it in exists, and "
          "write {{ this.stage_arn }}."));
}

TEST(Help, ForExportsThatAreAColumnBeneathAnotherName) {
  const std::string queries =
      "/*+ exists */\nSELECT arn FROM awscc.ivs.channels_list_only WHERE region = 'us-east-1';\n"
      "/*+ create */\nINSERT INTO awscc.ivs.channels (Name, region) SELECT 'demo', 'us-east-1';\n"
      "/*+ exports */\nSELECT arn, playback_url FROM awscc.ivs.channels WHERE region = 'us-east-1' "
      "AND Identifier = '{{ this.arn }}';\n"
      "/*+ delete */\nDELETE FROM awscc.ivs.channels WHERE region = 'us-east-1' AND Identifier = "
      "'{{ arn }}';\n";
  EXPECT_THAT(
      Helps("    exports: [arn, playback, channel_arn, name]\nexports: [playback_ul]\n", queries),
      testing::UnorderedElementsAre(
          "export-not-returned: Did you mean 'playback_url'?",
          "export-not-returned: Select 'arn AS channel_arn'.",
          "export-not-returned: Add it to the columns that the query selects.",
          "export-not-returned: Did you mean 'playback'?"));
  // What is exported already is not meant.
  EXPECT_THAT(
      Helps("    exports: [arn, playback_url, playback]\n", queries),
      testing::ElementsAre("export-not-returned: Add it to the columns that the query selects."));
}

// A teardown knows the exports of all resources; if one is misspelled, that is the one mistake.
TEST(Help, ForExportsThatATeardownReads) {
  const auto found = [](const std::string& exported, const std::string& read) {
    const std::string stage =
        " FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = '";
    const std::string rest =
        "/*+ exists */\nSELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"
        "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region) SELECT '{{ resource_name }}', "
        "'us-east-1';\n";
    const Report report = Lint(
        {{"stackql_manifest.yml",
          "version: 1\nname: demo\nproviders: [awscc]\nresources:\n  - name: a\n  - name: "
          "b\n    exports: [" +
              exported + "]\n"},
         {"resources/a.iql", rest + "/*+ delete */\nDELETE" + stage + "{{ " + read + " }}';\n"},
         {"resources/b.iql", rest + "/*+ exports */\nSELECT arn AS stage_arn" + stage +
                                 "{{ this.arn }}';\n/*+ delete */\nDELETE" + stage +
                                 "{{ stage_arn }}';\n"}});
    std::vector<std::string> helps;
    for (const Finding& each : report.findings) helps.push_back(each.name + ": " + each.help);
    return helps;
  };
  using testing::ElementsAre;
  EXPECT_THAT(found("stage_arn", "stage_arn"), ElementsAre());
  EXPECT_THAT(found("stage_arn", "stage_arnn"),
              ElementsAre("undefined-variable: Did you mean 'stage_arn'?"));
  EXPECT_THAT(found("stage_arnn", "stage_arn"),
              ElementsAre("export-not-returned: Did you mean 'stage_arn'?"));
}

TEST(Help, ForAnExistsQueryWithoutIdentifier) {
  const std::string create =
      "/*+ create */\nINSERT INTO awscc.ec2.subnets (VpcId, CidrBlock, region) SELECT "
      "'vpc-0123456789abcdef0', '10.0.0.0/24', 'us-east-1';\n";
  EXPECT_THAT(
      Helps("",
            "/*+ exists */\nSELECT count(*) AS count FROM awscc.ec2.subnets WHERE region = "
            "'us-east-1' AND cidr_block = '10.0.0.0/24';\n" +
                create +
                "/*+ delete */\nDELETE FROM awscc.ec2.subnets WHERE region = 'us-east-1' AND "
                "SubnetId = 'subnet-0123456789abcdef0';\n"),
      testing::UnorderedElementsAre(
          "missing-parameter: Add Identifier = '...' to the WHERE clause. To look for it, list "
          "'awscc.ec2.subnets_list_only'.",
          "missing-parameter: Did you mean 'Identifier'?"));
}

TEST(Help, ForAFileThatIsNotThere) {
  const auto help = [](const std::string& file) {
    const Report report = Lint({{"stackql_manifest.yml",
                                 "version: 1\nname: demo\nproviders: [awscc]\nresources:\n  - "
                                 "name: stage\n    file: " +
                                     file + "\n"},
                                {"resources/a.iql", "/*+ exists */\nSELECT 1;\n"}});
    for (const Finding& finding : report.findings) {
      if (finding.name == "missing-query-file") return finding.help;
    }
    return std::string("not found");
  };
  EXPECT_EQ(help("resources/a.iql"), "It is relative to 'resources/': write 'a.iql'.");
  EXPECT_EQ(help("a"), "Did you mean 'a.iql'?");
  EXPECT_EQ(help("b.iql"), "");
}

}  // namespace
}  // namespace stackql
