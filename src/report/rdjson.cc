#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "report/by_file.h"
#include "report/files.h"
#include "report/home_page.h"
#include "report/json_text.h"
#include "report/link.h"
#include "report/report.h"
#include "report/uri.h"

namespace stackql::report {
namespace {

using Object = nlohmann::ordered_json;

std::string_view Level(Severity severity) {
  if (severity == Severity::kError) return "ERROR";
  return severity == Severity::kWarning ? "WARNING" : "INFO";
}

Object PositionJson(const Position& position) {
  return {{"line", position.line}, {"column", position.byte_column}};
}

Object RangeJson(const Location& where, Files& files) {
  const Region region = files.Where(where);
  return {{"start", PositionJson(region.begin)}, {"end", PositionJson(region.end)}};
}

// A suggestion is applied alone: one for all edits of a safe fix, if they are in the finding's
// file.
std::optional<Object> Suggestion(const Finding& finding, Files& files) {
  if (!finding.fix || finding.fix->kind != Fix::Kind::kSafe) return std::nullopt;
  std::vector<Edit> edits = finding.fix->edits;
  std::ranges::sort(edits, {}, &Edit::where);
  if (edits.empty()) return std::nullopt;
  const std::string_view bytes = files.Get(finding.where.path).bytes;
  Location whole = {.path = finding.where.path, .span = edits.front().where.span};
  std::string text;
  uint32_t at = whole.span.begin;
  for (const Edit& edit : edits) {
    const Span span = edit.where.span;
    if (edit.where.path != whole.path || span.begin < at || span.end > bytes.size()) {
      return std::nullopt;
    }
    text += std::string(bytes.substr(at, span.begin - at)) + edit.text;
    at = span.end;
  }
  whole.span.end = at;
  return Object{{"range", RangeJson(whole, files)}, {"text", text}};
}

Object Diagnostic(const Finding& finding, const RepositoryContext& context, Files& files) {
  Object out;
  out["message"] = finding.message + Details(finding);
  out["location"] = {{"path", RepositoryPath(finding.where.path, context.root, context.top)},
                     {"range", RangeJson(finding.where, files)}};
  out["severity"] = Level(finding.severity);
  out["code"] = {{"value", finding.rule}, {"url", RuleLink(finding.rule)}};
  if (std::optional<Object> suggestion = Suggestion(finding, files)) {
    out["suggestions"] = Object::array({std::move(*suggestion)});
  }
  return out;
}

}  // namespace

std::string Rdjson(const Report& report, const RepositoryContext& context) {
  Files files(report);
  Object out;
  out["source"] = {{"name", "stackql-lint"}, {"url", kHomePage}};
  out["diagnostics"] = Object::array();
  for (const Finding& finding : report.findings) {
    out["diagnostics"].push_back(Diagnostic(finding, context, files));
  }
  return JsonText(out);
}

}  // namespace stackql::report
