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
  std::string error;
  const std::string bytes = stackql::iam::CompileActions(arguments[1], error);
  if (bytes.empty()) {
    std::fprintf(stderr, "%s\n", error.c_str());
    return 1;
  }
  return stackql::ReplaceFile(arguments[2], bytes) ? 0 : 1;
}
