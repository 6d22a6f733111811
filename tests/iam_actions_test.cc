// What the program knows of IAM actions: the facts it embeds, and AWS's own service reference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "iam/compile_actions.h"
#include "iam/service_reference.h"
#include "operation/operation.h"
#include "snapshot/actions_generated.h"
#include "snapshot/snapshot_generated.h"
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

// Generated ids are not the names that users give: an ARN with the name would deny the call.
TEST(ActionReference, FillsNoPlaceholderThatOnlyLooksLikeTheProperty) {
  for (const char* type : {"AWS::Lightsail::Instance", "AWS::Config::ConfigRule",
                           "AWS::Config::ConfigurationAggregator", "AWS::DataZone::Domain"}) {
    const snapshot::TypeArn* facts = Actions().FindType(type);
    if (facts == nullptr || facts->fills() == nullptr) continue;
    for (const auto* fill : *facts->fills()) {
      EXPECT_EQ(fill->placeholder()->str(), fill->property()->str()) << type;
      EXPECT_NE(fill->placeholder()->str(), "Id") << type;
      EXPECT_NE(fill->placeholder()->str(), "ConfigRuleId") << type;
    }
  }
}

TEST(ActionReference, KnowsWhichEntriesOfHandlerListsAreApiOperations) {
  const snapshot::ActionRepair* repair = Actions().FindRepair("S3:headbucket");
  ASSERT_NE(repair, nullptr);
  EXPECT_THAT(Words(repair->actions()), ElementsAre("s3:ListBucket"));
  EXPECT_FALSE(repair->replaces());
  EXPECT_THAT(Words(repair->under_grants()), ElementsAre("AWS::ImageBuilder::Component"));
  EXPECT_TRUE(Actions().FindRepair("noservice:NoAction")->replaces());
  EXPECT_EQ(Actions().FindRepair("s3:GetObject"), nullptr);
}

TEST(ActionReference, EveryRepairNamesListedActions) {
  const std::string folder = std::string(testing_support::kSourceDir) + "/rules/actions";
  std::ifstream file(folder + "/repairs.json");
  std::string entry;
  size_t repairs = 0;
  for (std::string line; std::getline(file, line);) {
    const size_t open = line.find('"');
    if (open == std::string::npos) continue;
    entry = line.substr(open + 1, line.find('"', open + 1) - open - 1);
    const snapshot::ActionRepair* repair = Actions().FindRepair(entry);
    ASSERT_NE(repair, nullptr) << entry;
    ++repairs;
    EXPECT_EQ(Actions().FindAction(entry), nullptr) << entry << " is an action by now";
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
  EXPECT_EQ(Actions().FrontDoor("create"), "cloudformation:CreateResource");
  EXPECT_EQ(Actions().FrontDoor("nothing"), "");
  for (int call = 0; call <= static_cast<int>(Call::kTags); ++call) {
    const std::string_view action = Actions().FrontDoor(Name(static_cast<Call>(call)));
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
  std::string error;
  const std::string bytes = CompileActions(folder, error);
  EXPECT_EQ(error, "");
  EXPECT_EQ(bytes, CompileActions(folder, error));
  EXPECT_LT(bytes.size(), 3U << 20);
}

TEST(CompileActions, SaysWhichFileIsWrong) {
  TemporaryFolder folder;
  folder.Write("curated.json", "{");
  std::string error;
  EXPECT_EQ(CompileActions(folder.path().string(), error), "");
  EXPECT_THAT(error, testing::HasSubstr("curated.json"));
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
    EXPECT_THAT(errors[0], testing::HasSubstr("x.json")) << text.substr(0, 80);
  }
  std::vector<std::string> errors;
  CompileServiceReference("/no/such/folder", Actions(), errors);
  EXPECT_EQ(errors.size(), 1U);
}

}  // namespace
}  // namespace stackql::iam
