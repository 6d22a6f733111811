#include "report/files.h"
#include "report/report.h"
#include "report/visible.h"

namespace stackql::report {

std::string Compact(const Report& report) {
  Files files(report);
  std::string out;
  for (const Finding& finding : report.findings) {
    const Position at = files.Begin(finding.where);
    out += Visible(finding.where.path);
    out += ':';
    out += std::to_string(at.line);
    out += ':';
    out += std::to_string(at.column);
    out += ": ";
    out += Name(finding.severity);
    out += '[';
    out += finding.rule;
    out += "] ";
    out += Visible(finding.message);
    if (!finding.environments.empty()) out += ' ' + Visible(EnvironmentsText(finding));
    out += '\n';
  }
  return out;
}

}  // namespace stackql::report
