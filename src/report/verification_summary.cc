#include "report/verification_summary.h"

#include "report/counted.h"

namespace stackql::report {
namespace {

// "a, b and c"
std::string Joined(const std::vector<std::string>& parts) {
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

std::string Asked(const verify::Answers& answers, const verify::Tally& tally,
                  const VerificationCounts& counts) {
  const verify::Outcomes outcomes = verify::Count(answers);
  std::vector<std::string> parts;
  if (outcomes.resources > 0) {
    parts.push_back(Counted(outcomes.resources, "resource") + " (" +
                    std::to_string(outcomes.found) + " found, " + std::to_string(outcomes.absent) +
                    " not found)");
  }
  const auto add = [&parts](size_t count, std::string_view noun) {
    if (count > 0) parts.push_back(Counted(count, noun));
  };
  add(answers.types.size(), "type");
  add(answers.permissions.size(), "permission");
  if (counts.policies > 0) {
    parts.push_back(std::to_string(counts.policies) +
                    (counts.policies == 1 ? " policy" : " policies"));
  }
  if (parts.empty()) return "There was nothing to check in AWS.";
  const size_t unchecked = outcomes.unchecked + tally.unreadable + counts.unchecked_policies;
  const std::string rest = unchecked == 0 ? "; all checks were completed."
                                          : "; could not check " + std::to_string(unchecked) + ".";
  return "Checked in AWS: " + Joined(parts) + rest;
}

std::string LeftOut(const verify::Tally& tally, size_t open) {
  std::vector<std::string> parts;
  const auto add = [&parts](size_t count, std::string_view noun, std::string_view why) {
    if (count > 0) parts.push_back(Counted(count, noun).append(" ").append(why));
  };
  add(open, "statement", "whose region or identifier is unknown before deployment");
  add(tally.open_values, "value", "unknown before deployment");
  add(tally.write_only, "value", "that AWS does not return");
  add(tally.open_permissions, "permission", "whose conditions are unknown before deployment");
  return parts.empty() ? std::string() : "Left out: " + Joined(parts) + ".";
}

}  // namespace

std::vector<std::string> SummaryOf(const verify::Answers& answers, const verify::Tally& tally,
                                   const VerificationCounts& counts) {
  std::vector<std::string> lines = {Asked(answers, tally, counts)};
  if (std::string left_out = LeftOut(tally, counts.open); !left_out.empty()) {
    lines.push_back(std::move(left_out));
  }
  return lines;
}

}  // namespace stackql::report
