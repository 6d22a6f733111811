#include "run/reports.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "lang/patterns.h"

namespace stackql {

void KeepTexts(const Sources& sources, Report& report) {
  std::set<std::string_view> shown;
  for (const Finding& finding : report.findings) {
    shown.insert(finding.where.path);
    for (const Note& note : finding.notes) shown.insert(note.where.path);
  }
  for (TextId id = 0; id < sources.size() && !shown.empty(); ++id) {
    if (sources.StepOf(id) != Step::kFile || shown.count(sources.Path(id)) == 0) continue;
    report.files.emplace(sources.Path(id), sources.Bytes(id));
  }
}

void Merge(Report&& some, Report& all) {
  std::move(some.findings.begin(), some.findings.end(), std::back_inserter(all.findings));
  all.files.merge(some.files);
  std::move(some.failures.begin(), some.failures.end(), std::back_inserter(all.failures));
  all.summary.files += some.summary.files;
  all.summary.suppressed += some.summary.suppressed;
  all.summary.operations += some.summary.operations;
  if (all.summary.catalog.empty()) all.summary.catalog = std::move(some.summary.catalog);
  all.summary.silenced.merge(some.summary.silenced);
  for (auto& [what, unchecked] : some.summary.not_checked) {
    UncheckedKind& told = all.summary.not_checked[what];
    if (told.path.empty()) {
      told.path = std::move(unchecked.path);
      told.line = unchecked.line;
    }
    told.count += unchecked.count;
  }
}

void Finish(Report& report) {
  std::sort(report.findings.begin(), report.findings.end(), Before);
  const auto same = [](const Finding& a, const Finding& b) {
    return !Before(a, b) && !Before(b, a);
  };
  report.findings.erase(std::unique(report.findings.begin(), report.findings.end(), same),
                        report.findings.end());
  if (const size_t count = PatternsPassedOver(); count > 0) {
    report.summary.not_checked["patterns that are too large together"].count = count;
  }
  report.summary.errors = 0;
  report.summary.warnings = 0;
  report.summary.infos = 0;
  for (const Finding& finding : report.findings) {
    report.summary.errors += finding.severity == Severity::kError ? 1 : 0;
    report.summary.warnings += finding.severity == Severity::kWarning ? 1 : 0;
    report.summary.infos += finding.severity == Severity::kInfo ? 1 : 0;
  }
  std::sort(report.failures.begin(), report.failures.end());
  report.failures.erase(std::unique(report.failures.begin(), report.failures.end()),
                        report.failures.end());
}

}  // namespace stackql
