// Messages with {placeholders}.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "lint/placeholders.h"

namespace stackql {
namespace {

TEST(Format, FillsPlaceholders) {
  const std::vector<std::pair<std::string, std::string>> args = {
      {"a", "1"}, {"b", "{a}"}, {"empty", ""}};
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {"plain", "plain"},
      {"'{a}'", "'1'"},
      {"{a}{a} {b}.", "11 {a}."},  // what is filled in is not looked at again
      {"x{empty}y", "xy"},
      {"{other} stays", "{other} stays"},
      {"what is {other} stays", "what is {other} stays"},
      {"open {a", "open {a"},
      {"{", "{"},
      {"}{a}", "}1"},
      {"{}", "{}"},
      {"{a|item|items}, {b|item|items}", "1 item, {a} items"},
      {"{other|item|items}", "{other|item|items}"},
      {"{a|} {a|item} {a|item|} {a|x|y|z} {A}", "{a|} {a|item} {a|item|} {a|x|y|z} {A}"},
      {"{{a}}", "{1}"},
  };
  for (const auto& test : cases) EXPECT_EQ(Format(test.first, args), test.second) << test.first;
}

TEST(NextPlaceholder, TellsItsPartsAndWhereItIs) {
  const std::string_view message = "x {a_b|one|many} {c}";
  const auto first = NextPlaceholder(message);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(message.substr(first->begin, first->end - first->begin), "{a_b|one|many}");
  EXPECT_EQ(first->name, "a_b");
  EXPECT_EQ(first->singular, "one");
  EXPECT_EQ(first->plural, "many");
  const auto second = NextPlaceholder(message, first->end);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(message.substr(second->begin, second->end - second->begin), "{c}");
  EXPECT_EQ(second->singular, "");
  EXPECT_FALSE(NextPlaceholder(message, second->end).has_value());
  for (const char* none : {"", "{", "{}", "{a", "{a b}", "{A}", "{1}", "{|one|many}", "{a|}",
                           "{a||many}", "{a||one|many}", "{a|one|}", "{a|one|many|more}", "a}"}) {
    EXPECT_FALSE(NextPlaceholder(none).has_value()) << none;
  }
}

}  // namespace
}  // namespace stackql
