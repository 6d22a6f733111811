#include "base/version.h"

namespace stackql {

constinit const std::string_view kVersion = STACKQL_LINT_VERSION;

}  // namespace stackql
