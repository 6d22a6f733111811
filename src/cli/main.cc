#include <cstdio>
#include <exception>

#include "cli/dispatch.h"
#include "cli/exit_status.h"

int main(int count, char** words) {
  try {
    return stackql::cli::Dispatch({words + 1, words + count});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "stackql-lint: internal error: %s\n", error.what());
  } catch (...) {
    std::fputs("stackql-lint: internal error\n", stderr);
  }
  return stackql::cli::kExitFailure;
}
