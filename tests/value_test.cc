#include "value/value.h"

#include <gtest/gtest.h>

namespace stackql {
namespace {

TEST(Values, NoValueReadsAsUnknown) {
  Sources sources;
  const Values values(sources);
  EXPECT_EQ(values[kNoValue].kind, Kind::kUnknown);
  EXPECT_FALSE(values[kNoValue].token);
  EXPECT_FALSE(values.Known(kNoValue));
  EXPECT_FALSE(values.Where(kNoValue));
  EXPECT_EQ(values.Text(kNoValue), "");
  EXPECT_TRUE(values.Elements(kNoValue).empty());
  EXPECT_TRUE(values.Members(kNoValue).empty());
  EXPECT_EQ(values.Find(kNoValue, "key"), kNoValue);
}

TEST(Values, TheLastOfEqualKeysCounts) {
  Sources sources;
  Values values(sources);
  const Loc text = sources.All(sources.AddBuiltin("key"));
  const ValueId key = values.AddString(text, text);
  const ValueId one = values.AddUnknown(text);
  const ValueId two = values.AddUnknown(text);
  const Member members[] = {{key, one}, {key, two}};
  const ValueId object = values.AddObject(text, members);
  EXPECT_EQ(values.Members(object).size(), 2U);
  EXPECT_EQ(values.Find(object, "key"), two);
  EXPECT_EQ(values.Find(object, "other"), kNoValue);
}

}  // namespace
}  // namespace stackql
