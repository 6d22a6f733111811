#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/version.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/help.h"
#include "cli/print.h"
#include "report/home_page.h"

// The manual page, in the macros of man(7).
namespace stackql::cli {
namespace {

// Text that troff prints as it is.
std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '.' && (out.empty() || out.back() == '\n')) {
      out += "\\&.";
    } else {
      out += c;
    }
  }
  return out;
}

std::string Bold(std::string_view text) { return "\\fB" + Escaped(text) + "\\fR"; }
std::string Italic(std::string_view text) { return "\\fI" + Escaped(text) + "\\fR"; }

std::string Literal(std::string_view text) { return ".nf\n" + Escaped(text) + "\n.fi\n"; }

std::string ParagraphsOf(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find("\n\n"), text.size());
    const std::string_view paragraph = text.substr(0, end);
    text.remove_prefix(std::min(text.find_first_not_of('\n', end), text.size()));
    out += ".PP\n";
    out += paragraph.starts_with(' ') ? Literal(paragraph) : Escaped(paragraph) + "\n";
  }
  return out;
}

std::string OptionText(const Option& option) {
  std::string names;
  for (const std::string_view name : NamesOf(option)) {
    names += names.empty() ? "" : ", ";
    names += option.IsArgument() ? Italic(name) : Bold(name);
  }
  if (option.IsArgument() && option.binding.repeats) names += "...";
  if (!option.value.empty()) {
    names += (option.IsOptional() ? "" : " ") + Italic(option.value);
  }
  return ".TP\n" + names + "\n" + Escaped(Describe(option)) + ".\n";
}

std::string OptionsText(const Section& section) {
  std::string text;
  for (const Option& option : section.options) text += OptionText(option);
  return text;
}

std::string ExamplesText(const Command& command) {
  std::string text;
  for (const std::string_view example : command.examples) {
    text += ".PP\n.RS 4\n" + Literal(example) + ".RE\n";
  }
  return text;
}

std::string StatusesText(const Command& command) {
  std::string text;
  for (const auto& [status, meaning] : command.statuses) {
    text += ".TP\n" + Bold(std::to_string(status)) + "\n" + Escaped(meaning) + ".\n";
  }
  return text;
}

// Sections that several commands have, in the order in which they come first.
std::vector<Section> SharedSections(const std::vector<Command>& commands) {
  std::map<std::string_view, size_t> uses;
  for (const Command& command : commands) {
    for (const Section& section : command.sections) ++uses[section.title];
  }
  std::vector<Section> shared;
  std::set<std::string_view> seen;
  for (const Command& command : commands) {
    for (const Section& section : command.sections) {
      const bool of_one = uses[section.title] == 1 || section.title == "Options";
      if (!of_one && seen.insert(section.title).second) shared.push_back(section);
    }
  }
  return shared;
}

std::string Upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return out;
}

std::string UsageText(const Command& command) {
  std::string text;
  for (const std::string& line : UsageOf(command))
    text += (text.empty() ? "" : ".br\n") + Bold(line) + "\n";
  return text;
}

std::string CommandText(const Command& command, const std::vector<Section>& shared) {
  std::string text = ".SS " + Escaped(ProgramAnd(command.name)) + "\n";
  text += UsageText(command);
  text += ".PP\n" + Escaped(command.summary) + ".\n" + ParagraphsOf(command.description);
  std::string elsewhere;
  for (const Section& section : command.sections) {
    const bool apart = std::any_of(shared.begin(), shared.end(), [&](const Section& each) {
      return each.title == section.title;
    });
    if (!apart) {
      text += OptionsText(section);
    } else {
      elsewhere += (elsewhere.empty() ? "" : ", ") + Bold(Upper(section.title));
    }
  }
  if (!elsewhere.empty()) text += ".PP\nSee also: " + elsewhere + ".\n";
  return text +
         StatusesText(command).insert(0, command.statuses.empty() ? "" : ".PP\nExit status:\n") +
         ExamplesText(command);
}

constexpr std::string_view kEnvironment = R"(.TP
\fBNO_COLOR\fR, \fBFORCE_COLOR\fR, \fBCLICOLOR_FORCE\fR
Whether text is colored, where \fB\-\-color\fR does not say.
.TP
\fBXDG_CACHE_HOME\fR
Where compiled documents are kept; \fI~/.cache\fR if it is not set.
.TP
\fBAWS_PROFILE\fR, \fBAWS_REGION\fR, \fBAWS_ACCESS_KEY_ID\fR, ...
Which credentials \fBverify\fR uses, as for the AWS command line interface.
.TP
\fBHTTPS_PROXY\fR, \fBALL_PROXY\fR, \fBNO_PROXY\fR
The proxies that \fBverify\fR and \fBcatalog pull\fR use.
)";

constexpr std::string_view kFiles = R"(.TP
\fI.stackql\-lint.yaml\fR
The configuration: the nearest one, in the directory of a stack or above it.
.TP
\fI.stackql\fR
The provider documents that \fBcatalog pull\fR downloads.
.TP
\fIstackql\-lint.lock\fR
The documents that \fBcatalog pull\fR has pinned.
)";

// A heading begins a paragraph by itself.
void RemoveLeadingParagraphs(std::string& text) {
  for (size_t at = 0; (at = text.find("\n.S", at + 1)) != std::string::npos;) {
    const size_t next = text.find('\n', at + 1) + 1;
    if (text.compare(next, 4, ".PP\n") == 0) text.erase(next, 4);
  }
}

int PrintPage() {
  std::vector<Command> commands;
  commands.reserve(kCommands.size());
  for (const CommandEntry& entry : kCommands) commands.push_back(Make(entry));
  const Command& program = commands.front();
  const std::vector<Section> shared = SharedSections({commands.begin() + 1, commands.end()});
  std::string text = R"(.TH STACKQL\-LINT 1 "" "stackql\-lint )" + Escaped(ProgramVersion());
  text += R"(" "User Commands")";
  text += "\n.SH NAME\n" + Escaped("stackql-lint - ") + Escaped(program.summary);
  text += "\n.SH SYNOPSIS\n" + UsageText(program);
  text += ".SH DESCRIPTION\n" + ParagraphsOf(program.description) + ".SH COMMANDS\n";
  for (const Command& command : commands) {
    if (command.run) text += CommandText(command, shared);
  }
  for (const Section& section : shared) {
    text += ".SH " + Escaped(Upper(section.title)) + "\n" + OptionsText(section);
  }
  text += ".SH EXIT STATUS\n" + StatusesText(program) + ".SH ENVIRONMENT\n";
  text += std::string(kEnvironment) + ".SH FILES\n" + std::string(kFiles);
  text += ".SH EXAMPLES\n" + ExamplesText(program) + ".SH SEE ALSO\n" + Escaped(kHomePage) + "\n";
  RemoveLeadingParagraphs(text);
  PrintText(text);
  return kExitClean;
}

}  // namespace

Command ManCommand() {
  return {
      .summary = "Print the manual page",
      .statuses = {{kExitClean, "printed"}, {kExitUsage, "bad usage"}},
      .examples = {"stackql-lint man | man -l -"},
      .run = PrintPage,
  };
}

}  // namespace stackql::cli
