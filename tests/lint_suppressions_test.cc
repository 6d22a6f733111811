// Comments that switch rules off: where they may stand, which bytes they speak of, and what is
// said of wrong and unused ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "lint/suppressions.h"
#include "support/made_rules.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::MadeRules;
using Texts = std::vector<std::string>;

const RuleSet& Rules() {
  static const MadeRules rules({
      {.id = "ORG001", .name = "first-rule"},
      {.id = "ORG002", .name = "second-rule"},
      {.id = "ORG003", .name = "live-rule", .subject = snapshot::Subject::Live},
  });
  return rules.all();
}

class Read {
 public:
  static Read Manifest(const std::string& text) {
    return {text, [](Read& read, TextId file) {
              yaml::Parse(read.values_, file, read.yaml_problems_);
              return ManifestSuppressions(read.values_, read.values_.size(), file, Rules(),
                                          read.problems_);
            }};
  }
  static Read Query(const std::string& text) {
    return {text, [](Read& read, TextId file) {
              return QuerySuppressions(read.sources_, read.sources_.All(file), Rules(),
                                       read.problems_);
            }};
  }

  // "ORG001 'the bytes that it speaks of'" of each.
  Texts Lines() const {
    Texts lines;
    for (const Suppression& each : suppressions) {
      EXPECT_EQ(each.path, "file");
      lines.push_back(each.named + " '" + std::string(sources_.Bytes(Loc{0, each.lines})) + "'");
    }
    return lines;
  }
  // "the bytes: help" of each problem.
  Texts Said() const {
    Texts said;
    for (const Problem& problem : problems_) {
      said.push_back(std::string(sources_.Bytes(problem.where)) + ": " + problem.help);
    }
    return said;
  }
  // What the message of each problem names.
  Texts Args() const {
    Texts args;
    for (const Problem& problem : problems_) args.push_back(problem.what.args.at(0).second);
    return args;
  }
  Problems CheckedUnused(const LevelSettings& settings = {}) const {
    Problems problems;
    CheckUnused(suppressions, Rules(), Levels(settings), problems);
    return problems;
  }
  const Problems& problems() const { return problems_; }
  std::string Bytes(Loc where) const { return std::string(sources_.Bytes(where)); }

  std::vector<Suppression> suppressions;

 private:
  template <typename Reader>
  Read(const std::string& text, Reader read) {
    suppressions = read(*this, sources_.AddFile("file", text));
  }

  Sources sources_;
  Values values_{sources_};
  Problems yaml_problems_;
  Problems problems_;
};

TEST(Suppressions, SpeakOfTheirLineOrTheNext) {
  const Read read = Read::Query(
      "SELECT 1; -- stackql-lint: ignore[ORG001] because\n"
      "SELECT 2;\n"
      "  -- stackql-lint: ignore[second-rule]\n"
      "SELECT 3;\n"
      "SELECT 4; -- stackql-lint: ignore-next-line[ORG001]\n"
      "SELECT 5;\n");
  EXPECT_THAT(read.Lines(),
              ElementsAre("ORG001 'SELECT 1; -- stackql-lint: ignore[ORG001] because'",
                          "ORG002 'SELECT 3;'", "ORG001 'SELECT 5;'"));
  EXPECT_THAT(read.Said(), IsEmpty());
}

// A comment that is only about one rule goes with it; others lose the rule.
TEST(Suppressions, AreRemovedWithTheirComment) {
  const auto repaired = [](const std::string& text) {
    const Problems problems = Read::Query(text).CheckedUnused();
    std::string all;
    for (const Problem& problem : problems) {
      const Repair& repair = problem.repairs.at(0);
      all += (repair.how == Repair::How::kRemoveComment ? "comment " : "item ") +
             text.substr(repair.where.span.begin, repair.where.span.size()) + ";";
    }
    return all;
  };
  for (const std::string own :
       {"-- stackql-lint: ignore[ORG001]", "/* stackql-lint: ignore[ORG001] */",
        "--\t*# stackql-lint: ignore[ORG001] x"}) {
    EXPECT_EQ(repaired("SELECT 1; " + own + "\n"), "comment " + own + ";");
  }
  EXPECT_EQ(repaired("SELECT 1; -- stackql-lint: ignore[ORG001, ORG002]"),
            "item ORG001;item ORG002;");
  EXPECT_EQ(repaired("SELECT 1; -- why: stackql-lint: ignore[ORG001]"), "item ORG001;");
}

TEST(Suppressions, SpeakOfTheFile) {
  const std::string text = "SELECT 1;\n/* stackql-lint: ignore-file[ORG001] */\nSELECT 2;";
  EXPECT_THAT(Read::Query(text).Lines(), ElementsAre("ORG001 '" + text + "'"));
}

TEST(Suppressions, OnTheLastLineSpeakOfIt) {
  const std::string text = "SELECT 1;\n-- stackql-lint: ignore[ORG001]";
  EXPECT_THAT(Read::Query(text).Lines(), ElementsAre("ORG001 '-- stackql-lint: ignore[ORG001]'"));
}

TEST(Suppressions, NameSeveralRules) {
  const Read read = Read::Query("SELECT 1; -- stackql-lint: ignore[ ORG001 , second-rule,,] x");
  ASSERT_EQ(read.suppressions.size(), 2U);
  EXPECT_EQ(read.suppressions[0].named, "ORG001");
  EXPECT_EQ(read.Bytes(read.suppressions[0].where), "ORG001");
  EXPECT_EQ(read.suppressions[1].named, "ORG002");
  EXPECT_EQ(read.Bytes(read.suppressions[1].where), "second-rule");
}

TEST(Suppressions, StandInCommentsOfManifests) {
  const Read read = Read::Manifest(
      "name: x # stackql-lint: ignore[ORG001]\n"
      "# stackql-lint: ignore[ORG002]\n"
      "version: 1\n"
      "description: 'no # stackql-lint: ignore[ORG001]'\n"
      "other: |\n"
      "  # stackql-lint: ignore[ORG001]\n"
      "stackql-lint: ignore[ORG001]\n");
  EXPECT_THAT(read.Lines(), ElementsAre("ORG001 'name: x # stackql-lint: ignore[ORG001]'",
                                        "ORG002 'version: 1'"));
  EXPECT_THAT(read.Said(), IsEmpty());
}

TEST(Suppressions, StandInCommentsOfQueries) {
  EXPECT_THAT(Read::Query("SELECT 'stackql-lint: ignore[ORG001]';").Lines(), IsEmpty());
  EXPECT_THAT(Read::Query("SELECT 1; /* stackql-lint: ignore[ORG001] */").Lines(),
              ElementsAre("ORG001 'SELECT 1; /* stackql-lint: ignore[ORG001] */'"));
  EXPECT_THAT(Read::Query("SELECT 1;\n/* a\n stackql-lint: ignore[ORG001]\n*/\nSELECT 2;").Lines(),
              ElementsAre("ORG001 '*/'"));
}

TEST(Suppressions, StandBehindWhatIsOnTheirLine) {
  EXPECT_THAT(Read::Manifest("a: 1\n  # x stackql-lint: ignore[ORG001]\nb: 2\n").Lines(),
              ElementsAre("ORG001 'b: 2'"));
  EXPECT_THAT(Read::Manifest("a: 1\r\n# stackql-lint: ignore[ORG001]\r\nb: 2\r\n").Lines(),
              ElementsAre("ORG001 'b: 2\r'"));
  EXPECT_THAT(
      Read::Manifest("# stackql-lint: ignore[ORG001] stackql-lint: ignore[ORG002]\nb: 2\n").Lines(),
      ElementsAre("ORG001 'b: 2'", "ORG002 'b: 2'"));
  EXPECT_THAT(Read::Manifest("a: 1 # stackql-lint:ignore-file[ORG001]").Lines(),
              ElementsAre("ORG001 'a: 1 # stackql-lint:ignore-file[ORG001]'"));
  EXPECT_THAT(Read::Manifest("stackql-lint: ignore[ORG001] # x\n").Lines(), IsEmpty());
  EXPECT_THAT(Read::Manifest("a: 'stackql-lint: x'\nb: 1 # stackql-lint: ignore[ORG001]\n").Lines(),
              ElementsAre("ORG001 'b: 1 # stackql-lint: ignore[ORG001]'"));
  // Of YAML that cannot be read, too.
  EXPECT_THAT(Read::Manifest("a: [\nstackql-lint: ignore[ORG001]\n").Lines(), IsEmpty());
  EXPECT_THAT(Read::Manifest("# c\na: [\nstackql-lint: ignore[ORG001]\n").Lines(), IsEmpty());
  EXPECT_THAT(Read::Manifest("'x # stackql-lint: ignore[ORG001]'\n").Lines(), IsEmpty());
  EXPECT_THAT(Read::Query("/* stackql-lint: ignore[ORG001]*/ SELECT 1;\nSELECT 2;").Lines(),
              ElementsAre("ORG001 'SELECT 2;'"));
  EXPECT_THAT(Read::Query("SELECT 0;\n/* stackql-lint: ignore-next-line[ORG001]*/\nSELECT 2;\n"
                          "SELECT 3;")
                  .Lines(),
              ElementsAre("ORG001 'SELECT 2;'"));
  EXPECT_THAT(Read::Query("SELECT 1 -- stackql-lint: ignore-next-line[ORG001]").Lines(),
              ElementsAre("ORG001 'SELECT 1 -- stackql-lint: ignore-next-line[ORG001]'"));
}

TEST(Suppressions, SayWhichRuleIsUnknown) {
  const Read read =
      Read::Query("-- stackql-lint: ignore[ORG01, zzzzzzzzzzzz, second-rule]\nSELECT 1;");
  EXPECT_THAT(read.Lines(), ElementsAre("ORG002 'SELECT 1;'"));
  EXPECT_THAT(read.Args(), ElementsAre("ORG01", "zzzzzzzzzzzz"));
  EXPECT_THAT(read.Said(), ElementsAre("ORG01: Did you mean 'ORG001'?",
                                       "zzzzzzzzzzzz: Run 'stackql-lint rules' to see the rules."));
}

// Of a manifest that cannot be read it is not known which texts are values.
TEST(Suppressions, OfABrokenManifestAreInComments) {
  const Read read = Read::Manifest(
      "# about\n}\nstackql-lint: ignore[ORG001]\nb: c  # stackql-lint: ignore[ORG002]\n");
  EXPECT_THAT(read.Lines(), ElementsAre("ORG002 'b: c  # stackql-lint: ignore[ORG002]'"));
  EXPECT_THAT(read.Said(), IsEmpty());
}

TEST(Suppressions, SayWhatIsMalformed) {
  for (const char* mark :
       {"stackql-lint: ignore", "stackql-lint: ignore[]", "stackql-lint: ignore[ ]",
        "stackql-lint: disable[ORG001]", "stackql-lint: [ORG001]", "stackql-lint: ignore nothing",
        "stackql-lint: ignore[ORG001", "stackql-lint: ignore-line[ORG001]", "stackql-lint:"}) {
    const Read read = Read::Query("SELECT 1; -- " + std::string(mark) + " \nSELECT ']';");
    EXPECT_THAT(read.suppressions, IsEmpty()) << mark;
    ASSERT_EQ(read.Said().size(), 1U) << mark;
    EXPECT_EQ(read.Said()[0], std::string(mark) +
                                  ": Write 'stackql-lint: ignore[RULE] reason', or use "
                                  "ignore-next-line or ignore-file.");
    EXPECT_THAT(read.Args(), ElementsAre(mark)) << mark;
  }
}

// What the comment becomes, with "?" if that is a guess, and what is said; or what is said alone.
std::string Mended(const std::string& comment) {
  const std::string query = "SELECT 1; -- " + comment + "\nSELECT 2;";
  const Read read = Read::Query(query);
  EXPECT_EQ(read.problems().size(), 1U) << comment;
  const Problem& problem = read.problems().at(0);
  if (problem.repairs.empty()) return problem.help;
  const Repair& repair = problem.repairs.at(0);
  std::string mended = query;
  mended.replace(repair.where.span.begin, repair.where.span.size(), repair.text);
  return mended.substr(13, mended.find('\n') - 13) + (repair.guess ? "? " : ". ") + problem.help;
}

TEST(Suppressions, OfferWhatWasMeant) {
  EXPECT_EQ(Mended("stackql-lint: ignroe[ORG001] why"),
            "stackql-lint: ignore[ORG001] why? Did you mean 'ignore'?");
  EXPECT_EQ(Mended("stackql-lint: ignore-nextline[ORG001]"),
            "stackql-lint: ignore-next-line[ORG001]. Did you mean 'ignore-next-line'?");
  EXPECT_EQ(Mended("stackql-lint: ignore ORG001 why"),
            "stackql-lint: ignore[ORG001] why. Write the rule in brackets.");
  EXPECT_EQ(Mended("stackql-lint: ignore [ORG001] why"),
            "stackql-lint: ignore[ORG001] why. Write 'stackql-lint: ignore[ORG001]'.");
  EXPECT_EQ(Mended("StackQL-Lint ignore[ORG001, ORG002]"),
            "stackql-lint: ignore[ORG001, ORG002]. Write 'stackql-lint: ignore[ORG001, ORG002]'.");
  const std::string form =
      "Write 'stackql-lint: ignore[RULE] reason', or use ignore-next-line or ignore-file.";
  EXPECT_EQ(Mended("stackql-lint: ignore ORG001, ORG002"), form);
  EXPECT_EQ(Mended("stackql-lint: ignore-line[ORG001]"), form);
}

Finding At(const std::string& rule, uint32_t begin, uint32_t end,
           const std::string& path = "file") {
  Finding finding;
  finding.rule = rule;
  finding.where = {path, {begin, end}};
  return finding;
}

TEST(Suppress, RemovesFindingsThatTouchItsLines) {
  // Lines 10 to 19.
  Read read = Read::Query("SELECT 1;\nSELECT 2; -- stackql-lint: ignore[ORG001]\nSELECT 3;\n");
  const Span lines = read.suppressions.at(0).lines;
  ASSERT_EQ(lines.begin, 10U);
  std::vector<Finding> findings = {At("ORG001", 0, 9),
                                   At("ORG001", 0, 10),
                                   At("ORG001", 12, 13),
                                   At("ORG002", 12, 13),
                                   At("ORG001", 12, 13, "other"),
                                   At("ORG001", lines.end, lines.end + 5),
                                   At("ORG001", lines.end + 1, lines.end + 5)};
  EXPECT_EQ(Suppress(read.suppressions, findings), 3U);
  ASSERT_EQ(findings.size(), 4U);
  EXPECT_EQ(findings[0].where.span.end, 9U);
  EXPECT_EQ(findings[1].rule, "ORG002");
  EXPECT_EQ(findings[2].where.path, "other");
  EXPECT_EQ(findings[3].where.span.begin, lines.end + 1);
  EXPECT_THAT(read.CheckedUnused(), IsEmpty());
}

TEST(Suppress, UsesEveryCommentThatFits) {
  Read read = Read::Query(
      "-- stackql-lint: ignore-file[ORG001]\nSELECT 2; -- stackql-lint: ignore[ORG001]\n");
  std::vector<Finding> findings = {At("ORG001", 40, 41)};
  EXPECT_EQ(Suppress(read.suppressions, findings), 1U);
  EXPECT_THAT(findings, IsEmpty());
  EXPECT_THAT(read.CheckedUnused(), IsEmpty());
}

// Any ranges of lines, against looking at each of them.
TEST(Suppress, FindsWhatTouchesAmongMany) {
  Read read = Read::Query("-- stackql-lint: ignore-file[ORG001]\nSELECT 1;\n");
  const Suppression one = read.suppressions.at(0);
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<Suppression> suppressions(random() % 12, one);
    for (Suppression& each : suppressions) {
      each.lines.begin = random() % 60;
      each.lines.end = each.lines.begin + random() % (random() % 3 == 0 ? 60 : 8);
    }
    std::vector<Suppression> expected = suppressions;
    std::vector<Finding> findings;
    std::vector<Finding> left;
    for (uint32_t i = random() % 10; i > 0; --i) {
      const uint32_t begin = random() % 100;
      findings.push_back(At("ORG001", begin, begin + random() % 5));
      bool hit = false;
      for (Suppression& each : expected) {
        const Span span = findings.back().where.span;
        if (span.begin > each.lines.end || each.lines.begin > span.end) continue;
        each.used = hit = true;
      }
      if (!hit) left.push_back(findings.back());
    }
    Suppress(suppressions, findings);
    ASSERT_EQ(findings.size(), left.size());
    for (size_t i = 0; i < left.size(); ++i) EXPECT_EQ(findings[i].where.span, left[i].where.span);
    for (size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(suppressions[i].used, expected[i].used) << round << " " << i;
    }
  }
}

TEST(Unused, AreToldOfRulesThatRan) {
  Read read = Read::Query("-- stackql-lint: ignore[ORG001, ORG002, live-rule]\nSELECT 1;");
  std::vector<Finding> none;
  EXPECT_EQ(Suppress(read.suppressions, none), 0U);
  const Problems problems = read.CheckedUnused();
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(read.Bytes(problems[0].where), "ORG001");
  EXPECT_EQ(problems[0].what.args.at(0).second, "ORG001");
  EXPECT_EQ(problems[0].help, "Remove it.");
  EXPECT_EQ(read.Bytes(problems[1].where), "ORG002");
  // What is off did not run.
  const Problems left = read.CheckedUnused({.ignore = {"ORG001"}});
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(read.Bytes(left[0].where), "ORG002");
}

// What names several rules stands for all of them, and is used if one of them is.
TEST(Suppressions, NameSeveralRulesAtOnce) {
  for (const std::string word : {"ORG", "ORG00", "ALL"}) {
    Read read = Read::Query("-- stackql-lint: ignore[" + word + "] all\nSELECT 1;");
    EXPECT_EQ(read.Said(), Texts{});
    ASSERT_EQ(read.suppressions.size(), 1U);
    EXPECT_EQ(Rules().Named(word).size(), Rules().all().size());
    std::vector<Finding> findings = {At("ORG002", 36, 38)};
    Problems problems = read.CheckedUnused();
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(read.Bytes(problems[0].where), word);
    EXPECT_EQ(problems[0].what.args.at(0).second, word);
    EXPECT_EQ(read.CheckedUnused({.ignore = {"ORG"}}).size(), 0U);
    EXPECT_EQ(Suppress(read.suppressions, findings), 1U);
    EXPECT_EQ(read.CheckedUnused().size(), 0U);
  }
  EXPECT_EQ(Read::Query("-- stackql-lint: ignore[OR]\nSELECT 1;").Args(), Texts{"OR"});
}

TEST(Suppressions, OfABlockReachToItsEnd) {
  EXPECT_THAT(Read::Query("-- stackql-lint: ignore-start[ORG001] why\nSELECT 1;\nSELECT 2;\n"
                          "-- stackql-lint: ignore-end[ORG001]\nSELECT 3;\n")
                  .Lines(),
              ElementsAre("ORG001 'SELECT 1;\nSELECT 2;'"));
  EXPECT_THAT(
      Read::Manifest("# stackql-lint: ignore-start[ORG001, org002] why\na: b\n"
                     "# stackql-lint: ignore-end[ORG002]\nc: d\n"
                     "# stackql-lint: ignore-end[first-rule]\n")
          .Lines(),
      ElementsAre("ORG001 'a: b\n# stackql-lint: ignore-end[ORG002]\nc: d'", "ORG002 'a: b'"));
  const Read open = Read::Query("SELECT 0;\n-- stackql-lint: ignore-start[ORG001]\nSELECT 1;\n");
  EXPECT_THAT(open.Lines(), ElementsAre("ORG001 'SELECT 1;\n'"));
  EXPECT_THAT(open.Said(), ElementsAre("ORG001: Write 'stackql-lint: ignore-end[ORG001]'."));
  const Read closed = Read::Query("SELECT 0; -- stackql-lint: ignore-end[ORG001]\n");
  EXPECT_THAT(closed.Lines(), IsEmpty());
  EXPECT_THAT(closed.Said(), ElementsAre("ORG001: Remove it, or write 'ignore-start' before it."));
  // The last one that is open is ended.
  EXPECT_THAT(Read::Query("-- stackql-lint: ignore-start[ORG001]\nSELECT 1;\n"
                          "-- stackql-lint: ignore-start[ORG001]\nSELECT 2;\n"
                          "-- stackql-lint: ignore-end[ORG001]\n"
                          "-- stackql-lint: ignore-end[ORG001]\n")
                  .Lines()[1],
              "ORG001 'SELECT 2;'");
}

TEST(Suppressions, TakeWordsInAnyLetters) {
  EXPECT_THAT(Read::Query("SELECT 1; -- stackql-lint: ignore[org001, First-Rule, org]\n").Lines(),
              ElementsAre(testing::StartsWith("ORG001 "), testing::StartsWith("ORG001 "),
                          testing::StartsWith("ORG ")));
}

TEST(Unused, BlocksAreToldAsAWhole) {
  Read read = Read::Query(
      "-- stackql-lint: ignore-start[ORG001]\nSELECT 1;\n"
      "-- stackql-lint: ignore-end[ORG001]\n");
  Problems problems;
  CheckUnused(read.suppressions, Rules(), Levels({}), problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].help, "Remove it and the 'ignore-end' that follows.");
  EXPECT_TRUE(problems[0].repairs.empty());
}

}  // namespace
}  // namespace stackql
