#include "cli/complete.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/commands.h"
#include "cli/help.h"
#include "lint/rules.h"
#include "report/counted.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {
namespace {

// Collects the candidates that begin with what is typed.
class Matches {
 public:
  // `before`: typed already, and before each candidate.
  Matches(std::string before, std::string typed, Completion& completion)
      : before_(std::move(before)), typed_(std::move(typed)), completion_(completion) {}

  void Add(std::string_view word, std::string_view description = {}) {
    if (!word.starts_with(typed_)) return;
    completion_.candidates.push_back({before_ + std::string(word), std::string(description)});
  }

 private:
  const std::string before_;
  const std::string typed_;
  Completion& completion_;
};

const Option* FindOption(const Command& command, std::string_view name) {
  for (const Section& section : command.sections) {
    for (const Option& option : section.options) {
      if (option.IsArgument()) continue;
      const std::vector<std::string_view> names = NamesOf(option);
      if (std::find(names.begin(), names.end(), name) != names.end()) return &option;
    }
  }
  return nullptr;
}

// The option that the next word is a value of; null if there is none.
const Option* Awaiting(const Command& command, const std::vector<std::string>& words) {
  for (size_t back = 1; back <= std::min<size_t>(words.size(), 2); ++back) {
    const Option* option = FindOption(command, words[words.size() - back]);
    if (option != nullptr && ValuesOf(*option) >= back) return option;
  }
  return nullptr;
}

void AddRules(Matches& matches) {
  const RuleSet rules(snapshot::Snapshot::Open(snapshot::BuiltinBytes()));
  for (const snapshot::Rule* rule : rules.all()) {
    matches.Add(rule->id()->string_view(), rule->summary()->string_view());
    matches.Add(rule->name()->string_view(), rule->summary()->string_view());
  }
  for (const std::string_view word : rules.Words()) {
    if (rules.Find(word) == nullptr) {
      matches.Add(word, report::Counted(rules.Named(word).size(), "rule"));
    }
  }
}

void AddSubcommands(std::string_view above, Matches& matches) {
  for (const CommandEntry* entry : Subcommands(above)) {
    const size_t blank = entry->name.rfind(' ');  // npos + 1 is 0
    matches.Add(entry->name.substr(blank + 1), entry->make().summary);
  }
}

// The values of an option, or of an argument.
void AddValues(const Option& option, std::string before, std::string typed,
               Completion& completion) {
  const size_t comma = option.binding.commas ? typed.rfind(',') : std::string::npos;
  if (comma != std::string::npos) {
    before += typed.substr(0, comma + 1);
    typed.erase(0, comma + 1);
  }
  const std::string_view kind = option.IsArgument() ? option.names : option.value;
  const bool file = kind == "PATH" || kind == "FILE" || kind == "PLACE" ||
                    (kind.ends_with("=FILE]") && typed.find('=') != std::string::npos);
  Matches matches(std::move(before), std::move(typed), completion);
  for (const std::string& choice : option.binding.choices) matches.Add(choice);
  if (option.binding.known) {
    for (const std::string& value : option.binding.known()) matches.Add(value);
  }
  if (kind == "RULE" || kind == "RULES") AddRules(matches);
  if (file) completion.paths = PathKind::kFiles;
  if (kind == "DIR" || kind == "OLD NEW") completion.paths = PathKind::kFolders;
}

void AddOptions(const Command& command, const std::string& typed, Completion& completion) {
  Matches matches({}, typed, completion);
  for (const Section& section : command.sections) {
    for (const Option& option : section.options) {
      if (option.IsArgument()) continue;
      for (const std::string_view name : NamesOf(option)) matches.Add(name, Describe(option));
    }
  }
}

void AddArguments(const Command& command, const std::vector<std::string>& words,
                  const std::string& typed, Completion& completion) {
  Matches matches({}, typed, completion);
  if (words.empty()) AddSubcommands(command.name, matches);
  for (const Section& section : command.sections) {
    for (const Option& option : section.options) {
      if (!option.IsArgument()) continue;
      AddValues(option, {}, typed, completion);
      if (option.names == "COMMAND") AddSubcommands(words.empty() ? "" : words.front(), matches);
    }
  }
}

}  // namespace

Completion Complete(std::vector<std::string> words) {
  std::string typed;
  if (!words.empty()) {
    typed = std::move(words.back());
    words.pop_back();
  }
  Completion completion;
  const bool first = words.empty();
  const CommandEntry* entry = TakeCommand(words);
  const Command command = Make(entry == nullptr ? *FindCommand("check") : *entry);
  const bool arguments_only = std::find(words.begin(), words.end(), "--") != words.end();
  if (!arguments_only) {
    if (const Option* option = Awaiting(command, words)) {
      AddValues(*option, {}, typed, completion);
      return completion;
    }
    const size_t equals = typed.starts_with("--") ? typed.find('=') : std::string::npos;
    if (equals != std::string::npos) {
      const Option* option = FindOption(command, typed.substr(0, equals));
      if (option == nullptr || option->IsFlag()) return completion;
      AddValues(*option, typed.substr(0, equals + 1), typed.substr(equals + 1), completion);
      return completion;
    }
    if (typed.starts_with('-')) {
      AddOptions(command, typed, completion);
      return completion;
    }
  }
  if (first) {
    Matches matches({}, typed, completion);
    AddSubcommands({}, matches);
  }
  AddArguments(command, words, typed, completion);
  return completion;
}

}  // namespace stackql::cli
