// Sets of texts that globs describe, against a matcher of another kind and all short texts.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>

#include "lang/globs.h"
#include "support/cpu_clock.h"

namespace stackql::lang {
namespace {

using Kind = GlobItem::Kind;

// An ARN as policies match it: `*` and `?` stay within a part.
Glob Parts(std::string_view text) {
  Glob glob = ParseGlob(text);
  for (GlobItem& item : glob) {
    if (item.kind == Kind::kRun) item.kind = Kind::kPartRun;
    if (item.kind == Kind::kOne) item.kind = Kind::kPartOne;
  }
  return glob;
}

// Reads a glob as its definition says, by trying everything.
bool Oracle(const Glob& glob, std::string_view text, size_t at = 0) {
  if (at == glob.size()) return text.empty();
  const GlobItem& item = glob[at];
  switch (item.kind) {
    case Kind::kText:
      return !text.empty() && text[0] == static_cast<char>(item.code_point) &&
             Oracle(glob, text.substr(1), at + 1);
    case Kind::kOne:
      return !text.empty() && Oracle(glob, text.substr(1), at + 1);
    case Kind::kPartOne:
      return !text.empty() && text[0] != ':' && Oracle(glob, text.substr(1), at + 1);
    default:
      for (size_t taken = 0; taken <= text.size(); ++taken) {
        if (taken > 0 && item.kind == Kind::kPartRun && text[taken - 1] == ':') return false;
        if (Oracle(glob, text.substr(taken), at + 1)) return true;
      }
      return false;
  }
}

bool Oracle(const GlobSet& set, std::string_view text) {
  const auto matches = [&](const Glob* glob) { return Oracle(*glob, text); };
  return std::all_of(
             set.layers.begin(), set.layers.end(),
             [&](const auto& layer) { return std::any_of(layer.begin(), layer.end(), matches); }) &&
         std::none_of(set.denied.begin(), set.denied.end(), matches);
}

const std::vector<std::string>& AllTexts() {
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> all = {""};
    for (size_t at = 0; at < all.size() && all[at].size() < 5; ++at) {
      for (const char c : {'a', 'b', ':', 'z'}) all.push_back(all[at] + c);
    }
    return all;
  }();
  return texts;
}

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  size_t Below(size_t n) { return random_() % n; }
  Glob Make() {
    Glob glob(Below(5));
    for (GlobItem& item : glob) {
      const size_t what = Below(9);
      if (what < 4) item.code_point = U"aab:"[what];
      if (what >= 4) {
        constexpr Kind kKinds[] = {Kind::kRun, Kind::kRun, Kind::kPartRun, Kind::kOne,
                                   Kind::kPartOne};
        item.kind = kKinds[what - 4];
      }
    }
    return glob;
  }
  std::vector<Glob> Some(size_t most) {
    std::vector<Glob> globs(Below(most + 1));
    for (Glob& glob : globs) glob = Make();
    return globs;
  }

 private:
  std::mt19937 random_;
};

std::vector<const Glob*> Pointers(const std::vector<Glob>& globs) {
  std::vector<const Glob*> pointers;
  for (const Glob& glob : globs) pointers.push_back(&glob);
  return pointers;
}

size_t Triples() {
  const char* named = std::getenv("STACKQL_LINT_GLOB_TRIPLES");
  return named == nullptr ? 20'000 : std::strtoul(named, nullptr, 10);
}

// A "no" is shown by a text, which is looked at; a "yes" by all short texts.
TEST(Globs, AgreeWithTryingAllTexts) {
  size_t included = 0;
  size_t met = 0;
  const size_t triples = Triples();
  for (size_t seed = 0; seed < triples; ++seed) {
    Maker maker(static_cast<unsigned>(seed));
    const Glob needed = maker.Make();
    const std::vector<Glob> allowed = maker.Some(3);
    const std::vector<Glob> boundary = maker.Some(2);
    const std::vector<Glob> denied = maker.Below(2) == 0 ? std::vector<Glob>() : maker.Some(2);
    GlobSet set = {.layers = {Pointers(allowed)}, .denied = Pointers(denied)};
    if (maker.Below(3) == 0) set.layers.push_back(Pointers(boundary));
    const GlobAnswer all = Includes(set, needed);
    const GlobAnswer some = Meets(set, needed);
    ASSERT_NE(all.answer, Tri::kUnknown) << seed;
    ASSERT_NE(some.answer, Tri::kUnknown) << seed;
    // The first of each, which is as short as any.
    const std::string* in = nullptr;
    const std::string* out = nullptr;
    for (const std::string& text : AllTexts()) {
      if (!Oracle(needed, text)) continue;
      const std::string*& first = Oracle(set, text) ? in : out;
      if (first == nullptr) first = &text;
    }
    if (all.answer == Tri::kNo) {
      ASSERT_TRUE(Oracle(needed, all.text) && !Oracle(set, all.text)) << seed << " " << all.text;
      if (out != nullptr) {
        ASSERT_EQ(all.text.size(), out->size()) << seed << " " << all.text;
      } else {
        ASSERT_GT(all.text.size(), AllTexts().back().size()) << seed;
      }
    } else {
      ++included;
      ASSERT_EQ(out, nullptr) << seed;
    }
    if (some.answer == Tri::kYes) {
      ++met;
      ASSERT_TRUE(Oracle(needed, some.text) && Oracle(set, some.text)) << seed << " " << some.text;
      if (in != nullptr) {
        ASSERT_EQ(some.text.size(), in->size()) << seed << " " << some.text;
      } else {
        ASSERT_GT(some.text.size(), AllTexts().back().size()) << seed;
      }
    } else {
      ASSERT_EQ(in, nullptr) << seed;
    }
    for (const Glob& glob : allowed) {
      if (!PlainlyCovers(glob, needed)) continue;
      ASSERT_EQ(Includes({.layers = {{&glob}}}, needed).answer, Tri::kYes) << seed;
    }
  }
  // Neither answer is rare.
  EXPECT_GT(included, triples / 20);
  EXPECT_LT(included, triples * 19 / 20);
  EXPECT_GT(met, triples / 20);
}

TEST(Globs, MatchAsTheOracleDoes) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    Maker maker(seed);
    const Glob glob = maker.Make();
    for (const std::string& text : AllTexts()) {
      ASSERT_EQ(Matches(glob, text), Oracle(glob, text)) << seed << " '" << text << "'";
    }
  }
}

struct Question {
  const char* needed;
  std::vector<const char*> allowed;
  std::vector<const char*> denied;
  const char* text;  // that is not in the set; null: there is none
};

TEST(Globs, NameATextThatIsNotInTheSet) {
  const Question questions[] = {
      {"stage/*", {"stage/*"}, {}, nullptr},
      {"stage/*", {"*"}, {}, nullptr},
      {"stage/*", {"stage/?*", "stage/"}, {}, nullptr},
      {"stage/*", {"stage/?*"}, {}, "stage/"},
      {"stage/*", {"channel/*"}, {}, "stage/"},
      {"stage/*", {"stage/*"}, {"stage/prod*"}, "stage/prod"},
      {"*-logs", {"*"}, {"prod-*"}, "prod-logs"},
      {"?*", {"*?"}, {}, nullptr},
      {"*a", {"?*"}, {}, nullptr},
      {"a*", {"a", "a?*"}, {}, nullptr},
      {"a*", {"a", "ab*", "a??*"}, {}, "ax"},
      {"", {}, {}, ""},
      {"x*", {"x"}, {}, "xy"},
  };
  for (const Question& question : questions) {
    std::vector<Glob> allowed;
    std::vector<Glob> denied;
    for (const char* glob : question.allowed) allowed.push_back(ParseGlob(glob));
    for (const char* glob : question.denied) denied.push_back(ParseGlob(glob));
    const GlobAnswer answer = Includes({.layers = {Pointers(allowed)}, .denied = Pointers(denied)},
                                       ParseGlob(question.needed));
    EXPECT_EQ(answer.answer, question.text == nullptr ? Tri::kYes : Tri::kNo) << question.needed;
    EXPECT_EQ(answer.text, question.text == nullptr ? "" : question.text) << question.needed;
  }
}

TEST(Globs, ColonsEndPartRuns) {
  const Glob wide = Parts("arn:aws:ivs:*:*:stage/*");
  EXPECT_TRUE(PlainlyCovers(wide, Parts("arn:aws:ivs:us-east-1:*:stage/x")));
  EXPECT_FALSE(PlainlyCovers(wide, ParseGlob("arn:aws:ivs:*:stage/x")));
  EXPECT_FALSE(Matches(wide, "arn:aws:ivs:a:b:c:stage/x"));
  EXPECT_TRUE(Matches(ParseGlob("arn:aws:ivs:*:*:stage/*"), "arn:aws:ivs:a:b:c:stage/x"));
}

TEST(Globs, FillTheNeededOnesItems) {
  const Glob needed = ParseGlob("a*b?");
  const Glob allowed = ParseGlob("a12b3");
  const GlobAnswer answer = Meets({.layers = {{&allowed}}}, needed);
  ASSERT_EQ(answer.answer, Tri::kYes);
  EXPECT_EQ(answer.fillings, (std::vector<std::string>{"a", "12", "b", "3"}));
}

TEST(Globs, ReadCodePoints) {
  EXPECT_TRUE(Matches(ParseGlob("?"), "\u00e9"));
  EXPECT_FALSE(Matches(ParseGlob("??"), "\u00e9"));
  const Glob one = ParseGlob("\u00e9?");
  const GlobAnswer answer = Includes({.layers = {{&one}}}, ParseGlob("\u00e9*"));
  EXPECT_EQ(answer.text, "\u00e9");
}

// JSON can write U+0000.
TEST(Globs, KeepTheCodePointZero) {
  const Glob needed = ParseGlob(std::string_view("a\0b", 3));
  const GlobAnswer out = Includes({.layers = {{}}}, needed);
  EXPECT_EQ(out.answer, Tri::kNo);
  EXPECT_EQ(out.text, std::string("a\0b", 3));
  const Glob any = ParseGlob("*");
  const GlobAnswer in = Meets({.layers = {{&needed}}}, any);
  EXPECT_EQ(in.answer, Tri::kYes);
  EXPECT_EQ(in.fillings, std::vector<std::string>{std::string("a\0b", 3)});
}

std::string Repeat(std::string_view text, size_t times) {
  std::string all;
  while (times-- > 0) all += text;
  return all;
}

// Whether the last 40 code points had an `a` each: more states than can be looked at.
TEST(Globs, GiveUpInTime) {
  const Glob any = ParseGlob("*");
  const Glob far = ParseGlob("*a" + Repeat("?", 40));
  const auto begin = testing_support::CpuClock::now();
  EXPECT_EQ(Meets({.layers = {{&far}}}, any).answer, Tri::kUnknown);
  EXPECT_EQ(Includes({.denied = {&far}}, any).answer, Tri::kUnknown);
  EXPECT_EQ(Meets({.layers = {{&far}}}, any, 100).text, "");
  EXPECT_LT(testing_support::CpuClock::now() - begin, std::chrono::seconds(10));
}

TEST(Globs, AnswerOnManyRuns) {
  const Glob any = ParseGlob("*");
  const Glob many = ParseGlob(Repeat("*a?b", 200));
  const Glob fewer = ParseGlob(Repeat("*a?b", 199) + "*");
  const Glob more = ParseGlob(Repeat("*a?b", 201));
  const Glob stars = ParseGlob(Repeat("*", 2'000));
  const Glob parts = Parts(Repeat("*", 2'000));
  const auto begin = testing_support::CpuClock::now();
  EXPECT_TRUE(PlainlyCovers(fewer, many));
  EXPECT_FALSE(PlainlyCovers(more, many));
  EXPECT_EQ(Includes({.layers = {{&stars}}}, many).answer, Tri::kYes);
  EXPECT_NE(Includes({.layers = {{&parts}}}, many).text.find(':'), std::string::npos);
  EXPECT_EQ(Meets({.layers = {{&more}}}, any).text, Repeat("axb", 201));
  // Places of both are paired up: 40 are few enough, 200 are not.
  const Glob some = ParseGlob(Repeat("*a?b", 40));
  const Glob one_more = ParseGlob(Repeat("*a?b", 41));
  EXPECT_EQ(Includes({.layers = {{&one_more}}}, some).text, Repeat("axb", 40));
  EXPECT_EQ(Meets({.layers = {{&stars}}, .denied = {&some}}, one_more).answer, Tri::kNo);
  EXPECT_EQ(Includes({.layers = {{&more}}}, many).answer, Tri::kUnknown);
  EXPECT_LT(testing_support::CpuClock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace stackql::lang
