#include "cli/output.h"

#include <array>
#include <utility>

namespace stackql::cli {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 5> kFormats = {{
    {"text", Format::kText},
    {"compact", Format::kCompact},
    {"json", Format::kJson},
    {"sarif", Format::kSarif},
    {"github", Format::kGithub},
}};

}  // namespace

std::optional<Output> ParseOutput(std::string_view text) {
  const size_t equals = text.find('=');
  const bool has_file = equals != std::string_view::npos;
  if (has_file && equals + 1 == text.size()) return std::nullopt;
  for (const auto& entry : kFormats) {
    if (entry.first != text.substr(0, equals)) continue;
    return Output{.format = entry.second,
                  .file = has_file ? std::string(text.substr(equals + 1)) : std::string()};
  }
  return std::nullopt;
}

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  names.reserve(kFormats.size());
  for (const auto& entry : kFormats) names.emplace_back(entry.first);
  return names;
}

}  // namespace stackql::cli
