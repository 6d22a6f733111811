// typec FOLDER OUT: compiles rules/aws/ to the snapshot of resource types that the program embeds,
// at build time.
#include <cstdio>

#include "base/write_file.h"
#include "catalog/type_facts.h"

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: typec FOLDER OUT\n", stderr);
    return 2;
  }
  const auto bytes = stackql::catalog::CompileTypeFacts(arguments[1]);
  if (!bytes) {
    std::fprintf(stderr, "%s\n", bytes.error().message.c_str());
    return 1;
  }
  return stackql::ReplaceFile(arguments[2], *bytes) ? 0 : 1;
}
