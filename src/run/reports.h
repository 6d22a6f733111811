#pragma once

#include "lint/finding.h"
#include "text/sources.h"

namespace stackql {

// Adds the texts of the files that findings and notes are in, which frames are shown of.
void KeepTexts(const Sources& sources, Report& report);

// Adds one unit's report to that of a run.
void Merge(Report&& some, Report& all);

// Brings a run's findings and failures into order, each once, and counts the findings. May be
// called again when more were merged.
void Finish(Report& report);

}  // namespace stackql
