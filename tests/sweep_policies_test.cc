// The policies that are generated for resource types, as npm's @cloud-copilot/iam-simulate decides
// requests by them, whole and without each of their grants (tests/oracle/iam-types).
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "catalog/catalog.h"
#include "iam/coverage.h"
#include "iam/policy_checks.h"
#include "iam/policy_json.h"
#include "iam/read_policy.h"
#include "rules/policy.h"
#include "snapshot/snapshot_tables.h"
#include "support/action_facts.h"
#include "support/places.h"
#include "support/sample.h"
#include "support/shared_data.h"
#include "sweep/type_policies.h"
#include "value/value.h"

namespace stackql::sweep {
namespace {

using nlohmann::json;

std::vector<std::string> Listed(const json& value) {
  return value.is_array() ? value.get<std::vector<std::string>>()
                          : std::vector<std::string>{value.get<std::string>()};
}

// The service of a service-linked role's ARN.
std::string LinkedService(const std::string& role) {
  const std::string before = ":role/aws-service-role/";
  const size_t begin = role.find(before);
  if (begin == std::string::npos) return {};
  const size_t at = begin + before.size();
  return role.substr(at, role.find('/', at) - at);
}

// Decides requests by a policy; roles are passed to the service that the whole policy names.
class Decider {
 public:
  Decider(const json& policy, const json& whole) {
    for (const json& statement : whole["Statement"]) {
      const json test = statement.value("Condition", json::object()).value("StringEquals", json());
      if (test.contains("iam:PassedToService")) service_ = Listed(test["iam:PassedToService"])[0];
    }
    Problems problems;
    const TextId file = sources_.AddFile("policy.json", policy.dump());
    documents_ = iam::ReadPolicies(values_, file, problems);
    EXPECT_TRUE(problems.empty()) << policy;
    iam::PolicyLayer layer;
    for (const iam::PolicyDocument& each : documents_) layer.documents.push_back(&each);
    coverage_ = std::make_unique<iam::Coverage>(std::vector<iam::PolicyLayer>{layer},
                                                [](std::string_view) { return iam::KeyValues{}; });
  }

  bool Allows(const std::string& action, const std::string& resource) const {
    const auto context = [&](std::string_view key) -> iam::KeyValues {
      if (key == "iam:passedtoservice" && !service_.empty()) return {true, {service_}};
      if (key == "iam:awsservicename") return {true, {LinkedService(resource)}};
      return {};
    };
    return coverage_->Decide(action, {{.text = resource}}, context).outcome ==
           iam::Outcome::kAllowed;
  }

 private:
  Sources sources_;
  Values values_{sources_};
  std::vector<iam::PolicyDocument> documents_;
  std::unique_ptr<iam::Coverage> coverage_;
  std::string service_;
};

// A policy without an action on a resource: [statement, action, resource].
json Without(const json& policy, const json& grant) {
  json rest = policy;
  json& statements = rest["Statement"];
  const json victim = statements[grant[0].get<size_t>()];
  statements.erase(grant[0].get<size_t>());
  const auto less = [](const json& all, const json& one) {
    std::vector<std::string> kept = Listed(all);
    std::erase(kept, one.get<std::string>());
    return kept;
  };
  if (const auto others = less(victim["Action"], grant[1]); !others.empty()) {
    statements.push_back(victim);
    statements.back()["Action"] = others;
  }
  if (const auto others = less(victim["Resource"], grant[2]); !others.empty()) {
    statements.push_back(victim);
    statements.back()["Action"] = grant[1];
    statements.back()["Resource"] = others;
  }
  return rest;
}

struct Counts {
  size_t decided = 0;
  size_t open = 0;  // the simulator had no answer
};

// A call that needs no permission is allowed whatever a policy says.
bool IsFree(const std::string& action) { return action == "sts:GetCallerIdentity"; }

// The simulator lets no wildcard stand for the name of a pipeline before a slash.
void ExpectSame(const Decider& decider, const json& verdicts, const std::string& where,
                Counts& counts) {
  for (const json& each : verdicts) {
    const std::string action = each[0];
    const std::string verdict = each[2];
    const bool answered = verdict == "Allowed" || verdict == "ImplicitlyDenied";
    if (!answered || IsFree(action) || action.ends_with("StageTransition")) {
      ++counts.open;
      continue;
    }
    ++counts.decided;
    EXPECT_EQ(decider.Allows(action, each[1]), verdict == "Allowed") << where << " " << each;
  }
}

// The policies of today, by call, statement and scope.
std::map<std::string, json> Generated(const std::string& type) {
  static const catalog::Catalog catalog(testing_support::Builtin());
  std::map<std::string, json> all;
  for (const TypePolicies& each : PoliciesOfType(type, catalog, testing_support::Actions())) {
    for (size_t i = 0; i < kScopes.size(); ++i) {
      all[each.call + each.of + std::string(kScopes.at(i).first)] =
          json::parse(iam::MinifiedPolicy(each.documents.at(i)));
    }
  }
  return all;
}

TEST(TypePolicies, AllowWhatTheSimulatorAllows) {
  const char* given = std::getenv("STACKQL_LINT_IAM_TYPES_ORACLE");
  const std::string recorded =
      std::string(testing_support::kSourceDir) + "/testdata/oracle/iam_types.jsonl";
  std::ifstream file(given != nullptr ? given : recorded);
  ASSERT_TRUE(file);
  Counts whole;
  Counts mutants;
  std::string type;
  std::map<std::string, json> generated;
  for (std::string text; std::getline(file, text);) {
    const json line = json::parse(text);
    if (line["type"] != type) {
      type = line["type"];
      generated = Generated(type);
    }
    for (const auto& [scope, policy] : line["policies"].items()) {
      const std::string name =
          line["call"].get<std::string>() + line["of"].get<std::string>() + scope;
      const std::string where = type + " " + name;
      const json& verdicts = line["verdicts"][scope];
      ExpectSame(Decider(policy, policy), verdicts, where, whole);
      ASSERT_TRUE(generated.contains(name)) << where;
      if (generated[name] != policy) {
        ExpectSame(Decider(generated[name], generated[name]), verdicts, where + " of today", whole);
      }
      for (const json& mutant : line["mutants"][scope]) {
        ExpectSame(Decider(Without(policy, mutant["without"]), policy), mutant["verdicts"],
                   where + " without " + mutant["without"].dump(), mutants);
      }
    }
  }
  std::cout << whole.decided << " requests decided, " << mutants.decided << " without a grant; "
            << whole.open + mutants.open << " without an answer of the simulator\n";
  EXPECT_GT(whole.decided, 200U);
  EXPECT_GT(mutants.decided, 200U);
}

// What is generated has nothing that a check of it reports, but that it is powerful.
TEST(TypePolicies, AreWithoutFindings) {
  const catalog::Catalog catalog(testing_support::Builtin());
  constexpr size_t kSlice = 8;
  size_t documents = 0;
  const std::vector<const snapshot::ResourceType*> types = catalog.Types();
  for (size_t i = 0; i < types.size(); i += testing_support::SweepsAll() ? 1 : kSlice) {
    const std::string type = types[i]->type_name()->str();
    for (const TypePolicies& each : PoliciesOfType(type, catalog, testing_support::Actions())) {
      if (each.of != "type") continue;  // samples have values of no account
      iam::PolicyFacts facts = {.actions = testing_support::Actions()};
      for (const std::string& action : each.unlisted) facts.unlisted.insert(Lower(action));
      Sources sources;
      Values values(sources);
      Problems problems;
      const TextId file = sources.AddFile("policy.json", iam::MinifiedPolicy(each.documents[0]));
      for (const iam::PolicyDocument& document : iam::ReadPolicies(values, file, problems)) {
        iam::CheckDocument(values, document, facts, problems);
        ++documents;
      }
      for (const Problem& problem : problems) {
        const RuleId rule = problem.what.rule;
        const bool risk =
            rule == rules::PrivilegeEscalation::kRule || rule == rules::DataExposure::kRule;
        if (risk) continue;
        ADD_FAILURE() << type << " " << each.call << " " << each.of << ": "
                      << problem.what.rule.Text() << " " << problem.what.id << " "
                      << sources.Bytes(sources.Resolve(problem.where).at);
      }
    }
  }
  EXPECT_GT(documents, types.size() / kSlice);
}

}  // namespace
}  // namespace stackql::sweep
