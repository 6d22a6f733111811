// actionc ACTIONS_DIR OUT: compiles rules/actions/ to the snapshot that the program embeds, at
// build time.
#include <cstdio>
#include <fstream>

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
  std::ofstream file(arguments[2], std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  return file.fail() ? 1 : 0;
}
