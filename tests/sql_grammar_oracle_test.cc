// What StackQL's own parser said of random statements (tests/oracle/run.sh parser), and of those
// that testdata/ holds.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sql_reading.h"
#include "support/places.h"

namespace stackql::sql {
namespace {

struct Recorded {
  std::string sql;
  std::string error;  // empty: the parser takes it
};

std::vector<Recorded> ReadRecording() {
  std::ifstream file(std::string(testing_support::kSourceDir) + "/testdata/oracle/parser.jsonl");
  std::vector<Recorded> recorded;
  for (std::string line; std::getline(file, line);) {
    const nlohmann::json one = nlohmann::json::parse(line);
    recorded.push_back({one.at("sql"), one.at("error")});
  }
  return recorded;
}

TEST(SqlGrammarOracle, NothingThatTheParserTakesIsAnError) {
  size_t accepted = 0;
  for (const Recorded& one : ReadRecording()) {
    if (!one.error.empty()) continue;
    ++accepted;
    EXPECT_FALSE(IsRefused(one.sql)) << one.sql;
  }
  EXPECT_GT(accepted, 300U);
}

TEST(SqlGrammarOracle, OneInTwoHundredOfWhatTheParserRejectsPasses) {
  size_t rejected = 0;
  std::string missed;
  size_t misses = 0;
  for (const Recorded& one : ReadRecording()) {
    if (one.error.empty()) continue;
    ++rejected;
    if (IsRefused(one.sql)) continue;
    ++misses;
    missed += one.sql + '\n';
  }
  EXPECT_GT(rejected, 1'000U);
  EXPECT_LE(misses * 200, rejected) << missed;
}

}  // namespace
}  // namespace stackql::sql
