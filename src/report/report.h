#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "lint/finding.h"
#include "lint/rules.h"

// Writers of a Report, each a pure function to text.
namespace stackql::report {

struct TextStyle {
  bool color = false;
  bool hyperlinks = false;  // rule ids as OSC 8 links
  uint32_t width = 100;     // columns; longer source lines are cut around the span
  size_t max_findings = 0;  // of more, the most severe are shown; 0: all
  bool statistics = false;  // counts of the rules instead of findings
  bool summary = true;      // the line at the end
};

// Frames as rustc draws them, then one summary line. The summary counts what is not shown as well.
std::string Text(const Report& report, const TextStyle& style);
// path:line:col: severity[ID] message
std::string Compact(const Report& report);
// The versioned JSON that README.md in this folder describes.
std::string Json(const Report& report);
struct SarifContext {
  std::string repository_uri = {};  // https form; empty: unknown
  std::string revision = {};
  std::string branch = {};
  std::string root = {};  // what paths are relative to; "" if they are already repository-relative
  std::string top = {};   // the absolute path of the repository's root; empty: not known
};
// Workflow commands of GitHub Actions, at most 10 a level, the rest counted.
std::string Github(const Report& report, const SarifContext& context = {});
// SARIF 2.1.0 with one run, as GitHub code scanning reads it.
std::string Sarif(const Report& report, const RuleSet& rules, const SarifContext& context);

// What a format needs besides the report.
struct FormatContext {
  const RuleSet& rules;
  TextStyle style = {};
  SarifContext (*repository)() = nullptr;  // asks git, so it is called only where it is needed
};

// A format by its name on the command line.
struct Format {
  std::string_view name;
  std::string (*write)(const Report& report, const FormatContext& context);
  bool styled = false;  // follows the context's style
};

// The first one is the default.
inline constexpr std::array kFormats = {
    Format{"text",
           [](const Report& report, const FormatContext& context) {
             return Text(report, context.style);
           },
           true},
    Format{"compact", [](const Report& report, const FormatContext&) { return Compact(report); }},
    Format{"json", [](const Report& report, const FormatContext&) { return Json(report); }},
    Format{"sarif",
           [](const Report& report, const FormatContext& context) {
             return Sarif(report, context.rules, context.repository());
           }},
    Format{"github",
           [](const Report& report, const FormatContext& context) {
             return Github(report, context.repository());
           }},
};

// The one line that closes the text output.
std::string SummaryLine(const Summary& summary);
// What could not be checked, with counts, for formats without a summary line. Empty: nothing.
std::string NotChecked(const Summary& summary);
// "2 rules are off and 1 path is excluded by '.stackql-lint.yaml'", one a configuration.
std::vector<std::string> SilencedBy(const Summary& summary);

}  // namespace stackql::report
