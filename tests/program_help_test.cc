// How findings say they are mended, where that depends on how the value got where it is.
#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace stackql
