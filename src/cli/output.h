#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stackql::cli {

enum class Format : uint8_t { kText, kCompact, kJson, kSarif, kGithub };

// Where one report goes.
struct Output {
  Format format = Format::kText;
  std::string file = {};  // empty: standard output
};

// Reads FORMAT[=FILE]; nullopt if the format is not known.
std::optional<Output> ParseOutput(std::string_view text);

// The names of the formats, for messages.
std::vector<std::string> FormatNames();

}  // namespace stackql::cli
