#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "json/json.h"
#include "value/value.h"

namespace stackql::json {
namespace {

struct Bad {
  std::string text;  // « and » around the bytes the error covers
  std::string expected;
};

TEST(JsonParse, SaysWhereAndWhatWasExpected) {
  const Bad cases[] = {
      {"«»", "a value"},
      {"«{»", "a closing brace for this one"},
      {"{\"a\": [1, «[»2", "a closing bracket for this one"},
      {"[1, 2«,»]", "no comma before the closing bracket"},
      {"{\"a\": 1«,» }", "no comma before the closing brace"},
      {"{«'a'»: 1}", "a key in double quotes"},
      {"{\"a\": «'it'»}", "a string in double quotes"},
      {"{«a»: 1}", "a key in double quotes"},
      {"{\"a\": «abc»}", "a string in double quotes"},
      {"{\"a\" «1»}", "a colon"},
      {"{\"a\": 1 «\"b\"»: 2}", "a comma or closing brace"},
      {"[1 «2»]", "a comma or closing bracket"},
      {"[«,»1]", "a value"},
      {"[1,«,»1]", "a value"},
      {"{\"a\":«}»", "a value"},
      {"[«True»]", "true in lowercase"},
      {"[«None»]", "null"},
      {"[«012»]", "a number without leading zeros"},
      {"[«+1»]", "a number without a plus sign"},
      {"[«.5»]", "a digit before the decimal point"},
      {"[«-»]", "a digit after the minus sign"},
      {"[«1.»]", "a digit after the decimal point"},
      {"[«0x1F»]", "a decimal number"},
      {"[1]«;»", "the end of the JSON"},
      {"[1] «[»2]", "the end of the JSON"},
      {"{«//» no\n}", "a key (JSON has no comments)"},
      {"[1, «/*» no */ 2]", "a value (JSON has no comments)"},
      {"[«\"abc]»", "a closing double quote"},
      {"[\"ab«\n»c\"]", "a closing double quote, or \\n for a line break"},
      {"[\"ab«\t»c\"]", "\\t for a tab"},
      {"[\"ab«\x01»c\"]", "an escape such as \\u0001 for a control character"},
      {"[\"it«\\'»s\"]", "an apostrophe without a backslash"},
      {"[\"«\\d»+\"]", "a doubled backslash or a valid JSON escape"},
      {"[\"«\\é»\"]", "a doubled backslash or a valid JSON escape"},
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

// "~" is a hole, and "?" an unknown value in what is written back.
std::string Written(const std::string& holed) {
  std::string bytes;
  for (const char c : holed) bytes += c == '~' ? std::string(kHoleBytes) : std::string(1, c);
  Sources sources;
  Values values(sources);
  const Parsed parsed = Parse(values, sources.All(sources.AddFile("f", bytes)));
  if (parsed.value == kNoValue) return parsed.unsure ? "unsure" : "error";
  std::string out;
  for (const char c : sources.Bytes(Serialise(values, parsed.value, Form::kPlain))) {
    const bool inside = out.ends_with("~") && c == kHoleBytes[0];
    if (!inside || !out.ends_with("~")) out += c == kHoleBytes[0] ? '~' : c;
  }
  return out;
}

TEST(JsonParse, Holes) {
  struct Case {
    const char* text;
    const char* written;
  };
  const Case cases[] = {
      {"~", "~"},
      {" ~ ", "~"},
      {"12~", "~"},
      {"{\"a\":1} ~", "~"},
      {"~{\"a\":1}", "~"},
      {"\"a~b\"", "\"a~b\""},
      {"[~]", "[~]"},
      {"[1,~]", "[1,~]"},
      {"[~ 1]", "[1,~]"},
      {"[1 ~]", "[1,~]"},
      {"[1~, 2]", "[2,~]"},
      {"[\"a\"~\"b\"]", "[\"a\",\"b\",~]"},
      {"[[1,~],2]", "[[1,~],2]"},
      {"{~}", "{~}"},
      {"{\"a\":~}", "{\"a\":~}"},
      {"{\"a\":~,\"b\":1}", "{\"a\":~,\"b\":1}"},
      {"{\"a\":x~}", "{\"a\":~,~}"},
      {"{\"a\":1~}", "{\"a\":~,~}"},
      {"{\"a\":~~}", "{\"a\":~,~}"},
      {"{\"a\":1 ~}", "{\"a\":1,~}"},
      {"{\"a\":\"s\"~\"b\":2}", "{\"a\":\"s\",\"b\":2,~}"},
      {"{\"a\":1, ~}", "{\"a\":1,~}"},
      {"{~, \"a\":1}", "{\"a\":1,~}"},
      {"{~ \"a\":1}", "{\"a\":1,~}"},
      {"{~: 1}", "{~:1,~}"},
      {"{x~: 1}", "{~:1,~}"},
      {"{\"a\" ~}", "{\"a\":~,~}"},
      {"{\"a\" ~: 1}", "{\"a\":~,~}"},
      {"{\"a~\": 1}", "{\"a~\":1,~}"},
      {"{\"a\":\"x\\~y\"}", "{\"a\":\"x~\"}"},
      {"{\"a\":\"x\\u12~34y\"}", "{\"a\":\"x~\"}"},
      {"{\"a\" ~, \"b\":1}", "{\"a\":~,\"b\":1,~}"},
      {"{\"a\" ~ \"b\" ~}", "unsure"},
      {"{~ \"a\" ~}", "unsure"},
      {"[~, ,]", "unsure"},
      {"{~ 1}", "unsure"},
      {"[\"a~]", "unsure"},
      {"['~']", "error"},
      {"{\"a\":\"~\",}", "error"},
      {"[\"\\ud83d\"]", "unsure"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.text);
    EXPECT_EQ(Written(one.text), one.written);
  }
}

TEST(JsonParse, NestingIsLimited) {
  Sources sources;
  Values values(sources);
  const auto nested = [&](size_t depth) {
    const std::string text = std::string(depth, '[') + std::string(depth, ']');
    return Parse(values, sources.All(sources.AddFile("f", text)));
  };
  EXPECT_NE(nested(200).value, kNoValue);
  for (const size_t depth : {201, 1'000'000}) {
    const Parsed parsed = nested(depth);
    EXPECT_EQ(parsed.value, kNoValue);
    EXPECT_TRUE(parsed.unsure);
    EXPECT_EQ(parsed.error.span.begin, 200U);
  }
}

TEST(JsonParse, NumbersKeepTheirText) {
  Sources sources;
  Values values(sources);
  const std::string text = "[1.10, -0, 1e+05, 123456789012345678901234567890]";
  const Parsed parsed = Parse(values, sources.All(sources.AddFile("f", text)));
  ASSERT_NE(parsed.value, kNoValue);
  std::vector<std::string> lexemes;
  for (const ValueId id : values.Elements(parsed.value)) lexemes.emplace_back(values.Text(id));
  EXPECT_EQ(lexemes,
            (std::vector<std::string>{"1.10", "-0", "1e+05", "123456789012345678901234567890"}));
}

TEST(JsonParse, DuplicateKeysStay) {
  Sources sources;
  Values values(sources);
  const Parsed parsed = Parse(values, sources.All(sources.AddFile("f", "{\"a\":1,\"a\":2}")));
  ASSERT_NE(parsed.value, kNoValue);
  EXPECT_EQ(values.Members(parsed.value).size(), 2U);
  EXPECT_EQ(values.Text(values.Find(parsed.value, "a")), "2");
}

}  // namespace
}  // namespace stackql::json
