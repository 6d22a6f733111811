#include "report/denial_views.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "iam/policy_json.h"
#include "report/json_text.h"
#include "report/operation_views.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

using iam::DenialAnswer;
using iam::Outcome;
using nlohmann::ordered_json;

// What AWS says of it, in its message.
std::string Reason(const iam::Denial& denial) {
  if (denial.policy.empty()) {
    return denial.by_deny ? "a policy denies it" : "the message does not say which policy";
  }
  const bool vowel = denial.policy[0] == 'i';
  const std::string arn = denial.policy_arn.empty() ? "" : " (" + denial.policy_arn + ")";
  return denial.by_deny ? (vowel ? "an " : "a ") + denial.policy + arn + " denies it"
                        : "no " + denial.policy + arn + " allows it";
}

std::string Listed(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " and ") + word;
  return text;
}

// The kind of policy that AWS says does not allow it, if that is not the identity's own.
std::string_view OtherPolicy(const DenialAnswer& answer) {
  const iam::Denial& denial = answer.denial;
  const bool own = denial.policy.empty() || denial.policy == "identity-based policy";
  return denial.by_deny || own ? std::string_view() : std::string_view(denial.policy);
}

// What the policies that were given say of it.
std::string Decided(const DenialAnswer& answer, const PolicyPlace& place) {
  const iam::Verdict& verdict = *answer.verdict;
  if (!answer.suspects.empty()) {
    std::set<std::string> places;
    for (const iam::PolicyStatement* each : answer.suspects) places.insert(place(each->where));
    const std::string who = "the statement" + std::string(places.size() == 1 ? "" : "s") + " at ";
    std::set<std::string> keys;
    for (const std::string& key : answer.suspects_open) keys.insert("'" + key + "'");
    if (keys.empty())
      return who + Listed(places) + (places.size() == 1 ? " denies it" : " deny it");
    return who + Listed(places) + " may deny it: that depends on " + Listed(keys);
  }
  switch (verdict.outcome) {
    case Outcome::kAllowed:
      if (const std::string_view other = OtherPolicy(answer); !other.empty()) {
        return "these allow it; the " + std::string(other) + " does not";
      }
      return "these allow it: another policy denies it, or they are not those in force";
    case Outcome::kConditional:
      return "these allow it under a condition: it depends on " + Listed(verdict.open);
    case Outcome::kNotProven:
      return "it depends on " + Listed(verdict.open);
    default:
      break;
  }
  return verdict.denied_by != nullptr
             ? "the statement at " + place(verdict.denied_by->where) + " denies it"
             : "no statement allows it";
}

// What a grant in an identity policy cannot mend.
std::string Caution(const DenialAnswer& answer) {
  const bool denied =
      answer.denial.by_deny || (answer.verdict && answer.verdict->denied_by != nullptr);
  if (answer.unknown_action) {
    return "IAM lists no action '" + answer.denial.action +
           "': CloudTrail names an API operation, and its action is not known.";
  }
  if (denied) return "No grant allows what is denied: change the statement that denies it.";
  const bool allowed = answer.verdict && answer.verdict->outcome == Outcome::kAllowed;
  if (OtherPolicy(answer).empty() || allowed) return {};
  return "The policies of the identity have to allow it too.";
}

void AddOperations(const std::vector<const iam::OperationNeeds*>& operations,
                   std::string_view title, std::string& text) {
  constexpr size_t kMost = 10;
  std::set<std::string> known;  // each once: a statement may make several calls
  std::vector<std::string> lines;
  for (const iam::OperationNeeds* each : operations) {
    const OperationView& operation = each->operation;
    std::string line = std::string(Name(operation.call)) + " " + TypeOf(operation);
    if (const std::string where = WhereOf(operation); !where.empty()) line += " at " + where;
    if (known.insert(line).second) lines.push_back(std::move(line));
  }
  if (lines.size() > kMost) {
    lines[kMost] = std::to_string(lines.size() - kMost) + " more";
    lines.resize(kMost + 1);
  }
  std::string before(title);
  for (const std::string& line : lines) {
    text += before + line + "\n";
    before.assign(title.size(), ' ');
  }
}

std::string Indented(const std::string& lines) {
  std::string text = "    ";
  for (const char c : lines) text += c == '\n' ? std::string("\n    ") : std::string(1, c);
  return text;
}

std::string AsText(const DenialAnswer& answer, const PolicyPlace& place) {
  const iam::Denial& denial = answer.denial;
  std::string text = "'" + denial.action + "' was denied";
  if (!denial.resource.empty()) text += " on '" + denial.resource + "'";
  text += ".\n";
  if (!denial.principal.empty()) text += "  caller:    " + denial.principal + "\n";
  text += "  AWS says:  " + Reason(denial) + "\n";
  AddOperations(answer.made_by, "  made by:   ", text);
  if (answer.made_by.empty()) {
    text += answer.elsewhere.empty()
                ? "  made by:   no operation of the stack needs this action\n"
                : "  made by:   no operation of the stack needs it on this resource\n";
    AddOperations(answer.elsewhere, "  elsewhere: ", text);
  }
  if (answer.verdict) text += "  policies:  " + Decided(answer, place) + "\n";
  if (!answer.grant.empty()) {
    const std::string_view other = OtherPolicy(answer);
    text += other.empty() ? "  grant:\n" : "  grant in the " + std::string(other) + ":\n";
    text += Indented(iam::PolicyJson(answer.grant)["Statement"].dump(2)) + "\n";
  }
  if (const std::string caution = Caution(answer); !caution.empty()) text += "  " + caution + "\n";
  return VisibleLines(text);
}

ordered_json PlacesOf(const std::vector<const iam::OperationNeeds*>& operations) {
  ordered_json places = ordered_json::array();
  for (const iam::OperationNeeds* each : operations) {
    const OperationView& operation = each->operation;
    places.push_back({{"operation", std::string(Name(operation.call))},
                      {"type", TypeOf(operation)},
                      {"place", PlaceOf(operation)}});
  }
  return places;
}

}  // namespace

std::string DenialsAsText(const std::vector<DenialAnswer>& answers, const PolicyPlace& place) {
  std::string text;
  for (const DenialAnswer& answer : answers) {
    text += (text.empty() ? "" : "\n") + AsText(answer, place);
  }
  return text;
}

std::string DenialsAsJson(const std::vector<DenialAnswer>& answers, const PolicyPlace& place) {
  ordered_json all = ordered_json::array();
  for (const DenialAnswer& answer : answers) {
    const iam::Denial& denial = answer.denial;
    ordered_json one = {{"action", denial.action},
                        {"resource", denial.resource},
                        {"principal", denial.principal},
                        {"reason", Reason(denial)},
                        {"madeBy", PlacesOf(answer.made_by)},
                        {"elsewhere", PlacesOf(answer.elsewhere)},
                        {"grant", iam::PolicyJson(answer.grant)["Statement"]}};
    if (!denial.policy_arn.empty()) one["policyArn"] = denial.policy_arn;
    if (answer.verdict) one["policies"] = Decided(answer, place);
    all.push_back(std::move(one));
  }
  return JsonText({{"version", 1}, {"denials", std::move(all)}});
}

}  // namespace stackql::report
