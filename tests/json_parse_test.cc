#include <gtest/gtest.h>

#include <string>

#include "json/json.h"

namespace stackql::json {
namespace {

struct Bad {
  std::string text;  // « and » around the bytes the error covers
  std::string expected;
};

TEST(JsonParse, SaysWhereAndWhatWasExpected) {
  const Bad cases[] = {
      {"«»", "a value"},
      {"«{»", "a closing brace"},
      {"{\"a\": [1, «[»2", "a closing bracket"},
      {"[1, 2«,»]", "no comma before the closing bracket"},
      {"{\"a\": 1«,» }", "no comma before the closing brace"},
      {"{«'a'»: 1}", "a key in double quotes"},
      {"{\"a\": «'it'»}", "a string in double quotes"},
      {"{«a»: 1}", "a key in double quotes"},
      {"{\"a\": «abc»}", "a string in double quotes"},
      {"{\"a\" «1»}", "a colon"},
      {"{\"a\": 1 «\"b\"»: 2}", "a comma or a closing brace"},
      {"[1 «2»]", "a comma or a closing bracket"},
      {"[«,»1]", "a value"},
      {"[1,«,»1]", "a value"},
      {"{\"a\":«}»", "a value"},
      {"[«True»]", "true in lower case"},
      {"[«None»]", "null"},
      {"[«012»]", "a number without leading zeros"},
      {"[«+1»]", "a number without a plus sign"},
      {"[«.5»]", "a digit before the point"},
      {"[«-»]", "a digit after the minus sign"},
      {"[«1.»]", "a digit after the point"},
      {"[«0x1F»]", "a decimal number"},
      {"[1]«;»", "nothing more"},
      {"[1] «[»2]", "nothing more"},
      {"{«//» no\n}", "a key, as JSON has no comments"},
      {"[1, «/*» no */ 2]", "a value, as JSON has no comments"},
      {"[«\"abc]»", "a closing double quote"},
      {"[\"ab«\n»c\"]", "a closing double quote, or \\n for a line break"},
      {"[\"ab«\t»c\"]", "\\t for a tab"},
      {"[\"ab«\x01»c\"]", "an escape such as \\u0001 for a control character"},
      {"[\"it«\\'»s\"]", "an apostrophe without a backslash"},
      {"[\"«\\d»+\"]", "a doubled backslash or an escape that JSON knows"},
      {"[\"«\\é»\"]", "a doubled backslash or an escape that JSON knows"},
      {"[\"«\\u12»z4\"]", "four hexadecimal digits after \\u"},
      {"{\"x\": {\"y\" «=» 1}}", "a colon"},
      {"{\"a\": \"\\u0041\", \"b\": «]»}", "a value"},
  };
  for (const Bad& bad : cases) {
    SCOPED_TRACE(bad.text);
    const size_t begin = bad.text.find("«");
    const size_t end = bad.text.find("»") - 2;
    std::string bytes = bad.text;
    bytes.erase(end + 2, 2).erase(begin, 2);
    Sources sources;
    Values values(sources);
    const TextId text = sources.AddFile("f", ">>" + bytes + "<<");
    const auto size = static_cast<uint32_t>(bytes.size());
    const Parsed parsed = Parse(values, sources.All(text).Sub(2, 2 + size));
    ASSERT_EQ(parsed.value, kNoValue);
    EXPECT_FALSE(parsed.unsure);
    EXPECT_EQ(parsed.expected, bad.expected);
    EXPECT_EQ(parsed.error.text, text);
    EXPECT_EQ(parsed.error.span.begin, 2 + begin);
    EXPECT_EQ(parsed.error.span.end, 2 + end);
  }
}

}  // namespace
}  // namespace stackql::json
