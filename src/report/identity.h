#pragma once

#include <string>
#include <vector>

#include "report/files.h"
#include "report/report.h"

namespace stackql::report {

// What names each of a run's findings, in the order of a report: a hash of rule, file, message and
// the bytes it is about, and the number of its occurrence. Other lines may come and go.
std::vector<std::string> Fingerprints(const std::vector<const Finding*>& findings,
                                      const RepositoryContext& context, Files& files);

// A report's findings, those of the baseline included, in order.
std::vector<const Finding*> AllFindings(const Report& report, const Comparison& comparison);

}  // namespace stackql::report
