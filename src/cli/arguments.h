#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

namespace stackql::cli {

// Parses a command's arguments. Returns the exit status if there is nothing more to do: help was
// asked for and printed, or an option is wrong, as was said with the one that was probably meant.
std::optional<int> ParseArguments(CLI::App& app, std::vector<std::string> arguments);

// Says that a word is wrong ("no output format 'sarf'"), and which one was probably meant.
int BadWord(const std::string& what, const std::string& word,
            const std::vector<std::string_view>& candidates);

}  // namespace stackql::cli
