// What stackql-deploy itself sent when it built, tested and tore random stacks down
// (KIND=run tests/oracle/run.sh deploy).
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "operation/phases.h"
#include "support/evaluated_files.h"
#include "support/places.h"

namespace stackql {
namespace {

using Commands = std::set<std::string>;

// The commands that send a query, by "resource.anchor".
std::map<std::string, Commands> Listed(const EvaluatedStack& stack) {
  std::map<std::string, Commands> listed;
  for (const QueryResult& result : stack.queries) {
    const Query& query = result.query;
    const Phases phases = PhasesOf(query.resource, query.anchor, query.siblings);
    Commands& commands = listed[query.resource->name + "." + query.anchor];
    if (phases.build) commands.insert("build");
    if (phases.test) commands.insert("test");
    if (phases.teardown) commands.insert("teardown");
  }
  return listed;
}

TEST(LifecycleOracle, QueriesAreSentByTheCommandsThatAreListed) {
  std::ifstream file(std::string(testing_support::kSourceDir) + "/testdata/oracle/lifecycle.jsonl");
  size_t sent = 0;
  size_t not_seen = 0;
  for (std::string line; std::getline(file, line);) {
    const nlohmann::json recorded = nlohmann::json::parse(line);
    SCOPED_TRACE("seed " + std::to_string(recorded.at("seed").get<int>()));
    const testing_support::EvaluatedFiles linted(recorded.at("files"));
    std::map<std::string, Commands> listed = Listed(linted.result());
    for (const auto& [key, commands] : recorded.at("sent").items()) {
      // A statecheck that lacks a value is replaced by the exports query, even if nothing is
      // exported.
      if (listed[key].empty()) continue;
      for (const std::string command : commands) {
        ++sent;
        EXPECT_EQ(listed[key].erase(command), 1U) << key << " by " << command;
      }
    }
    for (const auto& [key, commands] : listed) not_seen += commands.size();
  }
  EXPECT_GE(sent, 400U);
  // Many runs end early, or find a state that asks for no more.
  EXPECT_LT(not_seen, sent);
}

}  // namespace
}  // namespace stackql
