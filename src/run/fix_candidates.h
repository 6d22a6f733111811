#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "lint/finding.h"

namespace stackql {

struct BoundUnit;

// A finding, wherever in its file: rule, path, message.
using FindingKind = std::tuple<std::string, std::string, std::string>;
FindingKind KindOf(const Finding& finding);

// Edits that are made together or not at all.
struct Candidate {
  std::vector<FindingKind> kinds = {};  // what goes away
  Fix fix = {};
};

// The fixes of findings; all of them, or safe ones only.
std::vector<Candidate> FixesOf(const Report& report, bool unsafe);

// A suppression with a reason for each line that has findings.
std::vector<Candidate> IgnoresOf(const Report& report, const BoundUnit& unit,
                                 const std::string& reason);

}  // namespace stackql
