#include <string>

#include "report/by_file.h"
#include "report/files.h"
#include "report/report.h"
#include "report/uri.h"
#include "report/xml.h"

namespace stackql::report {
namespace {

std::string Error(const Finding& finding, Files& files) {
  const Position at = files.Begin(finding.where);
  return "    <error" + XmlAttribute("line", std::to_string(at.line)) +
         XmlAttribute("column", std::to_string(at.column)) +
         XmlAttribute("severity", Name(finding.severity)) +
         XmlAttribute("message", finding.message + Details(finding)) +
         XmlAttribute("source", "stackql-lint." + finding.rule) + "/>\n";
}

}  // namespace

std::string Checkstyle(const Report& report, const RepositoryContext& context) {
  Files files(report);
  std::string out(kXmlDeclaration);
  out += "<checkstyle" + XmlAttribute("version", "4.3") + ">\n";
  for (const auto& findings : ByFile(report.findings)) {
    const std::string& path = findings.front().where.path;
    out +=
        "  <file" + XmlAttribute("name", RepositoryPath(path, context.root, context.top)) + ">\n";
    for (const Finding& finding : findings) out += Error(finding, files);
    out += "  </file>\n";
  }
  if (!report.failures.empty()) out += "  <file" + XmlAttribute("name", ".") + ">\n";
  for (const std::string& failure : report.failures) {
    out += "    <error" + XmlAttribute("line", "0") + XmlAttribute("severity", "error") +
           XmlAttribute("message", failure) + XmlAttribute("source", "stackql-lint") + "/>\n";
  }
  if (!report.failures.empty()) out += "  </file>\n";
  return out + "</checkstyle>\n";
}

}  // namespace stackql::report
