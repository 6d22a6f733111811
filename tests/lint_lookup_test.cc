// Members found by name and by JSON pointer, and the place that a message about a value points at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/lookup.h"
#include "support/schema_text.h"

namespace stackql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::Workbench;

// "path=value" of each value found.
std::vector<std::string> Found(const std::string& text, const std::string& pointer) {
  Workbench bench;
  std::vector<std::string> lines;
  for (const stackql::Found& found : FindAll(bench.values, bench.Read(text), pointer)) {
    lines.push_back(found.path + "=" + std::string(bench.values.Text(found.member.value)));
  }
  return lines;
}

// RFC 6901, with `*` for every element or member, as schemas of CloudFormation's registry have it.
TEST(FindAll, FollowsPointers) {
  EXPECT_THAT(Found("5", ""), ElementsAre("=5"));
  EXPECT_THAT(Found(R"({"a": {"b": 1}})", "/a/b"), ElementsAre("/a/b=1"));
  EXPECT_THAT(Found(R"({"a": {"b": 1}})", "/a/c"), IsEmpty());
  EXPECT_THAT(Found(R"({"a": 1})", "/a/b"), IsEmpty());
  EXPECT_THAT(Found(R"({"a/b": {"c~d": 1}})", "/a~1b/c~0d"), ElementsAre("/a~1b/c~0d=1"));
  EXPECT_THAT(Found(R"({"c~": 1})", "/c~0"), ElementsAre("/c~0=1"));
  EXPECT_THAT(Found(R"({"a": [{"b": 1}, {"c": 2}, {"b": 3}]})", "/a/*/b"),
              ElementsAre("/a/0/b=1", "/a/2/b=3"));
  EXPECT_THAT(Found(R"({"a": {"x": {"b": 1}, "y": {"b": 2}}})", "/a/*/b"),
              ElementsAre("/a/x/b=1", "/a/y/b=2"));
  EXPECT_THAT(Found(R"({"a]": 1, "*[b": 2, "c": 3})", "/a]"), ElementsAre("/a]=1"));
  EXPECT_THAT(Found(R"({"a]": 1, "*[b": 2, "c": 3})", "/*[b"), ElementsAre("/*[b=2"));
  EXPECT_THAT(Found("[[1, 2], [3]]", "/*/*"), ElementsAre("/0/0=1", "/0/1=2", "/1/0=3"));
}

TEST(FindAll, FindsOnlyWhatIsSure) {
  EXPECT_THAT(Found(R"({"a": 1, "a": 2})", "/a"), ElementsAre("/a=2"));
  EXPECT_THAT(Found(R"({"a": 1, "%": 2})", "/a"), IsEmpty());
  EXPECT_THAT(Found(R"({"%": 2, "a": 1})", "/a"), ElementsAre("/a=1"));
  EXPECT_THAT(Found(R"({"a": 1, "b%": 2})", "/a"), ElementsAre("/a=1"));
  EXPECT_THAT(Found(R"({"a": 1, % : 2})", "/a"), IsEmpty());
}

// What may be wrong is not looked into.
TEST(FindAll, TrustsWhatItPassesThrough) {
  Workbench bench;
  const ValueId one = bench.Read("1");
  const Member inner{bench.Read("\"b\""), one};
  for (const bool untrusted : {false, true}) {
    const ValueId array = bench.values.AddArray({}, std::span(&one, 1));
    const ValueId object = bench.values.AddObject({}, std::span(&inner, 1));
    Value list = bench.values[array];
    Value mapping = bench.values[object];
    list.untrusted = mapping.untrusted = untrusted;
    const size_t expected = untrusted ? 0U : 1U;
    EXPECT_EQ(FindAll(bench.values, bench.values.Add(list), "/*").size(), expected);
    EXPECT_EQ(FindAll(bench.values, bench.values.Add(mapping), "/*").size(), expected);
    EXPECT_EQ(FindAll(bench.values, bench.values.Add(mapping), "/b").size(), expected);
  }
}

TEST(SureMember, IsNoneOfWhatIsRemovedOrGuessed) {
  Workbench bench;
  const Member removed{bench.Read("\"a\""), bench.values.Add({.kind = Kind::kAbsent})};
  const ValueId patch = bench.values.AddObject({}, std::span(&removed, 1), true);
  EXPECT_FALSE(SureMember(bench.values, patch, "a").has_value());
  const ValueId object = bench.Read(R"({"a": 1})");
  EXPECT_TRUE(SureMember(bench.values, object, "a").has_value());
  EXPECT_FALSE(SureMember(bench.values, object, "b").has_value());
  EXPECT_FALSE(SureMember(bench.values, bench.Read("5"), "a").has_value());
}

// What a message about the value of the member "a" points at.
std::string Pointed(const std::string& value) {
  Workbench bench;
  const ValueId object = bench.Read(R"({"a": )" + value + "}");
  const Member member = bench.values.Members(object)[0];
  const Loc where = Point(bench.values, member.value, member.key);
  return std::string(bench.sources.Bytes(bench.sources.Resolve(where).at));
}

TEST(Point, IsAtTheValueOrTheKeyOfAStructureOfSeveralLines) {
  EXPECT_EQ(Pointed("5"), "5");
  EXPECT_EQ(Pointed("[1, 2]"), "[1, 2]");
  EXPECT_EQ(Pointed("[1,\n2]"), "a");
  EXPECT_EQ(Pointed(R"({"b": 1})"), R"({"b": 1})");
  EXPECT_EQ(Pointed("{\"b\":\n1}"), "a");
}

TEST(PointAtObject, IsWhatIntroducesIt) {
  Workbench bench;
  const auto bytes = [&](Loc where) {
    return std::string(bench.sources.Bytes(bench.sources.Resolve(where).at));
  };
  const ValueId object = bench.Read(R"({"a": {"b": 1}, "c": {}})");
  const Member a = bench.values.Members(object)[0];
  const Member c = bench.values.Members(object)[1];
  EXPECT_EQ(bytes(PointAtObject(bench.values, a.value, a.key)), "a");
  EXPECT_EQ(bytes(PointAtObject(bench.values, a.value, kNoValue)), "b");
  EXPECT_EQ(bytes(PointAtObject(bench.values, c.value, kNoValue)), "{}");
  // A structure that a template inserted is mended where it is written.
  const Member elsewhere = bench.values.Members(bench.Read(R"({"d": {"e": 1}})"))[0];
  EXPECT_EQ(bytes(PointAtObject(bench.values, elsewhere.value, a.key)), "e");
}

}  // namespace
}  // namespace stackql
