#include <string>
#include <vector>

#include "report/by_file.h"
#include "report/files.h"
#include "report/report.h"
#include "report/uri.h"
#include "report/xml.h"

namespace stackql::report {
namespace {

// A <testsuite> or <testsuites>, with the number of its cases.
std::string Open(std::string_view element, std::string_view name, size_t failures, size_t errors,
                 size_t passed) {
  return "<" + std::string(element) + XmlAttribute("name", name) +
         XmlAttribute("tests", std::to_string(failures + errors + passed)) +
         XmlAttribute("failures", std::to_string(failures)) +
         XmlAttribute("errors", std::to_string(errors)) + ">\n";
}

std::string Case(std::string_view path, std::string_view name, std::string_view content) {
  return "    <testcase" + XmlAttribute("classname", path) + XmlAttribute("name", name) +
         (content.empty() ? "/>\n" : ">" + std::string(content) + "</testcase>\n");
}

// Readers tell the cases of a suite apart by their names, so these have the place.
std::string FailedCase(const Finding& finding, const std::string& path, Files& files) {
  const Position at = files.Begin(finding.where);
  const std::string place = std::to_string(at.line) + ":" + std::to_string(at.column);
  return Case(path, finding.rule + " " + finding.name + " at " + place,
              "<failure" + XmlAttribute("type", Name(finding.severity)) +
                  XmlAttribute("message", finding.message) + ">" +
                  XmlText(path + ":" + place + ": " + finding.message + Details(finding)) +
                  "</failure>");
}

// What no finding tells.
std::string Notes(const Report& report, const Comparison& comparison) {
  std::vector<std::string> notes = SilencedBy(report.summary);
  if (const std::string text = NotChecked(report.summary); !text.empty()) notes.push_back(text);
  if (const std::string text = Compared(comparison); !text.empty()) notes.push_back(text);
  std::string out;
  for (const std::string& note : notes) out += XmlText(note) + "\n";
  return out.empty() ? out : "    <system-out>" + out + "</system-out>\n";
}

}  // namespace

std::string Junit(const Report& report, const RepositoryContext& context,
                  const Comparison& comparison) {
  Files files(report);
  const size_t errors = report.failures.size();
  const size_t passed = report.findings.empty() && errors == 0 ? 1 : 0;
  std::string out(kXmlDeclaration);
  out += Open("testsuites", "stackql-lint", report.findings.size(), errors, passed);
  for (const auto& findings : ByFile(report.findings)) {
    const std::string path = RepositoryPath(findings.front().where.path, context.root, context.top);
    out += "  " + Open("testsuite", path, findings.size(), 0, 0);
    for (const Finding& finding : findings) out += FailedCase(finding, path, files);
    out += "  </testsuite>\n";
  }
  // Readers call a report without cases a mistake.
  const std::string notes = Notes(report, comparison);
  if (errors + passed > 0 || !notes.empty()) {
    out += "  " + Open("testsuite", "stackql-lint", 0, errors, passed);
    if (passed > 0) out += Case("stackql-lint", "no findings", "");
    for (size_t i = 0; i < errors; ++i) {
      out += Case("stackql-lint", "failure " + std::to_string(i + 1),
                  "<error" + XmlAttribute("message", report.failures[i]) + "/>");
    }
    out += notes + "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

}  // namespace stackql::report
