// What is reported about a text with unknown parts must be wrong however they are filled: random
// statements with template holes are linted, the holes filled at random, and every rule that spoke
// of the holed text must speak of the filled one.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr int kRounds = 250;
constexpr int kFillings = 4;

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string Statement() {
    switch (Below(3)) {
      case 0:
        return "INSERT INTO awscc.ivs.stages (Name, AutoParticipantRecordingConfiguration, Tags" +
               std::string(Chance(15) ? ", {{ c" + Number() + " }}" : "") + ", region) SELECT '" +
               Text() + "', '" + Recording() + "', '" + Tags() + "'" +
               std::string(Chance(10) ? ", {{ b" + Number() + " }}" : "") + ", '" + Region() + "';";
      case 1:
        return "UPDATE awscc.ivs.stages SET PatchDocument = string('[" + PatchStep() + ", " +
               PatchStep() + "]') WHERE Identifier = '" + Arn() + "' AND region = '" + Region() +
               "';";
      default:
        return "SELECT arn, name FROM awscc.ivs.stages WHERE region = '" + Region() +
               "' AND Identifier = '" + Arn() + "';";
    }
  }

  // A value for the hole called `name`: its first letter says what slot it stands in.
  std::string Filling(char slot) {
    static const std::vector<std::string> texts = {
        "",
        "a",
        "5",
        "86400",
        "INTERVAL",
        "DISABLED",
        "aws:",
        "AWS",
        "LATEST",
        "x y",
        "\u00e9",
        "us-east-1",
        "arn:aws:ivs:us-east-1:123456789012:storage-configuration/x",
        std::string(130, 'x'),
        "AUDIO_VIDEO",
        "key",
        "-",
        "/"};
    static const std::vector<std::string> values = {"5",
                                                    "0",
                                                    "-1",
                                                    "true",
                                                    "null",
                                                    "\"x\"",
                                                    "\"INTERVAL\"",
                                                    "[]",
                                                    "{}",
                                                    "[\"LATEST\"]",
                                                    "{\"Key\": \"k\", \"Value\": \"v\"}"};
    if (slot == 's') return texts[Below(texts.size())];
    if (slot == 'c') return "Arn";
    if (slot == 'b') return "'x'";
    return values[Below(values.size())];
  }

 private:
  size_t Below(size_t count) {
    return std::uniform_int_distribution<size_t>(0, count - 1)(random_);
  }
  bool Chance(unsigned percent) { return Below(100) < percent; }
  std::string Number() { return std::to_string(++names_); }

  // Cuts a hole into a text, or leaves it.
  std::string Holed(std::string text) {
    if (!Chance(45)) return text;
    const size_t begin = Below(text.size() + 1);
    const size_t end = begin + Below(text.size() - begin + 1);
    return text.substr(0, begin) + "{{ s" + Number() + " }}" + text.substr(end);
  }
  std::string Pick(const std::vector<std::string>& from) { return Holed(from[Below(from.size())]); }

  std::string Text() { return Pick({"demo", "a b", "stage-1", std::string(129, 'n'), ""}); }
  std::string Region() { return Pick({"us-east-1", "eu_west_1", "us-east"}); }
  std::string Arn() {
    return Pick(
        {"arn:aws:ivs:us-east-1:123456789012:stage/AbC", "stage", "<Arn>", "arn:aws:ivs::"});
  }
  std::string Quoted(const std::vector<std::string>& from) {
    return Chance(15) ? "{{ j" + Number() + " }}" : "\"" + Pick(from) + "\"";
  }
  std::string Integer() {
    if (Chance(25)) return "{{ j" + Number() + " }}";
    const std::string digits = std::to_string(static_cast<int>(Below(400)) - 20);
    return Chance(40) ? "\"" + Holed(digits) + "\"" : digits;
  }

  std::string Member(const std::string& name, const std::string& value) {
    return "\"" + (Chance(12) ? Holed(name) : name) + "\": " + value;
  }
  std::string Object(std::vector<std::string> members) {
    std::string text = "{";
    for (const std::string& member : members) {
      if (Chance(30)) continue;
      text += (text.size() > 1 ? ", " : "") + member;
    }
    return text + "}";
  }
  std::string List(const std::vector<std::string>& from) {
    std::string text = "[";
    for (size_t i = Below(4); i-- > 0;) text += (text.size() > 1 ? ", " : "") + Quoted(from);
    return text + "]";
  }
  std::string Thumbnail() {
    return Object({Member("RecordingMode", Quoted({"INTERVAL", "DISABLED", "ENABLED"})),
                   Member("Storage", List({"LATEST", "SEQUENTIAL", "NEWEST"})),
                   Member("TargetIntervalSeconds", Integer())});
  }
  std::string Recording() {
    if (Chance(10)) return "{{ s" + Number() + " }}";
    return Object(
        {Member(
             "StorageConfigurationArn",
             Quoted({"", "arn:aws:ivs:us-east-1:123456789012:storage-configuration/x", "bucket"})),
         Member("MediaTypes", List({"AUDIO_VIDEO", "AUDIO_ONLY", "VIDEO"})),
         Member("RecordingReconnectWindowSeconds", Integer()),
         Member("HlsConfiguration",
                Object({Member("ParticipantRecordingHlsConfiguration",
                               Object({Member("TargetSegmentDurationSeconds", Integer())}))})),
         Member("ThumbnailConfiguration",
                Object({Member("ParticipantThumbnailConfiguration", Thumbnail())}))});
  }
  std::string Tags() {
    if (Chance(10)) return "{{ s" + Number() + " }}";
    std::string text = "[";
    for (size_t i = Below(4); i-- > 0;) {
      text += (text.size() > 1 ? ", " : "") +
              Object({Member("Key", Quoted({"owner", "aws:x", "a#b", "Owner"})),
                      Member("Value", Quoted({"me", "aws:y", "", "c%d"}))});
    }
    return text + "]";
  }
  std::string PatchStep() {
    const std::string op = Chance(10) ? "remove" : Chance(50) ? "add" : "replace";
    const std::string path =
        Pick({"/Name", "/Tags", "/Tags/-", "/Arn", "/Nam", "/AutoParticipantRecordingConfiguration",
              "/AutoParticipantRecordingConfiguration/MediaTypes"});
    std::string value = Chance(30) ? Tags() : Chance(50) ? Recording() : "\"" + Text() + "\"";
    if (value.rfind("{{ s", 0) == 0) value[3] = 'j';
    return "{\"op\": \"" + op + "\", \"path\": \"" + path + "\"" +
           (op == "remove" ? "" : ", \"value\": " + value) + "}";
  }

  std::mt19937 random_;
  int names_ = 0;
};

// Replaces every `{{ name }}`; a name keeps its filling.
std::string Fill(const std::string& text, Generator& generator) {
  std::map<std::string, std::string> chosen;
  std::string filled;
  for (size_t at = 0; at < text.size();) {
    const size_t open = text.find("{{ ", at);
    if (open == std::string::npos) return filled + text.substr(at);
    const size_t close = text.find(" }}", open);
    const std::string name = text.substr(open + 3, close - open - 3);
    const auto [entry, added] = chosen.emplace(name, "");
    if (added) entry->second = generator.Filling(name[0]);
    filled += text.substr(at, open - at) + entry->second;
    at = close + 3;
  }
  return filled;
}

std::map<std::string, int> CountRules(const Report& report) {
  std::map<std::string, int> counts;
  for (const Finding& finding : report.findings) ++counts[finding.name];
  return counts;
}

// How often a rule speaks of the filled text. A text that turned out to be a left-over placeholder
// is reported as that instead.
int StillReported(const std::map<std::string, int>& found, const std::string& rule) {
  int count = 0;
  for (const auto& entry : found) {
    if (entry.first == rule || entry.first == "leftover-placeholder") count += entry.second;
  }
  return count;
}

TEST(Holes, WhatIsWrongStaysWrongHoweverTheyAreFilled) {
  int judged = 0;
  for (unsigned round = 0; round < kRounds; ++round) {
    Generator generator(round);
    const std::string holed = generator.Statement();
    const Report before = Lint({{"query.iql", holed}});
    const std::map<std::string, int> expected = CountRules(before);
    judged += static_cast<int>(expected.size());
    for (int i = 0; i < kFillings && !expected.empty(); ++i) {
      const std::string filled = Fill(holed, generator);
      const Report after = Lint({{"query.iql", filled}});
      const std::map<std::string, int> found = CountRules(after);
      for (const auto& entry : expected) {
        ASSERT_GE(StillReported(found, entry.first), entry.second)
            << entry.first << " was reported of\n  " << holed << "\n"
            << Describe(before) << "but not of\n  " << filled << "\n"
            << Describe(after);
      }
    }
  }
  EXPECT_GT(judged, kRounds / 2) << "the generator makes too few mistakes to prove anything";
}

}  // namespace
}  // namespace stackql
