#include <nlohmann/json.hpp>
#include <unordered_set>

#include "report/by_file.h"
#include "report/files.h"
#include "report/identity.h"
#include "report/json_text.h"
#include "report/report.h"
#include "report/uri.h"

namespace stackql::report {
namespace {

using Object = nlohmann::ordered_json;

std::string_view Level(Severity severity) {
  if (severity == Severity::kError) return "major";
  return severity == Severity::kWarning ? "minor" : "info";
}

Object Issue(const Finding& finding, const std::string& fingerprint,
             const RepositoryContext& context, Files& files) {
  const Region region = files.Where(finding.where);
  // The end is exclusive.
  const uint32_t last = region.end.line - (region.end.column == 1 ? 1 : 0);
  Object lines = {{"begin", region.begin.line}};
  if (last > region.begin.line) lines["end"] = last;
  Object out;
  out["description"] = finding.message + Details(finding);
  out["check_name"] = finding.rule;
  out["fingerprint"] = fingerprint;
  out["severity"] = Level(finding.severity);
  out["location"] = {{"path", RepositoryPath(finding.where.path, context.root, context.top)},
                     {"lines", std::move(lines)}};
  return out;
}

}  // namespace

std::string Gitlab(const Report& report, const RepositoryContext& context,
                   const Comparison& comparison) {
  Files files(report);
  std::unordered_set<const Finding*> known;
  for (const Finding& finding : comparison.known) known.insert(&finding);
  const std::vector<const Finding*> findings = AllFindings(report, comparison);
  const std::vector<std::string> fingerprints = Fingerprints(findings, context, files);
  Object out = Object::array();
  for (size_t i = 0; i < findings.size(); ++i) {
    if (known.count(findings[i]) > 0) continue;
    out.push_back(Issue(*findings[i], fingerprints[i], context, files));
  }
  return JsonText(out);
}

}  // namespace stackql::report
