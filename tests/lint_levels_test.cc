// Which rules are in force, and how severe each is, by settings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/levels.h"
#include "support/made_rules.h"

namespace stackql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::MadeRules;
using Texts = std::vector<std::string>;

const RuleSet& Rules() {
  static const MadeRules rules({
      {.id = "ORG001", .name = "first-rule", .severity = snapshot::Severity::Error},
      {.id = "ORG002", .name = "second-rule", .severity = snapshot::Severity::Warning},
      {.id = "ORGA01", .name = "other-family", .severity = snapshot::Severity::Info},
      {.id = "PYT001", .name = "python-rule", .dialect = snapshot::Dialect::Python},
      {.id = "RST001", .name = "rust-rule", .dialect = snapshot::Dialect::Rust},
  });
  return rules.all();
}

// "ORG001 error" of each rule that is on.
Texts Of(const LevelSettings& settings) {
  const Levels levels(settings);
  Texts lines;
  for (const snapshot::Rule* rule : Rules().all()) {
    const std::optional<Severity> level = levels.Of(*rule);
    if (level) lines.push_back(rule->id()->str() + " " + std::string(Name(*level)));
  }
  return lines;
}

TEST(Levels, AreTheDocumentsOwn) {
  EXPECT_THAT(Of({}), ElementsAre("ORG001 error", "ORG002 warning", "ORGA01 info", "RST001 error"));
}

TEST(Levels, LeaveOutTheOtherDialectsRules) {
  EXPECT_THAT(Of({.dialect = Dialect::kPython}),
              ElementsAre("ORG001 error", "ORG002 warning", "ORGA01 info", "PYT001 error"));
  EXPECT_THAT(Of({.select = {"PYT001"}, .severity = {{"PYT001", "error"}}}), IsEmpty());
  EXPECT_THAT(Of({.select = {"rust-rule"}, .dialect = Dialect::kPython}), IsEmpty());
}

TEST(Levels, SelectByIdNameAndFamily) {
  EXPECT_THAT(Of({.select = {"ORG002"}}), ElementsAre("ORG002 warning"));
  EXPECT_THAT(Of({.select = {"first-rule"}}), ElementsAre("ORG001 error"));
  EXPECT_THAT(Of({.select = {"ORG"}}), ElementsAre("ORG001 error", "ORG002 warning"));
  EXPECT_THAT(Of({.select = {"ORGA", "first-rule"}}), ElementsAre("ORG001 error", "ORGA01 info"));
  // A family is capitals, all of them.
  EXPECT_THAT(Of({.select = {"org", "OR", "ORG01", ""}}), IsEmpty());
}

TEST(Levels, SelectByTheBeginningsOfIds) {
  EXPECT_THAT(Of({.select = {"ORG00"}}), ElementsAre("ORG001 error", "ORG002 warning"));
  EXPECT_THAT(Of({.select = {"ORGA0"}}), ElementsAre("ORGA01 info"));
  EXPECT_THAT(Of({.select = {"ALL"}}),
              ElementsAre("ORG001 error", "ORG002 warning", "ORGA01 info", "RST001 error"));
  EXPECT_THAT(Of({.ignore = {"ALL"}}), IsEmpty());
  // The longest one wins.
  EXPECT_THAT(Of({.select = {"ORG", "RST001"}, .ignore = {"ALL", "ORG00"}}),
              ElementsAre("RST001 error"));
  EXPECT_THAT(Of({.select = {"ALL"},
                  .ignore = {"ORG0"},
                  .severity = {{"ALL", "info"}, {"RST", "warning"}}}),
              ElementsAre("ORGA01 info", "RST001 warning"));
}

TEST(Levels, LetTheLongerNameWin) {
  EXPECT_THAT(Of({.select = {"ORG001"}, .ignore = {"ORG"}}), ElementsAre("ORG001 error"));
  EXPECT_THAT(Of({.select = {"ORG"}, .ignore = {"ORG001"}}), ElementsAre("ORG002 warning"));
}

TEST(Levels, LetIgnoreWinOverSelect) {
  EXPECT_THAT(Of({.select = {"ORG001"}, .ignore = {"first-rule"}}), IsEmpty());
  EXPECT_THAT(Of({.select = {"ORG"}, .ignore = {"ORG"}}), IsEmpty());
  EXPECT_THAT(Of({.ignore = {"ORG", "RST001"}}), ElementsAre("ORGA01 info"));
}

TEST(Levels, ChangeSeverities) {
  EXPECT_THAT(Of({.severity = {{"first-rule", "info"}, {"ORG002", "error"}, {"ORGA", "warning"}}}),
              ElementsAre("ORG001 info", "ORG002 error", "ORGA01 warning", "RST001 error"));
  EXPECT_THAT(Of({.severity = {{"ORG", "off"}}}), ElementsAre("ORGA01 info", "RST001 error"));
  EXPECT_THAT(Of({.severity = {{"ORG", "info"}, {"ORG001", "warning"}}}),
              ElementsAre("ORG001 warning", "ORG002 info", "ORGA01 info", "RST001 error"));
  // Selects nothing that is off by other settings.
  EXPECT_THAT(Of({.select = {"ORGA"}, .severity = {{"ORG001", "error"}}}),
              ElementsAre("ORGA01 info"));
}

TEST(UnknownNames, AreThoseThatNoRuleAnswersTo) {
  const LevelSettings settings = {
      .select = {"ORG", "ORG001", "ORG009"},
      .ignore = {"second-rule", "third-rule"},
      .severity = {{"ALL", "info"}, {"ORG009", "info"}, {"PYT001", "info"}, {"XYZ", "off"}}};
  EXPECT_THAT(UnknownNames(Rules(), settings), ElementsAre("ORG009", "third-rule", "XYZ"));
  EXPECT_THAT(UnknownNames(Rules(), {}), IsEmpty());
}

// An override for files turns rules off by every word that settings have for them, and on.
TEST(Levels, AreOverriddenByEachWord) {
  const auto of = [](const LevelOverride& override, const LevelSettings& before = {}) {
    LevelSettings settings = before;
    settings.overrides = {override};
    return Of(settings);
  };
  EXPECT_THAT(of({.ignore = {"ALL"}}), IsEmpty());
  EXPECT_THAT(of({.select = {"ORG001"}, .ignore = {"ALL"}}), ElementsAre("ORG001 error"));
  EXPECT_THAT(of({.select = {"ALL"}, .ignore = {"ORG", "RST"}}), ElementsAre("ORGA01 info"));
  EXPECT_THAT(of({.select = {"ALL"}}, {.select = {"ORGA"}}),
              ElementsAre("ORG001 error", "ORG002 warning", "ORGA01 info", "RST001 error"));
  EXPECT_THAT(of({.severity = {{"ORG", "info"}, {"ORG001", "warning"}}}, {.select = {"ORG001"}}),
              ElementsAre("ORG001 warning"));
  EXPECT_THAT(of({.select = {"PYT001"}}, {.select = {"ORG001"}}), ElementsAre("ORG001 error"));
}

TEST(Levels, LetTheBestWordOfSeveralWin) {
  const Levels levels({.fixes = {{"ALL", "safe"}, {"ORG001", "shown"}, {"ORG00", "unsafe"}}});
  const auto of = [&](const char* rule) { return levels.FixesOf(*Rules().Find(rule)); };
  EXPECT_EQ(of("ORG001"), Fix::Kind::kShown);
  EXPECT_EQ(of("ORG002"), Fix::Kind::kUnsafe);
  EXPECT_EQ(of("RST001"), Fix::Kind::kSafe);
  // Of an ID and a name, which fit alike, the ID.
  EXPECT_EQ(Levels({.fixes = {{"ORG001", "shown"}, {"first-rule", "safe"}}})
                .FixesOf(*Rules().Find("ORG001")),
            Fix::Kind::kShown);
  EXPECT_EQ(Levels({}).FixesOf(*Rules().Find("ORG001")), std::nullopt);
}

TEST(Levels, VaryByFile) {
  const auto in = [](std::string folder) {
    return
        [folder = std::move(folder)](const std::string& path) { return path.starts_with(folder); };
  };
  const Levels levels({.ignore = {"ORGA01"},
                       .overrides = {{.holds = in("old/"), .ignore = {"ORG"}},
                                     {.holds = in("old/new/"),
                                      .select = {"ORG002", "ORGA01"},
                                      .severity = {{"ORG002", "error"}}},
                                     {.holds = in("info/"), .severity = {{"ORG", "info"}}}}});
  const auto of = [&](const char* rule, const std::string& path) {
    const std::optional<Severity> level = levels.In(path).Of(*Rules().Find(rule));
    return level ? std::string(Name(*level)) : "off";
  };
  EXPECT_EQ(of("ORG001", "a"), "error");
  EXPECT_EQ(of("ORG001", "old/a"), "off");
  EXPECT_EQ(of("ORG001", "old/new/a"), "off");
  EXPECT_EQ(of("ORG002", "old/new/a"), "error");
  EXPECT_EQ(of("ORGA01", "a"), "off");
  EXPECT_EQ(of("ORGA01", "old/new/a"), "info");
  EXPECT_EQ(of("ORG001", "info/a"), "info");
  EXPECT_EQ(of("RST001", "old/a"), "error");
  EXPECT_TRUE(levels.Vary());
  EXPECT_EQ(levels.Of(*Rules().Find("ORG001")), Severity::kError);
  EXPECT_EQ(levels.LowestOf(*Rules().Find("ORG001")), std::nullopt);
  EXPECT_EQ(levels.LowestOf(*Rules().Find("RST001")), Severity::kError);
  EXPECT_THAT(UnknownNames(Rules(), {.overrides = {{.select = {"NOPE"}}}}), ElementsAre("NOPE"));
}

}  // namespace
}  // namespace stackql
