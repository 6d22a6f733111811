#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/baseline.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "lint/finding.h"
#include "lint/rules.h"
#include "run/run.h"

namespace stackql::cli {

// How findings are printed, and which of them fail a run: the options of every command that has
// findings.
struct ReportOptions {
  std::vector<Output> outputs = {};          // text is printed too, unless one of them is
  std::string fail_on = {};                  // empty: the configuration's, or error
  Severity least = Severity::kInfo;          // that is shown
  std::map<std::string, size_t> fixed = {};  // findings, by rules
  ColorChoice color = ColorChoice::kAuto;
  std::optional<size_t> max_findings = {};  // in text; 0: all
  bool statistics = false;
  BaselineOptions baseline = {};
  bool quiet = false;           // nothing is said but findings and failures
  bool fixable = false;         // text says how many findings --fix mends
  bool standard_error = false;  // instead of standard output, which has something else
};

Section ReportSection(ReportOptions& options);

// Takes what is not given from the configuration in force in the current directory. Before anything
// else is read.
void TakeSettings(const RunOptions& run, ReportOptions& options);

// What cannot be asked for together; empty: nothing.
std::string MistakeIn(const ReportOptions& options);

// Writes the report everywhere it goes; the exit status that follows from it.
int PrintReport(const Report& report, const RuleSet& rules, const ReportOptions& options,
                const Coverage& coverage);

}  // namespace stackql::cli
