// Which permissions depend on tags: those that a resource without tags does not need, and those
// that a condition on a tag can restrict.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "iam/tags.h"
#include "json/json.h"
#include "snapshot/snapshot_objects.h"
#include "support/action_facts.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::Actions;
using Texts = std::vector<std::string>;

// An operation on a type with tags; \xFF\xFF\xFF in its desired state is a hole.
struct Given {
  Call call = Call::kCreate;
  std::string desired = "{}";  // empty: none
  bool whole_patch = false;
  std::string type_name = "AWS::IVS::Stage";
  std::string property = "/Tags";
  bool taggable = true;
  bool system_tags = false;
  bool documented = true;  // its type is in the catalog
};

class Asked {
 public:
  explicit Asked(const Given& given) {
    snapshot::ResourceTypeT type;
    type.type_name = given.type_name;
    type.tagging = std::make_unique<snapshot::TaggingT>();
    type.tagging->property = given.property;
    type.tagging->taggable = given.taggable;
    type.tagging->system_tags = given.system_tags;
    type.tagging->permissions = {"ivs:TagResource", "ivs:UntagResource", "ivs:ListTagsForResource"};
    builder_.Finish(snapshot::ResourceType::Pack(builder_, &type));
    operation_ = {.call = given.call, .type_name = given.type_name};
    if (given.documented) {
      operation_.type = flatbuffers::GetRoot<snapshot::ResourceType>(builder_.GetBufferPointer());
    }
    operation_.whole_patch = given.whole_patch;
    if (given.desired.empty()) return;
    const TextId file = sources_.AddFile("desired.json", given.desired);
    operation_.desired = json::Parse(values_, sources_.All(file)).value;
    EXPECT_NE(operation_.desired, kNoValue) << given.desired;
  }

  Texts Dropped(std::vector<Need>& needs) const {
    return DropUnusedTags(operation_, values_, Actions(), needs);
  }
  std::optional<RequestTags> Tags() const { return TagsOf(operation_, values_); }
  std::string StackTag() const { return StackTagOf(operation_, values_); }
  // Whether each need can be restricted.
  std::vector<bool> Marked(std::vector<Need> needs) const {
    MarkStackTag(operation_, Actions(), needs);
    std::vector<bool> marked;
    for (const Need& need : needs) marked.push_back(need.supports_stack_tag);
    return marked;
  }

 private:
  Sources sources_;
  Values values_{sources_};
  flatbuffers::FlatBufferBuilder builder_;
  Operation operation_;
};

// What is dropped of the needs of a stage's creation, tags and all.
Texts Dropped(const Given& given) {
  std::vector<Need> needs;
  for (const char* action : {"ivs:CreateStage", "ivs:TagResource", "ivs:ListTagsForResource",
                             "s3:PutBucketTagging", "nosuch:TagResource", "ivs:UntagResource"}) {
    needs.push_back({.action = action});
  }
  const Texts dropped = Asked(given).Dropped(needs);
  EXPECT_EQ(needs.size(), 6U - dropped.size());
  for (const Need& need : needs) {
    EXPECT_EQ(std::count(dropped.begin(), dropped.end(), need.action), 0) << need.action;
  }
  return dropped;
}

const auto kAll = ElementsAre("ivs:TagResource", "ivs:UntagResource");

TEST(DropUnusedTags, OfCreationsWithoutTags) {
  for (const char* without :
       {"{}", R"({"Name": "a"})", R"({"Tags": []})", R"({"Tags": {}})", R"({"Tags": null})"}) {
    EXPECT_THAT(Dropped({.desired = without}), kAll) << without;
  }
  for (const char* with :
       {"", "[]", R"({"Tags": [{"Key": "a", "Value": "b"}]})", R"({"Tags": {"a": "b"}})",
        R"({"Tags": "a"})", "{\"Tags\": [\xFF\xFF\xFF]}", "{\"Name\": \"a\", \xFF\xFF\xFF}",
        "{\"T\xFF\xFF\xFF\": 1}", "{\"Tags\": \xFF\xFF\xFF}"}) {
    EXPECT_THAT(Dropped({.desired = with}), IsEmpty()) << with;
  }
}

TEST(DropUnusedTags, OfPatchesThatLeaveThemAlone) {
  const auto dropped = [](Call call, const std::string& desired, bool whole) {
    return Dropped({.call = call, .desired = desired, .whole_patch = whole});
  };
  EXPECT_THAT(dropped(Call::kUpdate, R"({"Name": "a"})", true), kAll);
  EXPECT_THAT(dropped(Call::kUpdate, R"({"Name": "a"})", false), IsEmpty());
  // To take all tags away is to untag.
  EXPECT_THAT(dropped(Call::kUpdate, R"({"Tags": []})", true), IsEmpty());
  EXPECT_THAT(dropped(Call::kUpdate, R"({"Tags": null})", true), IsEmpty());
  EXPECT_THAT(dropped(Call::kRead, R"({"Name": "a"})", true), IsEmpty());
  EXPECT_THAT(dropped(Call::kDelete, R"({"Name": "a"})", true), IsEmpty());
}

TEST(DropUnusedTags, OnlyOfTypesThatTellWhereTheirTagsAre) {
  EXPECT_THAT(Dropped({.documented = false}), IsEmpty());
  EXPECT_THAT(Dropped({.taggable = false}), IsEmpty());
  EXPECT_THAT(Dropped({.property = ""}), IsEmpty());
  // CloudFormation adds some.
  EXPECT_THAT(Dropped({.system_tags = true}), IsEmpty());
  const std::string nested = "/Settings/Tags";
  EXPECT_THAT(Dropped({.desired = R"({"Tags": [1]})", .property = nested}), kAll);
  EXPECT_THAT(Dropped({.desired = R"({"Settings": {"A": 1}})", .property = nested}), IsEmpty());
}

TEST(StackTagOf, IsTheTagsValue) {
  const auto of = [](const std::string& tags) {
    return Asked({.desired = R"({"Tags": )" + tags + "}"}).StackTag();
  };
  EXPECT_EQ(of(R"([{"Key": "a", "Value": "b"}, {"Key": "stackql:stack-name", "Value": "demo"}])"),
            "demo");
  EXPECT_EQ(of(R"({"a": "b", "stackql:stack-name": "demo"})"), "demo");
  EXPECT_EQ(of(R"([7, {"Value": "x"}, {"Key": "stackql:stack-name", "Value": "demo"}])"), "demo");
  EXPECT_EQ(of("[{\"Key\": \"\xFF\xFF\xFF\", \"Value\": \"x\"}, {\"Key\": \"stackql:stack-name\", "
               "\"Value\": \"demo\"}]"),
            "demo");
  for (const char* unknown :
       {"[]", "{}", R"("stackql:stack-name")", R"([{"Key": "stackql:stack-name"}])",
        R"([{"Key": "stackql:stack-name", "Value": 7}])", R"([{"Key": "other", "Value": "x"}])",
        "[{\"Key\": \"stackql:stack-name\", \"Value\": \"a\xFF\xFF\xFF\"}]"}) {
    EXPECT_EQ(of(unknown), "") << unknown;
  }
  EXPECT_EQ(Asked({.desired = "{}"}).StackTag(), "");
}

TEST(StackTagOf, IsOfCreations) {
  const std::string desired = R"({"Tags": {"stackql:stack-name": "demo"}})";
  EXPECT_EQ(Asked({.desired = desired}).StackTag(), "demo");
  EXPECT_EQ(Asked({.call = Call::kUpdate, .desired = desired}).StackTag(), "");
  EXPECT_EQ(Asked({.desired = desired, .taggable = false}).StackTag(), "");
  EXPECT_EQ(Asked({.desired = desired, .documented = false}).StackTag(), "");
  EXPECT_EQ(Asked({.desired = ""}).StackTag(), "");
  EXPECT_EQ(Asked({.desired = "[]"}).StackTag(), "");
}

Need NeedOn(const std::string& action, std::vector<Arn> resources) {
  return {.action = action, .resources = std::move(resources)};
}

const Arn kStage = {{.text = "arn:aws:ivs:us-east-1:111122223333:stage/a"}};
const Arn kChannel = {{.text = "arn:aws:ivs:us-east-1:111122223333:channel/a"}};

TEST(MarkStackTag, OfActionsOnTheOwnResource) {
  const Asked deletion({.call = Call::kDelete, .desired = ""});
  Need unlisted = NeedOn("ivs:DeleteStage", {kStage});
  unlisted.status = ListingStatus::kUnlisted;
  Need cloud_control = NeedOn("ivs:DeleteStage", {kStage});
  cloud_control.cloud_control = true;
  EXPECT_THAT(
      deletion.Marked({NeedOn("ivs:DeleteStage", {kStage}), NeedOn("ivs:DeleteStage", {StarArn()}),
                       NeedOn("ivs:DeleteStage", {kStage, kChannel}),
                       NeedOn("ivschat:DeleteRoom", {kStage}), NeedOn("s3:DeleteBucket", {kStage}),
                       unlisted, cloud_control, NeedOn("ivs:GetStage", {kStage, kStage})}),
      ElementsAre(true, false, false, false, false, false, false, true));
  const Asked update({.call = Call::kUpdate, .desired = ""});
  EXPECT_THAT(update.Marked({NeedOn("ivs:UpdateStage", {kStage})}), ElementsAre(true));
}

TEST(MarkStackTag, NotOfActionsThatNoTagCanRestrict) {
  const auto marked = [](Call call, const std::string& type, const std::string& action,
                         const Arn& resource) -> bool {
    return Asked({.call = call, .desired = "", .type_name = type})
        .Marked({NeedOn(action, {resource})})
        .at(0);
  };
  const std::string stage = "AWS::IVS::Stage";
  EXPECT_TRUE(marked(Call::kDelete, stage, "ivs:DeleteStage", kStage));
  // Before it is created it has none, and reads are of any stack.
  EXPECT_FALSE(marked(Call::kCreate, stage, "ivs:CreateStage", kStage));
  EXPECT_FALSE(marked(Call::kRead, stage, "ivs:GetStage", kStage));
  EXPECT_FALSE(marked(Call::kDelete, "AWS::No::Such", "ivs:DeleteStage", kStage));
  // AWS lists no condition on tags for an archive rule.
  EXPECT_FALSE(marked(
      Call::kDelete, "AWS::AccessAnalyzer::ArchiveRule", "access-analyzer:DeleteArchiveRule",
      {{.text = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a/archive-rule/b"}}));
}

// What a creation sets is told whole, or not at all.
TEST(TagsOf, AreThoseOfTheDesiredState) {
  const auto tags = [](const Given& given) -> std::string {
    const std::optional<RequestTags> found = Asked(given).Tags();
    if (!found) return "not known";
    std::string text = found->complete ? "" : "and others ";
    for (const auto& [key, value] : found->values) text += key + "=" + value.value_or("?") + " ";
    return text;
  };
  EXPECT_EQ(
      tags({.desired = R"({"Tags": [{"Key": "a", "Value": "b"}, {"Key": "c", "Value": 1}]})"}),
      "a=b c=? ");
  EXPECT_EQ(tags({.desired = R"({"Tags": {"a": "b", "c": "d"}})"}), "a=b c=d ");
  EXPECT_EQ(tags({.desired = R"({"Name": "a"})"}), "");
  EXPECT_EQ(tags({.desired = R"({"Tags": null})"}), "");
  EXPECT_EQ(tags({.desired = R"({"Tags": []})", .system_tags = true}), "and others ");
  EXPECT_EQ(tags({.desired = "{\"Tags\": [{\"Key\": \"a\", \"Value\": \"\xFF\xFF\xFF\"}]}"}),
            "a=? ");
  for (const std::string desired :
       {"{\"Tags\": [{\"Key\": \"\xFF\xFF\xFF\", \"Value\": \"b\"}]}", "{\"\xFF\xFF\xFF\": 1}",
        "{\"Tags\": \"\xFF\xFF\xFF\"}", "{\"Tags\": [\"a\"]}", "{\"Tags\": 1}", "[]", ""}) {
    EXPECT_EQ(tags({.desired = desired}), "not known") << desired;
  }
  EXPECT_EQ(tags({.call = Call::kUpdate}), "not known");
  EXPECT_EQ(tags({.property = ""}), "not known");
  EXPECT_EQ(tags({.documented = false}), "not known");
}

}  // namespace
}  // namespace stackql::iam
