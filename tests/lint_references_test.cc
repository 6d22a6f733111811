// Rules about what resources of a stack refer to, by exports and by names: what they compare.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lint/rule_documents.h"
#include "snapshot/snapshot_objects.h"
#include "support/created_stack.h"
#include "support/made_rules.h"
#include "support/schema_text.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using Texts = std::vector<std::string>;

const std::string kHere = "\"eu-west-1\"";

// What a rule about links says, whose property To refers to things.
Texts Told(const std::function<void(snapshot::RuleT&)>& change,
           const std::vector<CreatedGiven>& stack) {
  snapshot::RulesT rules;
  rules.rules.push_back(std::make_unique<snapshot::RuleT>());
  snapshot::RuleT& rule = *rules.rules.back();
  rule.id = "ZZZ001";
  rule.name = rule.summary = rule.why = "x";
  rule.targets.push_back(std::make_unique<snapshot::RuleTargetT>());
  rule.targets[0]->type_name = "AWS::Test::Link";
  rule.refers = std::make_unique<snapshot::RuleReferenceT>();
  rule.refers->at = "/To";
  rule.refers->type_name = "AWS::Test::Thing";
  change(rule);
  const std::string bytes = RuleSnapshot(std::move(rules));
  const RuleSet set(snapshot::Snapshot::Open(bytes));
  CreatedStack made;
  for (const CreatedGiven& given : stack) made.Add(given);
  return made.Told(set);
}

CreatedGiven Link(const std::string& desired) {
  return {.type = "AWS::Test::Link", .desired = desired, .region = kHere, .identifier = {"/Id"}};
}

std::unique_ptr<snapshot::AmongT> Among(const std::string& value, const std::string& others) {
  auto among = std::make_unique<snapshot::AmongT>();
  among->values = value;
  among->others = {others};
  return among;
}

TEST(References, LeadToARegion) {
  const auto told = [](const std::string& region, const std::string& more = "") {
    return Told([](snapshot::RuleT& rule) { rule.refers->region = "us-east-1"; },
                {{.desired = "{}", .exports = {"thing"}, .region = region},
                 Link(R"({"To": "{{ thing }}")" + more + "}")});
  };
  EXPECT_THAT(told("\"us-west-2\""),
              ElementsAre(AllOf(StartsWith("ZZZ001.default '{{ thing }}' property=To"),
                                HasSubstr("(created in this region at 'us-west-2')"))));
  EXPECT_THAT(told("\"us-east-1\""), IsEmpty());
  EXPECT_THAT(told("\"{{ region }}\""), IsEmpty());
  EXPECT_THAT(told("\"us-{{ region }}\""), IsEmpty());
  EXPECT_THAT(told(""), IsEmpty());
}

TEST(References, HoldValuesOfTheOther) {
  const auto told = [](const std::string& mine, const std::string& theirs) {
    return Told(
        [](snapshot::RuleT& rule) { rule.refers->among.push_back(Among("/Uses/*", "/Has/*")); },
        {{.desired = R"({"Has": )" + theirs + "}", .exports = {"thing"}},
         Link(R"({"To": "{{ thing }}", "Uses": )" + mine + "}")});
  };
  EXPECT_THAT(told(R"(["a", "b"])", R"(["b"])"),
              ElementsAre(AllOf(StartsWith("ZZZ001.default 'a'"),
                                HasSubstr("(refers to what is created here at 'TABLE')"))));
  EXPECT_THAT(told(R"(["a", "b"])", "[]"), SizeIs(2));
  EXPECT_THAT(told(R"(["a", "b"])", R"(["b", "a"])"), IsEmpty());
  EXPECT_THAT(told(R"(["a"])", R"(["{{ x }}"])"), IsEmpty());
}

// "when" of the rule says of which links it is.
TEST(References, AreComparedWhereTheRuleHolds) {
  const auto told = [](const std::string& more,
                       const std::function<void(snapshot::RuleT&)>& change) {
    return Told(
        [&](snapshot::RuleT& rule) {
          rule.schemas = SchemaText(R"({"required": ["Strict"]})").Take();
          rule.when_schema = 0;
          change(rule);
        },
        {{.desired = R"({"Kind": "a", "Has": []})", .exports = {"thing"}, .region = kHere},
         {.desired = R"({"Kind": "b"})", .exports = {"other"}, .region = kHere},
         Link(R"({"To": "{{ thing }}", "And": "{{ other }}", "Kind": "c", "Uses": ["a"])" + more +
              "}")});
  };
  const std::vector<std::function<void(snapshot::RuleT&)>> kinds = {
      [](snapshot::RuleT& rule) { rule.refers->same = {"Kind"}; },
      [](snapshot::RuleT& rule) { rule.refers->region = "us-east-1"; },
      [](snapshot::RuleT& rule) { rule.refers->among.push_back(Among("/Uses/*", "/Has/*")); },
      [](snapshot::RuleT& rule) {
        rule.refers->with_at = "/And";
        rule.refers->with_type = "AWS::Test::Thing";
        rule.refers->same = {"Kind"};
      }};
  for (const auto& kind : kinds) {
    EXPECT_THAT(told(R"(, "Strict": true)", kind), SizeIs(1));
    EXPECT_THAT(told("", kind), IsEmpty());
    EXPECT_THAT(told(", {{ more }}", kind), IsEmpty());
  }
}

// Two that one link refers to.
Texts Compared(const std::function<void(snapshot::RuleReferenceT&)>& change,
               const std::string& first, const std::string& second) {
  return Told(
      [&](snapshot::RuleT& rule) {
        rule.refers->with_at = "/And";
        rule.refers->with_type = "AWS::Test::Other";
        change(*rule.refers);
      },
      {{.desired = first, .exports = {"thing"}},
       {.type = "AWS::Test::Other", .desired = second, .exports = {"other"}},
       Link(R"({"To": "{{ thing }}", "And": "{{ other }}"})")});
}

TEST(References, OfTwoHaveAMemberAlike) {
  const auto told = [](const std::string& first, const std::string& second) {
    return Compared(
        [](snapshot::RuleReferenceT& refers) {
          refers.same = {"Kind", "Size"};
        },
        first, second);
  };
  EXPECT_THAT(told(R"({"Kind": "a"})", R"({"Kind": "b"})"),
              ElementsAre(AllOf(StartsWith("ZZZ001.default '{{ thing }}' property=To"),
                                HasSubstr("(it is this here at 'a') (and this here at 'b')"))));
  EXPECT_THAT(told(R"({"Kind": "a", "Size": 1})", R"({"Kind": "b", "Size": 2})"), SizeIs(2));
  EXPECT_THAT(told(R"({"Kind": "a", "Size": 1})", R"({"Kind": "a", "Size": 2})"), SizeIs(1));
  for (const std::string same : {R"({"Kind": "a"})", "{}", R"({"Kind": "{{ x }}"})"}) {
    EXPECT_THAT(told(R"({"Kind": "a"})", same), IsEmpty()) << same;
    EXPECT_THAT(told(same, R"({"Kind": "a"})"), IsEmpty()) << same;
  }
}

TEST(References, OfTwoHaveBlocksApart) {
  const auto told = [](const std::string& first, const std::string& second) {
    return Compared(
        [](snapshot::RuleReferenceT& refers) {
          refers.apart = {"Block", "More"};
        },
        R"({"Block": ")" + first + "\"}", R"({"Block": ")" + second + "\"}");
  };
  EXPECT_THAT(told("10.0.0.0/16", "10.0.1.0/24"),
              ElementsAre(HasSubstr(
                  "(it is this here at '10.0.0.0/16') (and this here at '10.0.1.0/24')")));
  EXPECT_THAT(told("10.0.1.0/24", "10.0.0.0/16"), SizeIs(1));
  EXPECT_THAT(told("10.0.0.0/16", "10.0.0.0/16"), SizeIs(1));
  for (const auto& [first, second] :
       std::vector<std::pair<std::string, std::string>>{{"10.0.0.0/16", "10.1.0.0/16"},
                                                        {"10.0.0.0/16", "text"},
                                                        {"text", "10.0.0.0/16"},
                                                        {"{{ x }}", "{{ x }}"},
                                                        {"", ""}}) {
    EXPECT_THAT(told(first, second), IsEmpty()) << first << second;
  }
}

// A limit that one has for a number of the other, and what they have where none is given.
TEST(References, OfTwoKeepALimit) {
  const auto told = [](const std::string& first, const std::string& second) {
    return Compared(
        [](snapshot::RuleReferenceT& refers) {
          refers.most = std::make_unique<snapshot::MemberLimitT>();
          refers.most->limit = "Most";
          refers.most->limit_unset = 5;
          refers.most->value = "Count";
          refers.most->value_unset = 3;
        },
        first, second);
  };
  EXPECT_THAT(told(R"({"Most": 5})", R"({"Count": 6})"),
              ElementsAre(HasSubstr("(it is this here at 'TABLE') (and this here at 'TABLE')")));
  EXPECT_THAT(told(R"({"Most": 5})", R"({"Count": 5})"), IsEmpty());
  EXPECT_THAT(told("{}", R"({"Count": 6})"), SizeIs(1));
  EXPECT_THAT(told("{}", R"({"Count": 5})"), IsEmpty());
  EXPECT_THAT(told(R"({"Most": 2})", "{}"), SizeIs(1));
  EXPECT_THAT(told(R"({"Most": "2"})", "{}"), SizeIs(1));
  EXPECT_THAT(told(R"({"Most": 3})", "{}"), IsEmpty());
  for (const char* open :
       {R"({"Most": {{ x }}})", R"({"Most": "two"})", "{ {{ more }} }", R"({"Most": true})"}) {
    EXPECT_THAT(told(open, R"({"Count": 100})"), IsEmpty()) << open;
  }
}

// Two in one list, or all of them.
Texts OfList(const std::function<void(snapshot::RuleT&)>& change, const Texts& kinds,
             const std::string& list = "") {
  std::vector<CreatedGiven> stack;
  std::string all;
  const Texts names = {"thing0", "thing1", "thing2"};
  for (size_t i = 0; i < kinds.size(); ++i) {
    stack.push_back({.desired = kinds[i].empty() ? "{}" : R"({"Kind": )" + kinds[i] + "}",
                     .exports = {names[i]}});
    all += (i == 0 ? "\"{{ " : ", \"{{ ") + names[i] + " }}\"";
  }
  stack.push_back(Link(R"({"To": [)" + (list.empty() ? all : list) + "]}"));
  return Told(
      [&](snapshot::RuleT& rule) {
        rule.refers->at = "/To/*";
        change(rule);
      },
      stack);
}

TEST(References, OfAListAreDistinct) {
  const auto told = [](const Texts& kinds) {
    return OfList([](snapshot::RuleT& rule) { rule.refers->distinct = {"Kind"}; }, kinds);
  };
  EXPECT_THAT(told({"\"a\"", "\"b\"", "\"a\""}),
              ElementsAre(AllOf(StartsWith("ZZZ001.default '{{ thing2 }}'"),
                                HasSubstr("(it is this here at 'a') (and this here at 'a')"))));
  EXPECT_THAT(told({"\"a\"", "\"b\""}), IsEmpty());
  EXPECT_THAT(told({"\"a\"", "", ""}), IsEmpty());
  EXPECT_THAT(told({"\"\"", "\"\""}), IsEmpty());
  EXPECT_THAT(told({"\"{{ x }}\"", "\"{{ x }}\""}), SizeIs(1)) << "whatever it is";
}

TEST(References, OfAListAreNotAllAlike) {
  const auto told = [](const Texts& kinds, const std::string& list = "") {
    return OfList([](snapshot::RuleT& rule) { rule.refers->several = {"Kind"}; }, kinds, list);
  };
  EXPECT_THAT(told({"\"a\"", "\"a\"", "\"a\""}),
              ElementsAre(AllOf(StartsWith("ZZZ001.default '{{ thing1 }}'"),
                                HasSubstr("(it is this here at 'a') (and this here at 'a')"))));
  EXPECT_THAT(told({"\"a\"", "\"a\""}), SizeIs(1));
  for (const Texts& right : {Texts{"\"a\"", "\"a\"", "\"b\""}, Texts{"\"a\"", "\"b\"", "\"a\""},
                             Texts{"\"a\""}, Texts{"\"a\"", ""}, Texts{"", ""}}) {
    EXPECT_THAT(told(right), IsEmpty()) << right.size();
  }
  // Others that nobody knows may differ.
  const std::string both = R"("{{ thing0 }}", "{{ thing1 }}")";
  EXPECT_THAT(told({"\"a\"", "\"a\""}, both), SizeIs(1));
  EXPECT_THAT(told({"\"a\"", "\"a\""}, both + R"(, "{{ stranger }}")"), IsEmpty());
  EXPECT_THAT(told({"\"a\"", "\"a\""}, both + ", {{ stranger }}"), IsEmpty());
}

// With "unique", in all resources among which that holds.
TEST(References, AreDistinctAmongResources) {
  const auto told = [](const std::string& one, const std::string& other) {
    return Told(
        [](snapshot::RuleT& rule) {
          rule.refers->distinct = {"Kind"};
          rule.targets[0]->unique = std::make_unique<snapshot::RuleUniqueT>();
          rule.targets[0]->unique->of = {"/Wall"};
        },
        {{.desired = R"({"Kind": "a"})", .exports = {"thing"}}, Link(one), Link(other)});
  };
  const std::string link = R"({"Wall": "w", "To": "{{ thing }}"})";
  EXPECT_THAT(told(link, link), SizeIs(1));
  for (const std::string other :
       {R"({"Wall": "v", "To": "{{ thing }}"})", R"({"To": "{{ thing }}"})", R"({"Wall": "w"})",
        R"({"Wall": "", "To": "{{ thing }}"})", R"({"Wall": ["w"], "To": "{{ thing }}"})"}) {
    EXPECT_THAT(told(link, other), IsEmpty()) << other;
  }
}

// What the resource at a reference refers to in turn.
TEST(References, GoThroughOthers) {
  const auto told = [](const std::string& step) {
    return Told(
        [](snapshot::RuleT& rule) {
          rule.refers->type_name = "AWS::Test::Other";
          rule.refers->then = std::make_unique<snapshot::ReferenceStepT>();
          rule.refers->then->at = "/Next";
          rule.refers->then->type_name = "AWS::Test::Thing";
          rule.refers->same = {"Kind"};
        },
        {{.desired = R"({"Kind": "a"})", .exports = {"thing"}},
         {.type = "AWS::Test::Other",
          .desired = R"({"Next": ")" + step + "\"}",
          .exports = {"other"}},
         Link(R"({"To": "{{ other }}", "Kind": "b"})")});
  };
  EXPECT_THAT(told("{{ thing }}"), SizeIs(1));
  EXPECT_THAT(told("{{ other }}"), IsEmpty());
  EXPECT_THAT(told("{{ stranger }}"), IsEmpty());
}

// What an export holds is a property of what is created.
TEST(References, KnowWhatExportsHold) {
  const auto told = [](const std::string& property, const std::string& desired,
                       bool twice = false) {
    CreatedStack stack({}, true);
    const HoleContent content = {.type = "AWS::Test::Thing", .property = property};
    std::vector<HoleContent> contents = {content};
    if (twice) contents.push_back({.type = "AWS::Test::Other", .property = property});
    stack.Export("thing", contents);
    stack.Add({.desired = desired, .exports = {"thing"}});
    stack.Add({.type = "AWS::Test::Hole", .desired = R"({"Name": "wall-a"})"});
    stack.Add({.type = "AWS::Test::Hole", .desired = R"({"Name": "wall-{{ thing }}"})"});
    snapshot::RulesT rules;
    const std::string bytes = RuleSnapshot(std::move(rules));
    return stack.Told(RuleSet(snapshot::Snapshot::Open(bytes))).size();
  };
  EXPECT_EQ(told("Id", R"({"Id": "a"})"), 1U) << "the names are the same";
  EXPECT_EQ(told("Id", R"({"Id": "b"})"), 0U);
  EXPECT_EQ(told("Id", R"({"Id": ""})"), 0U);
  EXPECT_EQ(told("Id", R"({"Other": "a"})"), 0U);
  EXPECT_EQ(told("Id", R"({"Id": "a"})", true), 0U) << "one of several";
}

// --- the order of resources ----------------------------------------------------------------------

// A resource of which a property of this schema names another one, which is created later.
Texts Ordered(const std::string& schema, const std::string& value, const CreatedGiven& other,
              bool later = true) {
  CreatedStack stack;
  const CreatedGiven from = {.type = "AWS::Test::From",
                             .desired = R"({"To": )" + value + "}",
                             .region = kHere,
                             .identifier = {},
                             .schema = R"({"properties": {"To": )" + schema + "}}"};
  if (!later) stack.Add(other);
  stack.Add(from);
  if (later) stack.Add(other);
  snapshot::RulesT rules;
  const std::string bytes = RuleSnapshot(std::move(rules));
  return stack.Told(RuleSet(snapshot::Snapshot::Open(bytes)));
}

CreatedGiven Created(const std::string& desired, const std::string& region = kHere) {
  return {.type = "AWS::Test::Other", .desired = desired, .region = region, .schema = "{}"};
}

TEST(Order, IsThatOfWhatIsNamed) {
  const std::string by_name = R"({"format": "AWS::Test::Other.Name"})";
  const std::string by_arn = R"({"format": "AWS::Test::Other.Arn"})";
  const CreatedGiven other = Created(R"({"Name": "acme"})");
  const auto late = ElementsAre(
      "late-dependency.default 'acme' later=r2, resource=r1, value=acme. List 'r2' before 'r1' in "
      "the manifest. (created here at 'TABLE')");
  EXPECT_THAT(Ordered(by_name, "\"acme\"", other), late);
  EXPECT_THAT(Ordered(by_name, "\"acme\"", other, false), IsEmpty());
  for (const std::string& around :
       {R"({"allOf": [{"type": "string"}, )" + by_name + "]}",
        R"({"anyOf": [{"type": "integer"}, )" + by_name + "]}", R"({"oneOf": [)" + by_name + "]}",
        R"({"anyOf": [{"oneOf": [)" + by_name + "]}]}"}) {
    EXPECT_THAT(Ordered(around, "\"acme\"", other), late) << around;
  }
  EXPECT_THAT(Ordered(R"({"items": )" + by_name + "}", R"(["x", "acme"])", other), late);
  EXPECT_THAT(Ordered(R"({"properties": {"In": )" + by_name + "}}", R"({"In": "acme"})", other),
              late);
  for (const std::string arn : {"arn:aws:s3:::acme", "arn:aws:iam::111122223333:role/team/acme"}) {
    EXPECT_THAT(Ordered(by_arn, "\"" + arn + "\"", other), SizeIs(1)) << arn;
    EXPECT_THAT(Ordered(by_name, "\"" + arn + "\"", other), IsEmpty()) << arn;
  }
  for (const std::string none :
       {"\"acme2\"", "\"acm\"", "\"\"", "5", "true", "\"{{ x }}\"", "\"arn:aws:sns:r:1:acme\""}) {
    EXPECT_THAT(Ordered(by_name, none, other), IsEmpty()) << none;
    EXPECT_THAT(Ordered(by_arn, none, other), IsEmpty()) << none;
  }
  EXPECT_THAT(Ordered(by_arn, "\"acme\"", other), IsEmpty());
  EXPECT_THAT(Ordered("{}", "\"acme\"", other), IsEmpty());
  EXPECT_THAT(Ordered(R"({"format": "AWS::Test::Thing.Name"})", "\"acme\"", other), IsEmpty());
  EXPECT_THAT(Ordered(by_name, "\"acme\"", Created(R"({"Name": "acme"})", "\"us-east-1\"")),
              IsEmpty());
  EXPECT_THAT(Ordered(by_name, "\"acme\"", Created(R"({"Title": "acme"})")), IsEmpty());
  CreatedGiven parted = other;
  parted.identifier = {"/Name", "/Title"};
  EXPECT_THAT(Ordered(by_name, "\"acme\"", parted), IsEmpty());
}

// One that is there before is enough.
TEST(Order, IsKeptByOneOfSeveral) {
  snapshot::RulesT rules;
  const std::string bytes = RuleSnapshot(std::move(rules));
  const RuleSet set(snapshot::Snapshot::Open(bytes));
  const CreatedGiven from = {
      .type = "AWS::Test::From",
      .desired = R"({"To": "acme"})",
      .region = kHere,
      .identifier = {},
      .schema = R"({"properties": {"To": {"format": "AWS::Test::Other.Name"}}})"};
  CreatedGiven named = Created(R"({"Name": "acme"})");
  named.resource = "same";
  EXPECT_THAT(CreatedStack({named, from, named}).Told(set), IsEmpty());
  EXPECT_THAT(CreatedStack({from, named, named}).Told(set),
              ElementsAre(HasSubstr("List 'same' before 'r1'")));
}

}  // namespace
}  // namespace stackql
