// What stackql-deploy itself rendered of random stacks (tests/oracle/run.sh deploy and python).
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "lang/lang.h"
#include "support/evaluated_files.h"
#include "support/places.h"

namespace stackql {
namespace {

struct Counts {
  size_t same = 0;
  size_t holed = 0;
  size_t failed = 0;
};

void Compare(const nlohmann::json& recorded, Dialect dialect, Counts& counts) {
  const testing_support::EvaluatedFiles linted(recorded.at("files"), dialect);
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

// Compares all stacks of a recording, of which there are at least so many.
Counts CompareAll(const std::string& name, Dialect dialect, size_t least) {
  std::ifstream file(std::string(testing_support::kSourceDir) + "/testdata/oracle/" + name);
  Counts counts;
  size_t stacks = 0;
  for (std::string line; std::getline(file, line); ++stacks) {
    const nlohmann::json recorded = nlohmann::json::parse(line);
    SCOPED_TRACE("seed " + std::to_string(recorded.at("seed").get<int>()));
    Compare(recorded, dialect, counts);
  }
  EXPECT_GE(stacks, least);
  EXPECT_GT(counts.failed, stacks / 5);
  return counts;
}

TEST(DeployOracle, QueriesAreThoseOfStackqlDeploy) {
  const Counts counts = CompareAll("deploy.jsonl", Dialect::kRust, 100);
  EXPECT_GT(counts.same, 2 * counts.holed);
}

TEST(DeployOracle, QueriesAreThoseOfThePythonTool) {
  const Counts counts = CompareAll("python.jsonl", Dialect::kPython, 60);
  EXPECT_GT(counts.same, 50U);
}

}  // namespace
}  // namespace stackql
