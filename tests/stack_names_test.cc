// What names mean while a stack is evaluated, and what is remembered by their values.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stack/captures.h"
#include "stack/memo.h"
#include "stack/names.h"

namespace stackql {
namespace {

TEST(Names, WhatAFrameDefinesEndsWithIt) {
  Names names;
  names.Define("a", 1);
  {
    const Names::Frame outer(names);
    names.Define("a", 2);
    names.Define("b", 3);
    {
      const Names::Frame inner(names);
      names.Define("a", 4);
      names.Define("a", 5);
      names.DefineIfNew("b", 6);
      names.DefineIfNew("c", 7);
      EXPECT_EQ(names.Find("a"), 5U);
      EXPECT_EQ(names.Find("b"), 3U);
      EXPECT_EQ(names.Find("c"), 7U);
    }
    EXPECT_EQ(names.Find("a"), 2U);
    EXPECT_EQ(names.Find("c"), kNoValue);
    names.Define("a", 8);
  }
  EXPECT_EQ(names.Find("a"), 1U);
  EXPECT_EQ(names.Find("b"), kNoValue);
  names.Define("a", 9);
  EXPECT_EQ(names.Find("a"), 9U);
}

TEST(Names, WhatAFrameSetsEndsWithIt) {
  const std::vector<std::string> exports = {"arn"};
  Names names;
  names.SetOpen(true);
  {
    const Names::Frame frame(names);
    names.SetOpen(false);
    names.SetThis("vpc");
    names.SetOpenPrefixes({"callback"});
    names.SetUnknownNames(&exports);
    EXPECT_EQ(names.scope().this_prefix, "vpc");
  }
  EXPECT_TRUE(names.scope().open);
  EXPECT_EQ(names.scope().this_prefix, "");
  EXPECT_TRUE(names.scope().open_prefixes.empty());
  EXPECT_EQ(names.scope().unknown_names, nullptr);
}

using Reads = std::vector<tmpl::Read>;

tmpl::Scope With(std::map<std::string, ValueId, std::less<>> names) {
  return {.names = std::move(names)};
}

TEST(Memo, RecallsWhatReadTheSameValues) {
  Memo<int, std::string> memo;
  const Reads reads = {{.name = "a"}, {.name = "b.c"}};
  EXPECT_EQ(memo.Find(1, With({})), nullptr);
  memo.Add(1, reads, With({{"a", 1}, {"b", 2}, {"other", 3}}), "first");
  EXPECT_EQ(memo.Find(2, With({{"a", 1}, {"b", 2}})), nullptr) << "another key";
  ASSERT_NE(memo.Find(1, With({{"a", 1}, {"b", 2}, {"other", 4}})), nullptr);
  EXPECT_EQ(memo.Find(1, With({{"a", 2}, {"b", 2}})), nullptr);
  EXPECT_EQ(memo.Find(1, With({{"b", 2}})), nullptr) << "not defined any more";
  EXPECT_EQ(memo.Find(1, With({{"a", 1}, {"b", 2}, {"b.c", 9}})), nullptr) << "a longer name";
  memo.Add(1, reads, With({{"a", 5}}), "second");
  EXPECT_EQ(*memo.Find(1, With({{"a", 5}})), "second");
  EXPECT_EQ(*memo.Find(1, With({{"a", 1}, {"b", 2}})), "first") << "the one before is kept, too";
}

TEST(Memo, KeepsTheLatestOfEachKey) {
  Memo<int, ValueId> memo;
  const auto kept = static_cast<ValueId>(Memo<int, ValueId>::kMostOfKey);
  const Reads reads = {{.name = "a"}};
  for (ValueId i = 0; i <= kept; ++i) memo.Add(1, reads, With({{"a", i}}), i);
  EXPECT_EQ(memo.Find(1, With({{"a", 0}})), nullptr);
  for (ValueId i = 1; i <= kept; ++i) EXPECT_EQ(*memo.Find(1, With({{"a", i}})), i);
}

TEST(Captures, RowsOfEarlierResourcesAreSeenByWhatRunsAfter) {
  const std::set<std::string, std::less<>> earlier = {"vpc"};
  EXPECT_TRUE(MayBeReturned("vpc.callback.Identifier", "create", earlier));
  EXPECT_TRUE(MayBeReturned("vpc.callback.Identifier", "", earlier));
  EXPECT_FALSE(MayBeReturned("vpc.callback.Identifier", "statecheck", earlier));
  EXPECT_FALSE(MayBeReturned("vpc.callback.Identifier", "delete", earlier));
  EXPECT_FALSE(MayBeReturned("vpc.callback", "create", earlier));
  EXPECT_FALSE(MayBeReturned("vpc.arn", "create", earlier));
  EXPECT_FALSE(MayBeReturned("subnet.callback.Identifier", "create", earlier));
}

}  // namespace
}  // namespace stackql
