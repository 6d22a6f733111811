#include "run/fix_candidates.h"

#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "lint/ignore_fix.h"
#include "run/bound_unit.h"

namespace stackql {

FindingKind KindOf(const Finding& finding) {
  return {finding.rule, finding.where.path, finding.message};
}

std::vector<Candidate> FixesOf(const Report& report, bool unsafe) {
  std::vector<Candidate> candidates;
  for (const Finding& finding : report.findings) {
    if (!finding.fix) continue;
    const Fix::Kind kind = finding.fix->kind;
    if (kind != Fix::Kind::kSafe && !(unsafe && kind == Fix::Kind::kUnsafe)) continue;
    candidates.push_back({{KindOf(finding)}, *finding.fix});
  }
  return candidates;
}

std::vector<Candidate> IgnoresOf(const Report& report, const BoundUnit& unit,
                                 const std::string& reason) {
  std::map<std::string_view, std::string_view> texts;
  for (TextId id = 0; id < unit.sources.size(); ++id) {
    if (unit.sources.StepOf(id) != Step::kFile) continue;
    texts.emplace(unit.sources.Path(id), unit.sources.Bytes(id));
  }
  std::map<std::pair<std::string, size_t>, std::vector<const Finding*>> lines;
  for (const Finding& finding : report.findings) {
    const auto text = texts.find(finding.where.path);
    if (text == texts.end()) continue;
    const std::string_view before = text->second.substr(0, finding.where.span.begin);
    lines[{finding.where.path, before.rfind('\n')}].push_back(&finding);
  }
  std::vector<Candidate> candidates;
  for (const auto& [line, findings] : lines) {
    const std::string& path = line.first;
    Candidate candidate;
    std::set<std::string> rules;
    for (const Finding* finding : findings) {
      candidate.kinds.push_back(KindOf(*finding));
      rules.insert(finding->rule);
    }
    // StackQL reads both as comments, in the SQL of a manifest, too.
    const bool sql = path.ends_with(".iql") || path.ends_with(".sql");
    candidate.fix = IgnoreFix(path, texts.at(path), findings.front()->where.span.begin, rules,
                              sql ? "--" : "#", reason);
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

}  // namespace stackql
