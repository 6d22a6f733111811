#include "lint/rules.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_generated.h"

namespace stackql::cli {
namespace {

constexpr std::string_view kOpen = "\u00AB";   // « begins the marked bytes of a bad example
constexpr std::string_view kClose = "\u00BB";  // »
constexpr size_t kWidth = 80;

std::string Padded(std::string_view text, size_t width) {
  std::string padded(text);
  padded.resize(std::max(width, padded.size() + 1), ' ');
  return padded;
}

// Breaks text at blanks so that no line is longer than kWidth, each line indented.
std::string Wrapped(std::string_view text, size_t indent) {
  std::string lines;
  size_t column = kWidth + 1;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const bool paragraph = text.substr(end, 2) == "\n\n";
    if (!word.empty()) {
      if (column + word.size() + 1 > kWidth) {
        if (!lines.empty() && lines.back() != '\n') lines += '\n';
        lines += std::string(indent, ' ');
        column = indent;
      } else {
        lines += ' ';
        ++column;
      }
      lines += word;
      column += word.size();
    }
    if (paragraph) {
      lines += "\n\n";
      column = kWidth + 1;
    }
    at = end + 1;
  }
  while (!lines.empty() && lines.back() == '\n') lines.pop_back();
  return lines + "\n";
}

// Which stackql-deploy a rule speaks of, if only one of them.
std::string OnlyFor(const snapshot::Rule& rule) {
  if (rule.dialect() == snapshot::Dialect::Any) return {};
  return rule.dialect() == snapshot::Dialect::Rust ? "2.x only" : "1.x only";
}

void PrintList(const RuleSet& rules) {
  std::string text;
  for (const snapshot::Rule* rule : rules.all()) {
    text += Padded(rule->id()->string_view(), 8) + Padded(rule->name()->string_view(), 40) +
            Padded(Name(static_cast<Severity>(rule->severity())), 9) + OnlyFor(*rule);
    text.resize(text.find_last_not_of(' ') + 1);
    text += "\n";
    text += Wrapped(rule->summary()->string_view(), 8);
  }
  std::fputs(text.c_str(), stdout);
}

// The table that README.md holds; findings link to its anchors.
void PrintMarkdown(const RuleSet& rules) {
  std::string text = "| id | name | severity | what it finds | |\n|---|---|---|---|---|\n";
  for (const snapshot::Rule* rule : rules.all()) {
    std::string anchor = rule->id()->str();
    for (char& c : anchor) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    text += "| <a id=\"" + anchor + "\"></a>" + rule->id()->str() + " | " + rule->name()->str() +
            " | " + std::string(Name(static_cast<Severity>(rule->severity()))) + " | " +
            rule->summary()->str() + " | " + OnlyFor(*rule) + " |\n";
  }
  std::fputs(text.c_str(), stdout);
}

// One line of an example; marked bytes are underlined on a line of their own.
void PrintLine(std::string_view line, std::string& text) {
  std::string shown;
  std::string carets;
  bool marked = false;
  for (size_t at = 0; at < line.size();) {
    if (line.substr(at, kOpen.size()) == kOpen || line.substr(at, kClose.size()) == kClose) {
      marked = line.substr(at, kOpen.size()) == kOpen;
      at += kOpen.size();
      continue;
    }
    shown += line[at];
    const bool continuation = (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U;
    if (!continuation) carets += marked ? '^' : ' ';
    ++at;
  }
  text += "    " + shown + "\n";
  if (carets.find('^') == std::string::npos) return;
  carets.resize(carets.find_last_of('^') + 1);
  text += "    " + carets + "\n";
}

void PrintExample(const snapshot::Example& example, std::string& text) {
  text += example.bad() ? "\nBad" : "\nGood";
  if (example.title() != nullptr && example.title()->size() > 0)
    text += ": " + example.title()->str();
  text += "\n";
  if (example.files() == nullptr) return;
  for (const snapshot::ExampleFile* file : *example.files()) {
    text += "\n  " + file->path()->str() + "\n";
    const std::string_view body = file->text()->string_view();
    for (size_t at = 0; at < body.size();) {
      const size_t end = std::min(body.find('\n', at), body.size());
      PrintLine(body.substr(at, end - at), text);
      at = end + 1;
    }
  }
}

void PrintRule(const snapshot::Rule& rule) {
  std::string text = rule.id()->str() + " " + rule.name()->str() + " (" +
                     std::string(Name(static_cast<Severity>(rule.severity()))) + ")\n\n";
  const std::string only = OnlyFor(rule);
  text += Wrapped(rule.summary()->str() + ".", 0) + "\n" + Wrapped(rule.why()->string_view(), 0);
  if (!only.empty()) text += "\nOf stackql-deploy " + only + ".\n";
  if (rule.examples() != nullptr) {
    for (const snapshot::Example* example : *rule.examples()) PrintExample(*example, text);
  }
  std::fputs(text.c_str(), stdout);
}

int PrintOne(const RuleSet& rules, const std::string& name) {
  if (const snapshot::Rule* rule = rules.Find(name)) {
    PrintRule(*rule);
    return kExitClean;
  }
  std::vector<std::string_view> names;
  for (const snapshot::Rule* rule : rules.all()) {
    names.push_back(rule->id()->string_view());
    names.push_back(rule->name()->string_view());
  }
  return BadWord("no rule", name, names);
}

}  // namespace

int Rules(std::vector<std::string> arguments) {
  std::string name;
  bool markdown = false;
  CLI::App app("Lists the rules, or explains one.", "stackql-lint rules");
  app.footer("Example:\n  stackql-lint rules tag-key-length");
  app.add_option("RULE", name, "An id or a name, such as TAG001 or tag-key-length");
  app.add_flag("--markdown", markdown, "The list as a Markdown table");
  if (const std::optional<int> status = ParseArguments(app, std::move(arguments))) return *status;
  const RuleSet rules(snapshot::Snapshot::Open(snapshot::BuiltinBytes()));
  if (!name.empty()) return PrintOne(rules, name);
  markdown ? PrintMarkdown(rules) : PrintList(rules);
  return kExitClean;
}

}  // namespace stackql::cli
