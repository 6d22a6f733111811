// Prints the policies that are generated for every N-th resource type, and requests that they have
// to allow: a JSON line for each operation.
//   type_policies [N]
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "iam/policy_json.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"
#include "support/action_facts.h"
#include "sweep/type_policies.h"

using nlohmann::ordered_json;
using namespace stackql;         // NOLINT(google-build-using-namespace)
using namespace stackql::sweep;  // NOLINT(google-build-using-namespace)

namespace {

ordered_json Pairs(const std::vector<SampleRequest>& requests) {
  ordered_json all = ordered_json::array();
  for (const SampleRequest& each : requests) all.push_back({each.action, each.resource});
  return all;
}

ordered_json Reasoned(const std::vector<ReasonedGrant>& grants) {
  ordered_json all = ordered_json::array();
  for (const ReasonedGrant& each : grants) {
    all.push_back({each.grant.action, each.grant.resource, Name(each.reason)});
  }
  return all;
}

ordered_json Line(const TypePolicies& each) {
  ordered_json line = {{"type", each.type}, {"call", each.call}, {"of", each.of}};
  for (size_t i = 0; i < kScopes.size(); ++i) {
    line["policies"][kScopes.at(i).first] = iam::PolicyJson(each.documents.at(i));
  }
  line["requests"] = Pairs(each.requests);
  line["ofSafe"] = Pairs(each.of_safe);
  line["unlisted"] = each.unlisted;
  line["wider"] = Reasoned(each.wider);
  line["onAll"] = Reasoned(each.on_all);
  return line;
}

}  // namespace

int main(int argc, char** argv) {
  const size_t step = argc > 1 ? std::stoul(argv[1]) : 1;
  const catalog::Catalog catalog(snapshot::Snapshot::Open(snapshot::BuiltinBytes()));
  size_t number = 0;
  for (const snapshot::ResourceType* type : catalog.Types()) {
    if (number++ % step != 0) continue;
    for (const TypePolicies& each :
         PoliciesOfType(type->type_name()->str(), catalog, testing_support::Actions())) {
      std::cout << Line(each) << '\n';
    }
  }
  return 0;
}
