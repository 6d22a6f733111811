#include "report/config_views.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/number.h"
#include "config/settings.h"
#include "report/home_page.h"
#include "report/json_text.h"

namespace stackql::report {
namespace {

using config::Form;
using config::Override;
using config::Setting;
using nlohmann::ordered_json;

std::string_view VersionOf(Dialect dialect) {
  return std::ranges::find(config::kVersions, dialect, &config::NamedDialect::dialect)->name;
}

std::map<std::string, std::string> ShownVariables(const std::map<std::string, std::string>& all,
                                                  bool values) {
  std::map<std::string, std::string> shown;
  for (const auto& [name, value] : all) {
    shown[name] = values ? value : std::string("<").append(name).append(">");
  }
  return shown;
}

ordered_json OverridesJson(const std::vector<Override>& overrides) {
  ordered_json list = ordered_json::array();
  for (const Override& each : overrides) {
    ordered_json item = ordered_json::object();
    for (const config::OverrideSetting& setting : config::kOverrideSettings) {
      if (setting.list != nullptr && !(each.*setting.list).empty()) {
        item[std::string(setting.name)] = each.*setting.list;
      }
      if (setting.map != nullptr && !(each.*setting.map).empty()) {
        item[std::string(setting.name)] = each.*setting.map;
      }
    }
    list.push_back(std::move(item));
  }
  return list;
}

// The value of a setting.
ordered_json ValueOf(const Setting& setting, const ShownConfig& shown) {
  const config::Config& config = shown.config;
  switch (setting.form) {
    case Form::kTexts:
    case Form::kPaths:
      return config.*setting.list;
    case Form::kFlag:
      return config.*setting.flag;
    case Form::kPath:
    case Form::kLevel:
      return config.*setting.text;
    case Form::kSeverities:
    case Form::kFixes:
      return config.*setting.map;
    case Form::kVariables:
      return ShownVariables(config.*setting.map, shown.values);
    case Form::kDialect:
      return config.dialect == Dialect::kPython ? "python" : "rust";
    case Form::kVersion:
      return VersionOf(config.dialect.value_or(Dialect::kRust));
    case Form::kOverrides:
      return OverridesJson(config.overrides);
  }
  return nullptr;
}

bool IsSet(const Setting& setting, const ShownConfig& shown) {
  return shown.origins.count(std::string(setting.name)) > 0;
}

// JSON is YAML, but words need no quotes.
std::string Yaml(const ordered_json& value) {
  if (value.is_string()) {
    std::string text = value.get<std::string>();
    constexpr std::array<std::string_view, 9> kOther = {"true", "false", "yes", "no", "on",
                                                        "off",  "null",  "y",   "n"};
    const bool word = !text.empty() && IsAlpha(text.front()) && All(text, [](char c) {
      return IsAlpha(c) || IsDigit(c) || c == '-' || c == '_' || c == '/' || c == '.';
    });
    const bool other = std::ranges::count(kOther, Lower(text)) > 0;
    if (word && !other) return text;
    std::string quoted = JsonText(value);
    quoted.pop_back();
    return quoted;
  }
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  std::vector<std::string> parts;
  for (const auto& [key, item] : value.items()) {
    parts.push_back(value.is_array() ? Yaml(item) : Yaml(key) + ": " + Yaml(item));
  }
  return (value.is_array() ? "[" : "{") + Join(parts, ", ") + (value.is_array() ? "]" : "}");
}

void AddLine(std::string line, const std::string& origin, std::string& out) {
  if (!origin.empty()) line.resize(std::max<size_t>(line.size() + 2, 40), ' ');
  out += line + (origin.empty() ? "" : "# " + origin) + "\n";
}

std::string OriginOf(const ShownConfig& shown, const std::string& name) {
  const auto origin = shown.origins.find(name);
  return origin == shown.origins.end() ? std::string() : origin->second;
}

void AddSetting(const Setting& setting, const ShownConfig& shown, std::string& out) {
  const std::string name(setting.name);
  const ordered_json value = ValueOf(setting, shown);
  const std::string origin = OriginOf(shown, name);
  const bool nested = setting.form == Form::kOverrides || value.is_object();
  if (!nested || value.empty()) return AddLine(name + ": " + Yaml(value), origin, out);
  AddLine(name + ":", "", out);
  size_t number = 0;
  for (const auto& [key, item] : value.items()) {
    if (value.is_object()) {
      const std::string below = std::string(name).append("/").append(key);
      AddLine("  " + Yaml(key) + ": " + Yaml(item), OriginOf(shown, below), out);
    } else {
      AddLine("  - " + Yaml(item), OriginOf(shown, name + "/" + std::to_string(number++)), out);
    }
  }
}

// --- the schema ----------------------------------------------------------------------------------

ordered_json EnumJson(std::span<const std::string_view> words) {
  ordered_json list = ordered_json::array();
  for (const std::string_view word : words) list.push_back(word);
  return {{"enum", std::move(list)}};
}

ordered_json ScalarJson() { return {{"type", {"string", "number", "boolean"}}}; }

ordered_json SchemaOf(Form form);

template <typename Settings>
ordered_json PropertiesOf(const Settings& settings) {
  ordered_json properties = ordered_json::object();
  for (const auto& setting : settings) {
    ordered_json schema = SchemaOf(setting.form);
    schema["description"] = std::string(setting.help) + ".";
    properties[std::string(setting.name)] = std::move(schema);
  }
  return properties;
}

// NOLINTNEXTLINE(misc-no-recursion): settings of overrides have no overrides
ordered_json SchemaOf(Form form) {
  switch (form) {
    case Form::kTexts:
    case Form::kPaths:
      return {{"type", {"array", "null"}}, {"items", ScalarJson()}};
    case Form::kPath:
      return {{"type", {"string", "null"}}};
    case Form::kSeverities:
      return {{"type", {"object", "null"}},
              {"additionalProperties", EnumJson(config::kSeverities)}};
    case Form::kFixes:
      return {{"type", {"object", "null"}}, {"additionalProperties", EnumJson(config::kFixes)}};
    case Form::kVariables:
      return {{"type", {"object", "null"}}, {"additionalProperties", ScalarJson()}};
    case Form::kDialect:
      return EnumJson(NamesOf(config::kDialects));
    case Form::kVersion: {
      ordered_json schema = EnumJson(NamesOf(config::kVersions));
      for (const config::NamedDialect& each : config::kVersions) {
        schema["enum"].push_back(ParseNumber<double>(each.name).value());
      }
      return schema;
    }
    case Form::kFlag:
      return {{"type", {"boolean", "null"}}};
    case Form::kLevel:
      return EnumJson(config::kLevels);
    case Form::kOverrides:
      return {{"type", {"array", "null"}},
              {"items",
               {{"type", "object"},
                {"additionalProperties", false},
                {"required", {"paths"}},
                {"properties", PropertiesOf(config::kOverrideSettings)}}}};
  }
  return ordered_json::object();
}

}  // namespace

std::string ConfigText(const ShownConfig& shown) {
  std::string out;
  for (const std::string& file : shown.files) {
    out += (out.empty() ? "# " : "# extends ") + file + "\n";
  }
  if (shown.files.empty()) out += "# There is no configuration.\n";
  for (const Setting& setting : config::kSettings) {
    if (IsSet(setting, shown)) {
      AddSetting(setting, shown, out);
    } else {
      out += "# " + std::string(setting.name) + ": " + std::string(setting.preset) + "\n";
    }
  }
  if (shown.env_variables.empty()) return out;
  out += "# variables of " + shown.config.env_file + ":\n";
  for (const auto& [name, value] : ShownVariables(shown.env_variables, shown.values)) {
    out += "#   " + name + ": " + Yaml(value) + "\n";
  }
  return out;
}

std::string ConfigJson(const ShownConfig& shown) {
  ordered_json out = {{"version", 1}, {"files", shown.files}, {"settings", ordered_json::object()}};
  for (const Setting& setting : config::kSettings) {
    if (!IsSet(setting, shown)) continue;
    const std::string name(setting.name);
    out["settings"][name] = {{"value", ValueOf(setting, shown)}};
    ordered_json origins = ordered_json::object();
    for (const auto& [place, origin] : shown.origins) {
      if (place.starts_with(name + "/")) origins[place.substr(name.size() + 1)] = origin;
    }
    out["settings"][name]["from"] = OriginOf(shown, name);
    if (!origins.empty()) out["settings"][name]["items"] = std::move(origins);
  }
  out["envVariables"] = ShownVariables(shown.env_variables, shown.values);
  return JsonText(out);
}

std::string ConfigSchema() {
  ordered_json out = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                      {"$id", std::string(kHomePage) + "/blob/main/src/config/schema.json"},
                      {"title", "Configuration of stackql-lint"},
                      {"type", {"object", "null"}},
                      {"additionalProperties", false},
                      {"properties", PropertiesOf(config::kSettings)}};
  return JsonText(out);
}

}  // namespace stackql::report
