// What is told of a value that a schema refuses: which mistake, where, with which values and help.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/refused_value.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::ElementsAre;
using testing::IsEmpty;

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

// What some readers of YAML take for truth values, and numbers where texts are wanted.
TEST(WrongType, TellsWhatWasMeant) {
  const std::string truth = R"({"type": "boolean"})";
  const auto help = [](const std::string& schema, const std::string& value) {
    const Checked checked(
        {.schema = R"({"properties": {"A": )" + schema + "}}", .value = R"({"A": )" + value + "}"});
    std::string text = checked.problems.at(0).help;
    for (const std::string& repair : checked.Repairs()) text += " [" + repair + "]";
    return text;
  };
  for (const std::string word : {"yes", "Y", "ON", "1"}) {
    EXPECT_EQ(help(truth, "\"" + word + "\""), "Write true. ['" + word + "' -> true]");
  }
  for (const std::string word : {"no", "N", "off", "0"}) {
    EXPECT_EQ(help(truth, "\"" + word + "\""), "Write false. ['" + word + "' -> false]");
  }
  EXPECT_EQ(help(truth, R"("perhaps")"), "");
  EXPECT_EQ(help(R"({"type": "string"})", "5"), "Write it in quotes. ['5' in quotes]");
  EXPECT_EQ(help(R"({"type": "string", "enum": ["5", "6"]})", "5"),
            "Write it in quotes. ['5' in quotes]");
  EXPECT_EQ(help(R"({"type": "string", "enum": ["6", "7"]})", "5"), "Write '6' or '7'.");
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

// IDs have 8 or 17 digits.
TEST(Formats, CountTheDigitsOfIds) {
  const std::string vpc =
      R"({"format": "AWS::EC2::VPC.Id", "formatPattern": "^vpc-([0-9a-f]{8}|[0-9a-f]{17})$"})";
  const auto told = [&](const std::string& value, const std::string& schema) {
    const Texts all = OfA(schema, "\"" + value + "\"");
    const size_t help = all.at(0).find(". ");
    return help == std::string::npos ? "" : all[0].substr(help + 2);
  };
  EXPECT_EQ(told("vpc-123", vpc), "Expected 8 or 17 digits after 'vpc-', found 3.");
  EXPECT_EQ(told("vpc-123456789A", vpc), "Expected 8 or 17 digits after 'vpc-', found 10.");
  for (const char* other : {"vpc-1234567x", "vpc", "vpc-", "vpce-123", "vpc-ABCDEFAB", "123"}) {
    EXPECT_EQ(told(other, vpc), "") << other;
  }
  EXPECT_EQ(told("vpc-123", R"({"format": "AWS::EC2::VPC.Id", "formatPattern": "^vpc-[0-9]{8}$"})"),
            "");
}

TEST(Formats, OfUrlsAndOfTheTypeItself) {
  const auto of = [](const std::string& format) {
    return R"({"format": ")" + format + R"(", "formatPattern": "^https:"})";
  };
  EXPECT_THAT(OfA(of("AWS::SQS::Queue.Url"), "\"a\""),
              ElementsAre("format-mismatch.default 'a' expected=the URL of an AWS::SQS::Queue, "
                          "property=A, value=a"));
  // What a resource of the type itself may be called is for rules about names.
  EXPECT_THAT(OfA(of("AWS::Test::Thing.Url"), "\"a\""), IsEmpty());
  EXPECT_THAT(OfA(R"({"properties": {"B": )" + of("AWS::Test::Thing.Url") + "}}", R"({"B": "a"})"),
              testing::SizeIs(1));
}

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

}  // namespace
}  // namespace stackql
