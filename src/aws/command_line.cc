#include "aws/command_line.h"

namespace stackql::aws {

std::optional<std::vector<std::string>> SplitCommand(std::string_view line) {
  std::vector<std::string> arguments;
  std::string argument;
  bool begun = false;
  char quote = '\0';
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const char next = i + 1 < line.size() ? line[i + 1] : '\0';
    if (quote == '\0' && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
      if (begun) arguments.push_back(std::move(argument));
      argument.clear();
      begun = false;
      continue;
    }
    begun = true;
    if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == '\\' && next != '\0' &&
               (quote == '\0' || (quote == '"' && (next == '"' || next == '\\')))) {
      argument += next;
      ++i;
    } else {
      argument += c;
    }
  }
  if (quote != '\0') return std::nullopt;
  if (begun) arguments.push_back(std::move(argument));
  return arguments;
}

}  // namespace stackql::aws
