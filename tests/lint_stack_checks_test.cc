// What is wrong with the resources of a stack together: names, subnets and queues.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lint/rule_documents.h"
#include "rules/resource.h"
#include "snapshot/snapshot_objects.h"
#include "support/created_stack.h"
#include "support/made_rules.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::ElementsAre;
using testing::IsEmpty;
using Texts = std::vector<std::string>;

// What is linked to something big has a size and is of the same kind.
std::unique_ptr<snapshot::RuleT> ReferenceRule() {
  auto rule = std::make_unique<snapshot::RuleT>();
  rule->id = "ZZZ001";
  rule->name = rule->summary = rule->why = "x";
  rule->targets.push_back(std::make_unique<snapshot::RuleTargetT>());
  rule->targets[0]->type_name = "AWS::Test::Link";
  for (const char* name : {"Big", "Size"}) {
    rule->schemas.push_back(std::make_unique<snapshot::SchemaT>());
    rule->schemas.back()->required = {name};
  }
  rule->require_schema = 1;
  rule->refers = std::make_unique<snapshot::RuleReferenceT>();
  rule->refers->at = "/To";
  rule->refers->type_name = "AWS::Test::Thing";
  rule->refers->when_schema = 0;
  rule->refers->same = {"Kind"};
  return rule;
}

// Of the holes in a wall, no two are of one size.
std::unique_ptr<snapshot::RuleT> UniqueRule() {
  auto rule = std::make_unique<snapshot::RuleT>();
  rule->id = "ZZZ002";
  rule->name = rule->summary = rule->why = "x";
  rule->targets.push_back(std::make_unique<snapshot::RuleTargetT>());
  rule->targets[0]->type_name = "AWS::Test::Hole";
  rule->targets[0]->unique = std::make_unique<snapshot::RuleUniqueT>();
  rule->targets[0]->unique->of = {"/Wall", "/Size"};
  return rule;
}

// What the rule on names lists: Title of things, besides their identifier.
const RuleSet& Rules() {
  static const std::string bytes = [] {
    snapshot::RulesT rules;
    for (const std::string& id : Texts{"RES000", rules::DuplicateResourceName::kRule.Text()}) {
      auto rule = std::make_unique<snapshot::RuleT>();
      rule->id = id;
      rule->name = rule->summary = rule->why = "x";
      rule->targets.push_back(std::make_unique<snapshot::RuleTargetT>());
      rule->targets[0]->type_name = "AWS::Test::Thing";
      rule->targets[0]->path = id == "RES000" ? "/Other" : "/Title";
      rules.rules.push_back(std::move(rule));
    }
    rules.rules.push_back(ReferenceRule());
    rules.rules.push_back(UniqueRule());
    return RuleSnapshot(std::move(rules));
  }();
  static const RuleSet rules{snapshot::Snapshot::Open(bytes)};
  return rules;
}

using Given = CreatedGiven;

class Stack : public CreatedStack {
 public:
  Stack(std::initializer_list<Given> all) : CreatedStack(all) {}
  Problems Check(size_t environments = 1) { return CreatedStack::Check(Rules(), environments); }
  Texts Told() { return CreatedStack::Told(Rules()); }
};

// --- names ---------------------------------------------------------------------------------------

Texts Named(const std::string& one, const std::string& other) {
  return Stack({{.desired = one}, {.desired = other}}).Told();
}

TEST(ResourceNames, AreThoseOfOneResource) {
  EXPECT_THAT(Named(R"({"Name": "a"})", R"({"Name": "a", "X": 1})"),
              ElementsAre("duplicate-resource-name.default 'a' first=r1, property=Name, "
                          "type=AWS::Test::Thing, value=a (given here as well at 'a')"));
  EXPECT_THAT(Named(R"({"Name": "a", "Title": "t"})", R"({"Name": "b", "Title": "t"})"),
              ElementsAre("duplicate-resource-name.default 't' first=r1, property=Title, "
                          "type=AWS::Test::Thing, value=t (given here as well at 't')"))
      << "its rule lists it";
  for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
           {R"({"Name": "a"})", R"({"Name": "b"})"},
           {R"({"Name": "a"})", "{}"},
           {R"({"Name": ""})", R"({"Name": ""})"},
           {R"({"Name": true})", R"({"Name": true})"},
           {R"({"Name": ["a"]})", R"({"Name": ["a"]})"},
           {R"({"Other": "a"})", R"({"Other": "a"})"}}) {
    EXPECT_THAT(Named(one, other), IsEmpty()) << one << other;
  }
  EXPECT_THAT(Named(R"({"Name": 5})", R"({"Name": 5})"), testing::SizeIs(1));
  const Given thing = {.desired = R"({"Name": "a"})"};
  Given other = thing;
  other.type = "AWS::Test::Other";
  EXPECT_THAT(Stack({thing, other}).Told(), IsEmpty());
  EXPECT_THAT(Stack({thing}).Told(), IsEmpty());
  // Two queries of one resource create it once.
  Given same = thing;
  same.resource = "r1";
  EXPECT_THAT(Stack({thing, same}).Told(), IsEmpty());
  EXPECT_THAT(Stack({thing, thing, thing}).Told(), testing::SizeIs(2));
}

// What a template has there may be the same as well.
TEST(ResourceNames, MayHaveVariables) {
  EXPECT_THAT(Named(R"({"Name": "a-{{ env }}-b"})", R"({"Name": "a-{{ env }}-b"})"),
              ElementsAre("duplicate-resource-name.default 'a-{{ env }}-b' first=r1, "
                          "property=Name, type=AWS::Test::Thing, value=a-{{ env }}-b (given here "
                          "as well at 'a-{{ env }}-b')"));
  EXPECT_THAT(Named(R"({"Name": {{ x.y_1 }}})", R"({"Name": {{ x.y_1 }}})"), testing::SizeIs(1));
  EXPECT_THAT(Named(R"({"Name": "{{env}}"})", R"({"Name": "{{env}}"})"), testing::SizeIs(1));
  for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
           {R"({"Name": "a-{{ env }}-b"})", R"({"Name": "a-{{ env }}-c"})"},
           {R"({"Name": "a-{{ env }}-b"})", R"({"Name": "a-{{ other }}-b"})"},
           {R"({"Name": "{{ this.x }}"})", R"({"Name": "{{ this.x }}"})"},
           {R"({"Name": "{{ f(x) }}"})", R"({"Name": "{{ f(x) }}"})"},
           {R"({"Name": {{ f(x) }}})", R"({"Name": {{ f(x) }}})"},
           {R"({"Name": "{{}}"})", R"({"Name": "{{}}"})"}}) {
    EXPECT_THAT(Named(one, other), IsEmpty()) << one << other;
  }
  // A prop of the resource's own is not the same elsewhere.
  for (const std::string desired : {R"({"Name": "{{ n }}"})", R"({"Name": {{ n }}})"}) {
    EXPECT_THAT(Stack({{.desired = desired, .props = {"m", "n"}}, {.desired = desired}}).Told(),
                IsEmpty());
    EXPECT_THAT(Stack({{.desired = desired}, {.desired = desired, .props = {"n"}}}).Told(),
                IsEmpty());
    EXPECT_THAT(Stack({{.desired = desired, .props = {"m"}}, {.desired = desired}}).Told(),
                testing::SizeIs(1));
  }
}

TEST(ResourceNames, AreThoseOfARegion) {
  const auto at = [](const std::string& one, const std::string& other) {
    return Stack({{.desired = R"({"Name": "a"})", .region = one},
                  {.desired = R"({"Name": "a"})", .region = other}})
        .Told()
        .size();
  };
  EXPECT_EQ(at("\"eu-west-1\"", "\"eu-west-1\""), 1U);
  EXPECT_EQ(at("\"{{ region }}\"", "\"{{ region }}\""), 1U);
  EXPECT_EQ(at("\"eu-west-1\"", "\"us-east-1\""), 0U);
  EXPECT_EQ(at("\"eu-west-1\"", ""), 0U);
  EXPECT_EQ(at("\"{{ f() }}\"", "\"{{ f() }}\""), 0U);
}

// Names of IAM's things and of buckets are taken in all regions, and some whatever their case.
TEST(ResourceNames, MayBeTakenEverywhere) {
  const auto told = [](const std::string& type, const std::string& one, const std::string& other) {
    return Stack(
               {{.type = type, .desired = R"({"Name": ")" + one + "\"}", .region = "\"eu-west-1\""},
                {.type = type,
                 .desired = R"({"Name": ")" + other + "\"}",
                 .region = "\"us-east-1\""}})
        .Told()
        .size();
  };
  EXPECT_EQ(told("AWS::Test::Thing", "a", "a"), 0U);
  EXPECT_EQ(told("AWS::S3::Bucket", "a", "a"), 1U);
  EXPECT_EQ(told("AWS::S3::BucketPolicy", "a", "a"), 0U);
  EXPECT_EQ(told("AWS::IAM::Role", "a", "a"), 1U);
  EXPECT_EQ(told("AWS::IAM::Role", "A", "a"), 1U);
  EXPECT_EQ(told("AWS::IAM::Role", "A-{{ env }}", "a-{{ env }}"), 0U) << "not for every filling";
  EXPECT_EQ(told("AWS::S3::Bucket", "A", "a"), 0U);
}

// The first statement of a service makes the table for all answers.
TEST(Returning, OfATypeWithoutUpdateLacksAColumn) {
  const Given fixed = {.type = "AWS::Test::Fixed", .desired = "{}", .returning = true};
  const Given changing = {
      .type = "AWS::Test::Changing", .desired = "{}", .returning = true, .updates = true};
  EXPECT_THAT(Stack({fixed, changing}).Told(),
              ElementsAre("returning-after-other.default 'RETURNING' other=AWS::Test::Fixed, "
                          "type=AWS::Test::Changing (first RETURNING of the service at "
                          "'RETURNING')"));
  EXPECT_THAT(Stack({fixed, fixed, changing, changing}).Told(), testing::SizeIs(2));
  EXPECT_THAT(Stack({changing, fixed, changing}).Told(), IsEmpty());
  EXPECT_THAT(Stack({fixed, fixed}).Told(), IsEmpty());
  Given other = fixed;
  other.service = "elsewhere";
  EXPECT_THAT(Stack({other, changing}).Told(), IsEmpty());
  other = fixed;
  other.returning = false;
  EXPECT_THAT(Stack({other, changing}).Told(), IsEmpty());
}

TEST(ResourceNames, MayHaveSeveralParts) {
  const auto told = [](const Texts& identifier, const std::string& other) {
    return Stack({{.desired = R"({"A": "x", "B": "y", "C": {"D": "z"}})", .identifier = identifier},
                  {.desired = other, .identifier = identifier}})
        .Told();
  };
  EXPECT_THAT(told({"/A", "/B"}, R"({"A": "x", "B": "y"})"),
              ElementsAre(testing::StartsWith("duplicate-resource-name.default 'y' first=r1, "
                                              "property=B, ")));
  EXPECT_THAT(told({"/A", "/B"}, R"({"A": "x", "B": "z"})"), IsEmpty());
  EXPECT_THAT(told({"/A", "/B"}, R"({"A": "z", "B": "y"})"), IsEmpty());
  EXPECT_THAT(told({"/A", "/B"}, R"({"A": "x"})"), IsEmpty());
  EXPECT_THAT(told({}, R"({"A": "x", "B": "y"})"), IsEmpty());
  EXPECT_THAT(told({"/C/D"}, R"({"C": {"D": "z"}})"), IsEmpty()) << "made by AWS";
}

TEST(ResourceNames, AreThoseOfAnEnvironment) {
  EnvironmentSet first;
  first.Add(0);
  EnvironmentSet second;
  second.Add(1);
  const auto found = [](const EnvironmentSet& one, const EnvironmentSet& other, size_t of) {
    return Stack({{.desired = R"({"Name": "a"})", .environments = one},
                  {.desired = R"({"Name": "a"})", .environments = other}})
        .Check(of);
  };
  EXPECT_THAT(found(first, second, 2), IsEmpty());
  const Problems both = found({}, second, 2);
  ASSERT_EQ(both.size(), 1U);
  EXPECT_EQ(both[0].environments, second);
  EXPECT_EQ(found({}, {}, 2).size(), 2U);
  const Problems none = found({}, {}, 0);
  ASSERT_EQ(none.size(), 1U);
  EXPECT_TRUE(none[0].environments.empty());
}

// --- subnets -------------------------------------------------------------------------------------

Given Subnet(const std::string& block, const std::string& vpc = "vpc-1") {
  return {.type = "AWS::EC2::Subnet",
          .desired = R"({"CidrBlock": ")" + block + R"(", "VpcId": ")" + vpc + "\"}",
          .identifier = {"/SubnetId"}};
}

Given Vpc(const std::string& desired, std::string_view exported = "vpc_id") {
  return {.type = "AWS::EC2::VPC",
          .desired = desired,
          .exports = {"other", exported},
          .identifier = {"/VpcId"}};
}

TEST(Subnets, DoNotOverlap) {
  EXPECT_THAT(Stack({Subnet("10.0.0.0/24"), Subnet("10.0.0.128/25")}).Told(),
              ElementsAre("overlapping-subnets.default '10.0.0.128/25' block=10.0.0.128/25, "
                          "first=r1, other=10.0.0.0/24 (given here at '10.0.0.0/24')"));
  const auto overlap = [](const std::string& one, const std::string& other) {
    const size_t there = Stack({Subnet(one), Subnet(other)}).Told().size();
    EXPECT_EQ(Stack({Subnet(other), Subnet(one)}).Told().size(), there) << one << " " << other;
    return there == 1;
  };
  EXPECT_TRUE(overlap("10.0.0.0/16", "10.0.255.0/24"));
  EXPECT_TRUE(overlap("10.0.0.7/24", "10.0.0.255/32"));
  EXPECT_TRUE(overlap("0.0.0.0/0", "255.255.255.255/32"));
  EXPECT_TRUE(overlap("10.1.2.3/32", "10.1.2.3/32"));
  EXPECT_TRUE(overlap("128.0.0.0/1", "200.0.0.0/8"));
  EXPECT_FALSE(overlap("10.0.0.0/24", "10.0.1.0/24"));
  EXPECT_FALSE(overlap("10.0.0.0/25", "10.0.0.128/25"));
  EXPECT_FALSE(overlap("10.0.0.0/8", "11.0.0.0/8"));
  // What is no block is told elsewhere.
  for (const char* none : {"10.0.0.0", "10.0.0.0/33", "10.0.0/24", "10.0.0.0.0/24", "10.0.0.256/24",
                           "10.0.0.x/24", "/24", "10.0.0.0/", "10.0.0.{{ n }}/24"}) {
    EXPECT_FALSE(overlap(none, none)) << none;
    EXPECT_FALSE(overlap(none, "0.0.0.0/0")) << none;
  }
  EXPECT_THAT(Stack({Subnet("10.0.0.0/24"), Subnet("10.0.1.0/24"), Subnet("10.0.0.0/23")}).Told(),
              testing::SizeIs(1))
      << "one is enough";
}

TEST(Subnets, MayBeMany) {
  const auto block = [](size_t i) { return "10.0." + std::to_string(i) + ".0/24"; };
  for (const size_t other : {0, 100, 249}) {
    Stack stack{};
    for (size_t i = 0; i < 250; ++i) stack.Add(Subnet(block(i)));
    stack.Add(Subnet(block(other)));
    EXPECT_EQ(stack.Told().size(), 1U);
  }
}

TEST(Subnets, HaveBlocksOfEitherVersion) {
  const auto told = [](const std::string& one, const std::string& other) {
    Given first = Subnet("10.0.0.0/24");
    Given second = Subnet("10.0.1.0/24");
    first.desired.insert(1, R"("Ipv6CidrBlock": ")" + one + "\", ");
    second.desired.insert(1, R"("Ipv6CidrBlock": ")" + other + "\", ");
    return Stack({first, second}).Told();
  };
  EXPECT_THAT(told("2001:db8:0:1::/64", "2001:DB8:0:0001::/64"),
              ElementsAre("overlapping-subnets.default '2001:DB8:0:0001::/64' "
                          "block=2001:DB8:0:0001::/64, first=r1, other=2001:db8:0:1::/64 (given "
                          "here at '2001:db8:0:1::/64')"));
  EXPECT_THAT(told("2001:db8:0:1::/64", "2001:db8:0:2::/64"), IsEmpty());
  EXPECT_THAT(told("2001:db8:0:1::/129", "2001:db8:0:1::/129"), IsEmpty());
  EXPECT_THAT(told("2001:db8:{{ n }}::/64", "2001:db8:{{ n }}::/64"), IsEmpty());
  EXPECT_THAT(told("a00::/24", "b00::/24"), IsEmpty()) << "not 10.0.0.0/24";
}

TEST(Subnets, OfOtherNetworksMayOverlap) {
  const std::string block = "10.0.0.0/24";
  EXPECT_THAT(Stack({Subnet(block), Subnet(block, "vpc-2")}).Told(), IsEmpty());
  EXPECT_THAT(Stack({Subnet(block, "{{ a }}"), Subnet(block, "{{ a }}")}).Told(),
              testing::SizeIs(1));
  EXPECT_THAT(Stack({Subnet(block, "{{ f() }}"), Subnet(block, "{{ f() }}")}).Told(), IsEmpty());
  Given same = Subnet(block);
  same.resource = "r1";
  EXPECT_THAT(Stack({Subnet(block), same}).Told(), IsEmpty()) << "of one resource";
  for (const char* desired : {R"({"CidrBlock": "10.0.0.0/24"})", R"({"VpcId": "vpc-1"})",
                              R"({"CidrBlock": ["10.0.0.0/24"], "VpcId": "vpc-1"})"}) {
    Given part = Subnet(block);
    part.desired = desired;
    EXPECT_THAT(Stack({part, Subnet(block)}).Told(), IsEmpty()) << desired;
  }
  Given other = Subnet(block);
  other.type = "AWS::Test::Thing";
  EXPECT_THAT(Stack({other, Subnet(block)}).Told(), IsEmpty());
}

TEST(Subnets, LieInTheBlockOfTheirNetwork) {
  const Given vpc = Vpc(R"({"CidrBlock": "10.0.0.0/16"})");
  const auto told = [&](const std::string& block) {
    return Stack({vpc, Subnet(block, "{{ vpc_id }}")}).Told();
  };
  EXPECT_THAT(told("10.1.0.0/24"),
              ElementsAre("subnet-outside-vpc.default '10.1.0.0/24' block=10.1.0.0/24, "
                          "vpc=10.0.0.0/16 (the block of the VPC at '10.0.0.0/16')"));
  EXPECT_THAT(told("10.0.0.0/15"), testing::SizeIs(1)) << "larger than the network";
  EXPECT_THAT(told("9.255.0.0/16"), testing::SizeIs(1));
  for (const char* inside : {"10.0.0.0/16", "10.0.0.0/24", "10.0.255.0/24"}) {
    EXPECT_THAT(told(inside), IsEmpty()) << inside;
  }
  const Given outside = Subnet("10.1.0.0/24", "{{ vpc_id }}");
  EXPECT_THAT(Stack({vpc, Subnet("10.1.0.0/24", "{{ vpc }}")}).Told(), IsEmpty());
  EXPECT_THAT(Stack({vpc, Subnet("10.1.0.0/24", "vpc_id")}).Told(), IsEmpty());
  EXPECT_THAT(Stack({vpc, vpc, outside}).Told(), IsEmpty()) << "of either network";
  Given thing = vpc;
  thing.type = "AWS::Test::Thing";
  EXPECT_THAT(Stack({thing, outside}).Told(), IsEmpty());
  const auto with = [&](const std::string& desired, bool certain = true) {
    return Stack({vpc,
                  Vpc(R"({"CidrBlock": "10.9.0.0/16", "X": 1})", "other_vpc"),
                  outside,
                  {.type = "AWS::EC2::VPCCidrBlock", .desired = desired, .certain = certain}})
        .Told();
  };
  EXPECT_THAT(with("{}"), IsEmpty()) << "it may be in that one";
  EXPECT_THAT(with(R"({"VpcId": "{{ vpc_id }}"})"), IsEmpty());
  EXPECT_THAT(with(R"({"VpcId": "{{ vpc_id }}", "CidrBlock": "10.1.0.0/16"})"), IsEmpty());
  EXPECT_THAT(with(R"({"VpcId": "{{ vpc_id }}", "CidrBlock": "10.2.0.0/16"})", false), IsEmpty())
      << "or, without it, in another one";
  EXPECT_THAT(with(R"({"VpcId": "{{ vpc_id }}", "CidrBlock": "10.2.0.0/16"})"), testing::SizeIs(1));
  EXPECT_THAT(with(R"({"VpcId": "{{ vpc_id }}", "Ipv6CidrBlock": "2001:db8::/56"})"),
              testing::SizeIs(1));
  EXPECT_THAT(with(R"({"VpcId": "{{ other_vpc }}"})"), testing::SizeIs(1));
  for (const char* desired : {"{}", R"({"CidrBlock": "10.0.0.0"})", R"({"CidrBlock": []})"}) {
    EXPECT_THAT(Stack({Vpc(desired), outside}).Told(), IsEmpty()) << desired;
  }
  Given added = {.type = "AWS::EC2::VPCCidrBlock",
                 .desired = R"({"VpcId": "{{ vpc_id }}", "Ipv6CidrBlock": "2001:db8::/56"})"};
  Given subnet = outside;
  subnet.desired = R"({"VpcId": "{{ vpc_id }}", "Ipv6CidrBlock": "2001:db8:0:100::/64"})";
  EXPECT_THAT(Stack({vpc, added, subnet}).Told(), testing::SizeIs(1));
  EXPECT_THAT(Stack({vpc, subnet}).Told(), IsEmpty());
  added.desired = R"({"VpcId": "{{ vpc_id }}", "AmazonProvidedIpv6CidrBlock": true})";
  EXPECT_THAT(Stack({vpc, added, subnet}).Told(), IsEmpty());
}

// --- queues --------------------------------------------------------------------------------------

Given Queue(const std::string& desired, std::vector<std::string_view> exports = {}) {
  return {.type = "AWS::SQS::Queue",
          .desired = desired,
          .exports = std::move(exports),
          .identifier = {"/QueueUrl"}};
}

TEST(DeadLetterQueues, AreOfTheSameKind) {
  const std::string policy = R"("RedrivePolicy": {"deadLetterTargetArn": "{{ dead }}"})";
  const auto told = [&](const std::string& fifo, const std::string& dead) {
    return Stack({Queue("{" + fifo + policy + "}"), Queue("{ " + dead + " }", {"dead"})}).Told();
  };
  const std::string yes = R"("FifoQueue": "true")";
  const std::string no = R"("FifoQueue": false)";
  EXPECT_THAT(told(yes + ", ", no),
              ElementsAre("mixed-dead-letter-queue.default '{{ dead }}' kind=a FIFO queue, "
                          "other=a standard queue, resource=r2 (created here at 'TABLE')"));
  EXPECT_THAT(told("", yes),
              ElementsAre("mixed-dead-letter-queue.default '{{ dead }}' kind=a standard queue, "
                          "other=a FIFO queue, resource=r2 (created here at 'TABLE')"));
  EXPECT_THAT(told(yes + ", ", R"("FifoQueue": "TRUE")"), IsEmpty());
  EXPECT_THAT(told(no + ", ", ""), IsEmpty());
  EXPECT_THAT(told("", ""), IsEmpty());
  // Not known.
  EXPECT_THAT(told(R"("FifoQueue": "{{ f }}", )", yes), IsEmpty());
  EXPECT_THAT(told(yes + ", ", R"("FifoQueue": "{{ f }}")"), IsEmpty());
  EXPECT_THAT(told(yes + ", ", "{{ more }}"), IsEmpty());
  const auto with = [&](const std::string& other, const Given& dead) {
    return Stack({Queue("{" + yes + ", " + other + "}"), dead}).Told();
  };
  const Given standard = Queue("{}", {"dead"});
  EXPECT_THAT(with(policy, standard), testing::SizeIs(1));
  EXPECT_THAT(with(R"("RedrivePolicy": {"maxReceiveCount": 3})", standard), IsEmpty());
  EXPECT_THAT(with(R"("RedrivePolicy": {"deadLetterTargetArn": "dead"})", standard), IsEmpty());
  EXPECT_THAT(with(R"("X": 1)", standard), IsEmpty());
  EXPECT_THAT(with(policy, Queue("{}", {"other"})), IsEmpty());
  Given topic = standard;
  topic.type = "AWS::SNS::Topic";
  EXPECT_THAT(with(policy, topic), IsEmpty());
  Given thing = Queue("{" + yes + ", " + policy + "}");
  thing.type = "AWS::Test::Thing";
  EXPECT_THAT(Stack({thing, standard}).Told(), IsEmpty());
}

// --- what is unique ------------------------------------------------------------------------------

TEST(UniqueRules, AreAboutResourcesWithTheSameValues) {
  const auto hole = [](const std::string& desired) {
    return Given{.type = "AWS::Test::Hole", .desired = desired, .identifier = {"/Id"}};
  };
  const Given first = hole(R"({"Wall": "{{ wall }}", "Size": 1})");
  EXPECT_THAT(Stack({first, hole(R"({"Wall": "{{ wall }}", "Size": "1"})")}).Told(),
              ElementsAre(testing::AllOf(testing::StartsWith("ZZZ002.default '1'"),
                                         testing::HasSubstr("given here as well at '1'"))));
  for (const char* other :
       {R"({"Wall": "{{ wall }}", "Size": 2})", R"({"Wall": "{{ other }}", "Size": 1})",
        R"({"Wall": "{{ wall }}", "Size": "{{ size }}"})", R"({"Wall": "{{ wall }}"})",
        R"({"Wall": "{{ wall }}", "Size": ""})", R"({"Wall": "{{ this.wall }}", "Size": 1})"}) {
    EXPECT_THAT(Stack({first, hole(other)}).Told(), IsEmpty()) << other;
  }
  // Another region, resources that are the same, and one that may not be created.
  Given second = first;
  second.region = "\"eu-west-1\"";
  EXPECT_THAT(Stack({first, second}).Told(), IsEmpty());
  second = first;
  second.resource = "r1";
  EXPECT_THAT(Stack({first, second}).Told(), IsEmpty());
  second = first;
  second.certain = false;
  EXPECT_THAT(Stack({first, second}).Told(), IsEmpty());
}

// --- references ----------------------------------------------------------------------------------

TEST(ReferenceRules, AreAboutResourcesThatReferToEachOther) {
  const Given thing = {.desired = R"({"Big": 1, "Kind": "a"})", .exports = {"thing"}};
  const auto link = [](const std::string& desired) {
    return Given{.type = "AWS::Test::Link", .desired = desired, .identifier = {"/Id"}};
  };
  const auto told = [&](const std::string& desired, const Given& other) {
    return Stack({other, link(desired)}).Told();
  };
  const std::string to = R"("To": "{{ thing }}")";
  EXPECT_THAT(told("{" + to + "}", thing),
              ElementsAre(testing::AllOf(
                  testing::StartsWith("ZZZ001.default"),
                  testing::HasSubstr("(refers to what is created here at 'TABLE')"))));
  EXPECT_THAT(told("{" + to + R"(, "Size": 1, "Kind": "b"})", thing),
              ElementsAre(testing::AllOf(testing::StartsWith("ZZZ001.default 'b'"),
                                         testing::HasSubstr("it is this there at 'a'"))));
  EXPECT_THAT(told("{" + to + R"(, "Kind": "b"})", thing), testing::SizeIs(2));
  for (const std::string& right :
       {"{" + to + R"(, "Size": 1})", "{" + to + R"(, "Size": 1, "Kind": "a"})",
        "{" + to + R"(, "Size": 1, "Kind": "{{ kind }}"})", "{" + to + ", {{ more }}}",
        std::string(R"({"To": "thing"})"), std::string(R"({"To": "{{ other }}"})"),
        std::string(R"({"To": "a-{{ thing }}"})"), std::string("{}")}) {
    EXPECT_THAT(told(right, thing), IsEmpty()) << right;
  }
  for (const char* desired : {R"({"Kind": "a"})", "{}", R"({{{ more }}})"}) {
    Given other = thing;
    other.desired = desired;
    EXPECT_THAT(told("{" + to + "}", other), IsEmpty()) << desired;
  }
  Given other = thing;
  other.type = "AWS::Test::Other";
  EXPECT_THAT(told("{" + to + "}", other), IsEmpty());
  other = thing;
  other.exports = {"another"};
  EXPECT_THAT(told("{" + to + "}", other), IsEmpty());
}

// A name that the stack gives is a reference, too, within a region.
TEST(ReferenceRules, KnowResourcesByTheirNames) {
  const auto told = [](const std::string& to, const std::string& region, const char* other = "b") {
    const std::string here = "\"eu-west-1\"";
    return Stack({{.desired = R"({"Name": "a", "Big": 1})", .region = here},
                  {.desired = R"({"Big": 1, "Name": ")" + std::string(other) + "\"}",
                   .region = region},
                  {.type = "AWS::Test::Other", .desired = R"({"Name": "c"})", .region = here},
                  {.desired = R"({"Name": ""})", .region = here},
                  {.desired = R"({"Name": "e", "Big": 1})", .region = here},
                  {.type = "AWS::Test::Link",
                   .desired = R"({"To": ")" + to + "\"}",
                   .region = here,
                   .identifier = {"/Id"}}})
        .Told();
  };
  const std::string here = "\"eu-west-1\"";
  EXPECT_THAT(told("a", here), ElementsAre(testing::StartsWith("ZZZ001.default")));
  EXPECT_THAT(told("b", here), testing::SizeIs(1));
  EXPECT_THAT(told("e", here), testing::SizeIs(1)) << "after one without a name";
  EXPECT_THAT(told("b", "\"us-east-1\""), IsEmpty()) << "in another region";
  EXPECT_THAT(told("b", ""), IsEmpty());
  EXPECT_THAT(told("c", here), IsEmpty()) << "of another type";
  EXPECT_THAT(told("d", here), IsEmpty());
  EXPECT_THAT(told("a", here, "a"), ElementsAre(testing::StartsWith("duplicate-resource-name")))
      << "which of them is not known";
}

// What two resources of one type export is not the same.
TEST(ReferenceRules, CompareReferences) {
  const auto told = [](const std::string& mine, const std::string& theirs) {
    Stack stack({{.desired = R"({"Name": "k1"})", .exports = {"one"}},
                 {.desired = R"({"Name": "k2"})", .exports = {"two"}},
                 {.type = "AWS::Test::Other", .desired = "{}", .exports = {"three"}}});
    stack.Add({.desired = R"({"Big": 1, "Kind": ")" + theirs + "\"}", .exports = {"thing"}});
    stack.Add({.type = "AWS::Test::Link",
               .desired = R"({"To": "{{ thing }}", "Size": 1, "Kind": ")" + mine + "\"}"});
    return stack.Told();
  };
  EXPECT_THAT(told("{{ one }}", "{{ two }}"), testing::SizeIs(1));
  EXPECT_THAT(told("{{ one }}", "{{ one }}"), IsEmpty());
  EXPECT_THAT(told("{{ one }}", "{{ three }}"), IsEmpty()) << "it may hold what the other does";
  EXPECT_THAT(told("{{ one }}", "two"), IsEmpty());
  EXPECT_THAT(told("{{ one }}", "{{ unknown }}"), IsEmpty());
  EXPECT_THAT(told("one", "two"), testing::SizeIs(1));
}

// Only resources of one environment.
TEST(ReferenceRules, AreOfAnEnvironment) {
  Given thing = {.desired = R"({"Big": 1})", .exports = {"thing"}};
  Given link = {.type = "AWS::Test::Link", .desired = R"({"To": "{{ thing }}"})"};
  thing.environments.Add(0);
  link.environments.Add(1);
  EXPECT_THAT(Stack({thing, link}).Check(2), IsEmpty());
  link.environments.Add(0);
  const Problems found = Stack({thing, link}).Check(2);
  ASSERT_THAT(found, testing::SizeIs(1));
  EXPECT_TRUE(found[0].environments.Has(0) && !found[0].environments.Has(1));
}

}  // namespace
}  // namespace stackql
