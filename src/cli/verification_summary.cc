#include "cli/verification_summary.h"

#include "report/counted.h"

namespace stackql::cli {
namespace {

using report::Counted;

// "a, b and c"
std::string Joined(const std::vector<std::string>& parts) {
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

std::string Asked(const Verification& verification) {
  const verify::Outcomes outcomes = verify::Count(verification.answers);
  std::vector<std::string> parts;
  if (outcomes.resources > 0) {
    parts.push_back(Counted(outcomes.resources, "resource") + " (" +
                    std::to_string(outcomes.found) + " found, " + std::to_string(outcomes.absent) +
                    " not there)");
  }
  const auto add = [&parts](size_t count, std::string_view noun) {
    if (count > 0) parts.push_back(Counted(count, noun));
  };
  add(verification.answers.types.size(), "type");
  add(verification.answers.permissions.size(), "permission");
  if (verification.policies > 0) {
    parts.push_back(std::to_string(verification.policies) +
                    (verification.policies == 1 ? " policy" : " policies"));
  }
  if (parts.empty()) return "There was nothing to ask AWS about.";
  const size_t unchecked =
      outcomes.unchecked + verification.tally.unreadable + verification.unchecked_policies;
  const std::string rest = unchecked == 0 ? "; all were answered."
                                          : "; could not check " + std::to_string(unchecked) + ".";
  return "Asked AWS about " + Joined(parts) + rest;
}

std::string LeftOut(const Verification& verification) {
  const verify::Tally& tally = verification.tally;
  std::vector<std::string> parts;
  const auto add = [&parts](size_t count, std::string_view noun, std::string_view why) {
    if (count > 0) parts.push_back(Counted(count, noun).append(" ").append(why));
  };
  add(verification.open, "statement", "whose region or identifier only a deploy tells");
  add(tally.open_values, "value", "that cannot be known before a deploy");
  add(tally.write_only, "value", "that no reading gives");
  add(tally.open_permissions, "permission", "whose conditions only a deploy tells");
  return parts.empty() ? std::string() : "Left out: " + Joined(parts) + ".";
}

}  // namespace

std::vector<std::string> SummaryOf(const Verification& verification) {
  std::vector<std::string> lines = {Asked(verification)};
  if (std::string left_out = LeftOut(verification); !left_out.empty()) {
    lines.push_back(std::move(left_out));
  }
  return lines;
}

}  // namespace stackql::cli
