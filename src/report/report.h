#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lint/finding.h"
#include "lint/rules.h"

// Writers of a Report, each a pure function to text.
namespace stackql::report {

// A finding as a baseline lists it.
struct BaselineEntry {
  std::string fingerprint = {};
  std::string rule = {};
  std::string file = {};  // relative to the repository's root
  std::string message = {};
};

// What there is besides a report's findings: by a baseline, of which these are the new ones only,
// by the severity of what is shown, and by what was fixed.
struct Comparison {
  bool used = false;                         // there is a baseline
  std::vector<Finding> known = {};           // in order
  std::vector<BaselineEntry> gone = {};      // that no longer occur
  size_t hidden = 0;                         // findings below what is shown
  std::map<std::string, size_t> fixed = {};  // findings, by rules
};

struct TextStyle {
  bool color = false;
  bool hyperlinks = false;  // rule ids as OSC 8 links
  uint32_t width = 100;     // columns; longer source lines are cut around the span
  bool terminal = false;    // sentences are broken between words, and it is said how to go on
  size_t max_findings = 0;  // of more, the most severe are shown; 0: all
  bool statistics = false;  // counts of the rules instead of findings
  bool summary = true;      // the line at the end
  bool fixable = false;     // say how many findings can be fixed
};

// Frames as rustc draws them, then one summary line. The summary counts what is not shown as well.
std::string Text(const Report& report, const TextStyle& style, const Comparison& comparison = {});
// path:line:col: severity[ID] message
std::string Compact(const Report& report);
// The versioned JSON that README.md in this folder describes; with `statistics`, counts of the
// rules instead of findings.
std::string Json(const Report& report, const Comparison& comparison = {}, bool statistics = false);
// The repository that is linted, as far as git knows it.
struct RepositoryContext {
  std::string repository_uri = {};  // https form; empty: unknown
  std::string revision = {};
  std::string branch = {};
  std::string root = {};  // what paths are relative to; "" if they are already repository-relative
  std::string top = {};   // the absolute path of the repository's root; empty: not known
};
// Workflow commands of GitHub Actions, at most 10 a level, the rest counted.
std::string Github(const Report& report, const RepositoryContext& context = {},
                   const Comparison& comparison = {});
// SARIF 2.1.0 with one run, as GitHub code scanning reads it. Findings of the baseline are marked.
std::string Sarif(const Report& report, const RuleSet& rules, const RepositoryContext& context,
                  const Comparison& comparison = {});
// JUnit's XML, a suite for each file and a failed case for each finding.
std::string Junit(const Report& report, const RepositoryContext& context = {},
                  const Comparison& comparison = {});
// GitLab's code quality report.
std::string Gitlab(const Report& report, const RepositoryContext& context = {},
                   const Comparison& comparison = {});
// Checkstyle's XML.
std::string Checkstyle(const Report& report, const RepositoryContext& context = {});
// Reviewdog's rdjson, with suggestions for what can be fixed safely.
std::string Rdjson(const Report& report, const RepositoryContext& context = {});
// A comment on a pull request, as large as GitHub takes it: the most severe findings first.
std::string Markdown(const Report& report, const RepositoryContext& context = {},
                     const Comparison& comparison = {});

// What a format needs besides the report.
struct FormatContext {
  const RuleSet& rules;
  const Comparison& comparison;
  TextStyle style = {};
  RepositoryContext (*repository)() = nullptr;  // asks git, so it is called only where it is needed
};

// A format by its name on the command line.
struct Format {
  std::string_view name;
  std::string (*write)(const Report& report, const FormatContext& context);
  bool styled = false;  // follows the context's style
  bool counts = false;  // can count findings by rule instead of showing each
};

// The first one is the default.
inline constexpr std::array kFormats = {
    Format{"text",
           [](const Report& report, const FormatContext& context) {
             return Text(report, context.style, context.comparison);
           },
           true, true},
    Format{"compact", [](const Report& report, const FormatContext&) { return Compact(report); }},
    Format{"json",
           [](const Report& report, const FormatContext& context) {
             return Json(report, context.comparison, context.style.statistics);
           },
           false, true},
    Format{"sarif",
           [](const Report& report, const FormatContext& context) {
             return Sarif(report, context.rules, context.repository(), context.comparison);
           }},
    Format{"github",
           [](const Report& report, const FormatContext& context) {
             return Github(report, context.repository(), context.comparison);
           }},
    Format{"gitlab",
           [](const Report& report, const FormatContext& context) {
             return Gitlab(report, context.repository(), context.comparison);
           }},
    Format{"junit",
           [](const Report& report, const FormatContext& context) {
             return Junit(report, context.repository(), context.comparison);
           }},
    Format{"checkstyle",
           [](const Report& report, const FormatContext& context) {
             return Checkstyle(report, context.repository());
           }},
    Format{"rdjson",
           [](const Report& report, const FormatContext& context) {
             return Rdjson(report, context.repository());
           }},
    Format{"markdown",
           [](const Report& report, const FormatContext& context) {
             return Markdown(report, context.repository(), context.comparison);
           }},
};

// The one line that closes the text output.
std::string SummaryLine(const Summary& summary, const Comparison& comparison = {});
// "2 known findings in the baseline; 1 entry of the baseline no longer occurs". Empty: neither.
std::string Compared(const Comparison& comparison);
// What could not be checked, with counts, for formats without a summary line. Empty: nothing.
std::string NotChecked(const Summary& summary);
// "2 rules are off and 1 path is excluded by '.stackql-lint.yaml'", one a configuration.
std::vector<std::string> SilencedBy(const Summary& summary);

}  // namespace stackql::report
