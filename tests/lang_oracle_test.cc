#include <gtest/gtest.h>
#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/automaton.h"
#include "lang/lang.h"
#include "lang/overlap.h"
#include "support/shared_data.h"
#include "text/sources.h"

// RE2 says what random patterns match.
namespace stackql::lang {
namespace {

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  uint32_t Below(uint32_t n) { return static_cast<uint32_t>(engine_() % n); }
  bool OneIn(uint32_t n) { return Below(n) == 0; }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(static_cast<uint32_t>(from.size()))];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string> kCharacters = {"a", "b", "c", "A", "B", "0", "7", "-",
                                              "_", ":", "/", " ", "é", "Ω", "😀", "\n"};

std::string Atom(Random& random, int depth);

std::string Alternation(Random& random, int depth) {
  std::string pattern;
  do {
    for (uint32_t n = random.Below(4); n > 0; --n) pattern += Atom(random, depth);
    if (!random.OneIn(4)) break;
    pattern += '|';
  } while (true);
  return pattern;
}

std::string Class(Random& random) {
  const std::vector<std::string> items = {
      "a-c",    "A-Z",  "0-9", "é",  "\\d",        "\\w", "\\s",     "_",   "\\-", "\\p{L}",
      "\\P{L}", "\\pN", "Α-Ω", ":/", "\\x{1F600}", "\\D", "\\p{Lu}", "\\]", "\\n"};
  std::string pattern = random.OneIn(4) ? "[^" : "[";
  for (uint32_t n = 1 + random.Below(3); n > 0; --n) pattern += random.Pick(items);
  return pattern + "]";
}

std::string Atom(Random& random, int depth) {
  const std::vector<std::string> fixed = {
      ".",       "\\d", "\\w", "\\S", "\\p{L}", "\\pZ",     "\\P{N}", "\\x41",
      "\\x{e9}", "^",   "$",   "\\A", "\\z",    "[\\s\\S]", "(?i)",   "(?s:.)"};
  std::string atom;
  const uint32_t kind = random.Below(10);
  if (kind < 4) {
    atom = random.Pick(kCharacters);
  } else if (kind < 6) {
    atom = Class(random);
  } else if (kind < 8 || depth == 0) {
    atom = random.Pick(fixed);
    if (atom == "(?i)") return atom;
  } else {
    const std::vector<std::string> heads = {"(", "(?:", "(?i:", "(?P<n>"};
    atom = random.Pick(heads) + Alternation(random, depth - 1) + ")";
  }
  const std::vector<std::string> repeats = {"*", "+", "?", "{2}", "{0,3}", "{1,}", "*?", "{3,5}"};
  if (random.OneIn(3)) atom += random.Pick(repeats);
  return atom;
}

std::string Text(Random& random, uint32_t most) {
  std::string text;
  for (uint32_t n = random.Below(most + 1); n > 0; --n) text += random.Pick(kCharacters);
  return text;
}

// Cuts the text between characters; one to three of the pieces become holes.
struct Cut {
  std::string holed;
  std::vector<std::string> known;  // around the holes
};

Cut CutHoles(Random& random, const std::string& text) {
  std::vector<size_t> edges;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (static_cast<uint8_t>(text[i]) & 0xC0) != 0x80) edges.push_back(i);
  }
  std::set<size_t> chosen;
  for (uint32_t n = 2 * (1 + random.Below(3)); n > 0; --n) chosen.insert(random.Pick(edges));
  if (chosen.size() % 2 == 1) chosen.erase(chosen.begin());
  if (chosen.empty()) chosen = {0, text.size()};
  Cut cut;
  size_t from = 0;
  bool hole = false;
  for (const size_t edge : chosen) {
    if (hole) {
      cut.holed += kHoleBytes;
    } else {
      cut.known.push_back(text.substr(from, edge - from));
      cut.holed += cut.known.back();
    }
    from = edge;
    hole = !hole;
  }
  if (hole) cut.holed += kHoleBytes;
  cut.known.push_back(text.substr(from));
  cut.holed += cut.known.back();
  return cut;
}

std::string Fill(Random& random, const Cut& cut) {
  std::string text = cut.known[0];
  for (size_t i = 1; i < cut.known.size(); ++i) text += Text(random, 4) + cut.known[i];
  return text;
}

Tri Meets(const Program& program, std::span<const TextPart> parts) {
  uint64_t steps = kMostOverlapSteps;
  return Overlaps(program, parts, steps);
}

std::vector<TextPart> PartsOf(const Cut& cut) {
  std::vector<TextPart> parts;
  for (const std::string& known : cut.known) {
    if (!parts.empty()) parts.emplace_back();
    parts.push_back({.bytes = known, .known = true});
  }
  return parts;
}

bool Re2Matches(const RE2& pattern, const std::string& text) {
  return RE2::PartialMatch(text, pattern);
}

struct Counts {
  int patterns = 0;
  int refused = 0;
  int texts = 0;
  int matching = 0;
  int decided = 0;
  int holed = 0;
  int refuted = 0;   // of those with holes: no filling matches
  int automata = 0;  // texts that an automaton decided, too
};

void CheckPattern(Random& random, const std::string& pattern, Counts& counts) {
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 oracle(pattern, options);
  std::string why;
  const auto program = FromRegex(pattern, &why);
  if (!oracle.ok()) return;
  ++counts.patterns;
  if (!program) {
    ++counts.refused;
    EXPECT_TRUE(why == "a quantifier after a quantifier" ||
                why == "ignoring case beyond ASCII is not supported")
        << pattern << "\n"
        << why;
    return;
  }
  Automaton automaton(*program);
  for (int i = 0; i < 20; ++i) {
    const std::string text = Text(random, 8);
    const bool matches = Re2Matches(oracle, text);
    ++counts.texts;
    counts.matching += matches;
    ASSERT_EQ(Match(*program, text), matches ? Tri::kYes : Tri::kNo) << pattern << "\n" << text;
    const Cut cut = CutHoles(random, text);
    const Tri judged = Match(*program, cut.holed);
    if (const std::optional<bool> known = automaton.Match(text)) {
      ++counts.automata;
      ASSERT_EQ(*known, matches) << pattern << "\n" << text;
    }
    if (const std::optional<bool> known = automaton.Match(cut.holed)) {
      ASSERT_EQ(judged, *known ? Tri::kYes : Tri::kNo) << pattern << "\n" << cut.holed;
    }
    ++counts.holed;
    counts.decided += judged != Tri::kUnknown;
    ASSERT_NE(judged, matches ? Tri::kNo : Tri::kYes) << pattern << "\n" << text;
    const Tri overlaps = Meets(*program, PartsOf(cut));
    ASSERT_NE(overlaps, judged == Tri::kNo ? Tri::kYes : Tri::kUnknown) << pattern << "\n" << text;
    if (matches || judged == Tri::kYes) {
      ASSERT_EQ(overlaps, Tri::kYes) << pattern << "\n" << text;
    }
    counts.refuted += overlaps == Tri::kNo;
    if (judged == Tri::kUnknown) continue;
    for (int fills = 0; fills < 10; ++fills) {
      const std::string filled = Fill(random, cut);
      ASSERT_EQ(Re2Matches(oracle, filled), judged == Tri::kYes) << pattern << "\n" << filled;
    }
  }
}

TEST(LangOracle, RandomPatternsAgreeWithRe2) {
  Random random(20);
  Counts counts;
  for (int i = 0; i < 4000 && !HasFatalFailure(); ++i) {
    std::string pattern = Alternation(random, 3);
    if (random.OneIn(2)) pattern = "^" + pattern;
    if (random.OneIn(2)) pattern += "$";
    CheckPattern(random, pattern, counts);
  }
  // The test must not become empty unnoticed.
  EXPECT_GT(counts.patterns, 3500);
  EXPECT_LT(counts.refused, counts.patterns / 4);
  EXPECT_GT(counts.matching, counts.texts / 10);
  EXPECT_LT(counts.matching, counts.texts * 9 / 10);
  EXPECT_GT(counts.decided, counts.holed / 10);
  EXPECT_GT(counts.automata, counts.texts / 4);
  EXPECT_GT(counts.refuted, counts.holed / 10);
}

// Patterns that RE2 finds in one text overlap, and in no text of few characters if they do not.
TEST(LangOracle, OverlapsAgreeWithRe2) {
  Random random(22);
  const auto pattern = [&] { return "^" + Alternation(random, 2) + (random.OneIn(2) ? "$" : ""); };
  RE2::Options options;
  options.set_log_errors(false);
  int together = 0;
  int apart = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string one = pattern();
    const std::string other = pattern();
    const RE2 first(one, options);
    const RE2 second(other, options);
    const auto program = FromRegex(one, nullptr);
    const auto content = FromRegex(other, nullptr);
    if (!first.ok() || !second.ok() || !program || !content) continue;
    const std::vector<TextPart> parts = {{.program = &*content}};
    const Tri overlaps = Meets(*program, parts);
    apart += overlaps == Tri::kNo;
    for (int j = 0; j < 60; ++j) {
      const std::string text = Text(random, 6);
      if (!Re2Matches(first, text) || !Re2Matches(second, text)) continue;
      ++together;
      ASSERT_EQ(overlaps, Tri::kYes) << one << "\n" << other << "\n" << text;
    }
  }
  EXPECT_GT(together, 500);
  EXPECT_GT(apart, 200);
}

TEST(LangOracle, ClassesAreThoseOfRe2) {
  for (const std::string name :
       {"L", "Lu", "Ll", "M", "N", "Nd", "P", "S", "Z", "Zs", "C", "Latin", "Greek", "Han"}) {
    SCOPED_TRACE(name);
    const RE2 oracle("^\\p{" + name + "}$");
    const auto program = FromRegex("^\\p{" + name + "}$", nullptr);
    ASSERT_TRUE(oracle.ok() && program);
    Random random(7);
    for (uint32_t code = 1; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 1 + random.Below(97)) {
      if (code >= 0xD800 && code < 0xE000) continue;
      char text[5] = {};
      if (code < 0x80) {
        text[0] = static_cast<char>(code);
      } else if (code < 0x800) {
        text[0] = static_cast<char>(0xC0 | code >> 6);
        text[1] = static_cast<char>(0x80 | (code & 0x3F));
      } else if (code < 0x10000) {
        text[0] = static_cast<char>(0xE0 | code >> 12);
        text[1] = static_cast<char>(0x80 | (code >> 6 & 0x3F));
        text[2] = static_cast<char>(0x80 | (code & 0x3F));
      } else {
        text[0] = static_cast<char>(0xF0 | code >> 18);
        text[1] = static_cast<char>(0x80 | (code >> 12 & 0x3F));
        text[2] = static_cast<char>(0x80 | (code >> 6 & 0x3F));
        text[3] = static_cast<char>(0x80 | (code & 0x3F));
      }
      ASSERT_EQ(Match(*program, text), RE2::PartialMatch(text, oracle) ? Tri::kYes : Tri::kNo)
          << code;
    }
  }
}

// A glob is the regular expression that spells it out.
TEST(LangOracle, GlobsAgreeWithRe2) {
  Random random(21);
  for (int i = 0; i < 3000; ++i) {
    std::string glob;
    std::string regex = "(?s)^";
    for (uint32_t n = random.Below(6); n > 0; --n) {
      const std::vector<std::string> parts = {"*", "?", "a", "b", "é", "."};
      const std::string part = random.Pick(parts);
      glob += part;
      regex += part == "*" ? ".*" : part == "?" ? "." : RE2::QuoteMeta(part);
    }
    const RE2 oracle(regex + "$");
    const Program program = FromGlob(glob);
    const std::vector<std::string> characters = {"a", "b", "é", "."};
    for (int j = 0; j < 10; ++j) {
      std::string text;
      for (uint32_t n = random.Below(6); n > 0; --n) text += random.Pick(characters);
      const bool matches = Re2Matches(oracle, text);
      ASSERT_EQ(Match(program, text), matches ? Tri::kYes : Tri::kNo) << glob << "\n" << text;
      const Cut cut = CutHoles(random, text);
      ASSERT_TRUE(MayEqual(cut.holed, text)) << text;
      ASSERT_NE(Match(program, cut.holed), matches ? Tri::kNo : Tri::kYes) << glob << "\n" << text;
    }
  }
}

// A text with holes is a glob; the two ways to ask agree.
TEST(LangOracle, MayEqualAgreesWithGlobs) {
  Random random(22);
  const std::vector<std::string> parts = {"a", "b", "ab", "~"};
  int equal = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string holed;
    std::string glob;
    for (uint32_t n = random.Below(6); n > 0; --n) {
      const std::string part = random.Pick(parts);
      holed += part == "~" ? std::string(kHoleBytes) : part;
      glob += part == "~" ? "*" : part;
    }
    std::string candidate;
    for (uint32_t n = random.Below(6); n > 0; --n) candidate += random.OneIn(2) ? "a" : "b";
    const bool expected = Match(FromGlob(glob), candidate) == Tri::kYes;
    equal += expected;
    ASSERT_EQ(MayEqual(holed, candidate), expected) << glob << "\n" << candidate;
  }
  EXPECT_GT(equal, 1000);
}

// Every hostile pattern ends, in bounded time, one way or the other.
TEST(LangOracle, RandomBytesAsPatterns) {
  Random random(23);
  const std::vector<std::string> parts = {
      "(", ")", "[", "]", "{",    "}", "*",   "+",   "?",   "^",      "$",    "|", "\\",
      "a", "-", ",", "9", "1000", ":", "(?i", "\\p", "\\u", "\\x{10", "\xFF", "é"};
  int accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string pattern;
    for (uint32_t n = random.Below(12); n > 0; --n) pattern += random.Pick(parts);
    std::string why;
    const auto program = FromRegex(pattern, &why);
    accepted += program.has_value();
    if (program) {
      Match(*program, "a\xFF\xFF\xFF-9");
    } else {
      EXPECT_FALSE(why.empty()) << pattern;
    }
  }
  EXPECT_GT(accepted, 1000);
}

// The patterns that stand on one line of the YAML documents below a directory.
std::set<std::string> PatternsBelow(const std::string& directory) {
  std::set<std::string> patterns;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      constexpr std::string_view kKey = "pattern: ";
      const size_t key = line.find_first_not_of(' ');
      if (key == std::string::npos || line.compare(key, kKey.size(), kKey) != 0) continue;
      std::string pattern = line.substr(key + kKey.size());
      const char first = pattern[0];
      if (first == '"' || first == '|' || first == '>') continue;
      if (first == '\'') {
        if (pattern.size() < 2 || pattern.back() != '\'') continue;
        pattern = pattern.substr(1, pattern.size() - 2);
        for (size_t at = 0; (at = pattern.find("''", at)) != std::string::npos; ++at) {
          pattern.erase(at, 1);
        }
      }
      patterns.insert(pattern);
    }
  }
  return patterns;
}

TEST(LangOracle, ProviderPatterns) {
  const std::string data = testing_support::ProviderDocuments();
  if (data.empty()) GTEST_SKIP() << "no documents of StackQL's awscc provider";
  RE2::Options options;
  options.set_log_errors(false);
  Random random(24);
  size_t taken = 0;
  size_t instructions = 0;
  const std::set<std::string> patterns = PatternsBelow(data);
  std::map<std::string, int> refused;
  for (const std::string& pattern : patterns) {
    std::string why;
    const auto program = FromRegex(pattern, &why);
    taken += program.has_value();
    if (!program) ++refused[why];
    if (program) instructions += program->code.size();
    const RE2 oracle(pattern, options);
    if (!program || !oracle.ok()) continue;
    for (int i = 0; i < 20; ++i) {
      const std::string text = Text(random, 12);
      ASSERT_EQ(Match(*program, text), Re2Matches(oracle, text) ? Tri::kYes : Tri::kNo)
          << pattern << "\n"
          << text;
    }
  }
  for (const auto& [why, count] : refused) std::cout << count << " refused: " << why << "\n";
  std::cout << taken << " of " << patterns.size() << " patterns taken, " << instructions
            << " instructions\n";
  EXPECT_GT(taken, patterns.size() * 9 / 10);
  EXPECT_LT(instructions, 5'000'000U);  // half of what a process compiles
}

}  // namespace
}  // namespace stackql::lang
