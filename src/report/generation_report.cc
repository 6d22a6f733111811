#include "report/generation_report.h"

#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "iam/policy_json.h"
#include "report/json_text.h"
#include "report/operation_views.h"
#include "report/permission_views.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

using iam::GeneratedPolicy;
using iam::Need;
using iam::OperationNeeds;
using nlohmann::ordered_json;

std::string Thousands(size_t number) {
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string SizesOf(const GeneratedPolicy& policy, size_t limit) {
  if (!policy.error.empty()) return policy.name + ": cannot be written: " + policy.error + ".\n";
  const auto& documents = policy.packing.documents;
  std::string text = policy.name + ": ";
  if (documents.size() > 1) {
    text += std::to_string(documents.size()) + " documents";
    text += documents.size() == policy.packing.bound
                ? ", the fewest possible"
                : ", where " + std::to_string(policy.packing.bound) + " may be enough";
    text += "; ";
  }
  for (size_t i = 0; i < documents.size(); ++i) {
    text += (i == 0 ? "" : ", ") + Thousands(iam::PolicySize(documents[i]));
  }
  text += " of " + Thousands(limit) + " characters.\n";
  if (documents.size() > iam::kAttachedPolicies) {
    text += "  An identity has " + std::to_string(iam::kAttachedPolicies) +
            " managed policies at most, unless its quota is raised.\n";
  }
  return text;
}

std::string Proof(const OperationView& operation) {
  const bool create = operation.call == Call::kCreate;
  return std::string(create ? "the INSERT sets no tags" : "the patch does not change tags") +
         ", and CloudFormation does not add any to '" + operation.type + "'";
}

std::string Dropped(const std::vector<OperationNeeds>& operations) {
  std::string text;
  for (const OperationNeeds& each : operations) {
    for (const std::string& action : each.dropped) {
      text += "Left out: " + action + " of " + WhereOf(each.operation) + ": " +
              Visible(Proof(each.operation)) + ".\n";
    }
  }
  const bool any = !text.empty();
  return text + (any ? "  A Deny statement that requires tags would deny these calls.\n" : "");
}

}  // namespace

std::string GenerationAsText(const std::vector<OperationNeeds>& operations,
                             const std::vector<GeneratedPolicy>& policies, size_t limit) {
  std::string text;
  for (const GeneratedPolicy& policy : policies) text += SizesOf(policy, limit);
  text += Dropped(operations);
  const size_t notes = HandlerNotes(operations).size();
  text += notes == 0 ? ""
                     : std::to_string(notes) + (notes == 1 ? " note" : " notes") +
                           " on the published permissions. ";
  return text + "--report FILE says why each action is granted, and which data was used.\n";
}

std::string GenerationAsJson(const std::vector<OperationNeeds>& operations,
                             const std::vector<GeneratedPolicy>& policies,
                             const std::vector<std::string>& data, size_t limit) {
  ordered_json out = {{"version", 1},
                      {"data", data},
                      {"policies", ordered_json::array()},
                      {"grants", ordered_json::array()},
                      {"leftOut", ordered_json::array()},
                      {"unresolved", ordered_json::array()},
                      {"notes", HandlerNotes(operations)}};
  for (const GeneratedPolicy& policy : policies) {
    ordered_json item = {{"name", policy.name}, {"limit", limit}, {"sizes", ordered_json::array()}};
    for (const auto& document : policy.packing.documents) {
      item["sizes"].push_back(iam::PolicySize(document));
    }
    item["fewestPossible"] = policy.packing.bound;
    if (!policy.error.empty()) item["error"] = policy.error;
    out["policies"].push_back(std::move(item));
  }
  const auto place = [](const OperationView& operation) {
    ordered_json placed = LocationJson(operation);
    placed.update(
        {{"anchor", operation.anchor}, {"verb", Name(operation.call)}, {"type", operation.type}});
    return placed;
  };
  std::map<std::tuple<std::string, std::string, std::string_view>, ordered_json> grants;
  for (const OperationNeeds& each : operations) {
    for (const Need& need : each.needs.known) {
      for (const iam::Arn& arn : need.resources) {
        grants[{need.action, iam::PolicyPattern(arn), Name(need.reason)}].push_back(
            place(each.operation));
      }
    }
    for (const std::string& action : each.dropped) {
      ordered_json left_out = {{"action", action}, {"proof", Proof(each.operation)}};
      left_out.update(place(each.operation));
      out["leftOut"].push_back(std::move(left_out));
    }
    if (!each.needs.unresolved.empty()) {
      ordered_json unresolved = place(each.operation);
      unresolved["reason"] = each.needs.unresolved;
      out["unresolved"].push_back(std::move(unresolved));
    }
  }
  for (auto& entry : grants) {
    out["grants"].push_back({{"action", std::get<0>(entry.first)},
                             {"resource", std::get<1>(entry.first)},
                             {"reason", std::get<2>(entry.first)},
                             {"neededBy", std::move(entry.second)}});
  }
  return JsonText(out);
}

}  // namespace stackql::report
