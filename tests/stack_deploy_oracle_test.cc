// What stackql-deploy itself rendered of random stacks (tests/oracle/run.sh deploy).
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lang/lang.h"
#include "stack/evaluate.h"
#include "stack/query_checks.h"
#include "support/places.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

// A stack read and evaluated in the environment dev.
class Linted {
 public:
  explicit Linted(const nlohmann::json& files) {
    const TextId manifest =
        sources_.AddFile("m", files.at("stackql_manifest.yml").get<std::string>());
    const yaml::Document document = yaml::Parse(values_, manifest, problems_);
    if (document.root == kNoValue) return;
    const auto read = [&](const std::string& path) -> FileText {
      if (!files.contains(path)) return {};
      return {FileText::Status::kOk, files.at(path).get<std::string>()};
    };
    stack_ = LoadStack(values_, ReadManifest(values_, document.root, problems_), "", true, read,
                       problems_, failures_);
    result_ = EvaluateStack(values_, stack_, {.environments = {"dev"}});
    for (const QueryResult& query : result_.queries) {
      for (const QueryArm& arm : query.query.arms) {
        CheckQuery(values_, stack_, query.query, arm, problems_);
        problems_.insert(problems_.end(), arm.problems.begin(), arm.problems.end());
      }
      problems_.insert(problems_.end(), query.problems.begin(), query.problems.end());
    }
    problems_.insert(problems_.end(), result_.problems.begin(), result_.problems.end());
  }

  bool HasProblems() const { return !problems_.empty(); }
  // The text of each query by "resource.anchor".
  std::map<std::string, std::string> Texts() const {
    std::map<std::string, std::string> texts;
    for (const QueryResult& result : result_.queries) {
      const Query& query = result.query;
      if (query.resource == nullptr || !query.text) continue;
      texts[query.resource->name + "." + query.anchor] = sources_.Bytes(query.text);
    }
    return texts;
  }

 private:
  Sources sources_;
  Values values_{sources_};
  Problems problems_;
  std::vector<std::string> failures_;
  Stack stack_;
  EvaluatedStack result_;
};

struct Counts {
  size_t same = 0;
  size_t holed = 0;
  size_t failed = 0;
};

void Compare(const nlohmann::json& recorded, Counts& counts) {
  const Linted linted(recorded.at("files"));
  const std::map<std::string, std::string> texts = linted.Texts();
  for (const auto& [key, text] : recorded.at("texts").items()) {
    if (text.is_null() || !recorded.at("fine").get<bool>()) continue;
    ASSERT_EQ(texts.count(key), 1U) << key;
    const std::string& ours = texts.at(key);
    if (HasHole(ours)) {
      ++counts.holed;
      EXPECT_TRUE(lang::MayEqual(ours, text.get<std::string>())) << key << "\n" << ours;
    } else {
      ++counts.same;
      EXPECT_EQ(ours, text.get<std::string>()) << key;
    }
  }
  bool fails = !recorded.at("fine").get<bool>();
  for (const auto& [key, text] : recorded.at("texts").items()) fails |= text.is_null();
  counts.failed += fails ? 1 : 0;
  EXPECT_TRUE(!fails || linted.HasProblems());
}

TEST(DeployOracle, QueriesAreThoseOfStackqlDeploy) {
  std::ifstream file(std::string(testing_support::kSourceDir) + "/testdata/oracle/deploy.jsonl");
  Counts counts;
  size_t stacks = 0;
  for (std::string line; std::getline(file, line); ++stacks) {
    const nlohmann::json recorded = nlohmann::json::parse(line);
    SCOPED_TRACE("seed " + std::to_string(recorded.at("seed").get<int>()));
    Compare(recorded, counts);
  }
  EXPECT_GE(stacks, 100U);
  EXPECT_GT(counts.same, 2 * counts.holed);
  EXPECT_GT(counts.failed, stacks / 5);
}

}  // namespace
}  // namespace stackql
