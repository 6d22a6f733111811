#pragma once

namespace stackql::testing_support {

// Where the tests find the sources and what was built. Only places.cc is compiled with the paths,
// so that the objects of two checkouts are the same.
extern const char* const kSourceDir;
extern const char* const kProgram;          // stackql-lint
extern const char* const kBuiltinSnapshot;  // rules/, compiled
extern const char* const kActionSnapshot;   // rules/actions/, compiled
extern const char* const kAwsLibrary;       // the archive of src/aws
extern const char* const kAwsDouble;        // tests/support/aws, as a program

}  // namespace stackql::testing_support
