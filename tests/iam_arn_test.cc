// ARNs of which parts are open: joined, written as patterns, filled from templates and from stacks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "iam/arn_template.h"
#include "iam/known_values.h"
#include "iam/policy_pattern.h"
#include "json/json.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Piece Text(const std::string& text) { return {.text = text}; }
Piece Any(const std::string& counted = {}) { return {.kind = Piece::Kind::kAny, .text = counted}; }
Piece Unsure(const std::string& what, std::vector<std::string> forms = {}) {
  return {.kind = Piece::Kind::kUnsure, .text = what, .forms = std::move(forms)};
}

// "IAM policy elements: Variables and tags": ${*}, ${?} and ${$} are the characters themselves.
TEST(PolicyPatternOf, HasWildcardsForWhatIsOpen) {
  EXPECT_EQ(PolicyPattern(StarArn()), "*");
  EXPECT_EQ(PolicyPattern({Text("arn:aws:s3:::a")}), "arn:aws:s3:::a");
  EXPECT_EQ(PolicyPattern({Text("a*b?c$d")}), "a${*}b${?}c${$}d");
  EXPECT_EQ(PolicyPattern({Text("**")}), "${*}${*}");
  EXPECT_EQ(PolicyPattern({Text("a-"), Any(), Text("-b-"), Unsure("x")}), "a-*-b-*");
  EXPECT_EQ(PolicyPattern({Text("a-"), Any(), Unsure("x"), Any(), Text("b")}), "a-*b");
  EXPECT_EQ(PolicyPattern({Text("secret:a-"), Any("??????")}), "secret:a-??????");
  EXPECT_EQ(PolicyPattern({Unsure("x")}), "*");
  EXPECT_EQ(PolicyPattern({}), "");
}

TEST(Arns, JoinNeighbouringTexts) {
  Arn arn;
  Append(arn, "a");
  Append(arn, "");
  Append(arn, "b");
  EXPECT_EQ(arn, Arn{Text("ab")});
  Append(arn, Arn{Any(), Text("c")});
  Append(arn, Arn{Text("d"), Unsure("x"), Any()});
  EXPECT_EQ(arn, (Arn{Text("ab"), Any(), Text("cd"), Unsure("x"), Any()}));
}

TEST(Arns, HaveEachFormOfEachPiece) {
  const Arn arn = {Text("a"), Unsure("one", {"", "-*-"}), Text("b"), Unsure("two", {"c", "*d"})};
  Piece star = Any();
  star.alphabet = Piece::Alphabet::kPart;
  EXPECT_THAT(FormsOf(arn), ElementsAre(Arn{Text("abc")}, Arn{Text("a-"), star, Text("-bc")},
                                        Arn{Text("ab"), star, Text("d")},
                                        Arn{Text("a-"), star, Text("-b"), star, Text("d")}));
  EXPECT_THAT(FormsOf({}), ElementsAre(Arn{}));
  EXPECT_THAT(FormsOf({Any(), Unsure("x")}), ElementsAre(Arn{Any(), Unsure("x")}));
}

TEST(ArnTemplates, AreFilled) {
  const auto fill = [](std::string_view placeholder) {
    if (placeholder == "Open") return Arn{Any()};
    return Arn{Text("<" + std::string(placeholder) + ">")};
  };
  EXPECT_EQ(FillTemplate("arn:${A}:b:${Open}${C}", fill),
            (Arn{Text("arn:<A>:b:"), Any(), Text("<C>")}));
  EXPECT_EQ(FillTemplate("plain", fill), Arn{Text("plain")});
  EXPECT_EQ(FillTemplate("", fill), Arn{});
  EXPECT_EQ(FillTemplate("a${B", fill), Arn{Text("a")});
}

TEST(ArnTemplates, MatchTheirArns) {
  const std::string bucket = "arn:${Partition}:s3:::${BucketName}";
  EXPECT_EQ(MatchesTemplate(bucket, "arn:aws:s3:::b"), Tri::kYes);
  EXPECT_EQ(MatchesTemplate(bucket, "arn:aws:sqs:::b"), Tri::kNo);
  EXPECT_EQ(MatchesTemplate(bucket, "arn:aws:\xFF\xFF\xFF:::b"), Tri::kUnknown);
  // Whatever the region turns out to be, it is of another service.
  EXPECT_EQ(MatchesTemplate("arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}",
                            "arn:aws:sqs:\xFF\xFF\xFF:111122223333:q"),
            Tri::kNo);
  EXPECT_TRUE(Extends(bucket + "/${ObjectName}", bucket));
  EXPECT_FALSE(Extends(bucket, bucket));
  EXPECT_FALSE(Extends(bucket, bucket + "/${ObjectName}"));
  EXPECT_FALSE(Extends("arn:${Partition}:sqs:::${QueueName}-more-of-it", bucket));
}

TEST(ArnTemplates, BeginAsArns) {
  for (const char* wrong :
       {"arn:p:s:r:a:x/*", "arn:p:s:r:a:x/${A}, arn:p:s:r:a:y/${A}", "arn:p:s:r:x", "x:p:s:r:a:b",
        "arn:p:s:r:a:x/${A", "arn:p:s:r:a:x/{A}", "arn:p:s:r:a:x/a?", "arn:p:s:r:a:x y",
        "arn:p:s:r:a:${A${B}}", "arn:p:s:r:a:x}", "arn:p:s:r:a:x,y", "arn:p:s:r:a:$x",
        "arn:p:s:r:a:arn:x"}) {
    EXPECT_FALSE(IsArnTemplate(wrong)) << wrong;
  }
  EXPECT_TRUE(IsArnTemplate("arn:${Partition}:s3:::${BucketName}"));
  EXPECT_TRUE(IsArnTemplate("arn:${Partition}:iam::${Account}:role/${Path||*/}${RoleName}"));
}

// "service/${Cluster}/${Service}" is part of a cluster only where more than its place tells so.
TEST(ArnTemplates, AreWithinThoseThatTheyRepeat) {
  const std::string place = "arn:${Partition}:x:${Region}:${Account}:";
  EXPECT_TRUE(IsWithin(place + "a/${A}/b", place + "a/${A}"));
  EXPECT_TRUE(IsWithin(place + "c/${A}/${B}/${C}", place + "b/${A}/${B}"));
  EXPECT_FALSE(IsWithin(place + "c/${A}/${B}", place + "b/${A}")) << "one may be of many things";
  EXPECT_FALSE(IsWithin(place + "c/${A}/${B}", place + "b/${A}/${B}")) << "it has no more";
  EXPECT_FALSE(IsWithin(place + "c/${A}/${C}/${B}", place + "b/${A}/${B}"));
  EXPECT_FALSE(IsWithin(place + "c/${A}/${B}/${C", place + "b/${A}/${B}")) << "not closed";
}

// How far a star reaches ("IAM JSON policy elements: Resource").
TEST(PolicyPatterns, ReachAsFarAsTheyAreRead) {
  const auto matches = [](const std::string& pattern, Reach reach, const std::string& text) {
    return lang::Matches(ParsePattern(pattern, reach), text);
  };
  const std::string arn = "arn:aws:s3:::a:b";
  for (const Reach reach : {Reach::kInPart, Reach::kRunOn, Reach::kFree}) {
    EXPECT_TRUE(matches("*", reach, arn));
    EXPECT_TRUE(matches("arn:aws:s3:::*", reach, arn));
    EXPECT_TRUE(matches("arn:aws:s3:::a?b", reach, arn));
    EXPECT_TRUE(matches("arn:*:s3:::a:b", reach, arn));
    EXPECT_FALSE(matches("arn:*:s3:::a", reach, arn));
    EXPECT_TRUE(matches("arn:aws:s3:::${*}${?}${$}", reach, "arn:aws:s3:::*?$"));
    EXPECT_FALSE(matches("arn:aws:s3:::${*}", reach, "arn:aws:s3:::b"));
    EXPECT_TRUE(matches("arn:aws:s3:::\u00fc?", reach, "arn:aws:s3:::\u00fc\u00fc"));
  }
  EXPECT_FALSE(matches("arn:*:a:b", Reach::kInPart, arn));
  EXPECT_TRUE(matches("arn:*:a:b", Reach::kRunOn, arn));
  EXPECT_FALSE(matches("arn:*s3:::a:b", Reach::kRunOn, arn));
  EXPECT_TRUE(matches("arn:*s3:::a:b", Reach::kFree, arn));
  EXPECT_FALSE(matches("arn:aws?s3:::a:b", Reach::kRunOn, arn));
  EXPECT_TRUE(matches("arn:aws?s3:::a:b", Reach::kFree, arn));
  EXPECT_FALSE(matches("arn:aws:*", Reach::kInPart, arn));
  EXPECT_TRUE(matches("arn:aws:*", Reach::kRunOn, arn));
}

// "IAM JSON policy elements: Resource", "Incomplete ARNs".
TEST(Pattern, AShortArnIsLeftOutompleted) {
  const auto matches = [](std::string_view pattern, std::string_view text) {
    return lang::Matches(ParseResource(pattern, Reach::kInPart), text);
  };
  const std::string_view queue = "arn:aws:sqs:us-east-1:111122223333:q";
  for (const char* pattern : {"arn:aws:sqs", "arn:aws:sqs:*", "arn:aws:s*", "arn:aws:sqs:us-east-1",
                              "arn:aws:sqs:us-east-1:111122223333", "arn:*", "*"}) {
    EXPECT_TRUE(matches(pattern, queue)) << pattern;
  }
  EXPECT_FALSE(matches("arn:aws:sqs::111122223333", queue));
  EXPECT_FALSE(matches("arn:", queue));
  EXPECT_FALSE(matches("arn:aws:sns", queue));
  EXPECT_FALSE(matches("arn:aws:sqs:*:*:p", queue));
  // Only an ARN is: an action or a name is not.
  EXPECT_FALSE(matches("sqs", queue));
}

// A value of a stack, where \xFF\xFF\xFF is a hole: `spelled` is what the template has there.
class Written {
 public:
  ValueId Read(const std::string& json) {
    return json::Parse(values, sources.All(sources.AddFile("value.json", json))).value;
  }
  // "before{{ name }}behind", with the template's part as a hole.
  ValueId Rendered(const std::string& before, const std::string& name, const std::string& behind) {
    const TextId file = sources.AddFile("x.iql", "\"" + before + name + behind + "\"");
    const auto begin = static_cast<uint32_t>(1 + before.size());
    const auto end = static_cast<uint32_t>(begin + name.size());
    TextBuilder builder(sources);
    builder.Copy({file, {0, begin}});
    builder.Hole({file, {begin, end}});
    builder.Copy({file, {end, static_cast<uint32_t>(end + behind.size() + 1)}});
    return json::Parse(values, builder.Finish(Step::kRender, sources.All(file))).value;
  }

  Sources sources;
  Values values{sources};
};

// What stackql-deploy reads back from AWS is of the resource, what a template stands for is one
// text.
TEST(PartOf, TellsWhatIsReadBackFromWhatIsGiven) {
  Written written;
  EXPECT_EQ(PartOf(written.values, written.Read("\"plain\"")), Arn{Text("plain")});
  EXPECT_EQ(PartOf(written.values, written.Read("\"\"")), Arn{});
  EXPECT_EQ(PartOf(written.values, written.Rendered("a-", "{{ name }}", "-b")),
            (Arn{Text("a-"), Unsure("{{ name }}"), Text("-b")}));
  EXPECT_EQ(PartOf(written.values, written.Rendered("", "{{ this.arn }}", "/b")),
            (Arn{Any(), Text("/b")}));
  EXPECT_EQ(PartOf(written.values, written.Rendered("", "{{- this.arn -}}", "/b")),
            PartOf(written.values, written.Rendered("", "{{ this.arn }}", "/b")));
  EXPECT_EQ(PartOf(written.values, written.Rendered("a", "{{this.arn}}", "")),
            (Arn{Text("a"), Any()}));
  EXPECT_EQ(PartOf(written.values, written.Rendered("a", "{{ thistle.arn }}", "")),
            (Arn{Text("a"), Unsure("{{ thistle.arn }}")}));
}

bool IsLeftOut(std::string_view name) { return name == "skipped"; }

TEST(TextsIn, AreThoseOfEveryDepth) {
  Written written;
  const auto texts = [&](const std::string& json) {
    const Texts found = TextsIn(written.values, written.Read(json), IsLeftOut);
    std::vector<std::string> all;
    for (const ValueId id : found.all) all.emplace_back(written.values.Text(id));
    if (!found.complete) all.emplace_back("...");
    return all;
  };
  EXPECT_THAT(texts(R"({"a": "x", "b": [1, "y", {"c": ["z", null, true]}]})"),
              ElementsAre("x", "y", "z"));
  EXPECT_THAT(texts("{\"skipped\": [\"arn:aws:s3:::b\", \xFF\xFF\xFF], \"a\": \"x\"}"),
              ElementsAre("x"));
  EXPECT_THAT(texts("{}"), IsEmpty());
  EXPECT_THAT(texts("{\"a\": \"x\", \xFF\xFF\xFF}"), ElementsAre("x", "..."));
  EXPECT_THAT(texts("[\"x\", \xFF\xFF\xFF]"), ElementsAre("x", "..."));
  EXPECT_THAT(texts("{\"a\": \xFF\xFF\xFF, \"b\": \"x\"}"), ElementsAre("x", "..."));
  // A hole may be the beginning of an ARN, unless the text before it is none's.
  EXPECT_THAT(texts("[\"\xFF\xFF\xFF-x\"]"), testing::Contains("..."));
  EXPECT_THAT(texts("[\"ar\xFF\xFF\xFF\"]"), testing::Contains("..."));
  EXPECT_THAT(texts("[\"arn:\xFF\xFF\xFF\"]"), testing::Contains("..."));
  EXPECT_THAT(texts("[\"x\xFF\xFF\xFF\"]"), testing::Not(testing::Contains("...")));
  EXPECT_THAT(texts("[\"arn:aws:\xFF\xFF\xFF\"]"), testing::Not(testing::Contains("...")));
  EXPECT_FALSE(TextsIn(written.values, kNoValue, IsLeftOut).complete);
  const auto nested = [](int depth, const std::string& open, const std::string& close) {
    std::string text = "\"x\"";
    for (int i = 0; i < depth; ++i) text.insert(0, open).append(close);
    return text;
  };
  EXPECT_THAT(texts(nested(100, "[", "]")), ElementsAre("x"));
  EXPECT_THAT(texts(nested(101, "[", "]")), ElementsAre("..."));
  EXPECT_THAT(texts(nested(100, R"({"a": )", "}")), ElementsAre("x"));
  EXPECT_THAT(texts(nested(101, R"({"a": )", "}")), ElementsAre("..."));
}

TEST(ArnFields, AreThoseOfTheText) {
  const std::string arn = "arn:aws:lambda:us-east-1:111122223333:function:f";
  EXPECT_EQ(ArnField(arn, kServiceField), "lambda");
  EXPECT_EQ(ArnField(arn, kRegionField), "us-east-1");
  EXPECT_EQ(ArnField(arn, kAccountField), "111122223333");
  EXPECT_EQ(ArnField(arn, kResourceField), "function:f");
  EXPECT_EQ(ArnField("arn:aws:s3", kServiceField), "s3");
  EXPECT_EQ(ArnField("arn:aws:s3", kRegionField), "");
  EXPECT_EQ(ArnField("", kServiceField), "");
}

TEST(Accounts, HaveTwelveDigits) {
  EXPECT_TRUE(IsAccount("111122223333"));
  for (const char* wrong : {"", "11112222333", "1111222233334", "11112222333a", "*"}) {
    EXPECT_FALSE(IsAccount(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace stackql::iam
