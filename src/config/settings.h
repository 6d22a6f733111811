#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"

namespace stackql::config {

// What the value of a setting is.
enum class Form : uint8_t {
  kTexts,       // a list of strings
  kPaths,       // the same, relative to the folder of the file
  kPath,        // one of them
  kSeverities,  // from rules to error, warning, info or off
  kFixes,       // from rules to safe, unsafe or shown
  kVariables,   // from names to strings
  kDialect,     // rust or python
  kVersion,     // 2.4, 2.0 or 1.9
  kLevel,       // error, warning, info or never
  kFlag,        // true or false
  kOverrides,   // a list of mappings, see kOverrideSettings
};

// A setting of a configuration, for all who read, print and describe it.
struct Setting {
  std::string_view name;
  Form form;
  std::string_view help;    // a phrase without a period
  std::string_view preset;  // what holds without it, in words
  std::vector<std::string> Config::*list = nullptr;
  std::map<std::string, std::string> Config::*map = nullptr;
  std::string Config::*text = nullptr;
  bool Config::*flag = nullptr;
};

// In alphabetical order.
inline constexpr std::array kSettings = {
    Setting{"baseline", Form::kPath, "A file of findings that are known", "none", nullptr, nullptr,
            &Config::baseline},
    Setting{"deploy-version", Form::kVersion, "The stackql-deploy that runs the stacks", "2.4"},
    Setting{"dialect", Form::kDialect, "The older form of deploy-version", "rust"},
    Setting{"env-file", Form::kPath, "A file of variables, one KEY=VALUE per line", "none", nullptr,
            nullptr, &Config::env_file},
    Setting{"environments", Form::kTexts, "The environments in which stacks are evaluated",
            "those that the manifest names", &Config::environments},
    Setting{"exclude", Form::kPaths, "Patterns, as in .gitignore, of files that are not linted",
            "none", &Config::exclude},
    Setting{"extend", Form::kPath, "A configuration whose settings hold where this one has none",
            "none", nullptr, nullptr, &Config::extends},
    Setting{"extend-ignore", Form::kTexts,
            "More rules that are off, beside those of 'ignore' here or in what is extended", "none",
            &Config::extend_ignore},
    Setting{"fail-on", Form::kLevel, "The level of findings that fail a run", "error", nullptr,
            nullptr, &Config::fail_on},
    Setting{"fixes", Form::kFixes,
            "Which fixes are safe, unsafe or only shown, by rules as in 'severity'",
            "each rule's own", nullptr, &Config::fixes},
    Setting{"ignore", Form::kTexts, "Rules that are off: ids, their beginnings (TAG), names",
            "none", &Config::ignore},
    Setting{"overrides", Form::kOverrides, "Settings of rules that hold for some files", "none"},
    Setting{"require-reason", Form::kFlag, "Whether each suppression must have a reason", "false",
            nullptr, nullptr, nullptr, &Config::require_reason},
    Setting{"rules", Form::kPaths, "Folders with rule documents of your own", "none",
            &Config::rule_directories},
    Setting{"select", Form::kTexts, "The rules that are on: ids, their beginnings (TAG), names",
            "all", &Config::select},
    Setting{"severity", Form::kSeverities,
            "The severity of rules, by ids, their beginnings (TAG) or names", "each rule's own",
            nullptr, &Config::severity},
    Setting{"variables", Form::kVariables, "Variables, as given to stackql-deploy with -e", "none",
            nullptr, &Config::variables},
};

// A setting of an override.
struct OverrideSetting {
  std::string_view name;
  Form form;
  std::string_view help;
  std::vector<std::string> Override::*list = nullptr;
  std::map<std::string, std::string> Override::*map = nullptr;
};

inline constexpr std::array kOverrideSettings = {
    OverrideSetting{"ignore", Form::kTexts, "Rules that are off in these files", &Override::ignore},
    OverrideSetting{"paths", Form::kPaths,
                    "Patterns, as in .gitignore, of the files that are meant", &Override::paths},
    OverrideSetting{"select", Form::kTexts, "Rules that are on in these files as well",
                    &Override::select},
    OverrideSetting{"severity", Form::kSeverities, "The severity of rules in these files", nullptr,
                    &Override::severity},
};

// What settings and options call a stackql-deploy.
struct NamedDialect {
  std::string_view name;
  Dialect dialect;
};
inline constexpr std::array kDialects = {NamedDialect{"rust", Dialect::kRust},
                                         NamedDialect{"python", Dialect::kPython}};
inline constexpr std::array kVersions = {NamedDialect{"2.4", Dialect::kRust},
                                         NamedDialect{"2.0", Dialect::kOlderRust},
                                         NamedDialect{"1.9", Dialect::kPython}};

template <size_t N>
constexpr std::array<std::string_view, N> NamesOf(const std::array<NamedDialect, N>& dialects) {
  std::array<std::string_view, N> names = {};
  for (size_t i = 0; i < N; ++i) names[i] = dialects[i].name;
  return names;
}

// None: no such name.
constexpr std::optional<Dialect> DialectNamed(std::span<const NamedDialect> dialects,
                                              std::string_view name) {
  for (const NamedDialect& each : dialects) {
    if (each.name == name) return each.dialect;
  }
  return std::nullopt;
}

inline constexpr std::array<std::string_view, 4> kLevels = {"error", "warning", "info", "never"};
inline constexpr std::array<std::string_view, 4> kSeverities = {"error", "warning", "info", "off"};
inline constexpr std::array<std::string_view, 3> kFixes = {"safe", "unsafe", "shown"};

}  // namespace stackql::config
