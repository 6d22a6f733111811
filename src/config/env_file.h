#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace stackql::config {

struct EnvFile {
  std::map<std::string, std::string> variables = {};  // the last one of a name counts
  uint32_t bad_line = 0;  // the first line that cannot be read, from 1; 0: none
};

// Reads the variables of a .env file: KEY=VALUE lines, `export` before them, comments, values in
// single quotes (as they are) or double quotes (with escapes). Nothing is expanded.
EnvFile ReadEnvFile(std::string_view bytes);

}  // namespace stackql::config
