// Where facts about actions come from: the files of a folder, and AWS's own service reference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/read_file.h"
#include "iam/compile_actions.h"
#include "iam/policy_pattern.h"
#include "iam/resource_fit.h"
#include "iam/service_reference.h"
#include "snapshot/snapshot_tables.h"
#include "support/action_facts.h"
#include "support/places.h"
#include "support/temporary_folder.h"

namespace stackql::iam {
namespace {

using snapshot::AccessLevel;
using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::Actions;
using testing_support::Resources;
using testing_support::TemporaryFolder;
using testing_support::Words;

TEST(CompileActions, GivesTheSameBytesAgain) {
  const std::string folder = std::string(testing_support::kSourceDir) + "/rules/actions";
  const Result<std::string> bytes = CompileActions(folder);
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(*bytes, *CompileActions(folder));
  EXPECT_LT(bytes->size(), 3U << 20);
}

TEST(CompileActions, SaysWhichFileIsWrong) {
  TemporaryFolder folder;
  folder.Write("curated.json", "{");
  const Result<std::string> bytes = CompileActions(folder.path().string());
  ASSERT_FALSE(bytes);
  EXPECT_THAT(bytes.error().message, testing::HasSubstr("curated.json"));
}

TEST(CompileActions, RefusesFilesAboveTheLimit) {
  TemporaryFolder folder;
  folder.Write("curated.json", "{}");
  std::filesystem::resize_file(folder.path() / "curated.json", (64U << 20) + 1);
  const Result<std::string> bytes = CompileActions(folder.path().string());
  ASSERT_FALSE(bytes);
  EXPECT_THAT(bytes.error().message, testing::HasSubstr("larger than"));
}

// Small facts.
void WriteFacts(TemporaryFolder& folder) {
  folder.Write("sources.json", R"(["data 1", "spec 2"])");
  folder.Write("curated.json", R"({
    "arns": {"x": {"Own": {"arns": ["arn:p:a:::${Name}", "arn:p:b:::${Name}"], "strict": "arn:p:c:::${Name}"}}},
    "onlyRegions": {"r-1": ["x", "y"]},
    "choices": {"some": {"Kind": {"": "kind"}, "Scope": {"ALL": "all", "ONE": "one"}}},
    "passesTo": {"x.amazonaws.com": {"source": "a page", "types": ["AWS::X::Own"]}},
    "types": {"AWS::X::Own": {"only": ["a", "b"], "suppliers": ["Template"],
              "picks": {"Own": ["Bus", "default"]}, "when": {"x:Right": ["Tags", "A/*/B"]}, "spelled": {"Url": ["u://${Host}/${Name}"]},
              "adds": [{"actions": ["x:All", "x:Zoo"], "if": ["Key"], "on": "arn:p:on:::${Name}", "calls": ["create"], "source": "a page"},
                       {"actions": ["x:Zoo"], "source": "a page"}]}},
    "linkedRoles": {"r.x.amazonaws.com": {"source": "a page", "types": ["AWS::X::Own"]}, "s.x.amazonaws.com": {"source": "a page", "types": ["AWS::X::Own"]}},
    "passesElsewhere": {"AWS::X::Own": "Other"}, "ofLinkedRole": [],
    "byName": ["x:Pass"], "free": ["Notes"],
    "single": ["x:Tag*", "x:Get*tGet", "x:A*b*c"], "asksByName": ["x:AskOne"], "always": ["x:Own"],
    "words": ["*Id", "Name"], "withSlashes": ["SlashId"], "withColons": ["Any"], "retired": ["gone"], "otherNames": {"ex": "x"}, "risks": {"escalation": [["x:Pass", "x:Also"]], "exposure": {"x:Right": "all"}}, "anyAction": ["*:Source*", "x:*Tag*Tag"],
    "arnsOf": {"x:Zoo": "arn:p:zoo:::${Name}"},
    "alsoOn": {"arn:p:also:::${Name}": {"actions": ["x:Zo*", "y:Zoo"], "source": "a page"}},
    "resourceControl": {"source": "a page", "services": ["x"]},
    "keys": {"x:Key": "ArrayOfString", "x:Tag/${TagKey}": "String"},
    "escalations": {"passes a role": ["x:Pass", "x:Also"]},
    "ofOne": ["x:ListOne*"],
    "cloudControl": {"create": "x:Create"}})");
  folder.Write("types.json", R"({
    "AWS::X::Other": {},
    "AWS::X::Own": {"prefix": "x", "arnTypes": ["Own"], "free": ["Doc"],
                    "fills": {"Id": ["GivenId", "why"], "Name": ["OwnName", "why", "lower"]},
                    "references": {"RoleArn": [["iam", "role"]], "KeyName": [["ec2", "key-pair", "Key"]]}}})");
  folder.Write("repairs.json", R"({
    "x:Wrong": {"actions": ["x:Right"], "replaces": true},
    "x:More": {"actions": ["x:Right"]},
    "x:Some": {"actions": ["x:Right"], "of": {"AWS::X::Own": ["read"]}}, "x:a": {"actions": ["x:All"]}})");
  folder.Write(
      "keys.json",
      R"({"x:Key": "String", "x:b": "Bool", "x:A": "Bool", "y:Key": "Bool", "s3:Tag/<key>": "String"})");
  folder.Write("policies.json",
               R"({"AWS::X::Own": {"Doc": "resource:x:Name", "List/*/Doc": "identity"},
                   "AWS::X::Some": {"Doc": ["trust", {"kind": "resource:x:Id", "resource": "required",
                     "when": {"Type": "SOME"}, "manager": "x:Right", "unless": "Bypass"}]}})");
  folder.Write("principals.json", R"(["x", "part.x"])");
  folder.Write("services/README.md", "no service");
  folder.Write("services/x.json", R"({
    "actions": {"right": ["RT", ["Own!", "Other"], ["x:Key"]], "All": ["LRWTP", [], []], "Zoo": ["W", [], []],
                "Manage": ["P", [], []]},
    "arnTypes": {"Of": [["arn:p:some:::${Kind}/${Name}", "arn:p:some:::${Scope}/${Name}", "arn:p:x:::${Kind}"], []],
                 "Own": [["arn:p:old:::${Name}"], ["x:Key"]],
                 "Other": [["arn:p:x:${Region}::other"], []]}})");
  folder.Write("services/regional.json", R"({
    "actions": {}, "arnTypes": {"A": [["arn:p:x:${Region}::a"], []], "B": [["arn:p:b:${Region}::b"], []]}})");
  folder.Write("services/global.json", R"({"actions": {}, "arnTypes": {}})");
}

// An ARN that nothing would match must not get into a policy.
TEST(CompileActions, RefusesTemplatesThatAreNoArns) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"arn:p:a:::${Name}", "Own"},     {"arn:p:c:::${Name}", "Own"},
      {"arn:p:zoo:::${Name}", "x:Zoo"}, {"arn:p:also:::${Name}", "x:Zo*"},
      {"arn:p:on:::${Name}", "x:All"},  {"arn:p:x:::${Kind}", "Of"}};
  for (const auto& [arn, of] : cases) {
    TemporaryFolder folder;
    WriteFacts(folder);
    for (const char* name : {"curated.json", "services/x.json"}) {
      std::string text = *ReadWholeFile((folder.path() / name).string(), 1 << 20);
      if (const size_t at = text.find(arn); at != std::string::npos) {
        folder.Write(name, text.replace(at, arn.size(), "ar"));
      }
    }
    const Result<std::string> bytes = CompileActions(folder.path().string());
    ASSERT_FALSE(bytes) << arn;
    EXPECT_EQ(bytes.error().message, of + ": 'ar' is not an ARN template");
  }
}

TEST(CompileActions, RefusesServicesOfTypesThatItLacks) {
  TemporaryFolder folder;
  WriteFacts(folder);
  std::string text = *ReadWholeFile((folder.path() / "curated.json").string(), 1 << 20);
  folder.Write("curated.json", text.replace(text.find("AWS::X::Own"), 11, "AWS::X::Gone"));
  const Result<std::string> bytes = CompileActions(folder.path().string());
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().message, "x.amazonaws.com: there is no type \"AWS::X::Gone\"");
}

TEST(CompileActions, RefusesWhatTypesDoNotHave) {
  TemporaryFolder folder;
  WriteFacts(folder);
  std::string text = *ReadWholeFile((folder.path() / "curated.json").string(), 1 << 20);
  folder.Write("curated.json", text.replace(text.find("suppliers"), 9, "AWS::X::Z"));
  const Result<std::string> bytes = CompileActions(folder.path().string());
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().message, "AWS::X::Own: 'AWS::X::Z' is nothing that types have");
}

// A reference without facts knows nothing and asks nobody.
void ExpectNothing(const ActionReference& nothing) {
  EXPECT_EQ(nothing.FindService("ivs"), nullptr);
  EXPECT_EQ(nothing.FindAction("ivs:GetStage"), nullptr);
  EXPECT_EQ(nothing.FindArnType("ivs", "Stage"), nullptr);
  EXPECT_EQ(nothing.FindType("AWS::IVS::Stage"), nullptr);
  EXPECT_THAT(nothing.TypesOf("ivs", "Stage"), IsEmpty());
  EXPECT_EQ(nothing.FindRepair("S3:headbucket", "", ""), nullptr);
  EXPECT_EQ(nothing.FindEscalation("iam:PassRole"), "");
  EXPECT_THAT(nothing.EscalationPaths(), IsEmpty());
  EXPECT_THAT(nothing.Exposures(), IsEmpty());
  EXPECT_THAT(nothing.PoliciesOf("AWS::IAM::Role"), IsEmpty());
  EXPECT_THAT(nothing.Principals(), IsEmpty());
  EXPECT_FALSE(nothing.IsOfOne("s3:ListBucket"));
  EXPECT_FALSE(nothing.IsSingle("ivs:TagResource"));
  EXPECT_FALSE(nothing.AsksByName("rds:DescribeDBInstances"));
  EXPECT_FALSE(nothing.HasDefault("kms", "key"));
  EXPECT_FALSE(nothing.IsOfAnyAction("aws:SourceArn"));
  EXPECT_FALSE(nothing.IsRetired("gone"));
  EXPECT_EQ(nothing.RegionOfService("iam"), "");
  EXPECT_EQ(nothing.ArnOf("x", "Zoo"), "");
  EXPECT_EQ(nothing.CloudControlAction("create"), "");
  EXPECT_EQ(nothing.FindKey("aws:SourceVpc"), nullptr);
  EXPECT_THAT(nothing.Services(), IsEmpty());
  EXPECT_THAT(nothing.sources(), IsEmpty());
  for (const char* pattern : {"*", "ivs:*", "ivs:GetStage", "i?s:GetStage"}) {
    nothing.Expand(pattern, [](std::string_view, const snapshot::Action&) { FAIL(); });
  }
}

TEST(CompileActions, MayHaveNothing) {
  ExpectNothing(ActionReference{snapshot::Snapshot()});
  TemporaryFolder folder;
  folder.Write("curated.json", R"({"arns": {}, "onlyRegions": {}, "choices": {}, "types": {},
    "passesTo": {}, "passesElsewhere": {}, "ofLinkedRole": [], "linkedRoles": {}, "byName": [], "free": [], "single": [], "asksByName": [], "always": [], "words": [], "withSlashes": [], "withColons": [],
    "retired": [], "otherNames": {}, "risks": {"escalation": [], "exposure": {}}, "anyAction": [], "arnsOf": {}, "alsoOn": {}, "resourceControl": {"services": []},
    "keys": {}, "escalations": {}, "ofOne": [], "cloudControl": {}})");
  folder.Write("sources.json", "[]");
  folder.Write("principals.json", "[]");
  for (const char* name : {"types.json", "repairs.json", "keys.json", "policies.json"}) {
    folder.Write(name, "{}");
  }
  std::filesystem::create_directory(folder.path() / "services");
  const Result<std::string> bytes = CompileActions(folder.path().string());
  ASSERT_TRUE(bytes) << bytes.error().message;
  ExpectNothing(ActionReference(snapshot::Snapshot::Open(*bytes)));
}

// What each file of a folder contributes.
TEST(CompileActions, ReadsEachFile) {
  TemporaryFolder folder;
  WriteFacts(folder);
  const Result<std::string> bytes = CompileActions(folder.path().string());
  ASSERT_TRUE(bytes) << bytes.error().message;
  const ActionReference actions(snapshot::Snapshot::Open(*bytes));

  EXPECT_THAT(actions.Services(), ElementsAre("global", "regional", "x"));
  EXPECT_THAT(actions.Principals(), ElementsAre("x", "part.x"));
  const auto some = actions.PoliciesOf("AWS::X::Some");
  ASSERT_EQ(some.size(), 2U);
  EXPECT_EQ(some[0]->kind()->str(), "trust");
  EXPECT_EQ(some[1]->kind()->str() + " " + some[1]->service()->str() + " " + some[1]->own()->str() +
                " " + some[1]->resource()->str() + " " + some[1]->when_property()->str() + " " +
                some[1]->when_value()->str() + " " + some[1]->manager()->str() + " " +
                some[1]->unless()->str(),
            "resource x Id required Type SOME x:Right Bypass");
  EXPECT_THAT(actions.FurtherArnsOf("x", "Zoo"), ElementsAre("arn:p:also:::${Name}"));
  EXPECT_THAT(actions.FurtherArnsOf("x", "right"), testing::IsEmpty());
  EXPECT_EQ(actions.PrefixOfName("ex"), "x");
  EXPECT_EQ(actions.PrefixOfName("x"), "");
  EXPECT_TRUE(actions.IsUnderResourceControl("X:Right"));
  EXPECT_TRUE(actions.IsUnderResourceControl("x:*"));
  EXPECT_FALSE(actions.IsUnderResourceControl("x:Zoo"));  // on no resource
  EXPECT_FALSE(actions.IsUnderResourceControl("global:Right"));
  EXPECT_THAT(Words(actions.FindArnType("x", "Of")->arns()),
              ElementsAre("arn:p:some:::kind/${Name}",
                          "arn:p:some:::${Scope|ALL=all|ONE=one}/${Name}", "arn:p:x:::${Kind}"));
  EXPECT_FALSE(actions.FindService("global")->regional());
  EXPECT_TRUE(actions.FindService("regional")->regional());
  EXPECT_FALSE(actions.FindService("x")->regional());
  const auto policies = actions.PoliciesOf("AWS::X::Own");
  ASSERT_EQ(policies.size(), 2U);
  EXPECT_EQ(policies[0]->path()->str(), "Doc");
  EXPECT_EQ(policies[0]->kind()->str(), "resource");
  EXPECT_EQ(policies[0]->service()->str(), "x");
  EXPECT_EQ(policies[0]->own()->str(), "Name");
  EXPECT_EQ(policies[1]->kind()->str(), "identity");
  EXPECT_TRUE(actions.PoliciesOf("AWS::X::Other").empty());
  ASSERT_EQ(actions.EscalationPaths().size(), 1U);
  EXPECT_THAT(Words(actions.EscalationPaths()[0]->actions()), ElementsAre("x:Pass", "x:Also"));
  ASSERT_EQ(actions.Exposures().size(), 1U);
  EXPECT_EQ(actions.Exposures()[0]->what()->str(), "all");
  EXPECT_TRUE(actions.IsRetired("gone"));
  EXPECT_FALSE(actions.IsRetired("x"));
  EXPECT_EQ(actions.RegionOfService("y"), "r-1");
  EXPECT_EQ(actions.RegionOfService("z"), "");
  EXPECT_TRUE(actions.IsOfAnyAction("x:SourceArn"));
  EXPECT_FALSE(actions.IsOfAnyAction("x:Key"));
  // What is between two stars stands before what is behind them.
  EXPECT_TRUE(actions.IsOfAnyAction("x:TagOfTag"));
  EXPECT_FALSE(actions.IsOfAnyAction("x:Tag"));
  const snapshot::Action* right = actions.FindAction("x:Right");
  ASSERT_NE(right, nullptr);
  EXPECT_EQ(right->name()->str(), "right");
  EXPECT_EQ(right->level(), AccessLevel::Read | AccessLevel::Tagging);
  EXPECT_THAT(Resources(right), ElementsAre("Own!", "Other"));
  EXPECT_THAT(Words(right->conditions()), ElementsAre("x:Key"));
  EXPECT_EQ(actions.FindAction("x:All")->level(), AccessLevel::List | AccessLevel::Read |
                                                      AccessLevel::Write | AccessLevel::Tagging |
                                                      AccessLevel::PermissionsManagement);
  EXPECT_EQ(actions.FindAction("x:zoo")->level(), AccessLevel::Write);
  EXPECT_EQ(actions.FindAction("x:Manage")->level(), AccessLevel::PermissionsManagement);

  const snapshot::ArnType* own = actions.FindArnType("x", "Own");
  ASSERT_NE(own, nullptr);
  EXPECT_THAT(Words(own->arns()), ElementsAre("arn:p:a:::${Name}", "arn:p:b:::${Name}"));
  EXPECT_EQ(own->strict()->str(), "arn:p:c:::${Name}");
  EXPECT_THAT(Words(own->conditions()), ElementsAre("x:Key"));
  EXPECT_THAT(Words(actions.FindArnType("x", "Other")->arns()),
              ElementsAre("arn:p:x:${Region}::other"));

  const snapshot::TypeArn* type = actions.FindType("AWS::X::Own");
  ASSERT_NE(type, nullptr);
  EXPECT_EQ(type->prefix()->str(), "x");
  EXPECT_THAT(Words(type->arn_types()), ElementsAre("Own"));
  EXPECT_EQ(type->passes_to()->str(), "x.amazonaws.com");
  std::vector<std::string> fills;
  for (const auto* fill : *type->fills()) {
    fills.push_back(fill->placeholder()->str() + "=" + fill->property()->str() +
                    (fill->form() == nullptr ? "" : " " + fill->form()->str()));
  }
  EXPECT_THAT(fills, ElementsAre("Id=GivenId", "Name=OwnName lower"));
  ASSERT_EQ(type->references()->size(), 2U);
  EXPECT_EQ(type->references()->Get(0)->property()->str(), "KeyName");
  EXPECT_EQ(type->references()->Get(0)->placeholder()->str(), "Key");
  EXPECT_EQ(type->references()->Get(1)->property()->str(), "RoleArn");
  EXPECT_EQ(type->references()->Get(1)->prefix()->str(), "iam");
  EXPECT_EQ(type->references()->Get(1)->arn_type()->str(), "role");
  EXPECT_EQ(type->references()->Get(1)->placeholder(), nullptr);
  EXPECT_THAT(Words(type->only()), ElementsAre("a", "b"));
  EXPECT_THAT(Words(type->suppliers()), ElementsAre("Template"));
  ASSERT_EQ(type->picks()->size(), 1U);
  EXPECT_EQ(type->picks()->Get(0)->property()->str(), "Bus");
  EXPECT_EQ(type->picks()->Get(0)->unless()->str(), "default");
  ASSERT_EQ(type->conditions()->size(), 1U);
  EXPECT_THAT(Words(type->conditions()->Get(0)->properties()), ElementsAre("Tags", "A/*/B"));
  ASSERT_EQ(type->adds()->size(), 3U);
  EXPECT_EQ(type->adds()->Get(0)->action()->str(), "x:All");
  EXPECT_EQ(type->adds()->Get(0)->arn()->str(), "arn:p:on:::${Name}");
  EXPECT_TRUE(type->adds()->Get(0)->create_only());
  EXPECT_THAT(Words(type->adds()->Get(1)->properties()), ElementsAre("Key"));
  EXPECT_EQ(type->adds()->Get(2)->properties(), nullptr);
  EXPECT_FALSE(type->adds()->Get(2)->create_only());
  ASSERT_EQ(type->spellings()->size(), 1U);
  EXPECT_EQ(type->spellings()->Get(0)->pattern()->str(), "u://${Host}/${Name}");
  EXPECT_THAT(Words(type->linked_services()),
              ElementsAre("r.x.amazonaws.com", "s.x.amazonaws.com"));
  EXPECT_TRUE(actions.IsByName("x:Pass"));
  EXPECT_TRUE(actions.IsFree(type, "Doc"));
  EXPECT_TRUE(actions.IsFree(nullptr, "Notes"));
  EXPECT_FALSE(actions.IsFree(nullptr, "Doc"));
  EXPECT_TRUE(actions.IsSingle("x:TagThing"));
  for (const char* single : {"x:Tag", "x:GettGet", "x:GetAtGet", "x:Abc", "x:Axbyc", "x:Abbc"}) {
    EXPECT_TRUE(actions.IsSingle(single)) << single;
  }
  for (const char* other : {"x:Right", "x:Ta", "x:GetGet", "y:Tag", "x:Acb", "x:Abcd", "x:Ac"}) {
    EXPECT_FALSE(actions.IsSingle(other)) << other;
  }
  EXPECT_TRUE(actions.AsksByName("x:AskOne"));
  EXPECT_TRUE(actions.HasDefault("x", "Own"));
  EXPECT_FALSE(actions.HasDefault("x", "Other"));
  EXPECT_EQ(actions.ArnOf("x", "Zoo"), "arn:p:zoo:::${Name}");
  EXPECT_EQ(actions.ArnOf("x", "All"), "");
  EXPECT_EQ(actions.AlphabetOf("ThingId"), Piece::Alphabet::kWord);
  EXPECT_EQ(actions.AlphabetOf("SlashId"), Piece::Alphabet::kPart);
  EXPECT_EQ(actions.AlphabetOf("Path"), Piece::Alphabet::kPart);
  EXPECT_EQ(actions.AlphabetOf("Any"), Piece::Alphabet::kAll);
  EXPECT_EQ(actions.FindType("AWS::X::Other")->prefix()->str(), "");

  const snapshot::ActionRepair* wrong = actions.FindRepair("x:wrong", "", "");
  ASSERT_NE(wrong, nullptr);
  EXPECT_TRUE(wrong->replaces());
  EXPECT_THAT(Words(wrong->actions()), ElementsAre("x:Right"));
  EXPECT_FALSE(actions.FindRepair("x:More", "", "")->replaces());
  EXPECT_NE(actions.FindRepair("x:some", "AWS::X::Own", "read"), nullptr);
  EXPECT_EQ(actions.FindRepair("x:some", "AWS::X::Own", "list"), nullptr);
  EXPECT_THAT(Words(actions.FindRepair("x:A", "", "")->actions()), ElementsAre("x:All"));
  EXPECT_NE(actions.FindKey("x:a"), nullptr);
  EXPECT_NE(actions.FindKey("x:B"), nullptr);
  EXPECT_EQ(actions.FindKey("X:key")->type()->str(), "ArrayOfString");
  EXPECT_EQ(actions.FindKey("y:Key")->type()->str(), "Bool");
  EXPECT_EQ(actions.FindKey("x:Tag/team")->type()->str(), "String");
  EXPECT_EQ(actions.FindKey("s3:Tag/team")->type()->str(), "String");
  EXPECT_EQ(actions.FindEscalation("x:also"), "passes a role");
  EXPECT_EQ(actions.FindEscalation("x:Pass"), "passes a role");
  EXPECT_TRUE(actions.IsOfOne("x:ListOneThing"));
  EXPECT_EQ(actions.CloudControlAction("create"), "x:Create");
  EXPECT_THAT(actions.sources(), ElementsAre("data 1", "spec 2"));
}

constexpr const char* kStageService = R"json({
 "Name": "ivs", "Version": "v1.4",
 "Actions": [
  {"Name": "CreateStage", "ActionConditionKeys": ["aws:TagKeys"],
   "Annotations": {"Properties": {"IsList": false, "IsPermissionManagement": false,
                                  "IsTaggingOnly": false, "IsWrite": true}},
   "Resources": [{"Name": "Stage"}]},
  {"Name": "BrandNew", "Annotations": {"Properties": {"IsWrite": false}},
   "Resources": [{"Name": "Stage"}]}],
 "Resources": [{"Name": "Stage", "ARNFormats":
   ["arn:${Partition}:ivs:${Region}:${Account}:stage/${NewId}"]}]})json";

TEST(ServiceReference, GoesBeforeTheBuiltInFacts) {
  TemporaryFolder folder;
  folder.Write("ivs.json", kStageService);
  folder.Write("service-list.json", R"([{"service": "ivs", "url": "https://example.com"}])");
  std::vector<std::string> errors;
  const std::string bytes = CompileServiceReference(folder.path().string(), Actions(), errors);
  ASSERT_THAT(errors, IsEmpty());
  std::ifstream file(testing_support::kActionSnapshot, std::ios::binary);
  const std::string builtin((std::istreambuf_iterator<char>(file)), {});
  const ActionReference both(snapshot::Snapshot::Open(builtin), snapshot::Snapshot::Open(bytes));
  EXPECT_NE(both.FindAction("ivs:BrandNew"), nullptr);
  EXPECT_EQ(both.FindAction("ivs:BrandNew")->level(), AccessLevel::Read);
  EXPECT_EQ(both.FindAction("ivs:GetStage"), nullptr);
  EXPECT_NE(both.FindAction("s3:GetObject"), nullptr);
  EXPECT_EQ(both.Services().size(), 456U);
  // What the files do not say: that creating a stage needs one.
  EXPECT_THAT(Resources(both.FindAction("ivs:CreateStage")), ElementsAre("Stage!"));
  EXPECT_THAT(Resources(both.FindAction("ivs:BrandNew")), ElementsAre("Stage"));
  EXPECT_THAT(Words(both.FindArnType("ivs", "Stage")->arns()),
              ElementsAre("arn:${Partition}:ivs:${Region}:${Account}:stage/${NewId}"));
}

TEST(ServiceReference, ReadsAccessLevelsAndConditions) {
  TemporaryFolder folder;
  folder.Write("x.json", R"({"Name": "New", "Actions": [
    {"Name": "All", "Annotations": {"Properties": {"IsList": true, "IsWrite": true,
       "IsTaggingOnly": true, "IsPermissionManagement": true}}},
    {"Name": "List", "ActionConditionKeys": ["new:Key"],
     "Annotations": {"Properties": {"IsList": true}}},
    {"Name": "Tag", "Annotations": {"Properties": {"IsTaggingOnly": true}}},
    {"Name": "Share", "Annotations": {"Properties": {"IsPermissionManagement": true}}},
    {"Name": "Get", "Resources": [{"Name": "Thing"}]}],
   "Resources": [{"Name": "Thing", "ARNFormats": ["arn:p:1:::x", "arn:p:2:::x"], "ConditionKeys": ["new:K"]},
                 {"Name": "Bare"}]})");
  std::vector<std::string> errors;
  const std::string bytes = CompileServiceReference(folder.path().string(), Actions(), errors);
  ASSERT_THAT(errors, IsEmpty());
  const ActionReference actions{snapshot::Snapshot(), snapshot::Snapshot::Open(bytes)};
  EXPECT_EQ(actions.FindAction("new:All")->level(), AccessLevel::List | AccessLevel::Write |
                                                        AccessLevel::Tagging |
                                                        AccessLevel::PermissionsManagement);
  EXPECT_EQ(actions.FindAction("new:List")->level(), AccessLevel::List);
  EXPECT_EQ(actions.FindAction("new:Tag")->level(), AccessLevel::Tagging);
  EXPECT_EQ(actions.FindAction("new:Share")->level(), AccessLevel::PermissionsManagement);
  EXPECT_EQ(actions.FindAction("new:Get")->level(), AccessLevel::Read);
  EXPECT_THAT(Words(actions.FindAction("new:List")->conditions()), ElementsAre("new:Key"));
  EXPECT_THAT(Resources(actions.FindAction("new:Get")), ElementsAre("Thing"));
  EXPECT_THAT(Words(actions.FindArnType("new", "Thing")->arns()),
              ElementsAre("arn:p:1:::x", "arn:p:2:::x"));
  EXPECT_THAT(Words(actions.FindArnType("new", "Thing")->conditions()), ElementsAre("new:K"));
  EXPECT_THAT(Words(actions.FindArnType("new", "Bare")->arns()), IsEmpty());
}

// The files do not say that the ARN of a role may have a path.
TEST(ServiceReference, KeepsArnsThatAreWrittenInSeveralWays) {
  TemporaryFolder folder;
  folder.Write("iam.json", R"({"Name": "iam", "Actions": [], "Resources": [
    {"Name": "role", "ARNFormats": ["arn:one"], "ConditionKeys": ["iam:K"]}]})");
  std::vector<std::string> errors;
  const std::string bytes = CompileServiceReference(folder.path().string(), Actions(), errors);
  const ActionReference actions{snapshot::Snapshot(), snapshot::Snapshot::Open(bytes)};
  const snapshot::ArnType* role = actions.FindArnType("iam", "role");
  ASSERT_NE(role, nullptr);
  EXPECT_EQ(Words(role->arns()), Words(Actions().FindArnType("iam", "role")->arns()));
  EXPECT_EQ(role->strict()->str(), Actions().FindArnType("iam", "role")->strict()->str());
  EXPECT_THAT(Words(role->conditions()), ElementsAre("iam:K"));
}

// Those that no policy can have are left out, or are the built-in ones of the type.
TEST(ServiceReference, LeavesOutArnsThatCannotBeUsed) {
  TemporaryFolder folder;
  folder.Write("ivs.json", R"({"Name": "ivs", "Actions": [], "Resources": [
    {"Name": "Stage", "ARNFormats": ["arn:*", "arn:a:b:c:d:e"]},
    {"Name": "Other", "ARNFormats": ["arn:*", "arn:a:b:c:d:e"]}]})");
  std::vector<std::string> errors;
  const std::string bytes = CompileServiceReference(folder.path().string(), Actions(), errors);
  const ActionReference actions{snapshot::Snapshot(), snapshot::Snapshot::Open(bytes)};
  EXPECT_EQ(Words(actions.FindArnType("ivs", "Stage")->arns()),
            Words(Actions().FindArnType("ivs", "Stage")->arns()));
  EXPECT_THAT(Words(actions.FindArnType("ivs", "Other")->arns()), ElementsAre("arn:a:b:c:d:e"));
}

TEST(ServiceReference, IsOfSeveralFilesOfWhichTheFirstOfAServiceCounts) {
  TemporaryFolder folder;
  folder.Write("b.json", R"({"Name": "b", "Actions": [{"Name": "One"}]})");
  folder.Write("c.json", R"({"Name": "a", "Actions": [{"Name": "Two"}]})");
  folder.Write("d.json", R"({"Name": "b", "Actions": [{"Name": "Three"}]})");
  folder.Write("notes.txt", "{");
  std::vector<std::string> errors;
  const std::string bytes = CompileServiceReference(folder.path().string(), Actions(), errors);
  EXPECT_THAT(errors, IsEmpty());
  const ActionReference actions{snapshot::Snapshot(), snapshot::Snapshot::Open(bytes)};
  EXPECT_THAT(actions.Services(), ElementsAre("a", "b"));
  EXPECT_NE(actions.FindAction("b:One"), nullptr);
  EXPECT_EQ(actions.FindAction("b:Three"), nullptr);
  EXPECT_NE(actions.FindAction("a:Two"), nullptr);
}

TEST(ServiceReference, SaysThatAFolderHasNone) {
  TemporaryFolder folder;
  std::vector<std::string> errors;
  CompileServiceReference(folder.path().string(), Actions(), errors);
  EXPECT_THAT(errors,
              ElementsAre("'" + folder.path().string() + "' contains no AWS service reference."));
  errors.clear();
  CompileServiceReference("/no/such/folder", Actions(), errors);
  EXPECT_THAT(errors, ElementsAre("'/no/such/folder' cannot be read: No such file or directory."));
}

TEST(ServiceReference, RefusesFilesAboveTheLimit) {
  TemporaryFolder folder;
  folder.Write("x.json", "{}");
  std::filesystem::resize_file(folder.path() / "x.json", (64U << 20) + 1);
  std::vector<std::string> errors;
  CompileServiceReference(folder.path().string(), Actions(), errors);
  EXPECT_THAT(errors, ElementsAre(testing::HasSubstr("larger than")));
}

// Nothing is known of resources without ARNs, so that they may be any.
TEST(ServiceReference, MayHaveResourcesWithoutArns) {
  TemporaryFolder folder;
  folder.Write("x.json", R"({"Name": "x", "Actions": [
      {"Name": "OnBare", "Resources": [{"Name": "Bare"}]},
      {"Name": "OnThing", "Resources": [{"Name": "Thing"}]},
      {"Name": "OnGone", "Resources": [{"Name": "Gone"}]}],
    "Resources": [{"Name": "Bare"}, {"Name": "Thing", "ARNFormats": ["arn:p:x:r:a:thing/${Id}"]}]})");
  folder.Write("y.json", R"({"Name": "y", "Actions": [
      {"Name": "OnThing", "Resources": [{"Name": "Thing"}]}],
    "Resources": [{"Name": "Thing", "ARNFormats": ["arn:p:y:r:a:thing/${Id}"]}]})");
  std::vector<std::string> errors;
  const std::string bytes = CompileServiceReference(folder.path().string(), Actions(), errors);
  const ActionReference actions{snapshot::Snapshot(), snapshot::Snapshot::Open(bytes)};
  const auto fits = [&](const std::string& pattern) {
    ResourceFit fit({ParseIntended(pattern, Reach::kInPart)}, actions);
    std::string all;
    using std::string_view_literals::operator""sv;
    for (const auto action : {"x:OnBare"sv, "x:OnThing"sv, "y:OnThing"sv, "x:OnGone"sv}) {
      if (fit.Holds(action.substr(0, 1), *actions.FindAction(action))) {
        all.append(action).append(" ");
      }
    }
    return all;
  };
  EXPECT_EQ(fits("arn:p:x:r:a:thing/*"), "x:OnBare x:OnThing x:OnGone ");
  EXPECT_EQ(fits("arn:p:*:r:a:thing/*"), "x:OnBare x:OnThing y:OnThing x:OnGone ");
  EXPECT_EQ(fits("arn:p:y:r:a:thing/*"), "x:OnBare y:OnThing x:OnGone ");
  EXPECT_EQ(fits("arn:p:x:r:a:other/*"), "x:OnBare x:OnGone ");
  EXPECT_EQ(fits("*"), "x:OnBare x:OnThing y:OnThing x:OnGone ");
}

TEST(ServiceReference, SaysWhichFilesCannotBeUsed) {
  const std::vector<std::string> hostile = {
      "",
      "{}",
      "null",
      "7",
      R"({"Name": 7, "Actions": []})",
      R"({"Name": "x", "Actions": {"a": 1}})",
      R"({"Name": "x", "Actions": [{}]})",
      R"({"Name": "x", "Actions": [{"Name": "A", "Resources": 7}]})",
      R"({"Name": "x", "Actions": [], "Resources": [{}]})",
      std::string(100'000, '['),
      "\xff\xfe"};
  for (const std::string& text : hostile) {
    TemporaryFolder folder;
    folder.Write("x.json", text);
    std::vector<std::string> errors;
    CompileServiceReference(folder.path().string(), Actions(), errors);
    ASSERT_EQ(errors.size(), 1U) << text.substr(0, 80);
    EXPECT_EQ(errors[0],
              "'" + (folder.path() / "x.json").string() + "' is not an AWS service reference.")
        << text.substr(0, 80);
  }
}

}  // namespace
}  // namespace stackql::iam
