#include "config/env_file.h"

#include <algorithm>
#include <optional>

namespace stackql::config {
namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

bool IsName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
  });
}

// The content of a quoted value; nothing but a comment may follow it.
std::optional<std::string> Quoted(std::string_view text) {
  const char quote = text.front();
  std::string value;
  for (size_t at = 1; at < text.size(); ++at) {
    if (text[at] == quote) {
      const std::string_view rest = Trimmed(text.substr(at + 1));
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
  return std::string(Trimmed(text.substr(0, text.find(" #"))));
}

}  // namespace

EnvFile ReadEnvFile(std::string_view bytes) {
  EnvFile file;
  uint32_t number = 0;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = Trimmed(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++number;
    if (line.empty() || line.front() == '#') continue;
    constexpr std::string_view kExport = "export ";
    if (line.substr(0, kExport.size()) == kExport) line = Trimmed(line.substr(kExport.size()));
    const size_t equals = line.find('=');
    const std::string_view name = Trimmed(line.substr(0, equals));
    std::optional<std::string> value;
    if (equals != std::string_view::npos) value = Value(Trimmed(line.substr(equals + 1)));
    if (!value || !IsName(name)) {
      if (file.bad_line == 0) file.bad_line = number;
      continue;
    }
    file.variables[std::string(name)] = std::move(*value);
  }
  return file;
}

}  // namespace stackql::config
