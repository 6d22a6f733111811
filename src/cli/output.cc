#include "cli/output.h"

namespace stackql::cli {
std::optional<Output> ParseOutput(std::string_view text) {
  const size_t equals = text.find('=');
  const bool has_file = equals != std::string_view::npos;
  if (has_file && equals + 1 == text.size()) return std::nullopt;
  for (const report::Format& format : report::kFormats) {
    if (format.name != text.substr(0, equals)) continue;
    return Output{.format = &format,
                  .file = has_file ? std::string(text.substr(equals + 1)) : std::string()};
  }
  return std::nullopt;
}

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  names.reserve(report::kFormats.size());
  for (const report::Format& format : report::kFormats) names.emplace_back(format.name);
  return names;
}

}  // namespace stackql::cli
