#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/option.h"
#include "lint/finding.h"
#include "lint/rules.h"
#include "report/report.h"
#include "run/run.h"

namespace stackql::cli {

struct BaselineOptions {
  std::string file = {};     // what is known; empty: the configuration's, or nothing
  std::string written = {};  // where the findings are written as known; empty: nowhere
};

// What a run looked at, in whose findings alone entries of a baseline can be missing.
struct Coverage {
  std::vector<std::string> paths = {};   // empty: anything
  std::vector<std::string> select = {};  // rules; empty: all
  std::vector<std::string> ignore = {};
  // What rules' findings were looked for in a file; none: those of `check`.
  std::function<bool(const snapshot::Rule& rule, const std::string& file)> sought = {};
  bool some = false;  // only some of the findings were looked for
};

// Of a run that lints.
Coverage CoverageOf(const RunOptions& run);

// The options that fill them.
std::vector<Option> BaselineSettings(BaselineOptions& options);

// Makes a function that takes what a baseline lists out of a report; none without one. Returns the
// exit status if that failed, as was said.
std::optional<int> ReadKnown(const BaselineOptions& options, std::function<void(Report&)>& forget);

// Takes what is known out of the report, and writes what is to be known. Returns the exit status if
// that failed, as was said. Unless `quiet`, says what no longer occurs.
std::optional<int> ApplyBaseline(const BaselineOptions& options, const Coverage& coverage,
                                 const RuleSet& rules, bool quiet, Report& report,
                                 report::Comparison& comparison);

}  // namespace stackql::cli
