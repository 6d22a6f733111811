#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace stackql::cli {

// How the values of an option reach a field, and what help and completions say of them.
struct Binding {
  // Takes one value; a flag's is empty. Returns what was expected instead ("12 digits"), or nothing
  // if the value is fine.
  std::function<std::string(const std::string& value)> set = {};
  std::vector<std::string> choices = {};                 // every value there is; empty: any
  std::function<std::vector<std::string>()> known = {};  // values there are, if others may be too
  std::string preset = {};  // the value that holds without the option; empty: none
  bool repeats = false;     // each use adds a value
  bool commas = false;      // a value may be several, separated by commas
};

// An option ("-o, --output"), or an argument without dashes ("PATH").
struct Option {
  std::string_view names;
  // What help calls the value; empty: a flag, or an argument. Two words are two values, and one in
  // brackets, "[=REV]", may be left out. It says
  // what shells complete: PATH and FILE files, DIR folders, RULE and RULES rules.
  std::string_view value = {};
  // A phrase in the imperative mood, without a period. After a colon at its end the choices follow;
  // default and repeatability always do.
  std::string_view help = {};
  Binding binding = {};
  std::string_view preset = {};  // the default in words, where that is not a fixed value
  bool required = false;

  bool IsArgument() const { return names.front() != '-'; }
  bool IsFlag() const { return !IsArgument() && value.empty(); }
  // Its value may be left out, and never is the next word: "--name" or "--name=VALUE".
  bool IsOptional() const { return value.starts_with("["); }
};

// The names of an option, one by one: "-o", "--output".
std::vector<std::string_view> NamesOf(const Option& option);
// How many words after it are values of an option.
size_t ValuesOf(const Option& option);

// "a, b or c".
std::string Alternatives(const std::vector<std::string>& words);

// A binding with values that are known, where others may be too.
Binding Known(std::vector<std::string> (*known)(), Binding binding);

// The bindings. Fields must outlive them.
Binding Flag(bool& field);
// `check` returns what is expected instead of a value, or nothing.
Binding Text(std::string& field, std::string (*check)(const std::string& value) = nullptr);
Binding Texts(std::vector<std::string>& field, bool repeats = true);
// Separated by commas, or one by one; from `choices` only, if there are any.
Binding List(std::vector<std::string>& field, const std::vector<std::string>& choices = {});

// A whole number from `least` to `most`.
Binding Number(std::function<void(uint64_t)> store, uint64_t least, uint64_t most);
template <std::integral Integer>
Binding Number(Integer& field, Integer least = 0,
               Integer most = std::numeric_limits<Integer>::max()) {
  Binding binding = Number([&field](uint64_t value) { field = static_cast<Integer>(value); },
                           static_cast<uint64_t>(least), static_cast<uint64_t>(most));
  if (field != 0) binding.preset = std::to_string(field);
  return binding;
}
template <std::integral Integer>
Binding Number(std::optional<Integer>& field) {
  return Number([&field](uint64_t value) { field = static_cast<Integer>(value); }, 0,
                std::numeric_limits<Integer>::max());
}

// A number of bytes; 10K and 10M are multiples of 1,024 and of its square.
Binding Size(uint64_t& bytes);

// One of the choices, each with the value that it puts into the field.
template <typename Field>
requires(!std::same_as<Field, std::string>) Binding
    OneOf(Field& field, std::vector<std::pair<std::string, std::type_identity_t<Field>>> choices) {
  Binding binding;
  for (const auto& [name, value] : choices) {
    binding.choices.push_back(name);
    if (field == value) binding.preset = name;
  }
  binding.set = [&field, choices = std::move(choices)](const std::string& chosen) -> std::string {
    std::vector<std::string> names;
    for (const auto& [name, value] : choices) {
      if (name == chosen) {
        field = value;
        return {};
      }
      names.push_back(name);
    }
    return Alternatives(names);
  };
  return binding;
}
Binding OneOf(std::string& field, const std::vector<std::string>& choices);

}  // namespace stackql::cli
