#include "cli/generation_report.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "cli/permission_views.h"
#include "iam/policy_json.h"
#include "report/json_text.h"
#include "report/visible.h"

namespace stackql::cli {
namespace {

using iam::Need;
using nlohmann::ordered_json;
using report::Visible;

std::string Thousands(size_t number) {
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string SizesOf(const PolicyPart& part, size_t limit) {
  if (!part.wrong.empty()) return part.name + ": cannot be written: " + part.wrong + ".\n";
  const auto& documents = part.packing.documents;
  std::string text = part.name + ": ";
  if (documents.size() > 1) {
    text += std::to_string(documents.size()) + " documents";
    text += documents.size() == part.packing.bound
                ? ", the fewest that hold it"
                : ", where " + std::to_string(part.packing.bound) + " might do";
    text += "; ";
  }
  for (size_t i = 0; i < documents.size(); ++i) {
    text += (i == 0 ? "" : ", ") + Thousands(iam::PolicySize(documents[i]));
  }
  text += " of " + Thousands(limit) + " characters.\n";
  if (documents.size() > iam::kAttachedPolicies) {
    text += "  An identity has " + std::to_string(iam::kAttachedPolicies) +
            " managed policies unless its quota is raised.\n";
  }
  return text;
}

// The actions by why their resources are what they are.
std::string Reasons(const StackPermissions& permissions) {
  std::map<std::string_view, std::set<std::string>> actions;
  for (const ListedOperation& operation : permissions.operations) {
    for (const Need& need : operation.needs) actions[Name(need.reason)].insert(need.action);
  }
  std::string text;
  for (const auto& entry : actions) {
    std::string heading = "  " + std::string(entry.first);
    heading.resize(std::max<size_t>(17, heading.size() + 1), ' ');
    text += Wrapped(heading, {entry.second.begin(), entry.second.end()});
  }
  return text.empty() ? text : "Resources, by what they were found from:\n" + text;
}

std::string Proof(const ListedOperation& operation) {
  const bool create = operation.call == Call::kCreate;
  return std::string(create ? "the INSERT sets no tags" : "the patch leaves tags alone") +
         ", and CloudFormation adds none to '" + operation.type + "'";
}

std::string Dropped(const StackPermissions& permissions) {
  std::string text;
  for (const ListedOperation& operation : permissions.operations) {
    for (const std::string& action : operation.unused) {
      text += "Left out: " + action + " of " + WhereOf(operation) + ": " +
              Visible(Proof(operation)) + ".\n";
    }
  }
  const bool any = !text.empty();
  return text + (any ? "  A Deny that asks for tags would refuse these calls.\n" : "");
}

}  // namespace

std::string GenerationAsText(const StackPermissions& permissions,
                             const std::vector<PolicyPart>& parts,
                             const std::vector<std::string>& data, size_t limit) {
  std::string text;
  for (const PolicyPart& part : parts) text += SizesOf(part, limit);
  text += Reasons(permissions) + Dropped(permissions);
  for (const std::string& note : HandlerNotes(permissions)) text += "Note: " + Visible(note) + "\n";
  for (const std::string& line : data) text += "Used: " + Visible(line) + "\n";
  return text;
}

std::string GenerationAsJson(const StackPermissions& permissions,
                             const std::vector<PolicyPart>& parts,
                             const std::vector<std::string>& data, size_t limit) {
  ordered_json out = {{"version", 1},
                      {"data", data},
                      {"policies", ordered_json::array()},
                      {"grants", ordered_json::array()},
                      {"leftOut", ordered_json::array()},
                      {"unresolved", ordered_json::array()},
                      {"notes", HandlerNotes(permissions)}};
  for (const PolicyPart& part : parts) {
    ordered_json policy = {{"name", part.name}, {"limit", limit}, {"sizes", ordered_json::array()}};
    for (const auto& document : part.packing.documents) {
      policy["sizes"].push_back(iam::PolicySize(document));
    }
    policy["fewestPossible"] = part.packing.bound;
    if (!part.wrong.empty()) policy["error"] = part.wrong;
    out["policies"].push_back(std::move(policy));
  }
  const auto place = [](const ListedOperation& operation) {
    return ordered_json{{"file", operation.file},        {"line", operation.at.line},
                        {"column", operation.at.column}, {"anchor", operation.anchor},
                        {"verb", Name(operation.call)},  {"type", operation.type}};
  };
  std::map<std::tuple<std::string, std::string, std::string_view>, ordered_json> grants;
  for (const ListedOperation& operation : permissions.operations) {
    for (const Need& need : operation.needs) {
      for (const iam::Arn& arn : need.resources) {
        grants[{need.action, iam::PolicyPattern(arn), Name(need.reason)}].push_back(
            place(operation));
      }
    }
    for (const std::string& action : operation.unused) {
      ordered_json left_out = {{"action", action}, {"proof", Proof(operation)}};
      left_out.update(place(operation));
      out["leftOut"].push_back(std::move(left_out));
    }
    if (!operation.unresolved.empty()) {
      ordered_json unresolved = place(operation);
      unresolved["reason"] = operation.unresolved;
      out["unresolved"].push_back(std::move(unresolved));
    }
  }
  for (auto& entry : grants) {
    out["grants"].push_back({{"action", std::get<0>(entry.first)},
                             {"resource", std::get<1>(entry.first)},
                             {"reason", std::get<2>(entry.first)},
                             {"neededBy", std::move(entry.second)}});
  }
  return report::JsonText(out);
}

}  // namespace stackql::cli
