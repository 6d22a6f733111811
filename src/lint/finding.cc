#include "lint/finding.h"

#include <tuple>

namespace stackql {

std::string_view Name(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    default:
      return "error";
  }
}

std::string EnvironmentsText(const Finding& finding) {
  const std::vector<std::string>& names = finding.environments;
  if (names.empty()) return {};
  std::string text = names.size() == 1 ? "Only in the environment " : "Only in the environments ";
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += "'" + names[i] + "'";
  }
  return text + ".";
}

bool Before(const Finding& a, const Finding& b) {
  return std::tie(a.where, a.rule, a.message) < std::tie(b.where, b.rule, b.message);
}

}  // namespace stackql
