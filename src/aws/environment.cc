#include "aws/environment.h"

#include <strings.h>

namespace stackql::aws {

bool Environment::On(std::string_view name) const { return IsTrue((*this)[name]); }

bool IsTrue(std::string_view value) {
  constexpr std::string_view kTrue = "true";
  return value.size() == kTrue.size() && strncasecmp(value.data(), kTrue.data(), kTrue.size()) == 0;
}

}  // namespace stackql::aws
