// What was probably meant by a word that is none of those that could stand there.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "diag/suggest.h"

namespace stackql {
namespace {

using Words = std::vector<std::string_view>;

TEST(Suggest, TakesTheNearest) {
  const Words words = {"create", "delete", "update"};
  EXPECT_EQ(Suggest("creat", words), "create");
  EXPECT_EQ(Suggest("cretee", words, 2), "create");
  EXPECT_EQ(Suggest("cretee", words, 1), "");
  EXPECT_EQ(Suggest("dlete", words), "delete");
  EXPECT_EQ(Suggest("updatee", words), "update");
  EXPECT_EQ(Suggest("upxate", words), "update");
}

TEST(Suggest, TakesAnEqualWordOfAnotherSpellingFirst) {
  EXPECT_EQ(Suggest("StageName", Words{"stage_namd", "stage_name"}), "stage_name");
  EXPECT_EQ(Suggest("stage-name", Words{"StageName"}), "StageName");
  EXPECT_EQ(Suggest("stage name", Words{"stage_name"}), "stage_name");
}

TEST(Suggest, CountsAnExchangeOfNeighboursAsOne) {
  // Two substitutions would be more than a third of the word.
  EXPECT_EQ(Suggest("tset", Words{"test"}), "test");
  EXPECT_EQ(Suggest("exitss", Words{"exists"}), "exists");
}

TEST(Suggest, TakesAtMostAThirdOfTheWord) {
  EXPECT_EQ(Suggest("abcdef", Words{"abcdxy"}), "abcdxy");
  EXPECT_EQ(Suggest("abcdef", Words{"abcxyz"}), "");
  EXPECT_EQ(Suggest("abcde", Words{"abcdx"}), "abcdx");
  EXPECT_EQ(Suggest("abcde", Words{"abcxy"}), "");
  EXPECT_EQ(Suggest("abcdef", Words{"abcdefgh"}), "abcdefgh");
  EXPECT_EQ(Suggest("abcdef", Words{"abcdefghi"}), "");
  EXPECT_EQ(Suggest("abcdefghi", Words{"abcdef"}), "abcdef");
}

TEST(Suggest, AllowsOneDifferenceInShortWords) {
  EXPECT_EQ(Suggest("or", Words{"of"}), "of");
  EXPECT_EQ(Suggest("or", Words{"and"}), "");
  // Nothing of the word is left.
  EXPECT_EQ(Suggest("a", Words{"b"}), "");
}

TEST(Suggest, PrefersTheFirstOfEquallyNearOnes) {
  EXPECT_EQ(Suggest("read", Words{"road", "real", "reed"}), "road");
  EXPECT_EQ(Suggest("reads", Words{"roads", "road", "read"}), "roads");
}

TEST(Suggest, PrefersANearerLaterOne) {
  EXPECT_EQ(Suggest("describe", Words{"descrxxe", "describx"}), "describx");
}

TEST(Suggest, NeverGivesTheWordItself) {
  EXPECT_EQ(Suggest("read", Words{"read"}), "");
  EXPECT_EQ(Suggest("read", Words{"read", "reads"}), "reads");
}

TEST(Suggest, SaysNothingForNothing) {
  EXPECT_EQ(Suggest("", Words{"a", ""}), "");
  EXPECT_EQ(Suggest("a", Words{}), "");
}

TEST(DidYouMean, NamesTheWord) {
  EXPECT_EQ(DidYouMean("check"), "Did you mean 'check'?");
  EXPECT_EQ(DidYouMean(""), "");
}

TEST(Suggest, IsBounded) {
  const std::string longest(128, 'a');
  const std::string other = longest.substr(1) + "b";
  EXPECT_EQ(Suggest(longest, Words{other}), other);
  const std::string too_long(129, 'a');
  EXPECT_EQ(Suggest(too_long, Words{longest}), "");
  EXPECT_EQ(Suggest(longest, Words{too_long}), "");
  Words many(1'999, "zzzz");
  many.push_back("test");
  EXPECT_EQ(Suggest("tset", many), "test");
  many.insert(many.begin(), "zzzz");
  EXPECT_EQ(Suggest("tset", many), "");
}

}  // namespace
}  // namespace stackql
