// What CheckProperties reports about an operation: rule, place, message, and repairs.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "lint/property_checks.h"
#include "lint/rule_documents.h"
#include "rules/tag.h"
#include "snapshot/snapshot_objects.h"
#include "support/made_rules.h"
#include "support/rule_names.h"
#include "support/schema_text.h"
#include "support/told.h"
#include "value/show.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr std::string_view kSchema = R"({
  "type": "object", "additionalProperties": false,
  "properties": {
    "Arn": {"type": "string", "maxLength": 5},
    "Name": {"type": "string", "maxLength": 8, "pattern": "^[a-z-]*$"},
    "Mode": {"type": "object", "additionalProperties": false, "required": ["StorageArn"],
      "properties": {
        "StorageArn": {"type": "string"},
        "RecordingMode": {"type": "string", "enum": ["INTERVAL", "DISABLED"]},
        "Seconds": {"type": "integer", "minimum": 1, "maximum": 60},
        "Enabled": {"type": "boolean"},
        "Kinds": {"type": "array", "maxItems": 2, "uniqueItems": true, "items": {"type": "string"}},
        "Either": {"type": "object", "oneOf": [{"required": ["A"]}, {"required": ["B"]}]}}},
    "Tags": {"type": "array", "maxItems": 50, "uniqueItems": true,
      "items": {"type": "object", "additionalProperties": false, "required": ["Key", "Value"],
        "properties": {"Key": {"type": "string", "minLength": 1, "maxLength": 128},
                       "Value": {"type": "string", "maxLength": 256}}}}}})";

snapshot::ResourceTypeT ThingType() {
  snapshot::ResourceTypeT type = TypeWith(std::string(kSchema));
  type.read_only = {"/Arn"};
  type.tagging = std::make_unique<snapshot::TaggingT>();
  type.tagging->taggable = true;
  type.tagging->property = "/Tags";
  return type;
}

// A rule set with one declarative rule: Seconds needs RecordingMode, which is not DISABLED.
std::string RuleBytes() {
  snapshot::RulesT rules;
  auto rule = std::make_unique<snapshot::RuleT>();
  rule->id = "TST001";
  rule->name = "seconds-need-mode";
  rule->summary = rule->why = "x";
  rule->targets.push_back(std::make_unique<snapshot::RuleTargetT>());
  rule->targets[0]->type_name = "AWS::Test::Thing";
  rule->targets[0]->path = "/Mode";
  rule->at = "Seconds";
  rule->schemas = SchemaText(R"({"allOf": [
      {"required": ["Seconds"]},
      {"required": ["RecordingMode"],
       "properties": {"RecordingMode": {"not": {"const": "DISABLED"}}}}]})")
                      .Take();
  rule->when_schema = static_cast<int32_t>(rule->schemas[0]->all_of[0]);
  rule->require_schema = static_cast<int32_t>(rule->schemas[0]->all_of[1]);
  rules.rules.push_back(std::move(rule));
  return RuleSnapshot(std::move(rules));
}

// What a declarative rule without `at` says of the object at /Mode.
std::vector<std::string> Declared(const std::string& require, const std::string& value,
                                  const std::string& when = "{}", const std::string& at = "",
                                  bool builtin = false) {
  snapshot::RulesT rules;
  auto rule = std::make_unique<snapshot::RuleT>();
  rule->id = "TST002";
  rule->name = rule->summary = rule->why = "x";
  rule->builtin = builtin;
  rule->at = at;
  rule->targets.push_back(std::make_unique<snapshot::RuleTargetT>());
  rule->targets[0]->type_name = "AWS::Test::Thing";
  rule->targets[0]->path = "/Mode";
  rule->schemas = SchemaText(R"({"allOf": [)" + require + ", " + when + "]}").Take();
  rule->require_schema = static_cast<int32_t>(rule->schemas[0]->all_of[0]);
  if (when != "{}") rule->when_schema = static_cast<int32_t>(rule->schemas[0]->all_of[1]);
  rules.rules.push_back(std::move(rule));
  const std::string bytes = RuleSnapshot(std::move(rules));
  const RuleSet set(snapshot::Snapshot::Open(bytes));
  const Packed<snapshot::ResourceType> type(TypeWith("{}"));
  Workbench bench;
  Operation operation = {.call = Call::kCreate, .type = &*type};
  operation.where = bench.sources.All(bench.sources.AddFile("query.iql", "TABLE"));
  operation.desired = bench.Read(R"({"Mode": )" + value + "}");
  Problems problems;
  CheckProperties(bench.values, operation, set, problems);
  return Told(bench.sources, problems);
}

class Checked {
 public:
  explicit Checked(const std::string& text, Call call = Call::kCreate) {
    static const std::string bytes = RuleBytes();
    static const RuleSet rules(snapshot::Snapshot::Open(bytes));
    Operation operation = {.call = call, .type = &*type_, .table = "awscc.test.things"};
    operation.where = bench_.sources.All(bench_.sources.AddFile("query.iql", "TABLE"));
    operation.desired = bench_.Read(text);
    CheckProperties(bench_.values, operation, rules, problems);
  }

  std::string Covered(Loc where) const {
    return std::string(bench_.sources.Bytes(bench_.sources.Resolve(where).at));
  }
  // "rule: covered bytes", in order.
  std::vector<std::string> Summary() const {
    std::vector<std::string> lines;
    for (const Problem& problem : problems) {
      lines.push_back(testing_support::RuleName(problem) + ": " + Covered(problem.where));
    }
    return lines;
  }

  Problems problems;

 private:
  Packed<snapshot::ResourceType> type_{ThingType()};
  Workbench bench_;
};

using Lines = std::vector<std::string>;

struct Case {
  std::string value = {};
  Lines expected = {};
};

TEST(CheckProperties, ReportsEachMistakeOnceWhereItStands) {
  const std::string long_key(129, 'k');
  const std::vector<Case> cases = {
      {R"({"Name": "abc-def"})", {}},
      {R"({"Name": "abcdefghi"})", {"string-length: abcdefghi"}},
      {R"({"Name": "a b"})", {"pattern-mismatch: a b"}},
      {R"({"Name": "%"})", {}},
      {R"({"Name": "%abcdefghi"})", {"string-length: %abcdefghi"}},
      {R"({"Nam": "abc"})", {"unknown-property: Nam"}},
      {R"({"Arn": "much too long"})", {"read-only-property: Arn"}},
      {R"({"Mode": {"storage_arn": "x"}})", {"unknown-property: storage_arn"}},
      {R"({"Mode": {"Kinds": []}})", {"missing-property: Mode"}},
      {R"({"Mode": {%}})", {}},
      {R"({"Mode": {"StorageArn": 5}})", {"wrong-type: 5"}},
      {R"({"Mode": {"StorageArn": "x", "RecordingMode": "interval"}})", {"not-in-enum: interval"}},
      {R"({"Mode": {"StorageArn": "", "Seconds": 0, "RecordingMode": "INTERVAL"}})",
       {"number-range: 0"}},
      {R"({"Mode": {"StorageArn": "", "Seconds": "61", "RecordingMode": "%"}})",
       {"number-range: 61"}},
      {R"({"Mode": {"StorageArn": "", "Seconds": "x", "RecordingMode": "%"}})", {"wrong-type: x"}},
      {R"({"Mode": {"StorageArn": "", "Enabled": "no"}})", {"wrong-type: no"}},
      {R"({"Mode": {"StorageArn": "", "Enabled": "true"}})", {}},
      {R"({"Mode": {"StorageArn": "", "Kinds": "x"}})", {"wrong-type: x"}},
      {R"({"Mode": {"StorageArn": "", "Kinds": ["a", "b", "c"]}})",
       {R"(item-count: ["a", "b", "c"])"}},
      {R"({"Mode": {"StorageArn": "", "Kinds": ["a", "a"]}})", {"duplicate-item: a"}},
      {R"({"Mode": {"StorageArn": "", "Either": {}}})", {"schema-choice: {}"}},
      {R"({"Mode": {"StorageArn": "", "Seconds": 5}})", {"TST001: Seconds"}},
      {R"({"Mode": {"StorageArn": "", "Seconds": 5, "RecordingMode": "DISABLED"}})",
       {"TST001: Seconds"}},
      {R"({"Mode": {"StorageArn": "", "Seconds": 5, %}})", {}},
      {R"({"Tags": [{"Key": "a", "Value": "b"}]})", {}},
      {R"({"Tags": [{"Value": "b"}]})", {"missing-property: Value"}},
      {R"({"Tags": [{"Key": "a#", "Value": "b"}]})", {"tag-characters: a#"}},
      {R"({"Tags": [{"Key": "a", "Value": "%?%"}]})", {"tag-characters: %?%"}},
      {R"({"Tags": [{"Key": "AWS:a", "Value": "aWs:b"}]})", {"tag-reserved-prefix: AWS:a"}},
      {R"({"Tags": [{"Key": "aws%", "Value": "%aws:"}]})", {}},
      {R"({"Tags": [{"Key": "aws:%", "Value": ""}]})", {"tag-reserved-prefix: aws:%"}},
      {R"({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]})",
       {"duplicate-tag-key: a"}},
      {R"({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "1"}, {"Key": "%"}, %]})",
       {"missing-property: Key"}},
      {R"({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "1"}]})",
       {"duplicate-item: a", "duplicate-tag-key: a"}},
      {R"({"Tags": [{"Key": "", "Value": "1"}]})",
       {R"(string-length: "")", R"(tag-key-length: "")"}},
      {R"({"Tags": [{"Key": ")" + long_key + R"(", "Value": "1"}]})",
       {"string-length: " + long_key, "tag-key-length: " + long_key}},
  };
  for (const Case& test : cases) {
    EXPECT_EQ(Checked(test.value).Summary(), test.expected) << test.value;
  }
}

TEST(CheckProperties, TagsMayHaveAnyLettersAndDigits) {
  EXPECT_EQ(Checked("{\"Tags\": [{\"Key\": \"Gr\u00f6\u00dfe \u65e5\u672c _./=+-:@\\t1\","
                    " \"Value\": \"\u0661\u00a0x\"}]}")
                .Summary(),
            Lines());
  EXPECT_EQ(Checked("{\"Tags\": [{\"Key\": \"a\U0001F600\", \"Value\": \"b\"}]}").Summary(),
            Lines{"tag-characters: a\U0001F600"});
}

// "rule.message name=value, name=value", of each.
Lines Messages(const std::string& text) {
  Lines lines;
  for (const Problem& problem : Checked(text).problems) {
    std::string line = RuleName(problem) + "." + std::string(problem.what.id);
    for (const auto& [name, value] : problem.what.args) {
      line += (&name == &problem.what.args.front().first ? " " : ", ") + std::string(name) + "=" +
              value;
    }
    lines.push_back(line);
  }
  return lines;
}

Lines OfTag(const std::string& key, const std::string& value) {
  Lines lines = Messages(R"({"Tags": [{"Key": ")" + key + R"(", "Value": ")" + value + "\"}]}");
  std::erase_if(lines, [](const std::string& line) { return line.starts_with("string-length"); });
  return lines;
}

// "Tagging your AWS resources": 128 characters of a key, 256 of a value.
TEST(CheckProperties, TellsWhatIsWrongWithATag) {
  EXPECT_EQ(OfTag("", ""), Lines{"tag-key-length.empty key="});
  const std::string most(128, 'k');
  EXPECT_EQ(OfTag(most, most + most), Lines());
  const std::string shown = std::string(57, 'k') + "...";
  EXPECT_EQ(OfTag(most + "k", ""),
            Lines{"tag-key-length.default found=129, key=" + shown + ", limit=128"});
  EXPECT_EQ(OfTag(most + "k%", ""),
            Lines{"tag-key-length.at-least found=129, key=" + shown + ", limit=128"});
  EXPECT_EQ(OfTag("a", most + most + "k"),
            Lines{"tag-value-length.default found=257, limit=256, value=" + shown});
  EXPECT_EQ(OfTag("a", most + most + "k%"),
            Lines{"tag-value-length.at-least found=257, limit=256, value=" + shown});
  EXPECT_EQ(OfTag("aws:a", "AWS:b"), Lines{"tag-reserved-prefix.default text=aws:a"})
      << "most services reserve the prefix of keys only";
  EXPECT_EQ(OfTag("a#b", "c!"), (Lines{"tag-characters.default character=#, text=a#b",
                                       "tag-characters.value character=!, text=c!"}));
  EXPECT_EQ(OfTag("\u00e9\U0001F600#", ""),
            Lines{"tag-characters.default character=\U0001F600, text=\u00e9\U0001F600#"});
  EXPECT_EQ(OfTag("\u65e5\u2603", ""),
            Lines{"tag-characters.default character=\u2603, text=\u65e5\u2603"});
  const Checked twice(R"({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "1"},
                                   {"Key": "a", "Value": "2"}, {"Key": "a", "Value": "3"}]})");
  ASSERT_EQ(twice.Summary(), (Lines{"duplicate-tag-key: a", "duplicate-tag-key: a"}));
  EXPECT_EQ(twice.problems[0].what.args.at(0).second, "a");
  EXPECT_EQ(twice.problems[0].related.at(0).message, "first given here");
  EXPECT_LT(twice.problems[0].related[0].where.span.begin, twice.problems[0].where.span.begin);
}

// A type that has tags, whose schema is another one.
class OtherType {
 public:
  explicit OtherType(const std::string& schema) {
    snapshot::ResourceTypeT type = TypeWith(schema);
    type.tagging = std::make_unique<snapshot::TaggingT>();
    type.tagging->taggable = true;
    type.tagging->property = "/Tags";
    type_ = std::make_unique<Packed<snapshot::ResourceType>>(type);
  }
  Lines Summary(const std::string& text) const {
    static const RuleSet no_rules{snapshot::Snapshot()};
    Workbench bench;
    Operation operation = {.call = Call::kCreate, .type = &**type_};
    operation.desired = bench.Read(text);
    Problems problems;
    CheckProperties(bench.values, operation, no_rules, problems);
    Lines lines;
    for (const Problem& problem : problems) {
      lines.push_back(RuleName(problem) + ": " +
                      std::string(bench.sources.Bytes(bench.sources.Resolve(problem.where).at)));
    }
    return lines;
  }

 private:
  std::unique_ptr<Packed<snapshot::ResourceType>> type_;
};

// Of some types tags are the members of an object.
TEST(CheckProperties, ReadsTagsOfObjects) {
  const OtherType type(R"({"properties": {"Tags": {"type": "object", "maxItems": 2}}})");
  EXPECT_EQ(type.Summary(R"({"Tags": {"a": "b"}})"), Lines());
  EXPECT_EQ(type.Summary(R"({"Tags": {"aws:a": "b#"}})"),
            (Lines{"tag-reserved-prefix: aws:a", "tag-characters: b#"}));
  EXPECT_EQ(type.Summary(R"({"Tags": {"a": 5}})"), Lines());
  EXPECT_EQ(type.Summary(R"({"Tags": {"a": "1", "b": "2", "c": "3"}})"),
            Lines{R"(too-many-tags: {"a": "1", "b": "2", "c": "3"})"});
  EXPECT_EQ(type.Summary(R"({"Tags": {"a": "1", "b": "2"}})"), Lines());
  EXPECT_EQ(type.Summary(R"({"Tags": "aws:a"})"), Lines{"wrong-type: aws:a"});
}

TEST(CheckProperties, TellsReadOnlyPropertiesOnce) {
  const Checked checked(R"({"Arn": "much too long"})");
  ASSERT_EQ(checked.problems.size(), 1U);
  EXPECT_EQ(checked.problems[0].what.args.at(0).second, "Arn");
  EXPECT_EQ(checked.problems[0].help, "Remove it.");
}

TEST(DeclarativeRules, TellEachThingThatIsWrong) {
  const auto told = [](const std::string& place, const std::string& property,
                       const std::string& value, const std::string& note = "") {
    return "TST002.default '" + place + "' property=" + property + ", value=" + value +
           ", type=AWS::Test::Thing" + note;
  };
  const std::string require =
      R"({"properties": {"A": {"maximum": 5}, "L": {"items": {"maximum": 5}}},
                                  "required": ["A"]})";
  EXPECT_EQ(Declared(require, R"({"A": 6, "L": [5, 7]})"),
            (Lines{told("6", "A", "6"), told("7", "L", "7")}));
  EXPECT_EQ(Declared(require, R"({"B": 1})"), Lines{told("Mode", "A", R"({"B": 1})")});
  EXPECT_EQ(Declared(R"({"type": "array"})", R"({"B": 1})"),
            Lines{told(R"({"B": 1})", "Mode", R"({"B": 1})")});
  EXPECT_EQ(Declared(R"({"dependentRequired": {"B": ["C"]}})", R"({"B": 1})"),
            Lines{told("B", "B", R"({"B": 1})")});
  EXPECT_EQ(Declared(R"({"dependentExcluded": {"B": ["C"]}})", R"({"B": 1, "C": 2})"),
            Lines{told("C", "C", "2", " (given here at 'B')")});
  EXPECT_EQ(Declared(R"({"items": {"maximum": 5}})", "[5, 6]"), Lines{told("6", "Mode", "6")});
  EXPECT_EQ(Declared(require, R"({"A": 5})"), Lines());
  EXPECT_EQ(Declared(require, R"({"A": 6})", R"({"required": ["B"]})"), Lines());
  EXPECT_EQ(Declared(require, R"({"A": 6, %})", R"({"required": ["B"]})"), Lines());
  EXPECT_EQ(Declared(require, R"({"A": 6, "B": 1})", R"({"required": ["B"]})"),
            Lines{told("6", "A", "6")});
  EXPECT_EQ(Declared(require, R"({"A": 6})", "{}", "", true), Lines()) << "that is in code";
  // With `at`, one, there; or where it is wrong, if there is no such member.
  EXPECT_EQ(Declared(require, R"({"A": 6, "L": [7], "B": 1})", "{}", "B"),
            Lines{told("B", "B", "1")});
  EXPECT_EQ(Declared(require, R"({"A": 6, "L": [7]})", "{}", "B"), Lines{told("6", "A", "6")});
}

TEST(CheckProperties, NeedsASchema) {
  snapshot::ResourceTypeT bare;
  bare.type_name = "AWS::Test::Thing";
  bare.service = "test";
  const Packed<snapshot::ResourceType> type(bare);
  Workbench bench;
  Problems problems;
  Operation operation = {.call = Call::kCreate, .type = &*type};
  operation.desired = bench.Read(R"({"A": 1})");
  CheckProperties(bench.values, operation, RuleSet(snapshot::Snapshot()), problems);
  operation.type = nullptr;
  CheckProperties(bench.values, operation, RuleSet(snapshot::Snapshot()), problems);
  const Packed<snapshot::ResourceType> strict(TypeWith(R"({"type": "array"})"));
  operation.type = &*strict;
  operation.desired = kNoValue;
  CheckProperties(bench.values, operation, RuleSet(snapshot::Snapshot()), problems);
  EXPECT_TRUE(problems.empty());
}

TEST(CheckProperties, FillsInTheMessageOfADeclarativeRule) {
  EXPECT_EQ(Messages(R"({"Mode": {"StorageArn": "", "Seconds": 5, "RecordingMode": "DISABLED"}})"),
            Lines{"TST001.default property=Seconds, value=5, type=AWS::Test::Thing"});
}

std::string Tags(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += (i > 0 ? ", " : "") + std::string(R"({"Key": "k)") + std::to_string(i) +
            R"(", "Value": ""})";
  }
  return "[" + text + "]";
}

TEST(CheckProperties, CountsTags) {
  EXPECT_EQ(Checked("{\"Tags\": " + Tags(50) + "}").Summary(), Lines());
  const Checked many("{\"Tags\": " + Tags(51) + "}");
  EXPECT_EQ(many.Summary(), (Lines{"item-count: " + Tags(51), "too-many-tags: " + Tags(51)}));
}

// AWS's own limit is that of types whose schema has none, or nothing about tags.
TEST(CheckProperties, CountsTagsWithoutASchemaOfThem) {
  for (const char* schema : {R"({"properties": {"Tags": {"type": "array"}}})", "{}"}) {
    const OtherType type(schema);
    EXPECT_EQ(type.Summary("{\"Tags\": " + Tags(50) + "}"), Lines()) << schema;
    EXPECT_EQ(type.Summary("{\"Tags\": " + Tags(51) + "}"), Lines{"too-many-tags: " + Tags(51)})
        << schema;
  }
}

// A service that reserves the prefix in values has the rule name its type.
TEST(CheckProperties, ReservesThePrefixOfValues) {
  const auto told = [](const std::string& value) {
    snapshot::RulesT rules;
    auto rule = std::make_unique<snapshot::RuleT>();
    rule->id = rules::TagReservedPrefix::kRule.Text();
    rule->name = rule->summary = rule->why = "x";
    rule->builtin = true;
    rule->targets.push_back(std::make_unique<snapshot::RuleTargetT>());
    rule->targets[0]->type_name = "AWS::Test::Thing";
    rules.rules.push_back(std::move(rule));
    const std::string bytes = RuleSnapshot(std::move(rules));
    const RuleSet set(snapshot::Snapshot::Open(bytes));
    const Packed<snapshot::ResourceType> type(ThingType());
    Workbench bench;
    Operation operation = {.call = Call::kCreate, .type = &*type};
    operation.desired = bench.Read(R"({"Tags": [{"Key": "a", "Value": ")" + value + "\"}]}");
    Problems problems;
    CheckProperties(bench.values, operation, set, problems);
    return Told(bench.sources, problems);
  };
  EXPECT_EQ(told("AWS:b"), Lines{"tag-reserved-prefix.value 'AWS:b' text=AWS:b"});
  EXPECT_EQ(told("aws"), Lines());
  EXPECT_EQ(told("b"), Lines());
}

// A service that tells keys by their letters only has the rule on doubles name its type.
TEST(CheckProperties, FoldsTheCaseOfKeys) {
  const auto told = [](bool named, const std::string& other) {
    snapshot::RulesT rules;
    if (named) {
      auto rule = std::make_unique<snapshot::RuleT>();
      rule->id = rules::DuplicateTagKey::kRule.Text();
      rule->name = rule->summary = rule->why = "x";
      rule->builtin = true;
      rule->targets.push_back(std::make_unique<snapshot::RuleTargetT>());
      rule->targets[0]->type_name = "AWS::Test::Thing";
      rules.rules.push_back(std::move(rule));
    }
    const std::string bytes = RuleSnapshot(std::move(rules));
    const RuleSet set(snapshot::Snapshot::Open(bytes));
    const Packed<snapshot::ResourceType> type(ThingType());
    Workbench bench;
    Operation operation = {.call = Call::kCreate, .type = &*type};
    operation.desired = bench.Read(R"({"Tags": [{"Key": "team", "Value": "a"}, {"Key": ")" + other +
                                   R"(", "Value": "b"}]})");
    Problems problems;
    CheckProperties(bench.values, operation, set, problems);
    return Told(bench.sources, problems);
  };
  EXPECT_EQ(told(true, "Team"),
            Lines{"duplicate-tag-key.case 'Team' key=Team (first given here at 'team')"});
  EXPECT_EQ(told(true, "team"),
            Lines{"duplicate-tag-key.default 'team' key=team (first given here at 'team')"});
  EXPECT_EQ(told(false, "Team"), Lines());
}

// What a patch removes is no tag, and what may be wrong is not looked at.
TEST(CheckProperties, LooksAtTagsThatAreThere) {
  const Packed<snapshot::ResourceType> type(ThingType());
  const auto told = [&](Kind kind, bool untrusted) {
    Workbench bench;
    const ValueId value =
        kind == Kind::kAbsent ? bench.values.Add({.kind = kind}) : bench.Read("\"#\"");
    const Member member{bench.Read("\"#\""), value};
    Value tags = bench.values[bench.values.AddObject({}, std::span(&member, 1), true)];
    tags.untrusted = untrusted;
    const Member all{bench.Read("\"Tags\""), bench.values.Add(tags)};
    Operation operation = {.call = Call::kUpdate, .type = &*type};
    operation.desired = bench.values.AddObject({}, std::span(&all, 1), true);
    Problems problems;
    CheckProperties(bench.values, operation, RuleSet(snapshot::Snapshot()), problems);
    std::erase_if(problems, [](const Problem& each) { return !RuleName(each).starts_with("tag"); });
    return problems.size();
  };
  EXPECT_EQ(told(Kind::kString, false), 2U);
  EXPECT_EQ(told(Kind::kAbsent, false), 0U);
  EXPECT_EQ(told(Kind::kString, true), 0U);
}

// Tags of which the key is not known are no reason to overlook the others.
TEST(CheckProperties, FindsTagsOfOneKeyBehindAnyOthers) {
  const OtherType type("{}");
  for (const char* before : {R"({"Value": "1"})", R"({"Key": "%"})", R"({"Key": 5})", "7", "%"}) {
    EXPECT_EQ(type.Summary(std::string(R"({"Tags": [)") + before + ", " + before +
                           R"(, {"Key": "a"}, {"Key": "b"}, {"Key": "a"}]})"),
              Lines{"duplicate-tag-key: a"})
        << before;
  }
}

TEST(CheckProperties, PointsAtTheKeyOfAStructureOfSeveralLines) {
  EXPECT_EQ(
      Checked("{\"Mode\": {\"StorageArn\": \"\",\n \"Kinds\": [\"a\",\n\"b\", \"c\"]}}").Summary(),
      Lines{"item-count: Kinds"});
}

TEST(CheckProperties, SuggestsAndRepairs) {
  const Checked snake(R"({"Mode": {"storage_arn": "x"}})");
  ASSERT_EQ(snake.problems.size(), 1U);
  ASSERT_EQ(snake.problems[0].repairs.size(), 1U);
  EXPECT_EQ(snake.problems[0].repairs[0].text, "StorageArn");
  EXPECT_EQ(snake.Covered(snake.problems[0].repairs[0].where), "storage_arn");
  EXPECT_FALSE(snake.problems[0].repairs[0].guess);

  const Checked typo(R"({"Mode": {"StorageArn": "x", "RecordingMode": "INTERVALL"}})");
  ASSERT_EQ(typo.problems.size(), 1U);
  ASSERT_EQ(typo.problems[0].repairs.size(), 1U);
  EXPECT_EQ(typo.problems[0].repairs[0].text, "INTERVAL");
  EXPECT_TRUE(typo.problems[0].repairs[0].guess);

  const Checked holed(R"({"Mode": {"StorageArn": "x", "Xyz%": 1}})");
  ASSERT_EQ(holed.Summary(), Lines{"unknown-property: Xyz%"});
  EXPECT_TRUE(holed.problems[0].repairs.empty());
}

TEST(CheckProperties, OnlyCreateAndUpdateHaveProperties) {
  EXPECT_EQ(Checked(R"({"Nam": 1})", Call::kUpdate).Summary(), Lines{"unknown-property: Nam"});
  EXPECT_EQ(Checked(R"({"Nam": 1})", Call::kRead).Summary(), Lines());
}

// No check may report what is missing from an open container.
TEST(CheckProperties, AbsenceInOpenContainersIsNeverReported) {
  for (const char* value : {
           R"({%})",
           R"({"Mode": {%}, %})",
           R"({"Mode": {"Seconds": 5, %}})",
           R"({"Mode": {"StorageArn": "", "Either": {%}}})",
           R"({"Tags": [{%}, %]})",
           R"({"Tags": [{"Key": "a", %}, {"Value": "b", %}]})",
           R"({"Mode": {"%": 1}})",
       }) {
    EXPECT_EQ(Checked(value).Summary(), Lines()) << value;
  }
}

std::string Shown(const std::string& text) {
  Workbench bench;
  return Show(bench.values, bench.Read(text));
}

TEST(Show, IsShortAndPrintable) {
  EXPECT_EQ(Shown(R"("plain")"), "plain");
  EXPECT_EQ(Shown(R"("a\nb\u0007")"), "a\\nb\\u0007");
  EXPECT_EQ(Shown(R"("a%b")"), "a%b");
  EXPECT_EQ(Shown("%"), "%");
  EXPECT_EQ(Shown("1e3"), "1e3");
  EXPECT_EQ(Shown("null"), "null");
  EXPECT_EQ(Shown(R"([1, {"a": "b%"}])"), R"([1, {"a": "b%"}])");
  EXPECT_EQ(Shown(R"({"a": [], "b": {}, "c": [true, null]})"),
            R"({"a": [], "b": {}, "c": [true, null]})");
  EXPECT_EQ(Shown(R"("a\tb\u001f\u007f~")"), "a\\tb\\u001f\\u007f~");
  EXPECT_EQ(Shown(R"("%%")"), "%%");
  const std::string deep = std::string(17, '[') + std::string(17, ']');
  EXPECT_EQ(Shown(deep), std::string(16, '[') + "..." + std::string(16, ']'));
  EXPECT_EQ(Shown("\"" + std::string(58, 'x') + "\\n\\n\""), std::string(58, 'x') + "\\n\\n");
  EXPECT_EQ(Shown("[" + std::string(59, '1') + "]"), "[" + std::string(56, '1') + "...");
  Workbench bench;
  EXPECT_EQ(Show(bench.values, bench.values.Add({.kind = Kind::kAbsent})), "nothing");
  EXPECT_EQ(Show(bench.values, bench.values.Add({.kind = Kind::kUnknown})), "?");
  const std::string sixty(60, 'x');
  EXPECT_EQ(Shown('"' + sixty + '"'), sixty);
  EXPECT_EQ(Shown('"' + sixty + "y\""), std::string(57, 'x') + "...");
  std::string accents;
  for (int i = 0; i < 61; ++i) accents += "\u00e9";
  EXPECT_EQ(Shown('"' + accents + '"'), accents.substr(0, size_t{57} * 2) + "...");
}

}  // namespace
}  // namespace stackql
