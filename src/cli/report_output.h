#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/output.h"
#include "lint/finding.h"
#include "lint/rules.h"

namespace stackql::cli {

// How findings are printed, and which of them fail a run: the options of every command that has
// findings.
struct ReportOptions {
  std::vector<std::string> outputs = {};
  std::string fail_on = "error";
  std::string color = "auto";
  std::vector<Output> parsed = {};  // by ReadReportOptions
};

void DeclareReport(CLI::App& app, ReportOptions& options);

// Returns the exit status if an output format is not known, as was said.
std::optional<int> ReadReportOptions(ReportOptions& options);

// Writes the report everywhere it goes; the exit status that follows from it.
int PrintReport(const Report& report, const RuleSet& rules, const ReportOptions& options);

}  // namespace stackql::cli
