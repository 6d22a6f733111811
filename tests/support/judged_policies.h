#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "iam/judge_policies.h"
#include "iam/read_policy.h"
#include "snapshot/snapshot_tables.h"
#include "support/action_facts.h"
#include "value/value.h"

// Policies judged by what operations need, without files.
namespace stackql::iam {

using testing_support::Actions;

inline constexpr const char* kStage = "arn:aws:ivs:us-east-1:111122223333:stage/a";

// Policies of a test, which live as long as it does.
class Policies {
 public:
  // A layer of one document with these statements.
  void Add(PolicyKind kind, const std::string& statements) {
    const TextId file = sources_.AddFile(
        "policy.json", R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
    PolicyLayer layer = {.kind = kind};
    if (kind == PolicyKind::kBoundary) layer.name = "the permissions boundary";
    if (kind == PolicyKind::kControl) layer.name = "the service control policy 'policy.json'";
    for (PolicyDocument& document : ReadPolicies(values_, file, problems)) {
      documents_.push_back(std::move(document));
      layer.documents.push_back(&documents_.back());
    }
    layers.push_back(layer);
  }
  const PolicyDocument& first() const { return documents_.front(); }
  std::string Spelled(Loc where) const {
    return std::string(sources_.Bytes(sources_.Resolve(where).at));
  }

  std::vector<PolicyLayer> layers;
  Problems problems;

 private:
  Sources sources_;
  Values values_{sources_};
  std::deque<PolicyDocument> documents_;
};

inline std::string Allow(const std::string& action, const std::string& resource) {
  return R"({"Effect": "Allow", "Action": ")" + action + R"(", "Resource": ")" + resource + "\"}";
}

inline Need NeedOf(const std::string& action, const std::string& resource) {
  return {
      .action = action, .resources = {{{.text = resource}}}, .handler = snapshot::Handler::Read};
}

inline Need CloudControl(const std::string& action) {
  return {.action = action,
          .resources = {StarArn()},
          .reason = Reason::kCloudControl,
          .cloud_control = true};
}

inline OperationNeeds Reading(std::vector<Need> needs, const std::string& file = "a.iql") {
  return {.operation = {.call = Call::kRead,
                        .type = "AWS::IVS::Stage",
                        .phases = {.test = true},
                        .file = file},
          .needs = {.known = needs},
          .widest = {.known = std::move(needs)}};
}

inline PolicyJudgement Judged(const Policies& policies,
                              const std::vector<OperationNeeds>& operations) {
  return JudgePolicies(policies.layers, operations, {}, Actions());
}

}  // namespace stackql::iam
