#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "report/report.h"
#include "support/made_finding.h"

namespace stackql::report {
namespace {

using testing_support::MadeFinding;

// The place of `needle` in a file of the report.
Location At(const Report& report, const std::string& path, std::string_view needle) {
  const auto at = static_cast<uint32_t>(report.files.at(path).find(needle));
  return {path, {at, at + static_cast<uint32_t>(needle.size())}};
}

// The text of one finding, without head and summary.
std::string Body(const Report& report, const TextStyle& style = {}) {
  std::string text = Text(report, style);
  text.erase(0, text.find('\n') + 1);
  return text.substr(0, text.rfind("\nChecked"));
}

std::string FrameOf(const std::string& bytes, Span span, const TextStyle& style = {}) {
  Report report;
  report.files["f"] = bytes;
  report.findings = {MadeFinding({"f", span})};
  return Body(report, style);
}

std::string FrameOf(const std::string& bytes, std::string_view needle,
                    const TextStyle& style = {}) {
  const auto at = static_cast<uint32_t>(bytes.find(needle));
  return FrameOf(bytes, Span{at, at + static_cast<uint32_t>(needle.size())}, style);
}

TEST(TextFrame, ShowsTheLineBeforeAndCarets) {
  EXPECT_EQ(FrameOf("Tags:\n  - Key: bad\n    Value: x\n", "bad"),
            " --> f:2:10\n"
            "  |\n"
            "1 | Tags:\n"
            "2 |   - Key: bad\n"
            "  |          ^^^\n");
}

// Beside the place, if there is room; the headline says it in any case.
TEST(TextFrame, SaysWhatWasExpected) {
  Report report;
  report.files["f"] = "size: 600\n";
  report.findings = {MadeFinding(At(report, "f", "600"))};
  report.findings[0].label = "at most 300";
  EXPECT_EQ(Body(report, {.width = 25}),
            " --> f:1:7\n"
            "  |\n"
            "1 | size: 600\n"
            "  |       ^^^ at most 300\n");
  EXPECT_EQ(Body(report, {.width = 24}).find("at most"), std::string::npos);
  report.findings[0].notes = {{At(report, "f", "size"), "said here, in some more words"}};
  // One that has no room beside its mark is below it.
  EXPECT_NE(Body(report, {.width = 24}).find("  | ----\n  | said here, in some more words\n"),
            std::string::npos);
}

// On a terminal; elsewhere a message is one line.
TEST(TextSentences, AreBrokenBetweenWords) {
  Report report;
  report.files["f"] = "bad\n";
  report.findings = {MadeFinding(At(report, "f", "bad"))};
  report.findings[0].message = "'Gr\u00F6\u00DFe' is not a property of 'AutoParticipant'.";
  report.findings[0].help = "Write 'size' in its place, which is one.";
  const std::string text = Text(report, {.width = 40, .terminal = true});
  EXPECT_EQ(text.substr(0, text.find(" -->")),
            "error[TAG001] 'Gr\u00F6\u00DFe' is not a property\n"
            "              of 'AutoParticipant'.\n");
  EXPECT_NE(text.find("  = help: Write 'size' in its place,\n          which is one.\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\nChecked 0 files and 0 operations: no\n  findings.\n"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("explains"), std::string::npos);
  EXPECT_NE(Text(report, {.width = 80, .terminal = true, .fixable = true})
                .find("\n'stackql-lint rules TAG001' explains.\n"),
            std::string::npos);
  EXPECT_NE(Text(report, {.width = 40}).find("is not a property of 'AutoParticipant'.\n"),
            std::string::npos);
  // A template's output is one word.
  report.findings[0].message = "Missing value for '{{ a }}' in {{ AWS_REGION }}.";
  const std::string output = Text(report, {.width = 46, .terminal = true});
  EXPECT_EQ(output.substr(0, output.find(" -->")),
            "error[TAG001] Missing value for '{{ a }}' in\n" + std::string(14, ' ') +
                "{{ AWS_REGION }}.\n");
  // A word that is too long for any line is left whole.
  report.findings[0].message =
      std::string(50, 'x') + " y " + std::string(26, 'z') + " " + std::string(27, 'z');
  const std::string whole = Text(report, {.width = 40, .terminal = true});
  EXPECT_EQ(whole.substr(0, whole.find(" -->")),
            "error[TAG001] " + std::string(50, 'x') + "\n" + std::string(14, ' ') + "y\n" +
                std::string(14, ' ') + std::string(26, 'z') + "\n" + std::string(14, ' ') +
                std::string(27, 'z') + "\n");
}

TEST(TextFrame, LeavesABlankLineBeforeOut) {
  EXPECT_EQ(FrameOf("a\n  \nbad\n", "bad"),
            " --> f:3:1\n"
            "  |\n"
            "3 | bad\n"
            "  | ^^^\n");
}

TEST(TextFrame, AlignsLineNumbers) {
  EXPECT_EQ(FrameOf("1\n2\n3\n4\n5\n6\n7\n8\nnine\nten\n", "ten"),
            "  --> f:10:1\n"
            "   |\n"
            " 9 | nine\n"
            "10 | ten\n"
            "   | ^^^\n");
}

TEST(TextFrame, CountsTabsAsFourColumns) {
  EXPECT_EQ(FrameOf("a\tb\tbad", "bad"),
            " --> f:1:5\n"
            "  |\n"
            "1 | a    b    bad\n"
            "  |           ^^^\n");
}

TEST(TextFrame, CountsWideCharactersAsTwoColumns) {
  EXPECT_EQ(FrameOf("名前: 値 # é", "値"),
            " --> f:1:5\n"
            "  |\n"
            "1 | 名前: 値 # é\n"
            "  |       ^^\n");
  EXPECT_EQ(FrameOf("😀😀 bad", "bad"),
            " --> f:1:4\n"
            "  |\n"
            "1 | 😀😀 bad\n"
            "  |      ^^^\n");
}

TEST(TextFrame, CountsCombiningCharactersAsNone) {
  EXPECT_EQ(FrameOf("e\xCC\x81 bad", "bad"),
            " --> f:1:4\n"
            "  |\n"
            "1 | e\xCC\x81 bad\n"
            "  |   ^^^\n");
  // A span of nothing but a combining character still has a caret.
  EXPECT_EQ(FrameOf("e\xCC\x81", "\xCC\x81"),
            " --> f:1:2\n"
            "  |\n"
            "1 | e\xCC\x81\n"
            "  |  ^\n");
}

// Plain lines are cut by bytes, others character by character: both alike.
TEST(TextFrame, CutsAsciiLikeOtherText) {
  const auto plain = [](std::string text) {
    for (size_t at = text.find("é"); at != std::string::npos; at = text.find("é")) {
      text.replace(at, 2, "x");
    }
    return text;
  };
  for (const uint32_t size : {5U, 94U, 95U, 96U, 97U, 98U, 99U, 150U, 300U, 2000U}) {
    std::string line;
    for (uint32_t i = 0; i + 1 < size; ++i) line += static_cast<char>('a' + i % 20);
    for (uint32_t begin = 0; begin + 4 < size; begin += 7) {
      const Span focus = {begin, begin + 3};
      EXPECT_EQ(FrameOf(line + "x", focus), plain(FrameOf(line + "é", focus)))
          << size << " " << begin;
    }
  }
}

TEST(TextFrame, MakesControlAndDirectionCharactersVisible) {
  EXPECT_EQ(FrameOf("a\x1b[31m\x7f bad", "bad"),
            " --> f:1:9\n"
            "  |\n"
            "1 | a\xE2\x90\x9B[31m\xE2\x90\xA1 bad\n"
            "  |         ^^^\n");
  EXPECT_EQ(FrameOf("x\xE2\x80\xAEy", "\xE2\x80\xAE"),
            " --> f:1:2\n"
            "  |\n"
            "1 | x<U+202E>y\n"
            "  |  ^^^^^^^^\n");
  EXPECT_EQ(FrameOf("a\xE2\x80\x8B", "\xE2\x80\x8B"),
            " --> f:1:2\n"
            "  |\n"
            "1 | a<U+200B>\n"
            "  |  ^^^^^^^^\n");
}

TEST(TextFrame, ShowsInvalidUtf8AsReplacement) {
  EXPECT_EQ(FrameOf("a\xFF\xC3(bad", "bad"),
            " --> f:1:5\n"
            "  |\n"
            "1 | a\xEF\xBF\xBD\xEF\xBF\xBD(bad\n"
            "  |     ^^^\n");
}

TEST(TextFrame, TakesEveryKindOfLineBreak) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const std::string text = std::string("one").append(end).append("two").append(end);
    EXPECT_EQ(FrameOf(text, "two"),
              " --> f:2:1\n"
              "  |\n"
              "1 | one\n"
              "2 | two\n"
              "  | ^^^\n");
  }
}

TEST(TextFrame, ShowsTheEndOfAFile) {
  EXPECT_EQ(FrameOf("abc", Span{3, 3}),
            " --> f:1:4\n"
            "  |\n"
            "1 | abc\n"
            "  |    ^\n");
  EXPECT_EQ(FrameOf("abc\n", Span{4, 4}),
            " --> f:2:1\n"
            "  |\n"
            "1 | abc\n"
            "2 |\n"
            "  | ^\n");
  EXPECT_EQ(FrameOf("", Span{0, 0}),
            " --> f:1:1\n"
            "  |\n"
            "1 |\n"
            "  | ^\n");
  // The line break itself, and a span that lies outside.
  EXPECT_EQ(FrameOf("abc\r\nx", Span{3, 5}),
            " --> f:1:4\n"
            "  |\n"
            "1 | abc\n"
            "  |    ^\n");
  EXPECT_EQ(FrameOf("abc", Span{90, 99}),
            " --> f:1:4\n"
            "  |\n"
            "1 | abc\n"
            "  |    ^\n");
}

TEST(TextFrame, DrawsABarOverSeveralLines) {
  EXPECT_EQ(FrameOf("a: {\n  b: 1,\n  c\n}\n", "{\n  b: 1,\n  c\n}"),
            " --> f:1:4\n"
            "  |\n"
            "1 |   a: {\n"
            "  |  ____^\n"
            "2 | |   b: 1,\n"
            "3 | |   c\n"
            "4 | | }\n"
            "  | |_^\n");
  EXPECT_EQ(FrameOf("x\n  begin\n  end;\n", "begin\n  end"),
            " --> f:2:3\n"
            "  |\n"
            "1 |   x\n"
            "2 | /   begin\n"
            "3 | |   end;\n"
            "  | |_____^\n");
}

TEST(TextFrame, ElidesTheMiddleOfALongBlock) {
  EXPECT_EQ(FrameOf("1\n2\n3\n4\n5\n6\n7\n8\n", Span{0, 15}),
            " --> f:1:1\n"
            "  |\n"
            "1 | / 1\n"
            "2 | | 2\n"
            "3 | | 3\n"
            "... |\n"
            "7 | | 7\n"
            "8 | | 8\n"
            "  | |_^\n");
}

TEST(TextFrame, CutsALongLineAroundTheSpan) {
  const std::string line = std::string(300, 'a') + "bad" + std::string(300, 'b');
  TextStyle style;
  style.width = 40;
  EXPECT_EQ(FrameOf(line, "bad", style),
            " --> f:1:301\n"
            "  |\n"
            "1 | …aaaaaaaaaaaabadbbbbbbbbbbbbbbbbbbb…\n"
            "  |              ^^^\n");
  EXPECT_EQ(FrameOf(line.substr(0, 303), "bad", style),
            " --> f:1:301\n"
            "  |\n"
            "1 | …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabad\n"
            "  |                                 ^^^\n");
  // A span wider than the screen has carets up to the cut.
  EXPECT_EQ(FrameOf("x" + line, line, style),
            " --> f:1:2\n"
            "  |\n"
            "1 | xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\n"
            "  |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n");
}

TEST(TextNotes, StandInTheFrameOfTheirFile) {
  Report report;
  report.files["a.yml"] = "props:\n  x: 1\n  y: 2\n  z: 3\n  w: 4\n  x: 5\n";
  report.files["q.iql"] = "SELECT 1;\nSELECT {{ x }};\n";
  Finding finding = MadeFinding(At(report, "a.yml", "x: 5"));
  finding.notes = {{At(report, "a.yml", "x: 1"), "first given here"},
                   {At(report, "q.iql", "{{ x }}"), "used here"},
                   {{}, "nowhere in particular"}};
  finding.help = "Remove one of them.";
  report.findings = {finding};
  EXPECT_EQ(Body(report),
            " --> a.yml:6:3\n"
            "  |\n"
            "2 |   x: 1\n"
            "  |   ---- first given here\n"
            "...\n"
            "5 |   w: 4\n"
            "6 |   x: 5\n"
            "  |   ^^^^\n"
            "  |\n"
            " ::: q.iql:2:8\n"
            "  |\n"
            "2 | SELECT {{ x }};\n"
            "  |        ------- used here\n"
            "  |\n"
            "  = note: nowhere in particular\n"
            "  = help: Remove one of them.\n");
}

TEST(TextNotes, ThatAreLeftOutAreCounted) {
  Report report;
  report.files["f"] = "abc";
  Finding finding = MadeFinding({"f", {0, 1}});
  finding.notes = {{{"f", {1, 2}}, "again"}};
  finding.notes_left_out = 492;
  report.findings = {finding};
  const std::string text = Body(report);
  EXPECT_NE(text.find("= note: 492 more places not shown\n"), std::string::npos) << text;
  EXPECT_LT(text.size(), 400U);
}

TEST(TextNotes, SeveralMarksOnOneLine) {
  Report report;
  report.files["f"] = "one two";
  Finding finding = MadeFinding(At(report, "f", "two"));
  finding.notes = {{At(report, "f", "one"), "because of this"}};
  report.findings = {finding};
  EXPECT_EQ(Body(report),
            " --> f:1:5\n"
            "  |\n"
            "1 | one two\n"
            "  | --- because of this\n"
            "  |     ^^^\n");
}

TEST(TextFix, IsShownAsAChange) {
  Report report;
  report.files["f"] = "a: 1\nkye: 2\n";
  Finding finding = MadeFinding(At(report, "f", "kye"));
  finding.fix = Fix{"Replace with 'key'", {{At(report, "f", "kye"), "key"}}};
  report.findings = {finding};
  EXPECT_EQ(Body(report),
            " --> f:2:1\n"
            "  |\n"
            "1 | a: 1\n"
            "2 | kye: 2\n"
            "  | ^^^\n"
            "  |\n"
            "help: Replace with 'key'\n"
            "  |\n"
            "2 - kye: 2\n"
            "2 + key: 2\n");
}

// The rule's own words and the change are one help.
TEST(TextFix, IsShownUnderTheHelp) {
  Report report;
  report.files["f"] = "kye: 2\n";
  Finding finding = MadeFinding(At(report, "f", "kye"));
  finding.help = "Did you mean 'key'?";
  finding.fix = Fix{"Replace with 'key'", {{At(report, "f", "kye"), "key"}}, Fix::Kind::kUnsafe};
  report.findings = {finding};
  EXPECT_EQ(Body(report),
            " --> f:1:1\n  |\n1 | kye: 2\n  | ^^^\n  |\nhelp: Did you mean 'key'? (check that this "
            "is intended)\n  |\n1 - kye: 2\n1 + key: 2\n");
}

// What the fix that replaces the span by the text shows below "help: Remove it".
std::string FixOf(const std::string& file, Span span, const std::string& text) {
  Report report;
  report.files["f"] = file;
  Finding finding = MadeFinding({"f", {0, 1}});
  finding.fix = Fix{"Remove it", {{{"f", span}, text}}};
  report.findings = {finding};
  const std::string body = Body(report);
  return body.substr(body.find("help: Remove it") + 16);
}

TEST(TextFix, ShowsLinesThatGoOrCome) {
  EXPECT_EQ(FixOf("a\nb\n", {0, 3}, ""), "  |\n1 - a\n2 - b\n1 +\n");
  EXPECT_EQ(FixOf("a\nb\nc\n", {2, 4}, ""), "  |\n2 - b\n");
  EXPECT_EQ(FixOf("a\r\nb\r\nc", {3, 6}, ""), "  |\n2 - b\n");
  EXPECT_EQ(FixOf("a\nb\n", {2, 4}, ""), "  |\n2 - b\n");
  EXPECT_EQ(FixOf("a\nb", {1, 3}, ""), "  |\n2 - b\n");
  EXPECT_EQ(FixOf("a\nb\n", {1, 1}, "\nx"), "  |\n2 + x\n");
  EXPECT_EQ(FixOf("a\nb\n", {0, 1}, "x\ny"), "  |\n1 - a\n1 + x\n2 + y\n");
}

TEST(TextFix, ShowsSeveralEditsOfLinesTogether) {
  Report report;
  report.files["f"] = "a [\n  b,\n]\n";
  Finding finding = MadeFinding({"f", {0, 1}});
  finding.fix = Fix{"Change it", {{{"f", {2, 4}}, "[ "}, {{"f", {8, 10}}, " ]"}}};
  report.findings = {finding};
  EXPECT_EQ(FixOf("a\n", {0, 1}, "a"), "");
  const std::string body = Body(report);
  EXPECT_EQ(body.substr(body.find("help: Change it") + 16),
            "  |\n1 - a [\n2 -   b,\n3 - ]\n1 + a [   b, ]\n");
}

TEST(TextFix, OfManyLinesIsNamedOnly) {
  Report report;
  report.files["f"] = "a\nb\nc\nd\ne\nf\ng\n";
  Finding finding = MadeFinding({"f", {0, 1}});
  finding.fix = Fix{"Remove it", {{{"f", {0, 11}}, ""}}, Fix::Kind::kUnsafe};
  report.findings = {finding};
  EXPECT_EQ(
      Body(report),
      " --> f:1:1\n  |\n1 | a\n  | ^\n  |\n  = help: Remove it (check that this is intended)\n");
}

TEST(Text, HasHeadBlankLinesAndSummary) {
  Report report;
  report.files["f"] = "x y\n";
  report.findings = {MadeFinding({"f", {0, 1}}), MadeFinding({"f", {2, 3}})};
  report.findings[1].severity = Severity::kInfo;
  report.findings[1].message = "A \x1b[2Jmessage\nwith 'control' characters.";
  report.summary.files = 1;
  report.summary.operations = 2;
  report.summary.errors = 1;
  report.summary.infos = 1;
  report.summary.suppressed = 3;
  report.summary.not_checked = {{"awscc.ec2.vpcs", {1}},
                                {"google.*", {4, "g.iql", 2}},
                                {"statements that could not be read", {1, "s\n.iql", 30}}};
  EXPECT_EQ(
      Text(report, {}),
      "error[TAG001] 'X' is wrong.\n"
      " --> f:1:1\n"
      "  |\n"
      "1 | x y\n"
      "  | ^\n"
      "\n"
      "info[TAG001] A \xE2\x90\x9B[2Jmessage\xE2\x90\x8Awith 'control' characters.\n"
      " --> f:1:3\n"
      "  |\n"
      "1 | x y\n"
      "  |   ^\n"
      "\n"
      "Checked 1 file and 2 operations: 1 error, 0 warnings, 1 info; 3 suppressed; "
      "not checked: 4 google.* (first g.iql:2), 1 awscc.ec2.vpcs, 1 statement that could not be "
      "read (s\xE2\x90\x8A.iql:30).\n");
}

TEST(Text, OfNothingIsTheSummary) {
  Report report;
  report.summary.files = 2;
  EXPECT_EQ(Text(report, {}), "Checked 2 files and 0 operations: no findings.\n");
}

TEST(Text, NamesAFileThatItDoesNotHold) {
  Report report;
  report.findings = {MadeFinding({"gone.yml", {3, 4}})};
  EXPECT_EQ(Body(report), " --> gone.yml\n");
}

TEST(Text, HasColoursAndLinksOnlyWhenAsked) {
  Report report;
  report.files["f"] = "x\n";
  report.findings = {MadeFinding({"f", {0, 1}})};
  EXPECT_EQ(Text(report, {}).find('\x1b'), std::string::npos);
  TextStyle style;
  style.color = true;
  const std::string colored = Text(report, style);
  EXPECT_NE(colored.find("\x1b[1;91merror[TAG001]\x1b[0m"), std::string::npos);
  EXPECT_EQ(colored.find("\x1b]8"), std::string::npos);
  style = {};
  style.hyperlinks = true;
  EXPECT_NE(Text(report, style)
                .find("error[\x1b]8;;https://github.com/stackql/stackql-lint/blob/main/rules/"
                      "README.md#tag001"
                      "\x1b\\TAG001\x1b]8;;\x1b\\] 'X'"),
            std::string::npos);
  // Without its escapes the coloured text is the plain one.
  std::string stripped;
  for (size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\x1b') i = colored.find('m', i) + 1;
    if (i < colored.size() && colored[i] == '\x1b') {
      --i;
      continue;
    }
    if (i < colored.size()) stripped += colored[i];
  }
  EXPECT_EQ(stripped, Text(report, {}));
}

TEST(Text, CutsAnEndlessMessage) {
  Report report;
  report.files["f"] = "x\n";
  report.findings = {MadeFinding({"f", {0, 1}})};
  report.findings[0].message = "'" + std::string(1000000, 'x') + "' is long.";
  EXPECT_LT(Text(report, {}).size(), 3000U);
  EXPECT_LT(Compact(report).size(), 3000U);
  EXPECT_LT(Github(report).size(), 5000U);
}

TEST(Compact, IsOneLineEach) {
  Report report;
  report.files["a.yml"] = "x\n  é bad\n";
  report.findings = {MadeFinding(At(report, "a.yml", "bad")), MadeFinding({"none", {}})};
  report.findings[1].severity = Severity::kWarning;
  EXPECT_EQ(Compact(report),
            "a.yml:2:5: error[TAG001] 'X' is wrong.\n"
            "none:1:1: warning[TAG001] 'X' is wrong.\n");
}

// Findings of several rules: an info, then errors, then a warning.
Report Several() {
  Report report;
  report.files["f"] = "bad\n";
  for (int i = 0; i < 5; ++i) {
    report.findings.push_back(MadeFinding({"f", {0, 3}}));
    report.findings.back().message += " " + std::to_string(i);
  }
  report.findings[0].severity = Severity::kInfo;
  report.findings[0].rule = "TPL004";
  report.findings[0].name = "unused-prop";
  report.findings[4].severity = Severity::kWarning;
  report.summary = {.files = 1, .errors = 3, .warnings = 1, .infos = 1};
  return report;
}

size_t Times(const std::string& text, std::string_view what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

TEST(Text, ShowsTheMostSevereOfTooMany) {
  const std::string text = Text(Several(), {.max_findings = 4});
  EXPECT_EQ(Times(text, "error["), 3U);
  EXPECT_LT(text.rfind("error["), text.find("warning["));
  EXPECT_EQ(Times(text, "info["), 0U);
  EXPECT_NE(text.find("\n\n1 more finding; --max-findings 0 shows all.\n"
                      "Checked 1 file and 0 operations: 3 errors, 1 warning, 1 info.\n"),
            std::string::npos)
      << text;
  EXPECT_NE(Text(Several(), {.max_findings = 1}).find("\n4 more findings; "), std::string::npos);
}

TEST(Text, ShowsAllThatMayBeShown) {
  const std::string all = Text(Several(), {});
  EXPECT_EQ(Times(all, "[TAG001]"), 4U);
  EXPECT_EQ(all.find("more finding"), std::string::npos);
  EXPECT_EQ(all, Text(Several(), {.max_findings = 5}));
  EXPECT_EQ(all, Text(Several(), {.max_findings = 6}));
}

TEST(Text, CountsFindingsByRule) {
  Report report = Several();
  report.findings.insert(report.findings.end(), 9, report.findings[0]);
  EXPECT_EQ(Text(report, {.max_findings = 1, .statistics = true}),
            "10 info[TPL004] unused-prop\n"
            " 3 error[TAG001] tag-key-length\n"
            " 1 warning[TAG001] tag-key-length\n"
            "\n"
            "Checked 1 file and 0 operations: 3 errors, 1 warning, 1 info.\n");
  report.findings.back().fix = Fix{.kind = Fix::Kind::kUnsafe};
  report.findings[0].fix = report.findings[5].fix = Fix{};
  report.findings[6].fix = Fix{.kind = Fix::Kind::kShown};
  const std::string fixable = Text(report, {.statistics = true});
  EXPECT_EQ(fixable.substr(0, fixable.find('\n')), "10 info[TPL004] unused-prop (2 fixable)");
  const std::string colored =
      Text(Several(), {.color = true, .hyperlinks = true, .statistics = true});
  EXPECT_EQ(colored.find("3 \x1b[1;91merror[\x1b]8;;https://"), 0U) << colored;
  EXPECT_EQ(Text({}, {.statistics = true}), "Checked 0 files and 0 operations: no findings.\n");
}

TEST(Text, HasNoSummaryIfNoneIsWanted) {
  EXPECT_EQ(Text({}, {.summary = false}), "");
  EXPECT_EQ(Text(Several(), {.summary = false}) +
                "Checked 1 file and 0 operations: 3 errors, 1 warning, 1 info.\n",
            Text(Several(), {}));
  EXPECT_EQ(Text(Several(), {.max_findings = 4, .statistics = true, .summary = false}),
            "3 error[TAG001] tag-key-length\n"
            "1 warning[TAG001] tag-key-length\n"
            "1 info[TPL004] unused-prop\n");
}

// Three of a file are one, with the lines of the others; two are two.
TEST(TextFindings, ThatSayTheSameAreShownOnce) {
  Report report;
  report.files["f"] = "bad\nbad\nworse\nbad\n";
  const auto at = [](uint32_t begin) { return Location{"f", {begin, begin + 3}}; };
  report.findings = {MadeFinding(at(0)), MadeFinding(at(4))};
  EXPECT_EQ(Text(report, {}).find("the same"), std::string::npos);
  report.findings.push_back(MadeFinding(at(14)));
  const std::string text = Text(report, {});
  EXPECT_NE(text.find("1 | bad\n  | ^^^\n  |\n  = note: the same in lines 2 and 4\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("error", 1), std::string::npos) << text;
  // What is left out is counted one by one.
  report.findings.insert(report.findings.begin() + 2, MadeFinding(Location{"f", {8, 13}}));
  report.findings[2].message = "It is worse.";
  EXPECT_NE(Text(report, {.max_findings = 1}).find("1 more finding;"), std::string::npos)
      << Text(report, {.max_findings = 1});
}

TEST(NotChecked, IsSaidOfOneAndOfSeveral) {
  const auto told = [](const std::string& kind, uint32_t count) {
    Summary summary;
    summary.not_checked[kind].count = count;
    return NotChecked(summary);
  };
  EXPECT_EQ(told("values that are too large", 2), "Not checked: 2 values that are too large.");
  EXPECT_EQ(told("values that are too large", 1), "Not checked: 1 value that is too large.");
  EXPECT_EQ(told("templates that take too many steps", 1),
            "Not checked: 1 template that takes too many steps.");
  EXPECT_EQ(told("queries with more than eight outcomes", 1),
            "Not checked: 1 query with more than eight outcomes.");
  EXPECT_EQ(told("statements that could not be read", 1),
            "Not checked: 1 statement that could not be read.");
  EXPECT_EQ(told("other statements", 1), "Not checked: 1 other statement.");
  EXPECT_EQ(told("aws.s3.buckets", 1), "Not checked: 1 aws.s3.buckets.");
}

}  // namespace
}  // namespace stackql::report
