#include "support/places.h"

namespace stackql::testing_support {

const char* const kSourceDir = STACKQL_LINT_SOURCE_DIR;
const char* const kProgram = STACKQL_LINT_PROGRAM;
const char* const kBuiltinSnapshot = STACKQL_LINT_BUILTIN_SNAPSHOT;
const char* const kActionSnapshot = STACKQL_LINT_ACTION_SNAPSHOT;
const char* const kAwsLibrary = STACKQL_LINT_AWS_LIBRARY;
const char* const kAwsDouble = STACKQL_LINT_AWS_DOUBLE;

}  // namespace stackql::testing_support
