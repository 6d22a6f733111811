// file(): what is included, where, and what is refused.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "json/json.h"
#include "stack/includes.h"
#include "support/rule_names.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

using Files = std::map<std::string, std::string>;

class Included {
 public:
  explicit Included(const std::string& manifest, const Files& files) {
    const TextId file = sources_.AddFile("s/stackql_manifest.yml", manifest);
    const ReadFile read = [&](const std::string& path) -> FileText {
      ++reads_;
      const auto known = files.find(path);
      if (known == files.end()) return {};
      if (known->second == "refused") return {FileText::Status::kRefused, "too large"};
      return {FileText::Status::kOk, known->second};
    };
    const ValueId root = yaml::Parse(values_, file, problems_).root;
    root_ = ExpandIncludes(values_, root, "s/", read, problems_, failures_);
  }
  std::string Json() {
    std::string text(sources_.Bytes(json::Serialise(values_, root_, json::Form::kPlain)));
    for (size_t at = text.find(kHoleBytes); at != std::string::npos; at = text.find(kHoleBytes)) {
      text.replace(at, kHoleBytes.size(), "?");
    }
    return text;
  }
  std::vector<std::string> Problems() const {
    std::vector<std::string> lines;
    for (const Problem& problem : problems_) {
      const Place place = sources_.Resolve(problem.where);
      lines.push_back(testing_support::RuleName(problem) + " " + std::string(problem.what.id) +
                      " " + sources_.Path(place.at.text) + " " +
                      std::string(sources_.Bytes(place.at)));
    }
    return lines;
  }
  // The file that spells what a member of the root holds.
  std::string PathOf(const std::vector<std::string>& steps) const {
    ValueId value = root_;
    for (const std::string& step : steps) {
      value = values_[value].kind == Kind::kArray ? values_.Elements(value)[0]
                                                  : values_.Find(value, step);
    }
    return sources_.Path(sources_.Resolve(values_.Where(value)).at.text);
  }
  int reads() const { return reads_; }
  const std::vector<std::string>& failures() const { return failures_; }

 private:
  Sources sources_;
  Values values_{sources_};
  stackql::Problems problems_;
  std::vector<std::string> failures_;
  ValueId root_ = kNoValue;
  int reads_ = 0;
};

using Lines = std::vector<std::string>;

TEST(Includes, StandForValuesOfGlobalsAndProps) {
  Included stack(
      "globals: [{name: a, value: ' file( x.json ) '}]\n"
      "resources: [{props: [{value: {k: [file(x.json)]}}, {values: {dev: {value: "
      "file(y.yml)}}}]}]\n",
      {{"s/resources/x.json", R"({"n": 1})"}, {"s/resources/y.yml", "n: [file(x.json), b]"}});
  EXPECT_EQ(stack.Json(),
            R"({"globals":[{"name":"a","value":{"n":1}}],"resources":[{"props":[)"
            R"({"value":{"k":[{"n":1}]}},{"values":{"dev":{"value":{"n":[{"n":1},"b"]}}}}]}]})");
  EXPECT_EQ(stack.Problems(), Lines{});
  EXPECT_EQ(stack.reads(), 2);
  EXPECT_EQ(stack.PathOf({"globals", "0", "value", "n"}), "s/resources/x.json");
  EXPECT_EQ(stack.PathOf({"globals", "0", "name"}), "s/stackql_manifest.yml");
}

TEST(Includes, AreNowhereElse) {
  const std::string text =
      "name: file(x.json)\nresources: [{run: file(x.json), exports: [file(x.json)], sql: "
      "file(x.json), props: [{name: file(x.json), value: 'see file(x.json)'}, {value: "
      "{file(x.json): "
      "1}}]}]\n";
  Included stack(text, {{"s/resources/x.json", "1"}});
  EXPECT_EQ(stack.reads(), 0);
  EXPECT_EQ(stack.Problems(), Lines{});
}

TEST(Includes, AreJsonOrYamlByTheirNames) {
  const auto value = [](const std::string& name, const std::string& text) {
    Included stack("globals: [{value: file(" + name + ")}]\n", {{"s/resources/" + name, text}});
    std::string json = stack.Json();
    return json.substr(21, json.size() - 24);
  };
  EXPECT_EQ(value("a.json", "[1]"), "[1]");
  EXPECT_EQ(value("a.json", "a: 1"), "?");
  EXPECT_EQ(value("a.yaml", "a: 1"), R"({"a":1})");
  EXPECT_EQ(value("a.txt", "a: 1"), R"({"a":1})");
  EXPECT_EQ(value("a.txt", R"({"a": "1"})"), R"({"a":"1"})");
  EXPECT_EQ(value("../b/a", "x"), "?");  // read as s/b/a
}

TEST(Includes, SayWhatCannotBeRead) {
  const auto problems = [](const std::string& path, const Files& files) {
    return Included("globals: [{value: file(" + path + ")}]\n", files).Problems();
  };
  const std::string manifest = " s/stackql_manifest.yml ";
  EXPECT_EQ(problems("x.json", {}), Lines{"invalid-include default" + manifest + "file(x.json)"});
  EXPECT_EQ(problems("/etc/passwd", {}),
            Lines{"invalid-include outside" + manifest + "file(/etc/passwd)"});
  EXPECT_EQ(problems("../../x", {}), Lines{"invalid-include outside" + manifest + "file(../../x)"});
  EXPECT_EQ(problems("a.yml",
                     {{"s/resources/a.yml", "file(b.yml)"}, {"s/resources/b.yml", "file(a.yml)"}}),
            Lines{"invalid-include cycle s/resources/b.yml file(a.yml)"});
  EXPECT_EQ(problems("a.json", {{"s/resources/a.json", "[1 2]"}}),
            Lines{"invalid-include not-json s/resources/a.json 2"});
  Included refused("globals: [{value: file(a.json)}]\n", {{"s/resources/a.json", "refused"}});
  EXPECT_EQ(refused.failures(), Lines{"too large"});
  EXPECT_EQ(refused.Problems(), Lines{});
}

// What serde_json refuses, though it is JSON, and what it reads.
TEST(Includes, AreReadAsSerdeJsonDoes) {
  const auto found = [](const std::string& json) {
    const Included included("globals: [{name: a, value: file(a.json)}]\n",
                            {{"s/resources/a.json", json}});
    return included.Problems();
  };
  const std::string refused = "invalid-include not-json s/resources/a.json ";
  EXPECT_EQ(found(R"({"a": [1e308, 1e309]})"), Lines{refused + "1e309"});
  EXPECT_EQ(found(R"({"a": -1e400})"), Lines{refused + "-1e400"});
  EXPECT_EQ(found(R"({"a": "\ud800"})"), Lines{refused + "\\ud800"});
  EXPECT_EQ(found(std::string(128, '[') + std::string(128, ']')).size(), 1U);
  EXPECT_EQ(found(std::string(127, '[') + std::string(127, ']')), Lines());
  EXPECT_EQ(found(R"([1e-400, 123456789012345678901234567890, "\ud83d\ude00"])"), Lines());
}

TEST(Includes, CostNoMoreThanTheirFiles) {
  // Each file includes the next one twice; and a chain deeper than is followed.
  Files files;
  for (int i = 0; i < 100; ++i) {
    const std::string next = "file(" + std::to_string(i + 1) + ".yml)";
    files["s/resources/" + std::to_string(i) + ".yml"] = "[" + next + ", " + next + "]";
  }
  Included stack("globals: [{value: file(0.yml)}]\n", files);
  EXPECT_EQ(stack.reads(), 32);
  EXPECT_EQ(stack.Problems(), Lines{});
}

}  // namespace
}  // namespace stackql
