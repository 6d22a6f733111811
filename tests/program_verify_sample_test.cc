// A stack for which `verify` has a finding of each kind, at the places that they are about.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/places.h"
#include "verify_program.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

using VerifySample = VerifyProgram;

const std::filesystem::path kShop =
    std::filesystem::path(testing_support::kSourceDir) / "testdata/verify/shop";

std::string Read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// Says `type` of the text that stands in the policy.
aws_double::PolicyFinding Says(const std::string& type, const std::string& text) {
  const size_t at = Read(kShop / "policies/keeper.json").find(text);
  const auto place = [](size_t offset) {
    return R"({"line":1,"column":0,"offset":)" + std::to_string(offset) + "}";
  };
  return {.within = text,
          .json = R"({"findingType":")" + type +
                  R"(","issueCode":"A_CODE","findingDetails":"D.",)" +
                  R"("learnMoreLink":"","locations":[{"path":[],"span":{"start":)" + place(at) +
                  R"(,"end":)" + place(at + text.size()) + "}}]}"};
}

aws_double::World ShopAccount() {
  aws_double::World world = Account();
  auto schema = nlohmann::json::parse(kWidgetSchema);
  schema["properties"]["Name"]["maxLength"] = 5;
  world.types[0].schema = schema.dump();
  world.types[1].provisioning = "NON_PROVISIONABLE";
  world.resources[0].properties =
      R"({"Name":"one","Own":{"Size":3},"Gadget":{"Id":"arn:aws:iam::123456789012:role/shop/keeper"}})";
  world.principals = {world.caller};
  for (const char* action : {"cloudformation:CreateResource", "cloudformation:GetResource",
                             "demo:GetWidget", "demo:CreateWidget", "ivs:ListTagsForResource"}) {
    world.decisions[action] = {};
  }
  world.findings = {Says("ERROR", "\"sqs:SendMesage\""), Says("SECURITY_WARNING", "\"s3:*\""),
                    Says("SUGGESTION", "[\"sns:Publish\"]")};
  return world;
}

TEST_F(VerifySample, ShowsEachKindOfFinding) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kShop)) {
    if (!entry.is_regular_file()) continue;
    folder_.Write(std::filesystem::relative(entry.path(), kShop).string(), Read(entry.path()));
  }
  Serve({.world = ShopAccount()});
  const Outcome outcome =
      RunProgram(folder_.path().string(),
                 "verify --no-config --checks all --policy policies/keeper.json "
                 "--output compact --endpoint-url " +
                     server_->Address() + " 2>/dev/null; exit $?");
  EXPECT_EQ(outcome.status, 1);
  // Each at what it is about: the value in the manifest, the table in the query, the policy's text.
  EXPECT_EQ(
      outcome.text,
      "policies/keeper.json:4:35: warning[LIV010] Access Analyzer reports 'A_CODE' for this "
      "policy.\n"
      "policies/keeper.json:5:35: error[LIV009] Access Analyzer reports 'A_CODE' for this policy.\n"
      "policies/keeper.json:6:35: info[LIV011] Access Analyzer reports 'A_CODE' for this policy.\n"
      "resources/shelf.iql:2:13: warning[LIV002] 'one' of type 'AWS::Demo::Widget' already exists "
      "in 'us-east-1'.\n"
      "resources/shelf.iql:2:13: warning[LIV006] The schema of 'AWS::Demo::Widget' in "
      "'us-east-1' differs from the one this stack was checked with: /Name: maxLength 5, was "
      "none.\n"
      "resources/stage.iql:2:31: error[LIV007] Cloud Control does not support 'AWS::IVS::Stage' in "
      "'us-east-1'.\n"
      "resources/stage.iql:2:31: warning[LIV008] IAM's simulation does not allow "
      "'arn:aws:iam::********9012:user/canary' to use 'ivs:GetStage' on "
      "'arn:aws:ivs:us-east-1:********9012:stage/AbCd'.\n"
      "resources/till.iql:3:49: warning[LIV001] Cloud Control finds no 'AWS::Demo::Widget' with "
      "the identifier 'till' in 'us-east-1'.\n"
      "stackql_manifest.yml:16:17: warning[LIV003] 'Own/Size' of the live 'AWS::Demo::Widget' "
      "differs from the value here.\n"
      "stackql_manifest.yml:19:15: warning[LIV005] 'Gadget/Id' refers to 'keeper', but Cloud "
      "Control finds no such 'AWS::IAM::Role' in 'us-east-1'.\n"
      "stackql_manifest.yml:24:16: warning[LIV004] A resource of type 'AWS::IVS::Stage' could not "
      "be checked: UnsupportedActionException.\n");
}

}  // namespace
}  // namespace stackql
