#include "cli/arguments.h"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>

#include "cli/commands.h"
#include "diag/suggest.h"

namespace stackql::cli {
namespace {

int BadUsage(const CLI::App& app, const std::string& what) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  const CLI::App& used = chosen.empty() ? app : *chosen.front();
  const std::string command = app.get_name() + (chosen.empty() ? "" : " " + used.get_name());
  std::vector<std::string> owned;
  for (const CLI::Option* option : used.get_options()) {
    for (const std::string& name : option->get_lnames()) owned.push_back("--" + name);
  }
  const std::vector<std::string_view> names(owned.begin(), owned.end());
  const size_t dashes = what.find("--");
  const std::string word = dashes == std::string::npos
                               ? ""
                               : what.substr(dashes, what.find_first_of(" ,=:", dashes) - dashes);
  const std::string_view meant = Suggest(word, names);
  std::fprintf(stderr, "stackql-lint: %s\n", what.c_str());
  if (!meant.empty()) std::fprintf(stderr, "Did you mean '%s'?\n", std::string(meant).c_str());
  std::fprintf(stderr, "Run '%s --help' for the options.\n", command.c_str());
  return kExitUsage;
}

}  // namespace

std::optional<int> ParseArguments(CLI::App& app, std::vector<std::string> arguments) {
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return kExitClean;
  } catch (const CLI::ParseError& error) {
    return BadUsage(app, error.what());
  }
  return std::nullopt;
}

int BadWord(const std::string& what, const std::string& word,
            const std::vector<std::string_view>& candidates) {
  const std::string_view meant = Suggest(word, candidates);
  std::fprintf(stderr, "stackql-lint: %s '%s'\n", what.c_str(), word.c_str());
  if (!meant.empty()) std::fprintf(stderr, "Did you mean '%s'?\n", std::string(meant).c_str());
  return kExitUsage;
}

}  // namespace stackql::cli
