#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"

namespace stackql::cli {

// Where one report goes.
struct Output {
  const report::Format* format = report::kFormats.data();
  std::string file = {};  // empty: standard output
};

// Reads FORMAT[=FILE]; nullopt if the format is not known.
std::optional<Output> ParseOutput(std::string_view text);

// Writes a file, and the folders that it is to be in. False if that failed, as was said.
bool WriteReport(const std::string& path, const std::string& text);

// The names of the formats, for messages.
std::vector<std::string> FormatNames();

}  // namespace stackql::cli
