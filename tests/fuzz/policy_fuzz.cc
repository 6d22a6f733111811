// Policies: what is wrong with them, and what they decide. Each part is a file; the last one's
// lines are requests, an action and a resource, and a message of a denied request.
#include <sstream>

#include "fuzz/input.h"
#include "iam/coverage.h"
#include "iam/denial.h"
#include "iam/policy_checks.h"
#include "iam/read_arn.h"
#include "iam/read_policy.h"
#include "snapshot/builtin.h"
#include "value/value.h"

namespace stackql {
namespace {

using Documents = std::vector<iam::PolicyDocument>;

const iam::ActionReference& Actions() {
  static const iam::ActionReference actions{snapshot::Snapshot::Open(snapshot::ActionBytes())};
  return actions;
}

void Check(Values& values, const Documents& documents, Problems& problems) {
  const iam::PolicyFacts facts = {.actions = Actions(), .regions = {"us-east-1", "cn-north-1"}};
  for (const iam::PolicyDocument& document : documents) {
    for (const auto kind : {iam::PolicyKind::kIdentity, iam::PolicyKind::kTrust,
                            iam::PolicyKind::kResource, iam::PolicyKind::kControl}) {
      iam::CheckElements(values, document, kind, problems);
    }
    iam::CheckGrants(document, facts, problems);
    for (const iam::PolicyStatement& statement : document.statements) {
      iam::CheckFit(statement, facts.actions, problems);
      iam::CheckReferences(values, statement, problems);
    }
    iam::CheckConditions(document, facts.actions, problems);
    iam::CheckRisks(document, facts.actions, problems);
    iam::CheckRedundancy(document, problems);
    iam::CheckSize(values, document, iam::PolicyKind::kIdentity, 0, problems);
  }
}

void Decide(const std::vector<Documents>& files, const std::string& requests) {
  std::vector<iam::PolicyLayer> layers;
  for (const Documents& documents : files) {
    iam::PolicyLayer& layer = layers.emplace_back();
    if (layers.size() > 1) layer.kind = iam::PolicyKind::kControl;
    for (const iam::PolicyDocument& document : documents) layer.documents.push_back(&document);
  }
  if (layers.empty()) return;
  const auto nothing_known = [](std::string_view) { return iam::KeyValues(); };
  const iam::Coverage coverage(std::move(layers), nothing_known);
  std::istringstream lines(requests);
  std::string action;
  std::string resource;
  for (int most = 8; most > 0 && lines >> action >> resource; --most) {
    coverage.Decide(action, {{.text = resource}}, nothing_known);
    coverage.Decide(action, {{.kind = iam::Piece::Kind::kAny}, {.text = resource}}, nothing_known);
    iam::ReadAsArn(resource, Actions());
  }
}

}  // namespace
}  // namespace stackql

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace stackql;
  auto parts = fuzz::PartsOf(data, size);
  const std::string requests = parts.back();
  if (parts.size() > 1) parts.pop_back();
  Sources sources;
  Values values(sources);
  Problems problems;
  std::vector<Documents> files;
  for (std::string& part : parts) {
    const TextId file = sources.AddFile("policy.json", std::move(part));
    files.push_back(iam::ReadPolicies(values, file, problems));
    Check(values, files.back(), problems);
  }
  Decide(files, requests);
  iam::ReadDenials(requests);
  fuzz::RequirePlaces(sources, problems);
  return 0;
}
