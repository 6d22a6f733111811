#include "report/link.h"

#include "report/version.h"

namespace stackql::report {

std::string RuleLink(std::string_view id) {
  std::string link(kHomePage);
  link += "/blob/main/rules/README.md#";
  for (const char c : id) link += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return link;
}

}  // namespace stackql::report
