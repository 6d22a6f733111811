#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "report/report.h"

// Findings that a user has decided to live with, kept in a file beside the stacks.
namespace stackql::report {

// In the order in which the file lists them: by file, then rule.
using Baseline = std::vector<BaselineEntry>;

// The error says what is wrong with the text, without its file's name.
Result<Baseline> ReadBaseline(std::string_view text);
// A line an entry, so that changes are easy to review and to merge.
std::string WriteBaseline(Baseline baseline);

// One entry for each finding.
Baseline BaselineOf(const Report& report, const RepositoryContext& context);

// Moves the findings that the baseline lists out of the report. Of its entries that are not among
// the findings, those that `covered` holds for, whose file and rule were looked at, are gone.
Comparison Compare(Report& report, const Baseline& baseline, const RepositoryContext& context,
                   const std::function<bool(const BaselineEntry&)>& covered);

}  // namespace stackql::report
