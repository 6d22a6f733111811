// Secrets in what is printed of findings and of the files that they are in.
#include <gtest/gtest.h>

#include <string>

#include "run/hide_secrets.h"

namespace stackql {
namespace {

// A file with one secret at given bytes, and a report on it.
class Hidden {
 public:
  Hidden(const std::string& bytes, Span place) {
    const TextId file = sources_.AddFile("file", bytes);
    const Loc where = {file, place};
    secrets.Add("TOKEN", where, sources_.Bytes(where));
    report.files["file"] = bytes;
    report.findings.emplace_back();
  }
  void Hide() { HideSecrets(secrets, sources_, report); }
  std::string File() {
    Hide();
    return report.files.at("file");
  }
  Finding& finding() { return report.findings[0]; }

  Secrets secrets;
  Report report;

 private:
  Sources sources_;
};

TEST(HideSecrets, WritesTheirNamesIntoSentences) {
  Hidden hidden("value: hunter22\n", {7, 15});
  hidden.finding().message = "'hunter22' is not 'a hunter22 b'.";
  hidden.finding().label = "expected hunter22";
  hidden.finding().help = "Did you mean 'hunter22'?";
  hidden.finding().args = {{"value", "hunter22"}, {"other", "hunter"}};
  hidden.finding().notes = {{{"file", {0, 1}}, "hunter22 is given here"}};
  hidden.Hide();
  EXPECT_EQ(hidden.finding().message, "'<TOKEN>' is not 'a <TOKEN> b'.");
  EXPECT_EQ(hidden.finding().label, "expected <TOKEN>");
  EXPECT_EQ(hidden.finding().help, "Did you mean '<TOKEN>'?");
  EXPECT_EQ(hidden.finding().args[0].second, "<TOKEN>");
  EXPECT_EQ(hidden.finding().args[1].second, "<TOKEN>") << "a part of it";
  EXPECT_EQ(hidden.finding().notes[0].message, "<TOKEN> is given here");
}

TEST(HideSecrets, HidesShortOnesOnlyAsAWhole) {
  Hidden hidden("value: abc\n", {7, 10});
  hidden.finding().args = {{"value", "abc"}};
  hidden.finding().message = "'abc' is abc.";
  hidden.finding().help = "abcd";
  hidden.Hide();
  EXPECT_EQ(hidden.finding().args[0].second, "<TOKEN>");
  EXPECT_EQ(hidden.finding().message, "'<TOKEN>' is <TOKEN>.");
  EXPECT_EQ(hidden.finding().help, "abcd");
}

TEST(HideSecrets, DotsTheBytesOfFilesInPlace) {
  EXPECT_EQ(Hidden("value: hunter22\n", {7, 15}).File(), "value: ********\n");
  EXPECT_EQ(Hidden("value: a b\tc\nd\n", {7, 14}).File(), "value: * *\t*\n*\n");
}

// Bytes and UTF-16 units are as many as before, so that places stay.
TEST(HideSecrets, DotsACharacterByOneAsLong) {
  EXPECT_EQ(Hidden("\u00E9\u20AC\U0001F600x", {0, 10}).File(), "\u00B7\u2022\U0001F512*");
}

TEST(HideSecrets, DoesNotReachBehindACutCharacter) {
  EXPECT_EQ(Hidden("a\xE2", {0, 2}).File(), "*\xE2");
}

TEST(HideSecrets, LeavesOtherFilesAlone) {
  Hidden hidden("hunter22", {0, 8});
  hidden.report.files = {{"other", "hunter22"}};
  hidden.Hide();
  EXPECT_EQ(hidden.report.files.at("other"), "hunter22");
}

TEST(HideSecrets, LeavesAReportWithoutSecretsAlone) {
  Sources sources;
  Report report;
  report.files["file"] = "hunter22";
  report.findings.emplace_back().message = "hunter22";
  HideSecrets({}, sources, report);
  EXPECT_EQ(report.findings[0].message, "hunter22");
  EXPECT_EQ(report.files.at("file"), "hunter22");
}

}  // namespace
}  // namespace stackql
