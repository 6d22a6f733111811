#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "json/json.h"
#include "json_random.h"
#include "value/value.h"

// nlohmann's reader says what a text means.
namespace stackql::json {
namespace {

// Whether what was read may be `expected` when its holes are filled.
bool Fits(const Values& values, ValueId id, const nlohmann::json& expected);

// A holed text as a pattern: the parts between its holes stand in `whole` in their order.
bool TextFits(std::string_view holed, std::string_view whole) {
  if (!HasHole(holed)) return holed == whole;
  size_t at = 0;
  bool first = true;
  while (true) {
    const size_t hole = holed.find('\xFF');
    const std::string_view run = holed.substr(0, hole);
    if (hole == std::string_view::npos) {
      return whole.size() - at >= run.size() && whole.ends_with(run);
    }
    const size_t found = first ? (whole.starts_with(run) ? 0 : whole.npos) : whole.find(run, at);
    if (found == std::string_view::npos) return false;
    first = false;
    at = found + run.size();
    holed.remove_prefix(hole + kHoleBytes.size());
  }
}

bool ArrayFits(const Values& values, ValueId id, const nlohmann::json& expected) {
  const auto elements = values.Elements(id);
  if (!expected.is_array()) return false;
  if (!values[id].open && elements.size() != expected.size()) return false;
  size_t at = 0;
  for (const ValueId element : elements) {
    while (at < expected.size() && !Fits(values, element, expected[at])) {
      if (!values[id].open) return false;
      ++at;
    }
    if (at++ >= expected.size()) return false;
  }
  return true;
}

bool ObjectFits(const Values& values, ValueId id, const nlohmann::json& expected) {
  if (!expected.is_object()) return false;
  const auto members = values.Members(id);
  if (!values[id].open && members.size() != expected.size()) return false;
  for (const Member& member : members) {
    const bool any_key = values[member.key].kind == Kind::kUnknown;
    bool found = false;
    for (const auto& [key, value] : expected.items()) {
      found |=
          (any_key || TextFits(values.Text(member.key), key)) && Fits(values, member.value, value);
    }
    if (!found) return false;
  }
  return true;
}

bool Fits(const Values& values, ValueId id, const nlohmann::json& expected) {
  const Value& node = values[id];
  switch (node.kind) {
    case Kind::kUnknown:
      return true;
    case Kind::kNull:
      return expected.is_null();
    case Kind::kBool:
      return expected.is_boolean() && expected.dump() == values.Text(id);
    case Kind::kNumber:
      return expected.is_number() && expected.dump() == values.Text(id);
    case Kind::kString:
      return expected.is_string() &&
             TextFits(values.Text(id), expected.get_ref<const std::string&>());
    case Kind::kArray:
      return ArrayFits(values, id, expected);
    case Kind::kObject:
      return ObjectFits(values, id, expected);
    case Kind::kAbsent:
      return false;
  }
  return false;
}

struct Read {
  Sources sources;
  Values values{sources};
  Parsed parsed;
  Loc where;

  explicit Read(const std::string& text) {
    // Bytes around the text, to see that nothing is read beyond it.
    where = sources.All(sources.AddFile("f", "\"]" + text + "\""));
    where = where.Sub(2, where.span.size() - 1);
    parsed = Parse(values, where);
  }
};

TEST(JsonOracle, RandomTextsMeanTheSame) {
  Random random(1);
  for (int i = 0; i < 5000; ++i) {
    const nlohmann::json expected = RandomJson(random, 4);
    std::vector<std::string> tokens;
    Tokens(random, expected, tokens);
    const std::string text = Join(random, tokens);
    const Read read(text);
    ASSERT_NE(read.parsed.value, kNoValue) << text << "\n" << read.parsed.expected;
    ASSERT_TRUE(Fits(read.values, read.parsed.value, expected)) << text;
  }
}

TEST(JsonOracle, MutatedTextsAreAcceptedOrRefusedAlike) {
  Random random(2);
  const std::string bytes = "{}[],:\"\\'0123.-+eEtrufalsn/ \n\tx\x01";
  int valid = 0;
  int invalid = 0;
  for (int i = 0; i < 30000; ++i) {
    std::vector<std::string> tokens;
    Tokens(random, RandomJson(random, 3), tokens);
    std::string text = Join(random, tokens);
    for (uint32_t n = 1 + random.Below(3); n > 0 && !text.empty(); --n) {
      const uint32_t at = random.Below(static_cast<uint32_t>(text.size()));
      const char byte = bytes[random.Below(static_cast<uint32_t>(bytes.size()))];
      if (static_cast<uint8_t>(text[at]) >= 0x80) continue;  // keep it UTF-8
      switch (random.Below(3)) {
        case 0:
          text.erase(at, 1);
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        default:
          text[at] = byte;
      }
    }
    bool expected = false;
    try {
      expected = !nlohmann::json::parse(text).is_discarded();
    } catch (const nlohmann::json::out_of_range&) {
      continue;  // a number beyond double
    } catch (const nlohmann::json::exception&) {
      // not JSON
    }
    const Read read(text);
    if (read.parsed.unsure) continue;  // half a surrogate pair
    ASSERT_EQ(read.parsed.value != kNoValue, expected) << text;
    (expected ? valid : invalid) += 1;
    if (expected) {
      // Numbers may be written in many ways; their text is compared elsewhere.
      const nlohmann::json again = nlohmann::json::parse(text);
      ASSERT_EQ(again.is_object(), read.values[read.parsed.value].kind == Kind::kObject) << text;
    } else {
      ASSERT_FALSE(read.parsed.expected.empty()) << text;
      ASSERT_GE(read.parsed.error.span.begin, read.where.span.begin) << text;
      ASSERT_LE(read.parsed.error.span.end, read.where.span.end) << text;
      ASSERT_TRUE(!read.parsed.error.empty() || text.find_first_not_of(" \t\r\n") == text.npos)
          << text;
    }
  }
  EXPECT_GT(valid, 3000);
  EXPECT_GT(invalid, 3000);
}

// Replaces tokens that are balanced, or a part of a string, by a hole. A hole keeps to its slot: it
// does not hold the value of one member and another member.
bool CutHole(Random& random, std::vector<std::string>& tokens) {
  const auto count = static_cast<uint32_t>(tokens.size());
  const uint32_t begin = random.Below(count);
  std::string& first = tokens[begin];
  if (first.size() > 2 && first[0] == '"' && random.OneIn(2)) {
    const auto inside = static_cast<uint32_t>(first.size() - 2);
    const uint32_t from = 1 + random.Below(inside);
    const uint32_t size = 1 + random.Below(inside - (from - 1));
    std::string cut = first;
    cut.replace(from, size, kHoleBytes);
    // Whole characters and escapes must be cut.
    if (!nlohmann::json::accept('"' + first.substr(from, size) + '"') ||
        !nlohmann::json::accept(first.substr(0, from) + '"') ||
        !nlohmann::json::accept('"' + first.substr(from + size))) {
      return false;
    }
    first = cut;
    return true;
  }
  int depth = 0;
  bool comma = false;
  uint32_t end = begin;
  const uint32_t most = begin + 1 + random.Below(8);
  uint32_t best = begin;
  for (; end < count && end < most && depth >= 0; ++end) {
    const std::string& token = tokens[end];
    if (token == "]" || token == "}") --depth;
    if (depth < 0) break;
    if (token == "[" || token == "{") ++depth;
    // An earlier hole may hold a comma.
    if (depth == 0 && (token == "," || (end > begin && token == kHoleBytes))) comma = true;
    if (begin > 0 && tokens[begin - 1] == ":" && comma) break;
    if (depth == 0) best = end + 1;
  }
  if (best == begin) return false;
  tokens[begin] = kHoleBytes;
  tokens.erase(tokens.begin() + begin + 1, tokens.begin() + best);
  return true;
}

TEST(JsonOracle, HolesNeverMakeAFalseStatement) {
  Random random(3);
  int read_anyway = 0;
  int cuts = 0;
  for (int i = 0; i < 20000; ++i) {
    const nlohmann::json expected = RandomJson(random, 4);
    std::vector<std::string> tokens;
    Tokens(random, expected, tokens);
    const bool cut = CutHole(random, tokens);
    if (!cut) continue;
    if (random.OneIn(2)) CutHole(random, tokens);
    ++cuts;
    const std::string text = Join(random, tokens);
    const Read read(text);
    if (read.parsed.value == kNoValue) {
      ASSERT_TRUE(read.parsed.unsure) << text << "\n" << read.parsed.expected;
      continue;
    }
    ++read_anyway;
    ASSERT_TRUE(Fits(read.values, read.parsed.value, expected)) << text << "\n" << expected;
  }
  EXPECT_GT(cuts, 5000);
  EXPECT_GT(read_anyway, cuts / 2);
}

// Each character of a decoded string resolves to the bytes that spell it.
void CheckSpelling(const Values& values, ValueId scalar) {
  const Sources& sources = values.sources();
  const Loc text = values[scalar].text;
  const std::string decoded(sources.Bytes(text));
  for (uint32_t at = 0; at < decoded.size();) {
    uint32_t next = at + 1;
    while (next < decoded.size() && (static_cast<uint8_t>(decoded[next]) & 0xC0) == 0x80) ++next;
    const Place place = sources.Resolve(text.Sub(at, next));
    const std::string spelled(sources.Bytes(place.at));
    ASSERT_EQ(nlohmann::json::parse('"' + spelled + '"'), decoded.substr(at, next - at)) << decoded;
    ASSERT_EQ(place.exact, spelled[0] != '\\');
    at = next;
  }
  const std::string token(sources.Bytes(values[scalar].token));
  ASSERT_EQ(nlohmann::json::parse(token), decoded);
}

TEST(JsonOracle, PlantedCharactersAreFound) {
  Random random(4);
  int strings = 0;
  for (int i = 0; i < 3000; ++i) {
    std::vector<std::string> tokens;
    Tokens(random, RandomJson(random, 4), tokens);
    const Read read(Join(random, tokens));
    for (ValueId id = 0; id < read.values.size(); ++id) {
      if (read.values[id].kind != Kind::kString) continue;
      ++strings;
      CheckSpelling(read.values, id);
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(strings, 3000);
}

TEST(JsonOracle, WritesAsNlohmannDoes) {
  Random random(5);
  for (int i = 0; i < 3000; ++i) {
    const nlohmann::json expected = RandomJson(random, 4);
    std::vector<std::string> tokens;
    Tokens(random, expected, tokens);
    Read read(Join(random, tokens));
    const Loc written = Serialise(read.values, read.parsed.value, Form::kPlain);
    ASSERT_EQ(read.sources.Bytes(written), expected.dump());
    // And once more, through both layers.
    const Parsed again = Parse(read.values, written);
    ASSERT_NE(again.value, kNoValue);
    ASSERT_TRUE(Fits(read.values, again.value, expected));
  }
}

// Strings keep their places when they are written as JSON and read again.
TEST(JsonOracle, PlacesSurviveWritingAndReading) {
  Random random(6);
  for (int i = 0; i < 2000; ++i) {
    const std::string planted = RandomText(random);
    const std::string spelled = Spell(random, planted);
    Read read("{\"b\": [1, " + spelled + "], \"a\": true}");
    const Parsed again =
        Parse(read.values, Serialise(read.values, read.parsed.value, Form::kPlain));
    ASSERT_NE(again.value, kNoValue);
    const ValueId array = read.values.Find(again.value, "b");
    ASSERT_NE(array, kNoValue);
    const ValueId string = read.values.Elements(array)[1];
    ASSERT_EQ(read.values.Text(string), planted);
    const Place token = read.sources.Resolve(read.values[string].token);
    ASSERT_EQ(read.sources.Bytes(token.at), spelled);
    if (planted.empty()) continue;
    const Place content = read.sources.Resolve(read.values[string].text);
    ASSERT_EQ(read.sources.Bytes(content.at), spelled.substr(1, spelled.size() - 2));
    const Place key =
        read.sources.Resolve(read.values[read.values.FindMember(again.value, "a")->key].text);
    ASSERT_EQ(read.sources.Bytes(key.at), "a");
    ASSERT_TRUE(key.exact);
  }
}

TEST(JsonOracle, EveryTruncationIsRefused) {
  Random random(7);
  for (int i = 0; i < 200; ++i) {
    const nlohmann::json value = {RandomJson(random, 4), RandomJson(random, 4)};
    std::vector<std::string> tokens;
    Tokens(random, value, tokens);
    const std::string text = Join(random, tokens);
    for (size_t size = 0; size <= text.rfind(']'); ++size) {
      const Read read(text.substr(0, size));
      ASSERT_EQ(read.parsed.value, kNoValue) << text.substr(0, size);
      ASSERT_LE(read.parsed.error.span.end, read.where.span.end);
    }
  }
}

}  // namespace
}  // namespace stackql::json
