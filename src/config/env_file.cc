#include "config/env_file.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"

namespace stackql::config {
namespace {

bool IsName(std::string_view text) {
  return !text.empty() && All(text, [](char c) { return IsWord(c) || c == '.'; });
}

// The content of a quoted value; nothing but a comment may follow it.
std::optional<std::string> Quoted(std::string_view text) {
  const char quote = text.front();
  std::string value;
  for (size_t at = 1; at < text.size(); ++at) {
    if (text[at] == quote) {
      const std::string_view rest = Trim(text.substr(at + 1));
      if (!rest.empty() && rest.front() != '#') return std::nullopt;
      return value;
    }
    if (quote == '"' && text[at] == '\\' && at + 1 < text.size()) {
      ++at;
      value += text[at] == 'n' ? '\n' : text[at] == 't' ? '\t' : text[at];
    } else {
      value += text[at];
    }
  }
  return std::nullopt;
}

std::optional<std::string> Value(std::string_view text) {
  if (!text.empty() && (text.front() == '"' || text.front() == '\'')) return Quoted(text);
  return std::string(Trim(text.substr(0, text.find(" #"))));
}

}  // namespace

EnvFile ReadEnvFile(std::string_view bytes) {
  EnvFile file;
  uint32_t number = 0;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = Trim(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++number;
    if (line.empty() || line.front() == '#') continue;
    constexpr std::string_view kExport = "export ";
    if (line.substr(0, kExport.size()) == kExport) line = Trim(line.substr(kExport.size()));
    const size_t equals = line.find('=');
    const std::string_view name = Trim(line.substr(0, equals));
    std::optional<std::string> value;
    if (equals != std::string_view::npos) value = Value(Trim(line.substr(equals + 1)));
    if (!value || !IsName(name)) {
      if (file.bad_line == 0) file.bad_line = number;
      continue;
    }
    file.variables[std::string(name)] = std::move(*value);
  }
  return file;
}

}  // namespace stackql::config
