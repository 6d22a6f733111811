#include "report/link.h"

#include "base/ascii.h"
#include "report/home_page.h"

namespace stackql::report {

std::string RuleLink(std::string_view id) {
  std::string link(kHomePage);
  link += "/blob/main/rules/README.md#";
  for (const char c : id) link += Lower(c);
  return link;
}

}  // namespace stackql::report
