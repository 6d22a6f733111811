#include "base/version.h"

namespace stackql {

std::string_view ProgramVersion() { return STACKQL_LINT_VERSION; }

}  // namespace stackql
