#include "cli/arguments.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <sstream>
#include <string_view>
#include <utility>

#include "cli/commands.h"
#include "diag/suggest.h"

namespace stackql::cli {
namespace {

constexpr size_t kColumns = 80;
constexpr size_t kDescriptionColumn = 26;

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

// Breaks the descriptions of options so that lines fit a terminal.
class WrappingFormatter : public CLI::Formatter {
 public:
  WrappingFormatter() { column_width(kDescriptionColumn); }

  std::string make_option_desc(const CLI::Option* option) const override {
    std::istringstream words(option->get_description());
    std::string text;
    size_t column = kDescriptionColumn;
    for (std::string word; words >> word;) {
      const bool fits = column + 1 + word.size() <= kColumns;
      if (!text.empty()) text += fits ? ' ' : '\n';
      column = (fits ? column + 1 : kDescriptionColumn) + word.size();
      text += word;
    }
    return text;
  }
};

}  // namespace

std::optional<int> ParseArguments(CLI::App& app, std::vector<std::string> arguments) {
  const auto formatter = std::make_shared<WrappingFormatter>();
  app.formatter(formatter);
  for (CLI::App* command : app.get_subcommands({})) command->formatter(formatter);
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
