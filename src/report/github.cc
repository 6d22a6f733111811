#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "report/counted.h"
#include "report/files.h"
#include "report/report.h"
#include "report/uri.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

// GitHub shows so many annotations of a level in one step.
constexpr uint32_t kMaxPerLevel = 10;

std::string_view Command(Severity severity) {
  if (severity == Severity::kError) return "error";
  return severity == Severity::kWarning ? "warning" : "notice";
}

constexpr size_t kMaxText = 4000;

// What a terminal may show; lines stay lines.
std::string VisibleLines(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '\n' || text[at] == '\r') {
      out += text[at++];
    } else {
      AppendVisible(text, at, out);
    }
  }
  return out;
}

// Data of a workflow command; in a property, colons and commas are escaped as well.
std::string Escape(std::string_view text, bool property) {
  std::string out;
  for (const char c : VisibleLines(CutTo(text, kMaxText))) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

void Annotate(const Finding& finding, const RepositoryContext& context, Files& files,
              std::string& out) {
  const Region region = files.Where(finding.where);
  out += "::";
  out += Command(finding.severity);
  out += " file=" + Escape(RepositoryPath(finding.where.path, context.root, context.top), true);
  out += ",line=" + std::to_string(region.begin.line);
  // Columns are understood within one line only.
  if (region.end.line == region.begin.line) {
    out += ",col=" + std::to_string(region.begin.column);
    out += ",endColumn=" + std::to_string(region.end.column);
  } else {
    out += ",endLine=" + std::to_string(region.end.line);
  }
  out += ",title=" + Escape(finding.rule + " " + finding.name, true);
  out += "::" + Escape(finding.message, false);
  if (!finding.help.empty()) out += Escape(" " + finding.help, false);
  if (!finding.environments.empty()) out += Escape(" " + EnvironmentsText(finding), false);
  out += '\n';
}

}  // namespace

std::string Github(const Report& report, const RepositoryContext& context,
                   const Comparison& comparison) {
  Files files(report);
  std::array<uint32_t, 3> counts = {};
  std::string out;
  for (const std::string& failure : report.failures) {
    if (counts[2]++ < kMaxPerLevel) out += "::error::" + Escape(failure, false) + "\n";
  }
  for (const Finding& finding : report.findings) {
    if (counts.at(static_cast<size_t>(finding.severity))++ < kMaxPerLevel) {
      Annotate(finding, context, files, out);
    }
  }
  uint32_t hidden = 0;
  for (const uint32_t count : counts) hidden += count - std::min(count, kMaxPerLevel);
  if (const std::string text = NotChecked(report.summary); !text.empty()) {
    out += "::notice::" + Escape(text, false) + "\n";
  }
  for (const std::string& silenced : SilencedBy(report.summary)) {
    out += "::notice::" + Escape(silenced + ".", false) + "\n";
  }
  if (const std::string text = Compared(comparison); !text.empty()) {
    out += "::notice::" + Escape(text + ".", false) + "\n";
  }
  if (hidden > 0) {
    out += Counted(hidden, "more finding") + (hidden == 1 ? " is" : " are") + " not shown as " +
           (hidden == 1 ? "an annotation (" : "annotations (") + Counted(counts[2], "error") +
           ", " + Counted(counts[1], "warning") + " and " + Counted(counts[0], "info") +
           " in all).\n";
  }
  return out;
}

}  // namespace stackql::report
