#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "json/json.h"
#include "value/value.h"

namespace stackql::json {
namespace {

class Serialising : public ::testing::Test {
 protected:
  ValueId Scalar(Kind kind, const std::string& lexeme) {
    const Loc at = sources_.All(sources_.AddFile("f", lexeme));
    return values_.Add({.kind = kind, .token = at, .text = at});
  }
  ValueId String(const std::string& text) { return Scalar(Kind::kString, text); }
  std::string Write(ValueId value, Form form) {
    return std::string(sources_.Bytes(Serialise(values_, value, form)));
  }
  std::string InContext(const std::string& text) {
    const std::vector<ValueId> elements = {String(text)};
    return Write(values_.AddArray(token_, elements), Form::kContext);
  }

  Sources sources_;
  Values values_{sources_};
  Loc token_ = sources_.All(sources_.AddFile("token", "token"));
  const std::string hole_ = std::string(kHoleBytes);
};

TEST_F(Serialising, ScalarsAsYamlMayWriteThem) {
  struct Case {
    Kind kind = Kind::kNull;
    const char* lexeme = "";
    std::string written;
  };
  const Case cases[] = {
      {Kind::kNull, "~", "null"},      {Kind::kBool, "True", "true"},
      {Kind::kBool, "FALSE", "false"}, {Kind::kBool, "true", "true"},
      {Kind::kNumber, "1.10", "1.1"},  {Kind::kNumber, "-5", "-5"},
      {Kind::kNumber, "0x1F", hole_},  {Kind::kNumber, ".5", hole_},
      {Kind::kNumber, "+1", hole_},    {Kind::kNumber, ".inf", hole_},
      {Kind::kUnknown, "x", hole_},    {Kind::kString, "", "\"\""},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(Write(Scalar(one.kind, one.lexeme), Form::kPlain), one.written) << one.lexeme;
  }
  EXPECT_EQ(Write(Scalar(Kind::kNull, "~"), Form::kContext), "\"\"");
}

TEST_F(Serialising, StringsThatAreJsonBecomeStructureInTheContext) {
  EXPECT_EQ(InContext("{\"b\": 1, \"a\": \"[1]\"}"), "[{\"a\":\"[1]\",\"b\":1}]");
  EXPECT_EQ(InContext("[1, 2"), "[\"[1, 2\"]");
  EXPECT_EQ(InContext(" [1]"), "[\" [1]\"]");
  EXPECT_EQ(InContext("5"), "[\"5\"]");
  EXPECT_EQ(InContext("{\"a\": " + hole_ + "}"), "[{\"a\":" + hole_ + "}]");
  // It may be either.
  EXPECT_EQ(InContext("{" + hole_ + " 1}"), "[" + hole_ + "]");
  EXPECT_EQ(InContext(hole_), "[" + hole_ + "]");
  EXPECT_EQ(InContext(hole_ + "]"), "[" + hole_ + "]");
  // It cannot be JSON.
  EXPECT_EQ(InContext(hole_ + "-logs"), "[\"" + hole_ + "-logs\"]");
  EXPECT_EQ(InContext("a" + hole_), "[\"a" + hole_ + "\"]");
  const std::vector<ValueId> plain = {String("[1]")};
  EXPECT_EQ(Write(values_.AddArray(token_, plain), Form::kPlain), "[\"[1]\"]");
}

TEST_F(Serialising, KeysAreSortedAndTheLastOfEqualOnesCounts) {
  const ValueId one = Scalar(Kind::kNumber, "1");
  const ValueId two = Scalar(Kind::kNumber, "2");
  const ValueId absent = Scalar(Kind::kAbsent, "x");
  const std::vector<Member> members = {{String("b"), one},   {String("a"), one},
                                       {String("b"), two},   {String("B"), two},
                                       {String("é"), one},   {String("c"), absent},
                                       {String(hole_), one}, {Scalar(Kind::kNumber, "5"), one}};
  const ValueId object = values_.AddObject(token_, members, true);
  EXPECT_EQ(Write(object, Form::kPlain),
            "{\"B\":2,\"a\":1,\"b\":2,\"é\":1,\"" + hole_ + "\":1," + hole_ + ":1," + hole_ + "}");
}

TEST_F(Serialising, EveryByteHasAPlace) {
  const TextId file = sources_.AddFile("f", "{\"Key\": \"a\\u0022b\", \"List\": [1]}");
  const Parsed parsed = Parse(values_, sources_.All(file));
  ASSERT_NE(parsed.value, kNoValue);
  const Loc text = Serialise(values_, parsed.value, Form::kPlain);
  const std::string bytes(sources_.Bytes(text));
  ASSERT_EQ(bytes, "{\"Key\":\"a\\\"b\",\"List\":[1]}");
  const auto spelled = [&](const std::string& part) {
    const auto begin = static_cast<uint32_t>(bytes.find(part));
    const auto size = static_cast<uint32_t>(part.size());
    return sources_.Bytes(sources_.Resolve(text.Sub(begin, begin + size)).at);
  };
  EXPECT_EQ(spelled("Key"), "Key");
  EXPECT_EQ(spelled("\"Key\""), "\"Key\"");
  EXPECT_EQ(spelled("a"), "a");
  EXPECT_EQ(spelled("\\\""), "\\u0022");
  EXPECT_EQ(spelled("1"), "1");
  EXPECT_EQ(spelled("["), "[1]");
  for (uint32_t i = 0; i < text.span.size(); ++i) {
    EXPECT_EQ(sources_.Resolve(text.Sub(i, i + 1)).at.text, file) << i;
  }
}

TEST_F(Serialising, SharedNodesDoNotGrowWithoutBound) {
  ValueId value = Scalar(Kind::kString, "[" + std::string(10'000, ' ') + "]");
  for (int i = 0; i < 100; ++i) {
    const std::vector<ValueId> twice = {value, value};
    value = values_.AddArray(token_, twice);
  }
  EXPECT_EQ(Write(value, Form::kContext), hole_);
  for (int i = 0; i < 100'000; ++i) {
    const std::vector<ValueId> once = {value};
    value = values_.AddArray(token_, once);
  }
  EXPECT_EQ(Write(value, Form::kContext), hole_);
}

// In characters, as what limits are given in.
TEST_F(Serialising, SizesAreThoseOfTheText) {
  const std::vector<std::pair<std::string, size_t>> cases = {
      {"{\"a\": [1, true, null, \"x\"], \"b\": {}}", 30},
      {"\"\u00e9\U0001F600\"", 4},
      {"\"\\u0001\\b\\f\\n\\r\\t\\\"\\\\\"", 22},
      {"[]", 2},
      {"\"a b\"", 4},
      {"[[], [[]], \"a\"]", 13}};
  for (const auto& [text, size] : cases) {
    const Parsed parsed = Parse(values_, sources_.All(sources_.AddFile("f", text)));
    ASSERT_NE(parsed.value, kNoValue) << text;
    EXPECT_EQ(PlainSize(values_, parsed.value), size) << text;
  }
  EXPECT_EQ(PlainSize(values_, String("a" + hole_ + "b")), 4U);
}

}  // namespace
}  // namespace stackql::json
