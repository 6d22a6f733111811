#include "cli/rules.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/input_options.h"
#include "cli/paragraphs.h"
#include "cli/print.h"
#include "cli/rule_families.h"
#include "lint/rules.h"
#include "report/rule_json.h"
#include "run/user_rules.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {
namespace {

constexpr std::string_view kOpen = "\u00AB";   // « begins the marked bytes of a bad example
constexpr std::string_view kClose = "\u00BB";  // »

std::string Padded(std::string_view text, size_t width) {
  std::string padded(text);
  padded.resize(std::max(width, padded.size() + 1), ' ');
  return padded;
}

// Which stackql-deploy a rule speaks of, if only one of them.
std::string OnlyFor(const snapshot::Rule& rule) {
  if (rule.dialect() == snapshot::Dialect::Any) return {};
  return rule.dialect() == snapshot::Dialect::Rust ? "2.x only" : "1.x only";
}

using Several = std::span<const snapshot::Rule* const>;

// How findings of a rule are fixed: what lists of rules say, and by which options.
struct FixWords {
  std::string_view mark = {};
  std::string_view options = {};
};

FixWords FixOf(const snapshot::Rule& rule) {
  switch (rule.fix()) {
    case snapshot::Fixable::Safe:
      return {"fixable", "--fix"};
    case snapshot::Fixable::Unsafe:
      return {"fixable (unsafe)", "--fix --unsafe-fixes"};
    default:
      return {};
  }
}

void PrintFamilies(bool markdown) {
  std::string text = markdown ? "| family | what it is about |\n|---|---|\n" : "";
  for (const RuleFamily& family : kRuleFamilies) {
    if (markdown) {
      text.append("| `").append(family.name).append("` | ").append(family.about).append(" |\n");
    } else {
      text += Padded(family.name, 8) + Paragraphs(family.about, 8).substr(8);
    }
  }
  PrintText(text + "\n");
}

void PrintList(Several rules) {
  std::string text;
  const auto column = [](size_t width) { return IsNarrow() ? 0 : width; };
  for (const snapshot::Rule* rule : rules) {
    std::string head = Padded(rule->id()->string_view(), 8) +
                       Padded(rule->name()->string_view(), column(40)) +
                       Padded(Name(static_cast<Severity>(rule->severity())), column(9)) +
                       Padded(OnlyFor(*rule), column(10)) + std::string(FixOf(*rule).mark);
    head.resize(head.find_last_not_of(' ') + 1);
    text += Fitted(head);
    text += Paragraphs(rule->summary()->string_view(), 8);
  }
  PrintText(text);
}

// The table in rules/README.md; findings link to its anchors.
void PrintMarkdown(Several rules) {
  std::string text = "| id | name | severity | what it finds | |\n|---|---|---|---|---|\n";
  for (const snapshot::Rule* rule : rules) {
    const std::string anchor = Lower(rule->id()->string_view());
    text += "| <a id=\"" + anchor + "\"></a>" + rule->id()->str() + " | " + rule->name()->str() +
            " | " + std::string(Name(static_cast<Severity>(rule->severity()))) + " | " +
            rule->summary()->str() + " | " + OnlyFor(*rule) + " |\n";
  }
  PrintText(text);
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
    if (!IsContinuation(line[at])) carets += marked ? '^' : ' ';
    ++at;
  }
  text += "    " + shown + "\n";
  if (carets.find('^') == std::string::npos) return;
  carets.resize(carets.find_last_of('^') + 1);
  text += "    " + carets + "\n";
}

void PrintExample(const snapshot::Example& example, bool markdown, std::string& text) {
  text.append(markdown ? "\n## " : "\n").append(example.bad() ? "Bad" : "Good");
  if (example.title() != nullptr && example.title()->size() > 0)
    text += ": " + example.title()->str();
  text += "\n";
  if (example.files() == nullptr) return;
  for (const snapshot::ExampleFile* file : *example.files()) {
    const std::string path = file->path()->str();
    text += markdown ? "\n`" + path + "`\n\n" : "\n  " + path + "\n";
    const std::string_view body = file->text()->string_view();
    for (size_t at = 0; at < body.size();) {
      const size_t end = std::min(body.find('\n', at), body.size());
      PrintLine(body.substr(at, end - at), text);
      at = end + 1;
    }
  }
}

// In Markdown it is the same with headings: indented lines are code there.
std::string RuleText(const snapshot::Rule& rule, bool markdown) {
  std::string text = (markdown ? "# " : "") + rule.id()->str() + " " + rule.name()->str() + " (" +
                     std::string(Name(static_cast<Severity>(rule.severity()))) + ")\n\n";
  const std::string only = OnlyFor(rule);
  text +=
      Paragraphs(rule.summary()->str() + ".", 0) + "\n" + Paragraphs(rule.why()->string_view(), 0);
  if (!only.empty()) text += "\nApplies to stackql-deploy " + only + ".\n";
  if (const FixWords fix = FixOf(rule); !fix.options.empty()) {
    text.append("\nSome findings are fixed by ").append(fix.options).append(".\n");
  }
  if (rule.examples() != nullptr) {
    for (const snapshot::Example* example : *rule.examples())
      PrintExample(*example, markdown, text);
  }
  return text;
}

void PrintSeveral(Several rules, const RuleSet& builtin, const RulesOptions& options) {
  if (options.output == "json") return PrintText(report::RulesJson(rules, builtin));
  options.markdown ? PrintMarkdown(rules) : PrintList(rules);
}

// The word as rules have it: ids are in capitals, names are not.
std::string Spelled(const RuleSet& rules, const std::string& word) {
  for (const std::string_view known : rules.Words()) {
    if (EqualsIgnoringCase(known, word)) return std::string(known);
  }
  return word;
}

int PrintNamed(const RuleSet& rules, const RuleSet& builtin, const RulesOptions& options) {
  const std::string name = Spelled(rules, options.name);
  if (const snapshot::Rule* rule = rules.Find(name)) {
    PrintText(options.output == "json" ? report::RuleJson(*rule, builtin)
                                       : RuleText(*rule, options.markdown));
    return kExitClean;
  }
  const std::vector<const snapshot::Rule*> named = rules.Named(name);
  if (named.empty()) {
    const std::string meant = DidYouMean(options.name, rules.Words());
    return Fail(kExitUsage, "unknown rule or family '" + options.name + "'" +
                                (meant.empty() ? "; run 'stackql-lint rules' to see them" : meant));
  }
  PrintSeveral(named, builtin, options);
  return kExitClean;
}

}  // namespace

int PrintRules(const RulesOptions& options) {
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const RuleSet own(builtin);
  RuleSet rules(builtin);
  std::deque<std::string> bytes;
  RunResult read;
  read.rules = std::make_unique<RuleSet>(builtin);
  std::vector<lint::RuleFolder> folders =
      ConfiguredRules({.config = options.config, .no_config = options.no_config}, read);
  for (const std::string& directory : options.directories) folders.push_back({.path = directory});
  for (const lint::RuleFolder& folder : folders) AddUserRules(folder, builtin, bytes, rules, read);
  if (const int status = PrintFailures(read); status != kExitClean) return status;
  if (!options.name.empty()) return PrintNamed(rules, own, options);
  if (options.output == "text") PrintFamilies(options.markdown);
  PrintSeveral(rules.all(), own, options);
  return kExitClean;
}

Command RulesCommand() {
  const auto options = std::make_shared<RulesOptions>();
  return {
      .summary = "List the rules, or explain one",
      .usage = {"[OPTIONS] [RULE]", "test [OPTIONS] [DIR...]"},
      .sections =
          {{"Options",
            {{"RULE", "", "Explain this rule (an id or a name), or list a family (TAG)",
              Text(options->name)},
             {"--rules", "DIR", "Also list the rule documents in DIR", Texts(options->directories)},
             {"--config", "FILE",
              "Also list those of this configuration instead of the nearest one",
              Text(options->config)},
             {"--no-config", "", "Use no configuration", Flag(options->no_config)},
             {"-o, --output", "FORMAT",
              "Print in this format:", OneOf(options->output, {"text", "json"})},
             {"--markdown", "", "Print the list as a Markdown table, or the rule as Markdown",
              Flag(options->markdown)}}}},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage, no such rule, or a rule document is not valid"}},
      .examples = {"stackql-lint rules TAG001", "stackql-lint rules tag-key-length",
                   "stackql-lint rules --output json",
                   "stackql-lint rules --rules lint/rules ORG001"},
      .run = [options] { return PrintRules(*options); },
  };
}

}  // namespace stackql::cli
