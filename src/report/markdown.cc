#include <algorithm>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "report/by_file.h"
#include "report/counted.h"
#include "report/files.h"
#include "report/layout.h"
#include "report/link.h"
#include "report/report.h"
#include "report/uri.h"

namespace stackql::report {
namespace {

// What GitHub takes as a comment, in characters; of those, what the end may need.
constexpr size_t kMaxComment = 65536;
constexpr size_t kReserve = 1024;
// So many failures are shown, and so much of a message.
constexpr size_t kMaxFailures = 20;
constexpr size_t kMaxMessage = 1000;

// A link of GitHub's to a line; only the place elsewhere.
std::string Place(const Finding& finding, const RepositoryContext& context, Files& files) {
  const std::string path = RepositoryPath(finding.where.path, context.root, context.top);
  const std::string line = std::to_string(files.Begin(finding.where).line);
  std::string place = MarkdownCode(path + ":" + line);
  std::string_view site = context.repository_uri;
  if (!site.starts_with("https://github.com/") || context.revision.empty()) return place;
  if (site.ends_with(".git")) site.remove_suffix(4);
  return "[" + place + "](" + std::string(site) + "/blob/" + context.revision + "/" + UriOf(path) +
         "#L" + line + ")";
}

std::string Row(const Finding& finding, const RepositoryContext& context, Files& files) {
  return "| " + std::string(Name(finding.severity)) + " | [" + finding.rule + "](" +
         RuleLink(finding.rule) + ") | " + Place(finding, context, files) + " | " +
         MarkdownText(CutTo(finding.message, kMaxMessage)) +
         MarkdownText(CutTo(Details(finding), kMaxMessage)) + " |\n";
}

std::string Failures(const std::vector<std::string>& failures) {
  std::string out;
  for (size_t i = 0; i < failures.size() && i < kMaxFailures; ++i) {
    out += "- **failure** " + MarkdownText(CutTo(failures[i], kMaxMessage)) + "\n";
  }
  if (failures.size() > kMaxFailures) {
    out += "- " + Counted(failures.size() - kMaxFailures, "more failure") + "\n";
  }
  return out.empty() ? out : out + "\n";
}

}  // namespace

std::string Markdown(const Report& report, const RepositoryContext& context,
                     const Comparison& comparison) {
  Files files(report);
  std::string out = "### stackql-lint\n\n" +
                    MarkdownText(CutTo(SummaryLine(report.summary, comparison), kMaxMessage)) +
                    "\n\n" + Failures(report.failures);
  if (report.findings.empty()) return out;
  out += "| severity | rule | where | finding |\n|---|---|---|---|\n";
  std::vector<const Finding*> findings;
  for (const Finding& finding : report.findings) findings.push_back(&finding);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
  size_t shown = 0;
  for (; shown < findings.size(); ++shown) {
    const std::string row = Row(*findings[shown], context, files);
    if (out.size() + row.size() + kReserve > kMaxComment) break;
    out += row;
  }
  if (shown < findings.size()) {
    out += "\n" + Counted(findings.size() - shown, "more finding") + " not shown.\n";
  }
  return out;
}

}  // namespace stackql::report
