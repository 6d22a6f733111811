#include "cli/parse.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/peer_options.h"

namespace stackql::cli {
namespace {

// An option of the table, and what CLI11 knows of it.
struct Declared {
  const Option* option = nullptr;
  CLI::Option* parsed = nullptr;  // null: no word can mean it
};

// What CLI11 gives for an option whose value may be left out, where it is: nobody can write it.
constexpr std::string_view kBare = "\x01";

// Whether one of the words may give the option: "--name", "--name=value", "-n", "-nvalue", "-abn".
bool MayGive(const std::vector<std::string>& words, const Option& option) {
  const std::vector<std::string_view> names = NamesOf(option);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    if (word.size() < 2 || word[0] != '-') return false;
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      const bool is_long = name.starts_with("--");
      return is_long ? word.starts_with(name)
                     : word[1] != '-' && word.find(name[1]) != std::string::npos;
    });
  });
}

// Tells CLI11 of the options that may be given: telling it of one costs more than all else here.
std::vector<Declared> Declare(const Command& command, const std::vector<std::string>& words,
                              CLI::App& app) {
  std::vector<Declared> all;
  for (const Section& section : command.sections) {
    for (const Option& option : section.options) {
      if (option.IsArgument()) continue;  // CLI11 would split one in brackets
      if (!MayGive(words, option)) {
        all.push_back({&option, nullptr});
        continue;
      }
      const std::string names(option.names);
      if (option.IsFlag() || option.IsOptional()) {
        const std::string bare = option.IsOptional() ? "{" + std::string(kBare) + "}" : "";
        all.push_back({&option, app.add_flag(names + bare)});
        continue;
      }
      const int values = static_cast<int>(ValuesOf(option));
      CLI::Option* parsed = app.add_option(names)->type_size(values)->expected(1);
      all.push_back({&option, parsed->take_all()->allow_extra_args(false)});
    }
  }
  return all;
}

// "-o=json" means what "-o json" does.
void SplitShort(const std::vector<Declared>& all, std::vector<std::string>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].size() < 4 || words[i][0] != '-' || words[i][2] != '=') continue;
    const std::string name = words[i].substr(0, 2);
    const bool known = std::any_of(all.begin(), all.end(), [&](const Declared& each) {
      return !each.option->IsFlag() && NamesOf(*each.option).front() == name;
    });
    if (!known) continue;
    std::string value = words[i].substr(3);
    words[i] = name;
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(value));
  }
}

// What is wrong with a word such as "--changed=", as it comes of a variable that is not set: CLI11
// would take the next word for the value.
std::string CheckValues(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    const bool ends = word.starts_with("--") && word.find('=') == word.size() - 1;
    if (ends) return "'" + word + "' has no value after the equals sign";
  }
  return {};
}

std::string LongName(const Option& option) { return std::string(NamesOf(option).back()); }

std::string UnknownOption(const std::vector<Declared>& all, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string_view> names;
  names.reserve(all.size());
  for (const Declared& each : all) names.push_back(NamesOf(*each.option).back());
  for (const PeerOption& peer : kPeerOptions) {
    if (peer.name != name) continue;
    const std::string_view own = peer.own.substr(0, peer.own.find_first_of(" ="));
    const bool option = own.starts_with("--");
    if (option && std::ranges::find(names, own) == names.end()) continue;
    return "unknown option '" + name + "'; use '" +
           (option ? std::string(peer.own) : ProgramAnd(peer.own)) + "'";
  }
  return "unknown option '" + name + "'" + DidYouMean(name, names);
}

// Gives an option one value. Returns what is wrong with it.
std::string Set(const Option& option, const std::string& value) {
  const std::string expected = option.binding.set(value);
  if (expected.empty()) return {};
  const std::string name = option.IsArgument() ? std::string(option.names) : LongName(option);
  const std::vector<std::string> choices =
      option.binding.known ? option.binding.known() : option.binding.choices;
  return "'" + value + "' is not a valid value for '" + name + "': expected " + expected +
         DidYouMean(value, {choices.begin(), choices.end()});
}

// Gives the words that are not options to the arguments, in order.
std::string SetArguments(const Command& command, const std::vector<std::string>& words) {
  size_t next = 0;
  for (const Section& section : command.sections) {
    for (const Option& option : section.options) {
      if (!option.IsArgument()) continue;
      const size_t first = next;
      while (next < words.size() && (option.binding.repeats || next == first)) {
        if (std::string wrong = Set(option, words[next++]); !wrong.empty()) return wrong;
      }
      if (option.required && next == first) return "missing " + std::string(option.names);
    }
  }
  return next < words.size() ? "unexpected argument '" + words[next] + "'" : std::string();
}

std::string SetOption(const Declared& each) {
  const Option& option = *each.option;
  const std::vector<std::string> values =
      each.parsed == nullptr ? std::vector<std::string>() : each.parsed->results();
  if (option.IsFlag()) {
    const bool plain = values.empty() || values.back() == "true";
    if (!plain) return "'" + LongName(option) + "' takes no value";
    return values.empty() ? std::string() : option.binding.set({});
  }
  if (option.IsOptional()) {
    if (values.empty()) return {};
    return Set(option, values.back() == kBare ? std::string() : values.back());
  }
  if (option.required && values.empty()) {
    return "missing '" + LongName(option) + " " + std::string(option.value) + "'";
  }
  if (!option.binding.repeats && values.size() > ValuesOf(option)) {
    return "'" + LongName(option) + "' is given more than once";
  }
  for (const std::string& value : values) {
    if (std::string wrong = Set(option, value); !wrong.empty()) return wrong;
  }
  return {};
}

// What CLI11 refuses is an option without its value, or a flag with one.
std::string Refused(const std::vector<Declared>& all, const std::string& error) {
  const std::string name = error.substr(0, error.find(':'));
  for (const Declared& each : all) {
    const std::vector<std::string_view> names = NamesOf(*each.option);
    if (std::find(names.begin(), names.end(), name) == names.end()) continue;
    if (each.option->IsFlag()) return "'" + name + "' takes no value";
    return "missing value: '" + name + " " + std::string(each.option->value) + "'";
  }
  return error;
}

bool Given(const std::vector<Declared>& all, std::string_view name) {
  return std::any_of(all.begin(), all.end(), [&](const Declared& each) {
    return each.parsed != nullptr && each.parsed->count() > 0 &&
           NamesOf(*each.option).back() == name;
  });
}

}  // namespace

Parsed Parse(const Command& command, std::vector<std::string> words) {
  const auto dashes = std::find(words.begin(), words.end(), "--");
  std::vector<std::string> arguments(dashes == words.end() ? dashes : dashes + 1, words.end());
  words.erase(dashes, words.end());
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  const std::vector<Declared> all = Declare(command, words, app);
  SplitShort(all, words);
  if (std::string wrong = CheckValues(words); !wrong.empty()) return {.wrong = std::move(wrong)};
  std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
  try {
    app.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return {.wrong = Refused(all, error.what())};
  }
  if (Given(all, "--help")) return {.help = true};
  if (Given(all, "--version")) return {.version = true};
  std::vector<std::string> before;
  for (const std::string& word : app.remaining()) {
    if (word.size() > 1 && word[0] == '-') return {.wrong = UnknownOption(all, word)};
    before.push_back(word);
  }
  arguments.insert(arguments.begin(), before.begin(), before.end());
  for (const Declared& each : all) {
    if (std::string wrong = SetOption(each); !wrong.empty()) return {.wrong = std::move(wrong)};
  }
  return {.wrong = SetArguments(command, arguments)};
}

}  // namespace stackql::cli
