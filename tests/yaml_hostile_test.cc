// Broken and hostile texts: no crash, no stall, every place inside the text.

#include <gtest/gtest.h>

#include "yaml_reading.h"

namespace stackql {
namespace {

constexpr std::string_view kManifest = R"(# a stack
version: 1
name: 'stage''s'
providers: [awscc, {a: b, "c": null}, [x, *none]]
globals: &g
  - name: region
    value: "{{ AWS_REGION }} \u00e9\n"
    é: 😀
resources:
- name: stage
  props:
    - name: Tags
      value: !tag
        - Key: >-
            folded
             more
          Value: ~
    - {name: x, values: {prd: {value: 0x1F}}, merge: *g}
  sql: |
    /*+ create */
    INSERT INTO t VALUES ('it''s')

  ? explicit
  : value
  empty:
)";

void ExpectPlacesInside(const Reading& read) {
  const auto size = static_cast<uint32_t>(read.sources.Bytes(read.file).size());
  const auto inside = [&](Loc loc) {
    const Place place = read.sources.Resolve(loc);
    return place.at.text == read.file && place.at.span.begin <= place.at.span.end &&
           place.at.span.end <= size;
  };
  for (ValueId id = 0; id < read.values.size(); ++id) {
    EXPECT_TRUE(inside(read.values[id].token));
    EXPECT_TRUE(!read.values[id].text || inside(read.values[id].text));
  }
  for (const Problem& problem : read.problems) {
    EXPECT_TRUE(inside(problem.where));
    for (const Related& related : problem.related) EXPECT_TRUE(inside(related.where));
  }
  EXPECT_EQ(read.root == kNoValue, !read.problems.empty());
}

std::string WithBreaks(std::string_view text, std::string_view line_break) {
  std::string out;
  for (const char c : text) c == '\n' ? out += line_break : out += c;
  return out;
}

TEST(YamlHostile, TruncatedAnywhere) {
  std::string whole(kManifest);
  whole.replace(whole.find("*none"), 5, "none");
  ASSERT_TRUE(Reading(whole).problems.empty()) << Reading(whole).problems[0].what.id;
  for (const std::string_view line_break : {"\n", "\r\n", "\r"}) {
    const std::string text = WithBreaks(whole, line_break);
    for (size_t size = 0; size <= text.size(); ++size) {
      SCOPED_TRACE(text.substr(0, size));
      ExpectPlacesInside(Reading(text.substr(0, size)));
    }
  }
}

// yaml-cpp leaves byte order marks out, also in the middle of a text.
TEST(YamlHostile, ByteOrderMarksAnywhere) {
  const std::string mark = "\xEF\xBB\xBF";
  for (size_t at = 0; at <= kManifest.size(); ++at) {
    std::string text(kManifest);
    text.insert(at, mark);
    SCOPED_TRACE(text);
    ExpectPlacesInside(Reading(text));
  }
  ExpectPlacesInside(Reading("):\n!\n!" + mark + "a ' 2e" + mark + "!" + mark + mark + "\"'"));
}

// yaml-cpp ends a tag's quote where it likes: the value is shorter than what is written.
TEST(YamlHostile, QuotesInTags) {
  for (const std::string_view text :
       {"!\" \"   e\"oeb", "a: !\" \"   e\"x\n", "a: !' '   e'x\n", "- !\"\"\t\"\n"}) {
    SCOPED_TRACE(text);
    ExpectPlacesInside(Reading(std::string(text)));
  }
}

TEST(YamlHostile, OneByteChangedAnywhere) {
  for (const char byte : std::string("\t\n:-'\"[]{}#&*!|>%@,\\ \xFF\x00?x", 25)) {
    for (size_t at = 0; at < kManifest.size(); ++at) {
      std::string text(kManifest);
      text[at] = byte;
      SCOPED_TRACE(text);
      ExpectPlacesInside(Reading(text));
    }
  }
}

TEST(YamlHostile, NestingIsLimited) {
  const auto repeat = [](std::string_view text, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += text;
    return out;
  };
  for (const std::string_view unit : {"[", "{", "{a: ", "- ", "[{", "? "}) {
    for (const int count : {150, 10'000, 100'000}) {
      SCOPED_TRACE(unit);
      const Reading read(repeat(unit, count));
      ExpectPlacesInside(read);
      if (count > 150) {
        ASSERT_EQ(read.problems.size(), 1U);
        EXPECT_TRUE(read.problems[0].what.id == "too-deep" ||
                    read.problems[0].what.id == "unclosed-bracket")
            << read.problems[0].what.id;
      }
    }
  }
  EXPECT_TRUE(Reading(repeat("[", 200) + repeat("]", 200)).problems.empty());
  const Reading deep(repeat("[", 201) + repeat("]", 201));
  ASSERT_EQ(deep.problems.size(), 1U);
  EXPECT_EQ(deep.problems[0].what.id, "too-deep");
  EXPECT_EQ(deep.problems[0].where.span, (Span{200, 201}));
}

TEST(YamlHostile, AliasBombCostsNothing) {
  std::string text = "a0: &a0 [x]\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before +
            ", " + before + "]\n";
  }
  const Reading read(text);
  EXPECT_TRUE(read.problems.empty());
  EXPECT_LT(read.values.size(), 200U);
}

TEST(YamlHostile, NodesAreLimited) {
  std::string text;
  for (int i = 0; i < 2'000; ++i) text += "- x\n";
  const Reading read(text, {.nodes = 1'000});
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].what.id, "too-large");
  EXPECT_EQ(read.root, kNoValue);
}

TEST(YamlHostile, FlowIndicatorsAreLimited) {
  const std::string text = "[a,b,c]";
  EXPECT_TRUE(Reading(text, {.flow_indicators = 4}).problems.empty());
  const Reading read(text, {.flow_indicators = 3});
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].what.id, "too-many-indicators");
  EXPECT_EQ(read.problems[0].where.span, (Span{6, 7}));
  EXPECT_EQ(Reading(std::string(3'000'000, '[')).problems[0].what.id, "too-many-indicators");
}

TEST(YamlHostile, LongLinesAndManyTabs) {
  ExpectPlacesInside(Reading("a: " + std::string(1'000'000, 'x')));
  ExpectPlacesInside(Reading("a: '" + std::string(1'000'000, '\'')));
  ExpectPlacesInside(Reading("a: \"" + std::string(1'000'000, '\\')));
  ExpectPlacesInside(Reading(std::string(300'000, '\t')));
  ExpectPlacesInside(Reading("a:" + std::string(300'000, ' ') + "b"));
  std::string folds = "a: '";
  for (int i = 0; i < 100'000; ++i) folds += "x \n  ";
  ExpectPlacesInside(Reading(folds + "'"));
}

}  // namespace
}  // namespace stackql
