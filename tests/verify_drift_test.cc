// What counts as drift between desired and live properties, and what does not. `%` is not known.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "json_random.h"
#include "support/schema_text.h"
#include "verify/drift.h"

namespace stackql::verify {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

struct Result {
  // "A/B", with its kind if that is not another value, and an exclamation mark if it replaces.
  std::vector<std::string> properties = {};
  std::vector<std::string> spelled = {};
  size_t unknown = 0;
  size_t write_only = 0;
};

Result Between(const std::string& desired, const std::string& live) {
  auto described = TypeWith(R"({"type": "object"})");
  described.read_only = {"/Arn"};
  described.write_only = {"/Password", "/Login/Password", "/Users/*/Password"};
  described.create_only = {"/Name", "/Own/Size"};
  const Packed<snapshot::ResourceType> type(described);
  Workbench bench;
  const ValueId wanted = bench.Read(desired);
  const Drift drift = Compare(bench.values, wanted, bench.Read(live), *type);
  Result result = {.unknown = drift.unknown, .write_only = drift.write_only};
  for (const Difference& difference : drift.differences) {
    constexpr std::array<const char*, 4> kKinds = {"", " absent", " item", " more"};
    result.properties.push_back(difference.property + kKinds[static_cast<size_t>(difference.kind)] +
                                (difference.replaces ? "!" : ""));
    result.spelled.emplace_back(bench.values.sources().Bytes(difference.where));
  }
  return result;
}

using Properties = std::vector<std::string>;

Properties Differing(const std::string& desired, const std::string& live) {
  return Between(desired, live).properties;
}

TEST(Drift, PointsAtTheDesiredValue) {
  const Result result =
      Between(R"({"A": "x", "Name": "n", "B": 1})", R"({"A": "y", "Name": "m", "B": 1, "C": 2})");
  EXPECT_EQ(result.properties, (Properties{"A", "Name!"}));
  EXPECT_EQ(result.spelled, (Properties{"x", "n"}));
}

TEST(Drift, OnlyWhatIsSetIsCompared) {
  EXPECT_EQ(Differing(R"({"A": 1})", R"({"A": 1, "B": 2})"), Properties());
  EXPECT_EQ(Differing(R"({"A": {"B": 1}})", R"({"A": {"B": 1, "C": 2}})"), Properties());
  EXPECT_EQ(Differing(R"({"Arn": "a"})", R"({"Arn": "b"})"), Properties());
  EXPECT_EQ(Differing(R"({"A": null})", R"({"A": 1})"), Properties());
  EXPECT_EQ(Differing(R"({"A": 1})", "{}"), Properties{"A absent"});
  const Result secret = Between(R"({"Password": "a"})", "{}");
  EXPECT_EQ(secret.properties, Properties());
  EXPECT_EQ(secret.write_only, 1);
  EXPECT_EQ(Differing(R"({"Login": {"Password": "a", "Reset": 1}})", R"({"Login": {"Reset": 1}})"),
            Properties());
  EXPECT_EQ(
      Differing(R"({"Users": [{"Password": "a", "Name": 1}]})", R"({"Users": [{"Name": 1}]})"),
      Properties());
}

TEST(Drift, ScalarsCountAsTheirTexts) {
  EXPECT_EQ(Differing(R"({"A": "5", "B": "true", "C": "1.0"})", R"({"A": 5, "B": true, "C": 1})"),
            Properties());
  EXPECT_EQ(Differing(R"({"A": "True"})", R"({"A": true})"), Properties());
  EXPECT_EQ(Differing(R"({"A": "6", "B": "no", "C": "x"})", R"({"A": 5, "B": true, "C": "X"})"),
            (Properties{"A", "B", "C"}));
  EXPECT_EQ(Between(R"({"A": "12345678901234567890"})", R"({"A": 12345678901234567891})").unknown,
            1);
}

TEST(Drift, ListsCountAsSets) {
  EXPECT_EQ(Differing(R"({"A": [1, 2]})", R"({"A": [2, 1]})"), Properties());
  EXPECT_EQ(Differing(R"({"A": [1, 1]})", R"({"A": [1, 2]})"), Properties{"A item"});
  EXPECT_EQ(Differing(R"({"A": [1, 3]})", R"({"A": [1]})"), Properties{"A item"});
  EXPECT_EQ(Differing(R"({"A": [1]})", R"({"A": [1, 2]})"), Properties{"A more"});
  EXPECT_EQ(Differing(R"({"A": [{"B": 1}]})", R"({"A": [{"B": 1, "C": 2}]})"), Properties());
}

TEST(Drift, TagsOfAwsAreLeftOut) {
  const std::string live =
      R"({"Tags": [{"Key": "aws:cloudformation:stack", "Value": "x"}, {"Key": "a", "Value": "1"}]})";
  EXPECT_EQ(Differing(R"({"Tags": [{"Key": "a", "Value": "1"}]})", live), Properties());
  EXPECT_EQ(Differing(R"({"Tags": [{"Key": "a", "Value": "2"}]})", live),
            Properties{"Tags/*/Value"});
  EXPECT_EQ(Between(R"({"Tags": [{"Key": "a", "Value": "2"}]})", live).spelled, Properties{"2"});
  EXPECT_EQ(Differing(R"({"Tags": [{"Key": "b", "Value": "1"}]})", live), Properties{"Tags item"});
}

TEST(Drift, JsonInATextCountsAsWhatItSays) {
  const std::string text = R"("{\"Statement\": [{\"Action\": \"s3:Get*\"}]}")";
  const std::string same = R"({"Statement": [{"Action": ["s3:Get*"]}]})";
  const std::string other = R"({"Statement": [{"Action": ["s3:Put*"]}]})";
  EXPECT_EQ(Differing(R"({"A": )" + text + "}", R"({"A": )" + same + "}"), Properties());
  EXPECT_EQ(Differing(R"({"A": )" + same + "}", R"({"A": )" + text + "}"), Properties());
  EXPECT_EQ(Differing(R"({"A": )" + text + "}", R"({"A": )" + other + "}"),
            Properties{"A/Statement/*/Action"});
  EXPECT_EQ(Between(R"({"A": )" + text + "}", R"({"A": )" + other + "}").spelled,
            Properties{"s3:Get*"});
  EXPECT_EQ(Differing(R"({"A": "{\"B\": [1, 2]}"})", R"({"A": "{\"B\":[2,1]}"})"), Properties());
  EXPECT_EQ(Differing(R"({"A": "{\"B\": [1, 2]}"})", R"({"A": "{\"B\":[2,3]}"})"),
            Properties{"A/B item"});
  EXPECT_EQ(Differing(R"({"A": "{B"})", R"({"A": "{C"})"), Properties{"A"});
}

TEST(Drift, IsToldAsDeepAsItIs) {
  const Result result =
      Between(R"({"Own": {"Size": 3, "Kind": "a", "Deep": {"X": 1, "Y": 2}}, "B": [[1, 2]]})",
              R"({"Own": {"Size": 4, "Kind": "b", "Deep": {"X": 1}}, "B": [[1]]})");
  EXPECT_EQ(result.properties,
            (Properties{"Own/Size!", "Own/Kind", "Own/Deep/Y absent", "B item"}));
  EXPECT_EQ(result.spelled, (Properties{"3", "a", "2", "[1, 2]"}));
  EXPECT_EQ(Differing(R"({"A": {"B": 1}})", R"({"A": "x"})"), Properties{"A"});
  EXPECT_EQ(Differing(R"({"Name": {"A": {"B": 1}}})", R"({"Name": {"A": {"B": 2}}})"),
            Properties{"Name/A/B!"});
}

// Services leave out what is empty or off.
TEST(Drift, WhatIsEmptyMayBeAbsent) {
  for (const char* empty : {"{}", "[]", "null", R"({"B": []})", R"({"B": {"C": null}})"}) {
    const Result result = Between(R"({"A": )" + std::string(empty) + "}", "{}");
    EXPECT_EQ(result.properties, Properties()) << empty;
    EXPECT_EQ(result.unknown, 0U) << empty;
  }
  for (const char* off : {"false", R"("False")", "0", R"("")", R"({"B": false})"}) {
    const Result result = Between(R"({"A": )" + std::string(off) + "}", "{}");
    EXPECT_EQ(result.properties, Properties()) << off;
    EXPECT_EQ(result.unknown, 1U) << off;
  }
  EXPECT_EQ(Differing(R"({"A": {"B": {"C": 1}}})", R"({"A": {}})"), Properties{"A/B absent"});
}

TEST(Drift, AnAccountIsItsRoot) {
  const std::string account = R"({"A": {"Principal": {"AWS": "111122223333"}}})";
  for (const char* same :
       {R"("arn:aws:iam::111122223333:root")", R"(["arn:aws-cn:iam::111122223333:root"])"}) {
    const std::string live = R"({"A": {"Principal": {"AWS": )" + std::string(same) + "}}}";
    EXPECT_EQ(Differing(account, live), Properties()) << same;
    EXPECT_EQ(Differing(live, account), Properties()) << same;
  }
  EXPECT_EQ(
      Differing(account, R"({"A": {"Principal": {"AWS": "arn:aws:iam::111122223334:root"}}})"),
      Properties{"A/Principal/AWS"});
}

// What is not known takes no item from those that are.
TEST(Drift, ItemsFindTheirOwn) {
  EXPECT_EQ(Differing(R"({"A": ["%", "b", "x%"]})", R"({"A": ["b", "xy", "c"]})"), Properties());
  EXPECT_EQ(Differing(R"({"A": ["%", "%"]})", R"({"A": ["a"]})"), Properties{"A item"});
}

TEST(Drift, LongListsAreComparedByTheirLength) {
  const auto list = [](int begin, int end) {
    std::string text;
    for (int i = begin; i < end; ++i) text += (text.empty() ? "" : ", ") + std::to_string(i);
    return R"({"A": [)" + text + "]}";
  };
  EXPECT_EQ(Between(list(0, 300), list(1, 301)).unknown, 1U);
  EXPECT_EQ(Differing(list(0, 300), list(0, 301)), Properties{"A more"});
  EXPECT_EQ(Differing(list(0, 300), list(0, 299)), Properties{"A"});
  EXPECT_EQ(Differing(list(0, 200), list(1, 201)), Properties{"A item"});
}

// However lists are nested, comparing them ends.
TEST(Drift, IsBounded) {
  std::string row = "0";
  for (int i = 1; i < 200; ++i) row += ", " + std::to_string(i);
  std::string rows;
  std::string others;
  for (int i = 0; i < 200; ++i) {
    rows += (i == 0 ? "[" : ", [") + row + ", " + std::to_string(i) + "]";
    others += (i == 0 ? "[" : ", [") + row + ", " + std::to_string(i + 1000) + "]";
  }
  const Result result = Between(R"({"A": [)" + rows + "]}", R"({"A": [)" + others + "]}");
  EXPECT_GE(result.unknown + result.properties.size(), 1U);
}

// Each text is read once, however often it is compared.
TEST(Drift, ReadsTextsOnce) {
  nlohmann::json desired;
  nlohmann::json live;
  for (int i = 0; i < 200; ++i) {
    const nlohmann::json text = {{"Statement", std::string(500, 'a')}, {"Id", i}};
    desired["A"].push_back(text.dump());
    live["A"].push_back(text);
  }
  std::reverse(live["A"].begin(), live["A"].end());
  EXPECT_EQ(Differing(desired.dump(), live.dump()), Properties());
}

TEST(Drift, WhatIsNotKnownDiffersFromNothing) {
  const std::pair<const char*, const char*> cases[] = {
      // NOLINT(modernize-avoid-c-arrays)
      {R"({"A": %})", R"({"A": 1})"},
      {R"({"A": "x%"})", R"({"A": "xy"})"},
      {R"({"A": {"B": %}})", R"({"A": {"B": 1}})"},
      {R"({"A": [{"B": "%"}, 2]})", R"({"A": [2, {"B": 1}]})"}};
  for (const auto& [desired, live] : cases) {
    const Result result = Between(desired, live);
    EXPECT_EQ(result.properties, Properties()) << desired;
    EXPECT_EQ(result.unknown, 1) << desired;
  }
}

// --- over random values --------------------------------------------------------------------------

std::string RandomObject(json::Random& random) {
  nlohmann::json object = nlohmann::json::object();
  for (int i = 0; i < 4; ++i) object["P" + std::to_string(i)] = json::RandomJson(random, 3);
  std::string text = object.dump();
  std::replace(text.begin(), text.end(), '%', '_');
  return text;
}

// Where the scalars are that are in no list.
void Scalars(const nlohmann::json& value, const std::string& path, Properties& paths) {
  for (const auto& [name, member] : value.items()) {
    const std::string below = path + "/" + name;
    if (member.is_object()) Scalars(member, below, paths);
    if (member.is_number() || member.is_boolean()) paths.push_back(below);
  }
}

TEST(Drift, NothingDiffersFromItself) {
  json::Random random(1);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = RandomObject(random);
    EXPECT_EQ(Differing(text, text), Properties()) << text;
  }
}

TEST(Drift, OneChangeIsOneDifference) {
  json::Random random(2);
  size_t changed = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto desired = nlohmann::json::parse(RandomObject(random));
    Properties paths;
    Scalars(desired, "", paths);
    for (const std::string& path : paths) {
      if (path.find_first_of("~\"\\") != std::string::npos || path.find("//") != std::string::npos)
        continue;
      nlohmann::json live = desired;
      nlohmann::json* at = &live;
      for (size_t begin = 1; begin != 0;) {
        const size_t end = path.find('/', begin);
        const std::string name = path.substr(begin, end - begin);
        if (!at->is_object() || !at->contains(name)) break;
        at = &(*at)[name];
        begin = end == std::string::npos ? 0 : end + 1;
      }
      if (!at->is_number() && !at->is_boolean()) continue;  // a name with a slash in it
      *at = "another";
      ++changed;
      EXPECT_EQ(Differing(desired.dump(), live.dump()), Properties{path.substr(1)});
    }
  }
  EXPECT_GT(changed, 300U);
}

}  // namespace
}  // namespace stackql::verify
