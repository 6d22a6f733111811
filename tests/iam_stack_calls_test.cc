// What the calls of a stack tell of each other's resources.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "iam/stack_calls.h"
#include "snapshot/snapshot_objects.h"
#include "support/schema_text.h"
#include "text/sources.h"

namespace stackql::iam {
namespace {

TEST(StackCalls, KnowColumnsThatAreArns) {
  struct Case {
    std::string type;
    std::string property;
    std::string format;
    bool is_arn;
  };
  for (const Case& test :
       std::vector<Case>{{"AWS::SNS::Topic", "Arn", "", true},
                         {"AWS::SNS::Topic", "TopicArn", "", true},
                         {"AWS::SNS::Topic", "RoleArn", "AWS::SNS::Topic.Arn", true},
                         {"AWS::SNS::Topic", "opicArn", "", false},
                         {"AWS::SNS::Topic", ":TopicArn", "", false},
                         {"AWS::SNS::Topic", "RoleArn", "AWS::IAM::Role.Arn", false},
                         {"AWS::SNS::Topic", "Topic", "", false},
                         {"AWS::SNS::Topic", "TopicName", "", false}}) {
    const HoleContent column = {
        .type = test.type, .property = test.property, .format = test.format};
    EXPECT_EQ(IsOwnArn(column), test.is_arn) << test.property << " " << test.format;
  }
}

TEST(StackCalls, KnowColumnsThatIdentify) {
  const auto identifies = [](const std::vector<std::string>& identifier,
                             const std::string& property) {
    snapshot::ResourceTypeT type;
    type.primary_identifier = identifier;
    const testing_support::Packed<snapshot::ResourceType> packed(type);
    return IsIdentifying({.type = "AWS::Test::Thing", .property = property}, *packed);
  };
  EXPECT_TRUE(identifies({"/Name"}, "Name"));
  EXPECT_TRUE(identifies({"/Name"}, "ThingArn"));
  EXPECT_TRUE(identifies({}, "Arn"));
  EXPECT_FALSE(identifies({"/Name"}, "Nam"));
  EXPECT_FALSE(identifies({}, "Name"));
  EXPECT_FALSE(identifies({"/Name", "/Other"}, "Name")) << "only a part of it";
}

TEST(StackCalls, FindTheReadThatAColumnIsOf) {
  Sources sources;
  const TextId one = sources.AddFile("one.iql", "SELECT");
  const TextId other = sources.AddFile("other.iql", "SELECT");
  const auto call = [](Call kind, const Loc& where) {
    Operation made = {.call = kind, .type_name = "AWS::Test::Thing"};
    made.where = where;
    return made;
  };
  const std::vector<Operation> all = {call(Call::kRead, sources.All(one)),
                                      call(Call::kDelete, sources.All(other))};
  StackCalls calls;
  calls.Add(all);
  const auto read_of = [&](const std::string& type, TextId query) {
    return calls.ReadOf({.type = type, .where = sources.All(query)});
  };
  EXPECT_EQ(read_of("AWS::Test::Thing", one), all.data());
  EXPECT_EQ(read_of("AWS::Test::Other", one), nullptr);
  EXPECT_EQ(read_of("AWS::Test::Thing", other), nullptr) << "no read";
  calls.Add(std::span(all).first(1));
  EXPECT_EQ(read_of("AWS::Test::Thing", one), nullptr) << "of two resources";
}

TEST(StackCalls, FindTheCreationsOfAResource) {
  const auto call = [](Call kind, const std::string& resource, const std::string& type) {
    Operation made = {.call = kind, .type_name = type};
    made.resource = resource;
    return made;
  };
  const std::vector<Operation> all = {
      call(Call::kCreate, "a", "AWS::Test::Thing"), call(Call::kCreate, "b", "AWS::Test::Thing"),
      call(Call::kCreate, "a", "AWS::Test::Other"), call(Call::kDelete, "a", "AWS::Test::Thing"),
      call(Call::kCreate, "a", "AWS::Test::Thing"), call(Call::kCreate, "", "AWS::Test::Thing"),
      call(Call::kRead, "c", "AWS::Test::Thing")};
  StackCalls calls;
  calls.Add(all);
  const auto of_first = calls.CreationsOf(all[3]);
  ASSERT_EQ(of_first.size(), 2U);
  EXPECT_EQ(of_first[0], &all[0]);
  EXPECT_EQ(of_first[1], &all[4]);
  EXPECT_EQ(calls.CreationsOf(all[1]).size(), 1U);
  EXPECT_TRUE(calls.CreationsOf(all[5]).empty()) << "of no resource of the manifest";
  EXPECT_TRUE(calls.CreationsOf(all[6]).empty());
}

}  // namespace
}  // namespace stackql::iam
