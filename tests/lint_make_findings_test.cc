// From problems to findings: places, severities, merging, and what gives way to what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/make_findings.h"
#include "support/made_rules.h"

namespace stackql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::MadeRules;
using Texts = std::vector<std::string>;

const RuleSet& Rules() {
  static const MadeRules rules({
      {.id = "ORG001", .name = "first-rule"},
      {.id = "ORG002", .name = "second-rule", .severity = snapshot::Severity::Warning},
      {.id = "ORG003", .name = "third-rule", .silences = {"second-rule"}},
      {.id = "ORG004", .name = "fourth-rule", .silences = {"ORG001"}},
      {.id = "ORG005",
       .name = "fifth-rule",
       .severity = snapshot::Severity::Info,
       .silences = {"ORG"}},
      {.id = "ORG006", .name = "sixth-rule", .fix = snapshot::Fixable::Shown},
      {.id = "ORG007", .name = "seventh-rule", .fix = snapshot::Fixable::Unsafe},
  });
  return rules.all();
}

Problem Made(std::string_view rule, Loc where, const std::string& what) {
  const RuleId id(Rules().Find(rule)->id()->string_view());
  return {.what = {.rule = id, .id = "default", .args = {{"what", what}}}, .where = where};
}

// Problems with two files, a template's output and a text of the program's own.
class Found {
 public:
  Loc At(const std::string& bytes) const { return In(first_, bytes); }
  Loc InSecond(const std::string& bytes) const { return In(second_, bytes); }
  // "<name> and more", where the name was inserted from the first file into the second.
  Loc Rendered() {
    TextBuilder builder(sources);
    builder.Insert(At("name"), InSecond("{{ x }}"));
    builder.Copy(InSecond(" and more"));
    return builder.Finish(Step::kRender, InSecond("{{ x }} and more"));
  }
  // The same with a hole in place of the name.
  Loc WithHole() {
    TextBuilder builder(sources);
    builder.Hole(InSecond("{{ x }}"));
    builder.Copy(InSecond(" and more"));
    return builder.Finish(Step::kRender, InSecond("{{ x }} and more"));
  }
  Problem& Add(std::string_view rule, Loc where, const std::string& what = "it") {
    problems.push_back(Made(rule, where, what));
    return problems.back();
  }

  std::vector<Finding> Findings(const LevelSettings& settings = {}) const {
    return MakeFindings(sources, problems, Rules(), Levels(settings));
  }
  // "severity id 'bytes' message" of each.
  Texts Lines(const LevelSettings& settings = {}) const {
    Texts lines;
    for (const Finding& finding : Findings(settings)) {
      lines.push_back(std::string(Name(finding.severity)) + " " + finding.rule + " '" +
                      Bytes(finding.where) + "' " + finding.message);
    }
    return lines;
  }
  std::string Bytes(const Location& where) const {
    const TextId file = where.path == "a.yml" ? first_ : second_;
    return std::string(sources.Bytes(Loc{file, where.span}));
  }

  Sources sources;
  Problems problems;

 private:
  Loc In(TextId file, const std::string& bytes) const {
    const size_t at = sources.Bytes(file).find(bytes);
    EXPECT_NE(at, std::string_view::npos) << bytes;
    const auto begin = static_cast<uint32_t>(at);
    return {file, {begin, begin + static_cast<uint32_t>(bytes.size())}};
  }

  TextId first_ = sources.AddFile("a.yml", "name: other\n");
  TextId second_ = sources.AddFile("b.iql", "SELECT {{ x }} and more\n");
};

TEST(MakeFindings, TakeTextAndSeverityFromTheRule) {
  Found found;
  found.Add("first-rule", found.At("name"));
  found.Add("second-rule", found.At("other"), "that");
  EXPECT_THAT(found.Lines(),
              ElementsAre("error ORG001 'name' Mind it.", "warning ORG002 'other' Mind that."));
  EXPECT_EQ(found.Findings()[0].name, "first-rule");
  EXPECT_EQ(found.Findings()[0].message_id, "default");
  EXPECT_EQ(found.Findings()[1].label, "not that");
  EXPECT_THAT(found.Findings()[1].args, ElementsAre(testing::Pair("what", "that")));
  EXPECT_THAT(found.Lines({.ignore = {"ORG001"}, .severity = {{"ORG002", "info"}}}),
              ElementsAre("info ORG002 'other' Mind that."));
}

TEST(MakeFindings, AreInOrder) {
  Found found;
  found.Add("first-rule", found.InSecond("SELECT"));
  found.Add("second-rule", found.At("other"));
  found.Add("third-rule", found.At("name"));
  found.Add("first-rule", found.At("name"));
  EXPECT_THAT(found.Lines(),
              ElementsAre("error ORG001 'name' Mind it.", "error ORG003 'name' Mind it.",
                          "warning ORG002 'other' Mind it.", "error ORG001 'SELECT' Mind it."));
}

TEST(MakeFindings, AreWarningsAtMostIfTheyAreDoubtful) {
  Found found;
  found.Add("first-rule", found.At("name")).doubtful = true;
  found.Add("second-rule", found.At("other")).doubtful = true;
  EXPECT_THAT(found.Lines({.severity = {{"ORG002", "info"}}}),
              ElementsAre("warning ORG001 'name' Mind it.", "info ORG002 'other' Mind it."));
}

TEST(MakeFindings, AreErrorsIfTheyAreGrave) {
  Found found;
  found.Add("second-rule", found.At("name")).grave = true;
  EXPECT_THAT(found.Lines({.severity = {{"ORG002", "info"}}}),
              ElementsAre("error ORG002 'name' Mind it."));
  EXPECT_THAT(found.Lines({.ignore = {"ORG002"}}), IsEmpty());
}

TEST(MakeFindings, StandWhereThingsAreWritten) {
  Found found;
  const Loc rendered = found.Rendered();
  found.Add("first-rule", rendered.Sub(0, 4));
  EXPECT_THAT(found.Lines(), ElementsAre("error ORG001 'name' Mind it."));
  const std::vector<Note> notes = found.Findings()[0].notes;
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(found.Bytes(notes[0].where), "{{ x }}");
  EXPECT_EQ(notes[0].message, "used here");
}

TEST(MakeFindings, AreOfFilesOnly) {
  Found found;
  const TextId builtin = found.sources.AddBuiltin("{}");
  found.Add("first-rule", found.sources.All(builtin));
  found.Add("first-rule", Loc{});
  EXPECT_THAT(found.Lines(), IsEmpty());
  found.Add("first-rule", found.At("name"));
  EXPECT_EQ(found.Lines().size(), 1U) << "what comes after is told";
}

TEST(MakeFindings, PrintHolesAsTemplates) {
  Found found;
  const std::string text = "a-" + std::string(kHoleBytes) + "-b";
  Problem& problem = found.Add("first-rule", found.At("name"), text);
  problem.help = "Write '" + text + "'.";
  problem.related = {{found.At("other"), "like " + text}};
  const Finding finding = found.Findings().at(0);
  EXPECT_EQ(finding.message, "Mind a-{{ ... }}-b.");
  EXPECT_EQ(finding.help, "Write 'a-{{ ... }}-b'.");
  ASSERT_EQ(finding.notes.size(), 1U);
  EXPECT_EQ(finding.notes[0].message, "like a-{{ ... }}-b");
}

TEST(MakeFindings, TellAMistakeOnce) {
  Found found;
  const Loc rendered = found.Rendered();
  found.Add("first-rule", found.At("name")).related = {{found.At("other"), "see"}};
  found.Add("first-rule", rendered.Sub(0, 4)).related = {{found.At("other"), "see"}};
  found.Add("first-rule", found.At("name"), "that");
  found.Add("first-rule", found.At("other"));
  EXPECT_THAT(found.Lines(),
              ElementsAre("error ORG001 'name' Mind it.", "error ORG001 'name' Mind that.",
                          "error ORG001 'other' Mind it."));
  // With the notes of both.
  const std::vector<Note> notes = found.Findings()[0].notes;
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].message, "see");
  EXPECT_EQ(notes[1].message, "used here");
}

TEST(MakeFindings, HaveFewNotesAndNoneOfTheirOwnPlace) {
  Found found;
  Problem& problem = found.Add("first-rule", found.At("name"));
  problem.related.push_back({found.At("name"), "here"});
  problem.related.push_back({Loc{}, "nowhere"});
  for (uint32_t i = 0; i < 20; ++i)
    problem.related.push_back({found.InSecond("SELECT"), "at " + std::to_string(i)});
  const Finding finding = found.Findings()[0];
  ASSERT_EQ(finding.notes.size(), 8U);
  EXPECT_EQ(finding.notes[0].message, "at 0");
  EXPECT_EQ(finding.notes[7].message, "at 7");
  EXPECT_EQ(finding.notes_left_out, 12U);
}

TEST(MakeFindings, GiveWayToThoseThatSilenceThem) {
  Found found;
  found.Add("second-rule", found.At("name"));
  found.Add("second-rule", found.At("other"));
  found.Add("third-rule", found.At("name"));
  EXPECT_THAT(found.Lines(),
              ElementsAre("error ORG003 'name' Mind it.", "warning ORG002 'other' Mind it."));
  EXPECT_THAT(found.Lines({.ignore = {"ORG003"}}),
              ElementsAre("warning ORG002 'name' Mind it.", "warning ORG002 'other' Mind it."));
}

TEST(MakeFindings, GiveWayToDoubtfulOnesIfNotMoreSevere) {
  Found found;
  found.Add("first-rule", found.At("name"));
  Problem& other = found.Add("fourth-rule", found.At("name"));
  EXPECT_THAT(found.Lines(), ElementsAre("error ORG004 'name' Mind it."));
  other.doubtful = true;
  EXPECT_THAT(found.Lines(),
              ElementsAre("error ORG001 'name' Mind it.", "warning ORG004 'name' Mind it."));
}

TEST(MakeFindings, DoNotGiveWayToRulesThatAreLessSevere) {
  Found found;
  found.Add("first-rule", found.At("name"));
  found.Add("fifth-rule", found.At("name"));
  EXPECT_THAT(found.Lines(),
              ElementsAre("error ORG001 'name' Mind it.", "info ORG005 'name' Mind it."));
}

TEST(MakeFindings, GiveWayToTheirCauses) {
  Found found;
  found.Add("first-rule", found.At("name")).cause = found.InSecond("SELECT");
  EXPECT_THAT(found.Lines(), ElementsAre("error ORG001 'name' Mind it."));
  found.Add("second-rule", found.InSecond("SELECT"));
  EXPECT_THAT(found.Lines(), ElementsAre("warning ORG002 'SELECT' Mind it."));
  EXPECT_THAT(found.Lines({.ignore = {"ORG002"}}), ElementsAre("error ORG001 'name' Mind it."));
  // What is its own cause stays.
  Found own;
  own.Add("first-rule", own.At("name")).cause = own.At("name");
  EXPECT_THAT(own.Lines(), ElementsAre("error ORG001 'name' Mind it."));
}

TEST(MakeFindings, NameTheirEnvironments) {
  const Texts environments = {"dev", "prod"};
  Found found;
  found.Add("first-rule", found.At("name")).environments.Add(1);
  found.Add("second-rule", found.At("name"));
  const auto names = [&] {
    std::vector<Texts> all;
    for (const Finding& finding :
         MakeFindings(found.sources, found.problems, Rules(), Levels({}), environments)) {
      all.push_back(finding.environments);
    }
    return all;
  };
  EXPECT_THAT(names(), ElementsAre(ElementsAre("prod"), IsEmpty()));
  // The same in both is one of both, which needs no names.
  found.Add("first-rule", found.At("name")).environments.Add(0);
  EXPECT_EQ(names().at(0).size(), NamesOf(
                                      [] {
                                        EnvironmentSet both;
                                        both.Add(0);
                                        both.Add(1);
                                        return both;
                                      }(),
                                      environments)
                                      .size());
}

// Where settings differ by file, each finding has those of its own.
TEST(MakeFindings, HaveTheSettingsOfTheirFile) {
  Found found;
  found.Add("first-rule", found.At("name"));
  found.Add("first-rule", found.InSecond("SELECT"));
  found.Add("second-rule", found.At("name"));
  found.Add("second-rule", found.InSecond("SELECT"));
  const auto in_query = [](const std::string& path) { return path.ends_with(".iql"); };
  EXPECT_THAT(found.Lines({.overrides = {{.holds = in_query,
                                          .ignore = {"ORG002"},
                                          .severity = {{"ORG001", "info"}}}}}),
              ElementsAre("error ORG001 'name' Mind it.", "warning ORG002 'name' Mind it.",
                          "info ORG001 'SELECT' Mind it."));
  EXPECT_THAT(
      found.Lines({.ignore = {"ORG"}, .overrides = {{.holds = in_query, .select = {"ORG001"}}}}),
      ElementsAre("error ORG001 'SELECT' Mind it."));
}

// What a rule says of its fixes, or the settings, and what is less sure.
TEST(Fixes, AreAsSafeAsTheRuleSays) {
  const auto kind_of = [](const std::string& rule, bool guess, const LevelSettings& settings = {}) {
    Found found;
    found.Add(rule, found.At("other")).repairs = {
        {.title = "Write it", .where = found.At("name"), .text = "a", .guess = guess}};
    return found.Findings(settings).at(0).fix->kind;
  };
  EXPECT_EQ(kind_of("first-rule", false), Fix::Kind::kSafe);
  EXPECT_EQ(kind_of("first-rule", true), Fix::Kind::kUnsafe);
  for (const bool guess : {false, true}) {
    EXPECT_EQ(kind_of("sixth-rule", guess), Fix::Kind::kShown);
    EXPECT_EQ(kind_of("seventh-rule", guess), Fix::Kind::kUnsafe);
    EXPECT_EQ(kind_of("seventh-rule", guess, {.fixes = {{"ORG", "safe"}}}), Fix::Kind::kSafe);
  }
  // What has aliases is written for other places, too.
  Found found;
  found.sources.NoteShared(found.At("name"));
  found.Add("first-rule", found.At("other")).repairs = {{"Write it", found.At("name"), "a"}};
  EXPECT_EQ(found.Findings().at(0).fix->kind, Fix::Kind::kUnsafe);
}

TEST(Fixes, AreOfBytesThatStandInAFile) {
  Found found;
  const Loc rendered = found.Rendered();
  const Loc hole = found.WithHole();
  const auto fix_of = [&](std::vector<Repair> repairs) {
    found.problems.clear();
    found.Add("first-rule", found.At("other")).repairs = std::move(repairs);
    const std::optional<Fix> fix = found.Findings().at(0).fix;
    if (!fix) return std::string("none");
    std::string text = fix->title + (fix->kind == Fix::Kind::kSafe ? ":" : " (unsafe):");
    for (const Edit& edit : fix->edits) text += " " + found.Bytes(edit.where) + " -> " + edit.text;
    return text;
  };
  EXPECT_EQ(fix_of({}), "none");
  EXPECT_EQ(fix_of({{"Write it", found.At("name"), "title_2"}}), "Write it: name -> title_2");
  EXPECT_EQ(fix_of({{"Write it", rendered.Sub(0, 4), "title"}}), "Write it: name -> title");
  EXPECT_EQ(fix_of({{"Write it", hole.Sub(0, 3), "title"}}), "none");
  EXPECT_EQ(fix_of({{"Write it", Loc{}, "title"}}), "none");
  // Text that some layer might have to escape is written only where it is meant as it stands.
  EXPECT_EQ(fix_of({{"Write it", found.At("name"), "a b"}}), "none");
  EXPECT_EQ(
      fix_of({{.title = "Write it", .where = found.At("name"), .text = "'a b'", .verbatim = true}}),
      "Write it: name -> 'a b'");
  EXPECT_EQ(fix_of({{"Write it", found.At("name"), "eu-west-1"}}), "Write it: name -> eu-west-1");
  // Several edits are one fix, which is as safe as the least of them, and all of it or nothing.
  EXPECT_EQ(fix_of({{"First", found.At("name"), "a"}, {"Second", Loc{}, "b"}}), "none");
  EXPECT_EQ(fix_of({{"First", found.At("name"), "a"},
                    {.title = "Second", .where = found.At("other"), .text = "b", .guess = true}}),
            "First (unsafe): name -> a other -> b");
}

}  // namespace
}  // namespace stackql
