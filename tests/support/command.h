#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

#include "support/places.h"

namespace stackql::testing_support {

struct Outcome {
  int status = -1;
  std::string text = {};  // what was printed on standard output and standard error
};

// Runs the program under test in a directory, without a cache; `arguments` are read by the shell.
inline Outcome RunProgram(const std::string& directory, const std::string& arguments) {
  // To look for leaks takes AddressSanitizer as long as most runs do: it does so in one of eight.
  static unsigned runs = 0;
  const std::string leaks = std::string("detect_leaks=") + (runs++ % 8 == 0 ? "1" : "0");
  const std::string line = "cd '" + directory +
                           "' && XDG_CACHE_HOME=\"${XDG_CACHE_HOME:-/dev/null}\"" +
                           " ASAN_OPTIONS=\"$ASAN_OPTIONS:" + leaks + "\" '" +
                           std::string(testing_support::kProgram) + "' " + arguments + " 2>&1";
  Outcome outcome;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 4096> buffer = {};
  for (size_t count = 0; (count = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    outcome.text.append(buffer.data(), count);
  }
  const int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

}  // namespace stackql::testing_support
