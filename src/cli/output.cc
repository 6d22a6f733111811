#include "cli/output.h"

#include <filesystem>
#include <system_error>

#include "base/path.h"
#include "base/write_file.h"
#include "cli/print.h"

namespace stackql::cli {

std::optional<Output> ParseOutput(std::string_view text) {
  const size_t equals = text.find('=');
  const bool has_file = equals != std::string_view::npos;
  if (has_file && equals + 1 == text.size()) return std::nullopt;
  for (const report::Format& format : report::kFormats) {
    if (format.name != text.substr(0, equals)) continue;
    const std::string_view file = has_file ? text.substr(equals + 1) : std::string_view();
    return Output{.format = &format, .file = std::string(file == "-" ? "" : file)};
  }
  return std::nullopt;
}

bool WriteReport(const std::string& path, const std::string& text) {
  std::error_code ignored;  // the file cannot be written either
  const std::string folder(ParentPath(path));
  if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
  const Result<void> written = ReplaceFile(path, text);
  if (!written) Say(written.error().message);
  return written.has_value();
}

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  names.reserve(report::kFormats.size());
  for (const report::Format& format : report::kFormats) names.emplace_back(format.name);
  return names;
}

}  // namespace stackql::cli
