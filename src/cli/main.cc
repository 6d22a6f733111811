#include <csignal>
#include <exception>
#include <string>

#include "cli/dispatch.h"
#include "cli/exit_status.h"
#include "cli/print.h"

int main(int count, char** words) {
  // A file that would grow over the user's limit is one that cannot be written.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    const int status = stackql::cli::Dispatch({words + 1, words + count});
    return stackql::cli::AllPrinted() ? status : stackql::cli::kExitFailure;
  } catch (const std::exception& error) {
    stackql::cli::Say(std::string("internal error: ") + error.what());
  } catch (...) {
    stackql::cli::Say("internal error");
  }
  return stackql::cli::kExitFailure;
}
