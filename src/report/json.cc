#include <nlohmann/json.hpp>

#include "base/version.h"
#include "report/files.h"
#include "report/json_text.h"
#include "report/report.h"
#include "report/statistics.h"

namespace stackql::report {
namespace {

using Object = nlohmann::ordered_json;

constexpr int kFormatVersion = 1;

// Lines and columns count from 1, columns in Unicode code points, ends are exclusive; offsets are
// bytes from 0.
void AddPlace(const Location& where, Files& files, Object& out) {
  const Region region = files.Where(where);
  out["file"] = where.path;
  out["line"] = region.begin.line;
  out["column"] = region.begin.column;
  out["endLine"] = region.end.line;
  out["endColumn"] = region.end.column;
  out["offset"] = where.span.begin;
  out["endOffset"] = where.span.end;
}

Object FixJson(const Fix& fix, Files& files) {
  Object edits = Object::array();
  for (const Edit& edit : fix.edits) {
    Object item;
    AddPlace(edit.where, files, item);
    item["text"] = edit.text;
    edits.push_back(std::move(item));
  }
  return {
      {"title", fix.title}, {"safe", fix.kind == Fix::Kind::kSafe}, {"edits", std::move(edits)}};
}

Object FindingJson(const Finding& finding, Files& files) {
  Object out;
  out["rule"] = finding.rule;
  out["name"] = finding.name;
  out["severity"] = Name(finding.severity);
  AddPlace(finding.where, files, out);
  out["message"] = finding.message;
  if (!finding.help.empty()) out["help"] = finding.help;
  if (!finding.environments.empty()) out["environments"] = finding.environments;
  out["notes"] = Object::array();
  for (const Note& note : finding.notes) {
    Object item;
    item["message"] = note.message;
    AddPlace(note.where, files, item);
    out["notes"].push_back(std::move(item));
  }
  if (finding.fix) out["fix"] = FixJson(*finding.fix, files);
  return out;
}

Object SummaryJson(const Summary& summary) {
  Object not_checked = Object::object();
  Object first = Object::object();
  for (const auto& [kind, told] : summary.not_checked) {
    not_checked[kind] = told.count;
    if (!told.path.empty()) first[kind] = {{"file", told.path}, {"line", told.line}};
  }
  Object silenced = Object::array();
  for (const auto& [config, what] : summary.silenced) {
    silenced.push_back({{"config", config},
                        {"rules", what.rules},
                        {"lowered", what.lowered},
                        {"paths", what.paths},
                        {"types", what.types},
                        {"deployVersion", what.deploy_version},
                        {"environments", what.environments}});
  }
  return {{"files", summary.files},
          {"errors", summary.errors},
          {"warnings", summary.warnings},
          {"infos", summary.infos},
          {"suppressed", summary.suppressed},
          {"operations", summary.operations},
          {"notChecked", std::move(not_checked)},
          {"notCheckedFirst", std::move(first)},
          {"silenced", std::move(silenced)},
          {"catalog", summary.catalog}};
}

Object BaselineJson(const Comparison& comparison) {
  Object gone = Object::array();
  for (const BaselineEntry& entry : comparison.gone) {
    gone.push_back({{"fingerprint", entry.fingerprint},
                    {"rule", entry.rule},
                    {"file", entry.file},
                    {"message", entry.message}});
  }
  return {{"known", comparison.known.size()}, {"gone", std::move(gone)}};
}

}  // namespace

std::string Json(const Report& report, const Comparison& comparison, bool statistics) {
  Files files(report);
  nlohmann::ordered_json out;
  out["version"] = kFormatVersion;
  out["tool"] = {{"name", "stackql-lint"}, {"version", ProgramVersion()}};
  out["summary"] = SummaryJson(report.summary);
  if (statistics) {
    out["statistics"] = StatisticsJson(report);
  } else {
    out["findings"] = Object::array();
    for (const Finding& finding : report.findings) {
      out["findings"].push_back(FindingJson(finding, files));
    }
  }
  if (!comparison.fixed.empty()) out["fixed"] = comparison.fixed;
  if (comparison.hidden > 0) out["hidden"] = comparison.hidden;
  if (comparison.used) out["baseline"] = BaselineJson(comparison);
  out["failures"] = report.failures;
  return JsonText(out);
}

}  // namespace stackql::report
