// What CheckProperties reports about an operation: rule, place, message, and repairs.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/property_checks.h"
#include "lint/show.h"
#include "snapshot/snapshot_generated.h"
#include "support/rule_names.h"
#include "support/schema_text.h"

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
  rule->target = "AWS::Test::Thing";
  rule->path = "/Mode";
  rule->at = "Seconds";
  rule->schemas = SchemaText(R"({"allOf": [
      {"required": ["Seconds"]},
      {"required": ["RecordingMode"],
       "properties": {"RecordingMode": {"not": {"const": "DISABLED"}}}}]})")
                      .Take();
  rule->when_schema = static_cast<int32_t>(rule->schemas[0]->all_of[0]);
  rule->require_schema = static_cast<int32_t>(rule->schemas[0]->all_of[1]);
  rules.rules.push_back(std::move(rule));
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(snapshot::Rules::Pack(builder, &rules));
  const std::string bytes(reinterpret_cast<const char*>(builder.GetBufferPointer()),
                          builder.GetSize());
  return snapshot::Write({{.kind = snapshot::SectionKind::kRules, .bytes = bytes}});
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
      {R"({"Mode": {"StorageArn": "", "Seconds": 5}})", {"seconds-need-mode: Seconds"}},
      {R"({"Mode": {"StorageArn": "", "Seconds": 5, "RecordingMode": "DISABLED"}})",
       {"seconds-need-mode: Seconds"}},
      {R"({"Mode": {"StorageArn": "", "Seconds": 5, %}})", {}},
      {R"({"Tags": [{"Key": "a", "Value": "b"}]})", {}},
      {R"({"Tags": [{"Value": "b"}]})", {"missing-property: Value"}},
      {R"({"Tags": [{"Key": "a#", "Value": "b"}]})", {"tag-characters: a#"}},
      {R"({"Tags": [{"Key": "a", "Value": "%?%"}]})", {"tag-characters: %?%"}},
      {R"({"Tags": [{"Key": "AWS:a", "Value": "aWs:b"}]})",
       {"tag-reserved-prefix: AWS:a", "tag-reserved-prefix: aWs:b"}},
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
  EXPECT_TRUE(snake.problems[0].repairs[0].safe);

  const Checked typo(R"({"Mode": {"StorageArn": "x", "RecordingMode": "INTERVALL"}})");
  ASSERT_EQ(typo.problems.size(), 1U);
  ASSERT_EQ(typo.problems[0].repairs.size(), 1U);
  EXPECT_EQ(typo.problems[0].repairs[0].text, "INTERVAL");
  EXPECT_FALSE(typo.problems[0].repairs[0].safe);

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
  const std::string sixty(60, 'x');
  EXPECT_EQ(Shown('"' + sixty + '"'), sixty);
  EXPECT_EQ(Shown('"' + sixty + "y\""), std::string(57, 'x') + "...");
  std::string accents;
  for (int i = 0; i < 61; ++i) accents += "\u00e9";
  EXPECT_EQ(Shown('"' + accents + '"'), accents.substr(0, 57 * 2) + "...");
}

}  // namespace
}  // namespace stackql
