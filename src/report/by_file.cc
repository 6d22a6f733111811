#include "report/by_file.h"

#include <algorithm>

namespace stackql::report {

std::vector<std::span<const Finding>> ByFile(const std::vector<Finding>& findings) {
  std::vector<std::span<const Finding>> files;
  for (auto at = findings.begin(); at != findings.end();) {
    const auto end = std::find_if(at, findings.end(), [&](const Finding& finding) {
      return finding.where.path != at->where.path;
    });
    files.emplace_back(at, end);
    at = end;
  }
  return files;
}

std::string Details(const Finding& finding) {
  std::string text;
  if (!finding.help.empty()) text += " " + finding.help;
  if (!finding.environments.empty()) text += " " + EnvironmentsText(finding);
  return text;
}

}  // namespace stackql::report
