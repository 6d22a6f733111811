// What is told of a value that a schema refuses: which mistake, where, with which values and help.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/property_checks.h"
#include "snapshot/snapshot_tables.h"
#include "support/rule_names.h"
#include "support/schema_text.h"
#include "support/told.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::ElementsAre;
using testing::IsEmpty;
using Texts = std::vector<std::string>;

// An operation on a type with this schema.
struct Given {
  std::string schema = {};
  std::string value = {};  // each % is a hole
  Call call = Call::kCreate;
  bool generated = false;  // the type is from provider documents
};

class Checked {
 public:
  explicit Checked(const Given& given) : type_(TypeOf(given)) {
    static const RuleSet no_rules{snapshot::Snapshot()};
    Operation operation = {.call = given.call, .type = &*type_, .table = "awscc.test.things"};
    operation.where = bench_.sources.All(bench_.sources.AddFile("query.iql", "TABLE"));
    operation.desired = bench_.Read(given.value);
    CheckProperties(bench_.values, operation, no_rules, problems);
  }

  // "rule.message 'place' name=value, name=value. Help. (note at 'place') doubtful"
  Texts Told() const {
    Texts all;
    for (const Problem& problem : problems) {
      std::string text = RuleName(problem) + "." + std::string(problem.what.id) + " '" +
                         Spelled(problem.where) + "'";
      for (const auto& [name, value] : problem.what.args) {
        text += (&name == &problem.what.args.front().first ? " " : ", ") + std::string(name) + "=" +
                value;
      }
      if (!problem.help.empty()) text += ". " + problem.help;
      for (const Related& related : problem.related) {
        text += " (" + related.message + " at '" + Spelled(related.where) + "')";
      }
      all.push_back(text + (problem.doubtful ? " doubtful" : ""));
    }
    return all;
  }
  Texts Repairs() const { return Repaired(bench_.sources, problems); }
  std::string Spelled(Loc where) const {
    return std::string(bench_.sources.Bytes(bench_.sources.Resolve(where).at));
  }

  Problems problems;

 private:
  static snapshot::ResourceTypeT TypeOf(const Given& given) {
    snapshot::ResourceTypeT type = TypeWith(given.schema);
    type.generated = given.generated;
    return type;
  }

  Packed<snapshot::ResourceType> type_;
  Workbench bench_;
};

Texts Told(const Given& given) { return Checked(given).Told(); }

// Of a property "A" with this schema.
Texts OfA(const std::string& schema, const std::string& value, bool generated = false) {
  return Told({.schema = R"({"properties": {"A": )" + schema + "}}",
               .value = R"({"A": )" + value + "}",
               .generated = generated});
}

TEST(WrongType, NamesWhatWasFoundAndWhatIsExpected) {
  const auto of = [](const std::string& types, const std::string& value) {
    return OfA(R"({"type": )" + types + "}", value);
  };
  const auto told = [](const std::string& expected, const std::string& found,
                       const std::string& value) {
    return "wrong-type.default '" + value + "' expected=" + expected + ", found=" + found +
           ", property=A, value=" + value;
  };
  EXPECT_THAT(of(R"("integer")", "[]"), ElementsAre(told("integer", "array", "[]")));
  EXPECT_THAT(of(R"("array")", "{}"), ElementsAre(told("array", "object", "{}")));
  EXPECT_THAT(of(R"("object")", "null"), ElementsAre(told("object", "null", "null")));
  EXPECT_THAT(of(R"("number")", "true"), ElementsAre(told("number", "boolean", "true")));
  EXPECT_THAT(of(R"("boolean")", "5"), ElementsAre(told("boolean", "number", "5")));
  EXPECT_THAT(of(R"("null")", "\"x\""), ElementsAre(told("null", "string", "x")));
  EXPECT_THAT(of(R"(["object", "array"])", "5"),
              ElementsAre(told("array' or 'object", "number", "5")));
  EXPECT_THAT(of(R"(["object", "null", "boolean", "integer", "number"])", "[]"),
              ElementsAre(told("null', 'boolean', 'integer', 'number' or 'object", "array", "[]")));
  // A text that AWS would read as one, were it written so.
  for (const std::string type : {"integer", "number", "boolean"}) {
    EXPECT_THAT(
        of("\"" + type + "\"", "\"x\""),
        ElementsAre("wrong-type.unreadable 'x' expected=" + type + ", property=A, value=x"));
  }
  EXPECT_THAT(of(R"("string")", "5"),
              ElementsAre(told("string", "number", "5") + ". Write it in quotes."));
  EXPECT_THAT(of(R"("string")", "true"),
              ElementsAre(told("string", "boolean", "true") + ". Write it in quotes."));
  EXPECT_THAT(of(R"("string")", "{}"),
              ElementsAre(told("string", "object", "{}") +
                          ". StackQL sends JSON as a structure; string('...') stays a string."));
}

// The generator of provider documents keeps one type where the registry has several.
TEST(WrongType, IsDoubtfulWhereDocumentsKeepOneType) {
  const auto doubtful = [](const std::string& value, bool generated) {
    const Texts told = OfA(R"({"type": "integer"})", value, generated);
    return told.size() == 1 && told[0].ends_with(" doubtful");
  };
  EXPECT_TRUE(doubtful("\"x\"", true));
  EXPECT_TRUE(doubtful("null", true));
  EXPECT_FALSE(doubtful("[]", true));
  EXPECT_FALSE(doubtful("\"x\"", false));
}

// generate_patch_document makes JSON of what looks like it, even in quotes.
TEST(WrongType, TellsHowPatchesAreMade) {
  const auto help = [](Call call, bool inserted) {
    Workbench bench;
    const TextId manifest = bench.sources.AddFile("manifest.yml", "5");
    const TextId query = bench.sources.AddFile("query.iql", "{\"A\": {{ it }}}");
    TextBuilder builder(bench.sources);
    builder.Copy({query, {0, 6}});
    if (inserted) {
      builder.Insert(bench.sources.All(manifest), {query, {6, 14}});
    } else {
      builder.Copy(bench.sources.All(manifest));
    }
    builder.Copy({query, {14, 15}});
    const Packed<snapshot::ResourceType> type(
        TypeWith(R"({"properties": {"A": {"type": "string"}}})"));
    const RuleSet no_rules{snapshot::Snapshot()};
    Operation operation = {.call = call, .type = &*type};
    operation.desired =
        json::Parse(bench.values, builder.Finish(Step::kRender, bench.sources.All(query))).value;
    Problems problems;
    CheckProperties(bench.values, operation, no_rules, problems);
    return problems.at(0).help;
  };
  EXPECT_EQ(help(Call::kUpdate, true),
            "generate_patch_document parses a string that looks like JSON, even in quotes: write "
            "this part of the patch yourself.");
  EXPECT_EQ(help(Call::kCreate, true), "Write it in quotes.");
  EXPECT_EQ(help(Call::kUpdate, false), "Write it in quotes.");
}

TEST(NotInEnum, NamesTheAllowedValues) {
  EXPECT_THAT(OfA(R"({"enum": ["ON", "OFF"]})", "\"x\""),
              ElementsAre("not-in-enum.default 'x' allowed=ON' or 'OFF, property=A, value=x"));
  EXPECT_THAT(OfA(R"({"enum": ["FIRST"]})", "\"x\""),
              ElementsAre("not-in-enum.default 'x' allowed=FIRST, property=A, value=x"));
  EXPECT_THAT(OfA(R"({"enum": ["one", "two", "three"]})", "\"Two\""),
              ElementsAre("not-in-enum.default 'Two' allowed=one', 'two' or 'three, property=A, "
                          "value=Two. Did you mean 'two'?"));
  EXPECT_THAT(OfA(R"({"enum": [1, 2]})", "12"),
              ElementsAre("not-in-enum.default '12' allowed=1' or '2, property=A, value=12"));
  const auto allowed = [](int count) {
    std::string list;
    for (int i = 0; i < count; ++i)
      list += (i == 0 ? "\"" : ", \"") + std::string(1, static_cast<char>('a' + i)) + "\"";
    return OfA(R"({"enum": [)" + list + "]}", "\"value\"")[0];
  };
  const std::string begin =
      "not-in-enum.default 'value' allowed=a', 'b', 'c', 'd', 'e', 'f', 'g', "
      "'h', 'i', 'j', 'k";
  EXPECT_EQ(allowed(12), begin + "' or 'l, property=A, value=value");
  // Of more, those that are most like the value.
  EXPECT_EQ(allowed(13),
            "not-in-enum.many 'value' allowed=a', 'e', 'l', 'b', 'c, count=13, property=A, "
            "value=value. 'stackql-lint catalog show AWS::Test::Thing' lists all of them.");
}

TEST(NotInEnum, RepairsWhatIsOnlySpelledDifferently) {
  const auto safe = [](const std::string& value) {
    const Checked checked({.schema = R"({"properties": {"A": {"enum": ["AUDIO_ONLY", "x"]}}})",
                           .value = R"({"A": ")" + value + "\"}"});
    const Repair& repair = checked.problems.at(0).repairs.at(0);
    EXPECT_EQ(repair.title, "Replace with 'AUDIO_ONLY'");
    EXPECT_EQ(repair.text, "AUDIO_ONLY");
    EXPECT_EQ(checked.Spelled(repair.where), value);
    return !repair.guess;
  };
  EXPECT_TRUE(safe("audio-only"));
  EXPECT_TRUE(safe("AudioOnly"));
  EXPECT_FALSE(safe("AUDIO_ONLYY"));
}

TEST(Repairs, AreWhatIsMeant) {
  const auto of_a = [](const std::string& schema, const std::string& value) {
    return Checked({.schema = R"({"properties": {"A": )" + schema + "}}",
                    .value = R"({"A": )" + value + "}"})
        .Repairs();
  };
  EXPECT_THAT(of_a(R"({"type": "string"})", "5"), ElementsAre("'5' in quotes"));
  EXPECT_THAT(of_a(R"({"type": "string"})", "true"), ElementsAre("'true' in quotes"));
  EXPECT_THAT(of_a(R"({"type": "string"})", "[]"), ElementsAre("'[]' as text"));
  EXPECT_THAT(of_a(R"({"properties": {"B": {"type": "string"}}})", R"({"B": []})"), IsEmpty());
  EXPECT_THAT(of_a(R"({"type": "object"})", "5"), IsEmpty());
  EXPECT_THAT(of_a(R"({"uniqueItems": true})", "[5, 6, 5]"), ElementsAre("'5' removed"));
  EXPECT_THAT(of_a(R"({"enum": ["ON", "OFF"]})", "\"off\""), ElementsAre("'off' -> OFF"));
  EXPECT_THAT(of_a(R"({"enum": ["ONLY", "OFF"]})", "\"ONLI\""), ElementsAre("'ONLI' -> ONLY?"));
  EXPECT_THAT(
      of_a(R"({"additionalProperties": false, "properties": {"Name": {}}})", R"({"name": 1})"),
      ElementsAre("'name' -> Name"));
  EXPECT_THAT(of_a(R"({"minLength": 5})", "\"x\""), IsEmpty());
}

TEST(Limits, AreToldWithTheirValues) {
  EXPECT_THAT(OfA(R"({"minLength": 2})", "\"a\""),
              ElementsAre("string-length.short 'a' found=1, limit=2, property=A, value=a"));
  EXPECT_THAT(OfA(R"({"maxLength": 2})", "\"abc\""),
              ElementsAre("string-length.default 'abc' found=3, limit=2, property=A, value=abc"));
  const Texts holed = OfA(R"({"maxLength": 2})", "\"abc%\"");
  ASSERT_EQ(holed.size(), 1U);
  EXPECT_THAT(holed[0], testing::StartsWith("string-length.at-least 'abc%' found=3, limit=2"));
  EXPECT_THAT(OfA(R"({"minimum": 2})", "1"),
              ElementsAre("number-range.low '1' limit=2, property=A, value=1"));
  EXPECT_THAT(OfA(R"({"maximum": 2})", "3"),
              ElementsAre("number-range.default '3' limit=2, property=A, value=3"));
  EXPECT_THAT(OfA(R"({"exclusiveMinimum": 2})", "2"),
              ElementsAre("number-range.not-above '2' limit=2, property=A, value=2"));
  EXPECT_THAT(OfA(R"({"exclusiveMaximum": 2})", "2"),
              ElementsAre("number-range.not-below '2' limit=2, property=A, value=2"));
  EXPECT_THAT(OfA(R"({"minItems": 2})", "[1]"),
              ElementsAre("item-count.few '[1]' found=1, limit=2, property=A"));
  EXPECT_THAT(OfA(R"({"maxItems": 1})", "[1, 2]"),
              ElementsAre("item-count.default '[1, 2]' found=2, limit=1, property=A"));
  EXPECT_THAT(OfA(R"({"uniqueItems": true})", "[7, 8, 7]"),
              ElementsAre("duplicate-item.default '7' property=A, value=7 (first given here at "
                          "'7')"));
  // One mistake where one limit says more than the other.
  EXPECT_EQ(OfA(R"({"minimum": 1, "exclusiveMinimum": 5})", "0").size(), 1U);
  EXPECT_EQ(OfA(R"({"maximum": 9, "exclusiveMaximum": 5})", "10").size(), 1U);
  EXPECT_EQ(OfA(R"({"minLength": 2, "pattern": "^ab"})", "\"a\"").size(), 1U);
  EXPECT_EQ(OfA(R"({"maxLength": 2, "pattern": "^ab"})", "\"xyz\"").size(), 2U);
  EXPECT_EQ(OfA(R"({"maximum": 9, "exclusiveMinimum": 15})", "10").size(), 2U);
}

TEST(Pattern, IsCutWhereItIsLong) {
  const auto told = [](size_t size) {
    const std::string pattern = "^" + std::string(size - 1, 'a');
    return OfA(R"({"pattern": ")" + pattern + "\"}", "\"b\"");
  };
  EXPECT_THAT(told(200), ElementsAre("pattern-mismatch.default 'b' pattern=^" +
                                     std::string(199, 'a') + ", property=A, value=b"));
  EXPECT_THAT(told(201), ElementsAre("pattern-mismatch.default 'b' pattern=^" +
                                     std::string(199, 'a') + "..., property=A, value=b"));
}

// What a text of a format is, in words.
TEST(Formats, AreDescribed) {
  const auto of = [](const std::string& format, const std::string& more = "") {
    return OfA(R"({"format": ")" + format + R"(", "formatPattern": "^arn:"})" + more, "\"x\"");
  };
  for (const auto& [format, expected] : std::vector<std::pair<std::string, std::string>>{
           {"AWS::IAM::Role.Arn", "the ARN of an AWS::IAM::Role"},
           {"AWS::EC2::VPC.Id", "the ID of an AWS::EC2::VPC"},
           {"AWS::S3::Bucket.BucketName", "the name of an AWS::S3::Bucket"}}) {
    EXPECT_THAT(of(format), ElementsAre("format-mismatch.default 'x' expected=" + expected +
                                        ", property=A, value=x"));
  }
  EXPECT_THAT(of("AWS::Test::Thing.Arn"), IsEmpty()) << "names of the own type have other rules";
  EXPECT_THAT(OfA(R"({"format": "AWS::IAM::Role.Arn", "formatPattern": "^arn:"})", "\"arn:\""),
              IsEmpty());
  const std::string either = R"({"anyOf": [
      {"format": "AWS::IAM::Role.Arn", "formatPattern": "^arn:"},
      {"format": "AWS::EC2::VPC.Id", "formatPattern": "^vpc-"}]})";
  EXPECT_THAT(OfA(either, "\"x\""),
              ElementsAre("format-mismatch.default 'x' expected=the ARN of an AWS::IAM::Role or "
                          "the ID of an AWS::EC2::VPC, property=A, value=x"));
  EXPECT_THAT(OfA(either, "\"vpc-1\""), IsEmpty());
  EXPECT_THAT(OfA(R"({"oneOf": [{"format": "AWS::IAM::Role.Arn", "formatPattern": "^arn:"},
                                {"maxLength": 0}]})",
                  "\"x\""),
              ElementsAre("format-mismatch.default 'x' expected=the ARN of an AWS::IAM::Role, "
                          "property=A, value=x"));
  EXPECT_THAT(OfA(R"({"anyOf": [{"format": "AWS::IAM::Role.Arn", "formatPattern": "^arn:"},
                                {"format": "AWS::Test::Thing.Id", "formatPattern": "^id"}]})",
                  "\"x\""),
              IsEmpty());
}

// What is told of a property "A" into which the column Id of another type's row is written.
class Referring {
 public:
  using Columns = std::vector<HoleContent::Column>;
  explicit Referring(Columns columns = {})
      : columns_(std::make_shared<const Columns>(std::move(columns))) {}

  Texts Told(const std::string& schema, const std::string& before = "") const {
    Workbench bench;
    const Loc origin = bench.sources.All(bench.sources.AddBuiltin("id"));
    const std::string text = R"({"A": ")" + before;
    const TextId query = bench.sources.AddFile("query.iql", text + "{{ b }}\"}");
    const auto begin = static_cast<uint32_t>(text.size());
    TextBuilder builder(bench.sources);
    builder.Copy({query, {0, begin}});
    builder.Hole({query, {begin, begin + 7}}, origin);
    builder.Copy({query, {begin + 7, begin + 9}});
    bench.values.SetContents({{origin.text,
                               {{.type = "AWS::Test::Other",
                                 .property = "Id",
                                 .patterns = {"^id-[0-9]+$"},
                                 .where = bench.sources.All(bench.sources.AddFile("row.iql", "id")),
                                 .columns = columns_}}}});
    const Packed<snapshot::ResourceType> type(TypeWith(R"({"properties": {"A": )" + schema + "}}"));
    const RuleSet no_rules{snapshot::Snapshot()};
    Operation operation = {.call = Call::kCreate, .type = &*type};
    operation.desired =
        json::Parse(bench.values, builder.Finish(Step::kRender, bench.sources.All(query))).value;
    Problems problems;
    CheckProperties(bench.values, operation, no_rules, problems);
    return testing_support::Told(bench.sources, problems);
  }

 private:
  std::shared_ptr<const Columns> columns_;
};

TEST(References, HaveWhatIsExpected) {
  const std::string format = R"({"format": "AWS::IAM::Role.Arn", "formatPattern": "^arn:.*$"})";
  const std::string told =
      "wrong-reference.default '{{ b }}' content='Id' of AWS::Test::Other, expected=the ARN of an "
      "AWS::IAM::Role, property=A, value={{ b }}";
  const std::string note = " (this column at 'id')";
  EXPECT_THAT(Referring().Told(format), ElementsAre(told + note));
  EXPECT_THAT(Referring(Referring::Columns{{"arn", "^arn:aws:.*$"}}).Told(format),
              ElementsAre(told + ". Select the column 'arn' of AWS::Test::Other instead." + note));
  EXPECT_THAT(Referring(Referring::Columns{{"arn", "^arn:.*$"}, {"url", "^arn:.*$"}}).Told(format),
              ElementsAre(told + note));
  const std::string pattern = R"({"pattern": "^arn:.*$"})";
  EXPECT_THAT(Referring().Told(pattern),
              ElementsAre("wrong-reference.default '{{ b }}' content='Id' of AWS::Test::Other, "
                          "expected=text that matches '^arn:.*$', property=A, value={{ b }}" +
                          note));
  // What the format says is plainer.
  EXPECT_THAT(Referring().Told(R"({"format": "AWS::IAM::Role.Arn", "formatPattern": "^arn:.*$",
                                   "pattern": "^arn:.*$"})"),
              ElementsAre(told + note));
  EXPECT_THAT(Referring().Told(R"({"format": "AWS::IAM::Role.Arn", "formatPattern": "^id.*$",
                                   "pattern": "^arn:.*$"})"),
              ElementsAre(testing::StartsWith("wrong-reference.default")));
  EXPECT_THAT(Referring().Told(R"({"anyOf": [
                  {"format": "AWS::EC2::VPC.Id", "formatPattern": "^vpc-.*$"},
                  {"format": "AWS::IAM::Role.Arn", "formatPattern": "^arn:.*$"}]})"),
              ElementsAre("wrong-reference.default '{{ b }}' content='Id' of AWS::Test::Other, "
                          "expected=the ID of an AWS::EC2::VPC or the ARN of an AWS::IAM::Role, "
                          "property=A, value={{ b }}" +
                          note));
  EXPECT_THAT(Referring().Told(R"({"pattern": "^id-.*$"})"), IsEmpty());
  EXPECT_THAT(Referring().Told(pattern, "arn:"), IsEmpty());
  // Whatever the column holds.
  EXPECT_THAT(Referring().Told(pattern, "x"),
              ElementsAre(testing::StartsWith("pattern-mismatch.default 'x{{ b }}'")));
}

// The property that makes another one necessary, or excludes it.
TEST(Members, ThatDependOnOthersAreToldWithThem) {
  const auto of = [](const std::string& schema, const std::string& value) {
    return OfA(schema, value);
  };
  const std::string needs = R"({"dependentRequired": {"B": ["C"]}})";
  EXPECT_THAT(of(needs, R"({"B": 1})"),
              ElementsAre("missing-property.needed 'B' cause=B, name=C, parent=A. Add 'C'."));
  EXPECT_THAT(of(needs, R"({"B": 1, "C": 1})"), IsEmpty());
  EXPECT_THAT(of(R"({"dependentExcluded": {"B": ["C"]}})", R"({"B": 1, "C": 2})"),
              ElementsAre("schema-choice.exclusive 'C' first=B, property=A, second=C. Remove one "
                          "of them. (given here at 'B')"));
  EXPECT_THAT(of(R"({"requiredOr": ["B", "C"]})", "{}"),
              ElementsAre("schema-choice.needs-any '{}' names=B' or 'C, property=A"));
  EXPECT_THAT(of(R"({"requiredXor": ["B", "C", "D"]})", "{}"),
              ElementsAre("schema-choice.needs-one '{}' names=B', 'C' or 'D, property=A"));
  EXPECT_THAT(of(R"({"requiredXor": ["B", "C"]})", R"({"B": 1, "C": 2})"),
              ElementsAre("schema-choice.exclusive 'C' first=B, property=A, second=C. Remove one "
                          "of them. (given here at 'B')"));
  EXPECT_THAT(of(R"({"requiredOr": ["B", "C"]})", R"({"B": 1, "C": 2})"), IsEmpty());
  // What may be there, or cannot be seen to be missing, is told by none of them.
  for (const std::string value : {"{%}", R"({"%": 1})"}) {
    for (const std::string schema :
         {R"({"requiredOr": ["B", "C"]})", R"({"requiredXor": ["B", "C"]})",
          R"({"dependentRequired": {"B": ["C"]}})", R"({"dependentExcluded": {"B": ["C"]}})"}) {
      EXPECT_THAT(of(schema, value), IsEmpty()) << schema << value;
    }
  }
  // Beside what is certain, the rest is not told.
  const std::string both = R"({"properties": {"N": {"type": "integer"}}, "requiredOr": ["B"],
                               "dependentRequired": {"N": ["C"], "M": ["C"]},
                               "dependentExcluded": {"N": ["C", "D"], "M": ["N"]}})";
  EXPECT_THAT(of(both, R"({"N": "x", %})"),
              ElementsAre("wrong-type.unreadable 'x' expected=integer, property=N, value=x"));
  EXPECT_THAT(of(both, R"({"N": "x", "B": 1, "C": 1, "D": 2})"),
              ElementsAre("wrong-type.unreadable 'x' expected=integer, property=N, value=x",
                          "schema-choice.exclusive 'C' first=N, property=A, second=C. Remove one "
                          "of them. (given here at 'N')",
                          "schema-choice.exclusive 'D' first=N, property=A, second=D. Remove one "
                          "of them. (given here at 'N')"));
  EXPECT_THAT(OfA(R"({"contains": {"const": 1}})", "[2]"),
              ElementsAre("schema-choice.default '[2]' property=A, value=[2]"));
}

TEST(Members, ThatAreMissingAreToldWithTheirParent) {
  const std::string schema = R"({"required": ["B"], "properties": {
      "B": {"required": ["C"]}, "L": {"items": {"required": ["D"]}}}})";
  EXPECT_THAT(Told({.schema = schema, .value = "{}"}),
              ElementsAre("missing-property.default 'TABLE' name=B, parent=AWS::Test::Thing. Add "
                          "'B'."));
  EXPECT_THAT(Told({.schema = schema, .value = R"({"B": {}, "L": [{"D": 1}, {}]})"}),
              ElementsAre("missing-property.default 'B' name=C, parent=B. Add 'C'.",
                          "missing-property.default '{}' name=D, parent=L. Add 'D'."));
}

TEST(Members, ThatAreRequiredCannotBeRemoved) {
  Workbench bench;
  const Packed<snapshot::ResourceType> type(TypeWith(R"({"required": ["A"]})"));
  const RuleSet no_rules{snapshot::Snapshot()};
  const Member removed{bench.Read("\"A\""), bench.values.Add({.kind = Kind::kAbsent})};
  Operation operation = {.call = Call::kUpdate, .type = &*type};
  operation.desired = bench.values.AddObject({}, std::span(&removed, 1), true);
  Problems problems;
  CheckProperties(bench.values, operation, no_rules, problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].what.id, "removed");
  EXPECT_EQ(problems[0].what.args.at(0).second, "A");
  EXPECT_EQ(problems[0].what.args.at(1).second, "AWS::Test::Thing");
  EXPECT_EQ(problems[0].help, "");
  EXPECT_EQ(bench.sources.Bytes(bench.sources.Resolve(problems[0].where).at), "A");
  // Nor what another one makes necessary.
  const Packed<snapshot::ResourceType> other(TypeWith(R"({"dependentRequired": {"B": ["A"]}})"));
  operation.type = &*other;
  const Member members[] = {{bench.Read("\"B\""), bench.Read("1")}, removed};
  operation.desired = bench.values.AddObject({}, members, true);
  problems.clear();
  CheckProperties(bench.values, operation, no_rules, problems);
  EXPECT_THAT(testing_support::Told(bench.sources, problems),
              ElementsAre("missing-property.needed-removed 'A' cause=B, name=A, "
                          "parent=AWS::Test::Thing"));
}

TEST(Members, ThatAreUnknownAreToldWithThoseThatAreLeft) {
  const auto of = [](const std::string& value) {
    return Told({.schema = R"({"additionalProperties": false, "required": ["Name"], "properties": {
                     "Name": {}, "Size": {}, "In": {"additionalProperties": false}}})",
                 .value = value});
  };
  EXPECT_THAT(of(R"({"Name": 1, "Xylophone": 2})"),
              ElementsAre("unknown-property.default 'Xylophone' name=Xylophone, "
                          "parent=AWS::Test::Thing. Expected one of 'In', 'Size'."));
  // Misspelt it is not missing as well.
  EXPECT_THAT(of(R"({"Nam": 1})"),
              ElementsAre("unknown-property.default 'Nam' name=Nam, parent=AWS::Test::Thing. Did "
                          "you mean 'Name'?"));
  EXPECT_THAT(of(R"({"Name": 1, "In": {"A": 1}})"),
              ElementsAre("unknown-property.default 'A' name=A, parent=In"));
  EXPECT_THAT(Told({.schema = R"({"properties": {"A": false}})", .value = R"({"A": 1})"}),
              ElementsAre("unknown-property.forbidden 'A' name=A, parent=AWS::Test::Thing"));
  EXPECT_THAT(Told({.schema = R"({"properties": {"L": {"items": {"properties": {"A": false}}}}})",
                    .value = R"({"L": [{"A": 1}]})"}),
              ElementsAre("unknown-property.forbidden 'A' name=A, parent=L"));
}

TEST(Choices, OfMembersNameThem) {
  const auto of = [](const std::string& alternatives, const std::string& value) {
    return OfA("{" + alternatives + "}", value);
  };
  const std::string one = R"("oneOf": [{"required": ["B"]}, {"required": ["C", "D"]}])";
  const std::string any = R"("anyOf": [{"required": ["B"]}, {"required": ["C", "D"]}])";
  EXPECT_THAT(of(any, "{}"),
              ElementsAre("schema-choice.needs-any '{}' names=B' or 'C' with 'D, property=A"));
  EXPECT_THAT(of(one, "{}"),
              ElementsAre("schema-choice.needs-one '{}' names=B' or 'C' with 'D, property=A"));
  const std::string both = R"({"B": 1, "C": 2, "D": 3})";
  EXPECT_THAT(of(one, both), ElementsAre("schema-choice.exclusive '" + both +
                                         "' first=B, property=A, second=C' with 'D"));
  EXPECT_THAT(of(any, both), IsEmpty());
}

// Alternatives that demand more than members are told by what is wrong with the closest.
TEST(Choices, OfMoreThanMembersTellWhatIsWrong) {
  const auto of = [](const std::string& more) {
    return OfA(R"({"anyOf": [{"required": ["B"]}, {"required": ["C"])" + more + "}]}", "{}");
  };
  EXPECT_THAT(of(""), ElementsAre("schema-choice.needs-any '{}' names=B' or 'C, property=A"));
  for (const std::string more :
       {R"("requiredOr": ["C", "D"])", R"("requiredXor": ["C", "D"])",
        R"("dependentRequired": {"C": ["D"]})", R"("dependentExcluded": {"C": ["D"]})",
        R"("properties": {"C": {}})", R"("patternProperties": {"C": {}})",
        R"("additionalProperties": false)", R"("additionalProperties": {})", R"("anyOf": [{}])",
        R"("oneOf": [{}])", R"("allOf": [{}])", R"("not": {"required": ["D"]})", R"("if": {})",
        R"("enum": [{}])", R"("$ref": "#/definitions/1")"}) {
    EXPECT_THAT(of(", " + more),
                ElementsAre("missing-property.default 'A' name=B, parent=A. Add 'B'."))
        << more;
  }
}

TEST(Choices, OfOtherThingsTellTheValue) {
  const auto of = [](const std::string& alternatives, const std::string& value) {
    return OfA("{" + alternatives + "}", value);
  };
  EXPECT_THAT(of(R"("oneOf": [{"minLength": 1}, {"maxLength": 5}])", "\"abc\""),
              ElementsAre("schema-choice.several 'abc' property=A, value=abc"));
  EXPECT_THAT(of(R"("oneOf": [{"required": ["B"]}, {"type": "object"}])", R"({"B": 1})"),
              ElementsAre(R"(schema-choice.several '{"B": 1}' property=A, value={"B": 1})"));
  EXPECT_THAT(of(R"("not": {"const": "a"})", "\"a\""),
              ElementsAre("schema-choice.excluded 'a' property=A, value=a"));
  EXPECT_THAT(of(R"("anyOf": [{"type": "object"}, {"type": "array"}])", "\"x\""),
              ElementsAre("schema-choice.default 'x' property=A, value=x"));
}

// The alternatives of provider documents may be told apart by what these leave out.
TEST(Choices, OfDocumentsAreDoubtful) {
  const std::string schema = R"({"not": {"const": "a"}})";
  EXPECT_THAT(OfA(schema, "\"a\"", true),
              ElementsAre("schema-choice.excluded 'a' property=A, value=a doubtful"));
}

TEST(Explained, ArePartsOfConjunctionsAndConditions) {
  EXPECT_THAT(OfA(R"({"allOf": [{"minimum": 2}, {"maximum": 0}]})", "1"),
              ElementsAre("number-range.low '1' limit=2, property=A, value=1",
                          "number-range.default '1' limit=0, property=A, value=1"));
  const std::string condition =
      R"({"if": {"minimum": 5}, "then": {"maximum": 9}, "else": {"minimum": 3}})";
  EXPECT_THAT(OfA(condition, "10"),
              ElementsAre("number-range.default '10' limit=9, property=A, value=10"));
  EXPECT_THAT(OfA(condition, "2"),
              ElementsAre("number-range.low '2' limit=3, property=A, value=2"));
  EXPECT_THAT(OfA(condition, "4"), IsEmpty());
  EXPECT_THAT(OfA(condition, "9"), IsEmpty());
  // The same demand of several branches is told once.
  EXPECT_EQ(OfA(R"({"allOf": [{"minimum": 2}, {"minimum": 2}]})", "1").size(), 1U);
}

TEST(Explained, AreItemsByTheirPosition) {
  const std::string schema = R"({"prefixItems": [{"type": "integer"}, {"maximum": 5}],
                                 "items": {"minimum": 2}})";
  EXPECT_THAT(OfA(schema, R"(["x", 6, 1])"),
              ElementsAre("wrong-type.unreadable 'x' expected=integer, property=A, value=x",
                          "number-range.default '6' limit=5, property=A, value=6",
                          "number-range.low '1' limit=2, property=A, value=1"));
  EXPECT_THAT(OfA(R"({"prefixItems": [{"type": "integer"}]})", R"(["x", "y"])"),
              ElementsAre("wrong-type.unreadable 'x' expected=integer, property=A, value=x"));
  EXPECT_THAT(OfA(R"({"prefixItems": [{"type": "integer"}], "maxItems": 1})", R"(["x", "y", %])"),
              ElementsAre("item-count.default '[\"x\", \"y\", %]' found=2, limit=1, property=A"))
      << "others may be before them";
}

TEST(Explained, IsWhatARecursiveSchemaRefuses) {
  EXPECT_THAT(Told({.schema = R"({"properties": {"A": {"$ref": "#/definitions/0"},
                                                 "B": {"type": "integer"}}})",
                    .value = R"({"A": {"A": {"B": []}}})"}),
              ElementsAre("wrong-type.default '[]' expected=integer, found=array, property=B, "
                          "value=[]"));
}

// The alternative that was meant: that of its own type, then of its own kind, then the closest.
TEST(Explained, IsTheAlternativeThatWasMeant) {
  EXPECT_THAT(OfA(R"({"anyOf": [{"type": "array"}, {"type": "integer", "maximum": 5}]})", "6"),
              ElementsAre("number-range.default '6' limit=5, property=A, value=6"));
  const std::string kinds = R"({"oneOf": [
      {"properties": {"A": {}, "Kind": {"const": "x"}, "N": {"type": "integer"}}, "required": ["Kind"]},
      {"properties": {"A": {}, "Kind": {"const": "y"}, "N": {"type": "object"}}, "required": ["Kind"]}]})";
  const Texts told = OfA(kinds, R"({"A": 1, "Kind": "y", "N": true})");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], testing::HasSubstr("expected=object"));
  const Texts other = OfA(kinds, R"({"A": 1, "Kind": "x", "N": true})");
  ASSERT_EQ(other.size(), 1U);
  EXPECT_THAT(other[0], testing::HasSubstr("expected=integer"));
  // Members of two alternatives, each of which has no others.
  const std::string closed = R"({"oneOf": [
      {"properties": {"B": {}}, "additionalProperties": false, "required": ["B"]},
      {"properties": {"C": {}}, "additionalProperties": false, "required": ["C"]}]})";
  EXPECT_THAT(OfA(closed, R"({"B": 1, "C": 2})"),
              ElementsAre("schema-choice.exclusive 'C' first=B, property=A, second=C. Remove one "
                          "of them. (given here at 'B')"));
  EXPECT_THAT(OfA(closed, R"({"B": 1, "D": 2})"),
              ElementsAre(testing::StartsWith("unknown-property.default 'D' ")));
  // The fewest mistakes.
  EXPECT_THAT(OfA(R"({"anyOf": [{"required": ["B", "C"], "type": "object"},
                               {"properties": {"D": {"type": "integer"}}, "required": ["D"]}]})",
                  R"({"D": []})"),
              ElementsAre("wrong-type.default '[]' expected=integer, found=array, property=D, "
                          "value=[]"));
}

}  // namespace
}  // namespace stackql
