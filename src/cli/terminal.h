#pragma once

#include <cstdint>

#include "report/report.h"

namespace stackql::cli {

enum class ColorChoice : uint8_t { kAuto, kAlways, kNever };

// How to write text to standard output: --color wins, then FORCE_COLOR and CLICOLOR_FORCE, then
// NO_COLOR, TERM=dumb and whether it is a terminal (no-color.org, bixense.com/clicolors).
report::TextStyle StyleFor(ColorChoice choice);

// The columns of a terminal, within bounds; 0: it is none, or does not tell.
uint32_t TerminalWidth(int descriptor);
// The same of standard output.
uint32_t OutputWidth();

}  // namespace stackql::cli
