#include "lint/finding.h"

#include <tuple>

namespace stackql {

std::string_view Name(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "error";
}

bool Before(const Finding& a, const Finding& b) {
  return std::tie(a.where, a.rule, a.message) < std::tie(b.where, b.rule, b.message);
}

}  // namespace stackql
