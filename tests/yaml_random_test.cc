// Plant and find: a random string is written in a random YAML style, and every byte of what is read
// must be found where it was put.

#include <gtest/gtest.h>

#include <random>

#include "yaml_reading.h"

namespace stackql {
namespace {

// What was written where: `bytes` of the text spell `decoded`.
struct Planted {
  std::string decoded;
  Span bytes;
};

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::string text;
  std::vector<Planted> planted;
  bool crlf = false;

  int Below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  bool Chance(int in) { return Below(in) == 0; }
  void Raw(std::string_view bytes) { text += bytes; }
  void Break() { text += crlf ? "\r\n" : "\n"; }
  void Put(std::string_view spelled, std::string_view decoded) {
    const auto begin = static_cast<uint32_t>(text.size());
    text += spelled;
    planted.push_back({std::string(decoded), {begin, static_cast<uint32_t>(text.size())}});
  }

  std::string Word() {
    static constexpr std::string_view kLetters[] = {"a", "b", "z", "é", "😀", "ß", "0", "_", "/"};
    std::string word = "w";
    for (int i = Below(6); i > 0; --i) word += kLetters[Below(std::size(kLetters))];
    return word;
  }

  // Words with single spaces or folds between them, written by `put`.
  template <typename PutWord>
  void Words(PutWord put, std::string_view indent) {
    for (int words = 1 + Below(5), i = 0; i < words; ++i) {
      if (i > 0) Gap(indent);
      put();
    }
  }

  void Plain() {
    Words([&] { Letters(Word()); }, "   ");
  }

  void SingleQuoted() {
    Raw("'");
    Words(
        [&] {
          Letters(Word());
          if (Chance(2)) Put("''", "'");
          if (Chance(3)) Letters("\\\"");
        },
        "   ");
    Raw("'");
  }

  void DoubleQuoted() {
    static constexpr std::pair<std::string_view, std::string_view> kEscapes[] = {
        {"\\n", "\n"},   {"\\t", "\t"},    {"\\\"", "\""},      {"\\\\", "\\"},      {"\\x41", "A"},
        {"\\e", "\x1B"}, {"\\u00e9", "é"}, {"\\_", "\xC2\xA0"}, {"\\U0001F600", "😀"}};
    Raw("\"");
    Words(
        [&] {
          Letters(Word());
          for (int i = Below(3); i > 0; --i) {
            const auto& [spelled, decoded] = kEscapes[Below(std::size(kEscapes))];
            Put(spelled, decoded);
          }
          if (Chance(4)) Letters("'");
          if (Chance(4)) {
            Raw("\\");
            Break();
            Raw("    ");
            Letters(Word());
          }
        },
        "   ");
    Raw("\"");
  }

  void Literal() {
    Raw(Chance(2) ? "|-" : "|2-");
    if (Chance(3)) Raw(" # comment");
    for (int lines = 1 + Below(4), i = 0; i < lines; ++i) {
      if (i > 0)
        KeptBreak();
      else
        Break();
      if (i > 0 && Chance(4)) KeptBreak();
      Raw("  ");
      if (i > 0 && Chance(4)) Letters("  ");
      Letters(Word());
      if (Chance(3)) Letters(" # no comment");
    }
  }

  void Folded() {
    Raw(Chance(2) ? ">-" : ">2-");
    Break();
    Raw("  ");
    Words([&] { Letters(Word()); }, "  ");
  }

 private:
  void Letters(std::string_view bytes) {
    for (size_t i = 0; i < bytes.size();) {
      size_t size = 1;
      while (i + size < bytes.size() && (bytes[i + size] & 0xC0) == 0x80) ++size;
      Put(bytes.substr(i, size), bytes.substr(i, size));
      i += size;
    }
  }

  void KeptBreak() { crlf ? Put("\r\n", "\n") : Put("\n", "\n"); }

  // A space, a fold to a space, or several breaks that fold to one fewer.
  void Gap(std::string_view indent) {
    if (Chance(2)) return Put(" ", " ");
    const int breaks = 1 + Below(3);
    std::string spelled;
    for (int i = 0; i < breaks; ++i) spelled += crlf ? "\r\n" : "\n";
    Put(spelled + std::string(indent), breaks == 1 ? " " : std::string(breaks - 1, '\n'));
  }

  std::mt19937 random_;
};

TEST(YamlRandom, EveryPlantedByteIsFound) {
  constexpr void (Writer::*kStyles[])() = {&Writer::Plain, &Writer::SingleQuoted,
                                           &Writer::DoubleQuoted, &Writer::Literal,
                                           &Writer::Folded};
  for (unsigned seed = 0; seed < 4000; ++seed) {
    Writer writer(seed);
    writer.crlf = writer.Chance(3);
    if (writer.Chance(4)) writer.Raw("\xEF\xBB\xBF");
    if (writer.Chance(3)) {
      writer.Raw("é: 😀 # ü");
      writer.Break();
    }
    writer.Raw(writer.Chance(3) ? "v: &anchor !tag " : "v: ");
    (writer.*kStyles[writer.Below(std::size(kStyles))])();
    if (!writer.Chance(4)) writer.Break();
    SCOPED_TRACE("seed " + std::to_string(seed) + ":\n" + writer.text);

    const Reading read(writer.text, {.allow_byte_order_mark = true});
    ASSERT_TRUE(read.problems.empty());
    const ValueId id = read.values.Find(read.root, "v");
    ASSERT_NE(id, kNoValue);
    std::string decoded;
    for (const Planted& planted : writer.planted) decoded += planted.decoded;
    ASSERT_EQ(read.values.Text(id), decoded);

    uint32_t at = 0;
    for (const Planted& planted : writer.planted) {
      const auto size = static_cast<uint32_t>(planted.decoded.size());
      const Place place = read.sources.Resolve(read.values[id].text.Sub(at, at + size));
      at += size;
      const std::string_view spelled = read.sources.Bytes({read.file, planted.bytes});
      if (spelled == planted.decoded) {
        ASSERT_EQ(place.at.span, planted.bytes);
        ASSERT_TRUE(place.exact);
      } else {
        // A fold may take the white space around it along; it covers the bytes that were planted.
        ASSERT_LE(place.at.span.begin, planted.bytes.begin);
        ASSERT_GE(place.at.span.end, planted.bytes.end);
        ASSERT_LE(place.at.span.size(), planted.bytes.size() + 6);
        ASSERT_FALSE(place.exact);
      }
    }
  }
}

}  // namespace
}  // namespace stackql
