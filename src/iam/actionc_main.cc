// actionc ACTIONS_DIR OUT: compiles rules/actions/ to the snapshot that the program embeds, at
// build time.
#include <cstdio>

#include "base/write_file.h"
#include "iam/compile_actions.h"

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: actionc ACTIONS_DIR OUT\n", stderr);
    return 2;
  }
  const stackql::Result<std::string> bytes = stackql::iam::CompileActions(arguments[1]);
  if (!bytes) {
    std::fprintf(stderr, "%s\n", bytes.error().message.c_str());
    return 1;
  }
  return stackql::ReplaceFile(arguments[2], *bytes) ? 0 : 1;
}
