#include "config/config.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "config/settings.h"
#include "diag/complete_word.h"
#include "diag/suggest.h"
#include "rules/config.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql::config {
namespace {

template <typename Settings>
std::vector<std::string_view> NamesIn(const Settings& settings) {
  std::vector<std::string_view> names;
  names.reserve(settings.size());
  for (const auto& setting : settings) names.push_back(setting.name);
  return names;
}

template <typename Settings>
auto FindIn(const Settings& settings, std::string_view name) {
  return std::find_if(settings.begin(), settings.end(),
                      [&](const auto& setting) { return setting.name == name; });
}

class Reader {
 public:
  Reader(Values& values, Config& config, Problems& problems)
      : values_(values), config_(config), problems_(problems) {}

  void Read(ValueId root) {
    if (values_[root].kind == Kind::kNull) return;  // nothing but comments
    if (values_[root].kind != Kind::kObject) return Mismatch("configuration", "a mapping", root);
    ForEach(root, "configuration", [this](const Member& member) { Set(member); });
    SettleDialect();
  }

 private:
  void Set(const Member& member) {
    const std::string_view name = values_.Text(member.key);
    const auto setting = FindIn(kSettings, name);
    if (setting == kSettings.end()) return Unknown(name, NamesIn(kSettings), member.key);
    config_.places.emplace(name, values_.Where(member.value));
    switch (setting->form) {
      case Form::kPaths:
        config_.folders.emplace(name, ParentPath(config_.path));
        return TakeList(name, member.value, config_.*setting->list, config_.places);
      case Form::kTexts:
        return TakeList(name, member.value, config_.*setting->list, config_.places);
      case Form::kPath:
        config_.folders.emplace(name, ParentPath(config_.path));
        return TakePath(name, member.value, config_.*setting->text);
      case Form::kSeverities:
        return TakeSeverities(member.value, config_.*setting->map, config_.places);
      case Form::kFixes:
        return TakeByRule(name, kFixes, member.value, config_.*setting->map, config_.places);
      case Form::kVariables:
        return TakeVariables(member.value);
      case Form::kDialect:
        return TakeDialect(member.value);
      case Form::kVersion:
        return TakeVersion(member.value);
      case Form::kFlag:
        if (values_[member.value].kind == Kind::kNull) return;
        if (values_[member.value].kind != Kind::kBool) {
          return Mismatch(name, "true or false", member.value);
        }
        config_.*setting->flag = values_.Text(member.value) == "true";
        return;
      case Form::kLevel:
        return TakeLevel(name, member.value, config_.*setting->text);
      case Form::kOverrides:
        return TakeOverrides(member.value);
    }
  }

  void Unknown(std::string_view name, const std::vector<std::string_view>& known, ValueId key) {
    Problem problem = {.what = rules::UnknownConfigKey{.key = name}, .where = values_.Where(key)};
    AddSuggestion(name, known, key, problem);
    problems_.push_back(std::move(problem));
  }

  // `places`: of its elements.
  void TakeList(std::string_view name, ValueId list, std::vector<std::string>& target,
                std::map<std::string, Loc>& places) {
    if (values_[list].kind == Kind::kNull) return;
    if (values_[list].kind != Kind::kArray) return Mismatch(name, "a list", list);
    for (const ValueId item : values_.Elements(list)) {
      if (!IsScalar(item) || values_.Text(item).empty()) {
        Mismatch(name, "a list of strings", item);
        continue;
      }
      target.push_back(AsWritten(item));
      places.emplace(std::string(name) + "/" + target.back(), values_.Where(item));
    }
  }

  void TakePath(std::string_view name, ValueId path, std::string& target) {
    if (values_[path].kind == Kind::kNull) return;
    if (!IsScalar(path) || values_.Text(path).empty()) return Mismatch(name, "a path", path);
    target = AsWritten(path);
  }

  void TakeOverrides(ValueId list) {
    if (values_[list].kind == Kind::kNull) return;
    if (values_[list].kind != Kind::kArray) return Mismatch("overrides", "a list", list);
    for (const ValueId item : values_.Elements(list)) {
      if (values_[item].kind != Kind::kObject) {
        Mismatch("overrides", "a list of mappings", item);
        continue;
      }
      const auto members = values_.Members(item);
      Override taken = {.folder = std::string(ParentPath(config_.path)),
                        .where = values_.Where(members.empty() ? item : members.front().key)};
      ForEach(item, "overrides", [&](const Member& member) { SetIn(taken, member); });
      // What is given and wrong was said.
      const bool wrong = std::ranges::any_of(members, [&](const Member& member) {
        return values_.Text(member.key) == "paths" && values_[member.value].kind != Kind::kNull &&
               (values_[member.value].kind != Kind::kArray ||
                !values_.Elements(member.value).empty());
      });
      if (taken.paths.empty() && !wrong) {
        problems_.push_back(
            {.what = rules::InvalidConfig::Everywhere{.setting = "paths"}, .where = taken.where});
      }
      config_.overrides.push_back(std::move(taken));
    }
  }

  void SetIn(Override& target, const Member& member) {
    const std::string_view name = values_.Text(member.key);
    const auto setting = FindIn(kOverrideSettings, name);
    if (setting == kOverrideSettings.end()) {
      return Unknown(name, NamesIn(kOverrideSettings), member.key);
    }
    if (setting->map != nullptr) {
      return TakeSeverities(member.value, target.*setting->map, target.places);
    }
    TakeList(name, member.value, target.*setting->list, target.places);
  }

  void TakeLevel(std::string_view name, ValueId word, std::string& target) {
    if (!IsScalar(word)) return Mismatch(name, "error, warning, info or never", word);
    const std::string_view text = values_.Text(word);
    if (std::ranges::find(kLevels, text) != kLevels.end()) {
      target = text;
      return;
    }
    Problem problem = {
        .what = rules::InvalidConfig::Level{.level = AsWritten(word), .setting = name},
        .where = values_.Where(word)};
    AddSuggestion(text, kLevels, word, problem);
    problems_.push_back(std::move(problem));
  }

  void TakeDialect(ValueId word) {
    if (!IsScalar(word)) return Mismatch("dialect", "rust or python", word);
    const std::string_view text = values_.Text(word);
    if (const std::optional<Dialect> named = DialectNamed(kDialects, text)) {
      dialect_ = named;
      dialect_at_ = word;
      return;
    }
    Problem problem = {.what = rules::InvalidConfig::Dialect{.dialect = AsWritten(word)},
                       .where = values_.Where(word)};
    AddSuggestion(text, NamesOf(kDialects), word, problem);
    problems_.push_back(std::move(problem));
  }

  void TakeVersion(ValueId word) {
    if (!IsScalar(word)) return Mismatch("deploy-version", "2.4, 2.0 or 1.9", word);
    if (const std::optional<Dialect> named = DialectNamed(kVersions, values_.Text(word))) {
      version_ = named;
    } else {
      problems_.push_back({.what = rules::InvalidConfig::Version{.version = AsWritten(word)},
                           .where = values_.Where(word)});
    }
  }

  // The newer name of the setting wins, where both are there.
  void SettleDialect() {
    if (version_ || dialect_) config_.dialect = version_ ? version_ : dialect_;
    const bool python = dialect_ == Dialect::kPython;
    if (!version_ || !dialect_ || python == (version_ == Dialect::kPython)) return;
    problems_.push_back(
        {.what = rules::InvalidConfig::Contradiction{.dialect = AsWritten(dialect_at_)},
         .where = values_.Where(dialect_at_),
         .help = "Remove it: 'deploy-version' says which stackql-deploy is meant."});
  }

  void TakeSeverities(ValueId map, std::map<std::string, std::string>& target,
                      std::map<std::string, Loc>& places) {
    TakeByRule("severity", kSeverities, map, target, places);
  }

  // What a mapping says of rules, which is one of some words.
  template <size_t N>
  void TakeByRule(std::string_view setting, const std::array<std::string_view, N>& words,
                  ValueId map, std::map<std::string, std::string>& target,
                  std::map<std::string, Loc>& places) {
    if (values_[map].kind == Kind::kNull) return;
    if (values_[map].kind != Kind::kObject) return Mismatch(setting, "a mapping", map);
    ForEach(map, setting, [&](const Member& member) {
      const std::string rule(values_.Text(member.key));
      const std::string_view word = values_.Text(member.value);
      if (std::find(words.begin(), words.end(), word) != words.end()) {
        target[rule] = word;
        places.emplace(std::string(setting) + "/" + rule, values_.Where(member.value));
        return;
      }
      if (!IsScalar(member.value)) return Mismatch(setting, Alternatives(words), member.value);
      using rules::InvalidConfig;
      const std::string written = AsWritten(member.value);
      Problem problem = {.what = setting == "fixes"
                                     ? Message(InvalidConfig::Fix{.fix = written, .rule = rule})
                                     : InvalidConfig::Severity{.rule = rule, .severity = written},
                         .where = values_.Where(member.value)};
      AddSuggestion(word, words, member.value, problem);
      problems_.push_back(std::move(problem));
    });
  }

  // "safe, unsafe or shown"
  static std::string Alternatives(std::span<const std::string_view> words) {
    std::string text;
    for (size_t i = 0; i < words.size(); ++i) {
      text += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
      text += words[i];
    }
    return text;
  }

  void TakeVariables(ValueId map) {
    if (values_[map].kind == Kind::kNull) return;
    if (values_[map].kind != Kind::kObject) return Mismatch("variables", "a mapping", map);
    ForEach(map, "variables", [this](const Member& member) {
      if (!IsScalar(member.value))
        return Mismatch("variables", "a mapping from names to strings", member.value);
      const std::string name(values_.Text(member.key));
      config_.variables[name] = AsWritten(member.value);
      config_.places.emplace("variables/" + name, values_.Where(member.value));
    });
  }

  // The members of a mapping; the first of those with one key.
  template <typename Take>
  void ForEach(ValueId map, std::string_view name, Take take) {
    std::set<std::string_view> seen;
    for (const Member& member : values_.Members(map)) {
      if (!IsScalar(member.key)) {
        Mismatch(name, "a mapping with names as keys", member.key);
      } else if (seen.insert(values_.Text(member.key)).second) {
        take(member);
      } else {
        problems_.push_back(
            {.what = rules::InvalidConfig::Twice{.setting = values_.Text(member.key)},
             .where = values_.Where(member.key)});
      }
    }
  }

  bool IsScalar(ValueId id) const {
    const Kind kind = values_[id].kind;
    return kind == Kind::kString || kind == Kind::kNumber || kind == Kind::kBool;
  }

  // 1.10 stays "1.10": a value on the command line is text too.
  std::string AsWritten(ValueId id) const {
    if (values_[id].kind == Kind::kString) return std::string(values_.Text(id));
    return std::string(values_.sources().Bytes(values_[id].token));
  }

  void Mismatch(std::string_view setting, std::string_view expected, ValueId found) {
    problems_.push_back({.what = rules::InvalidConfig{.expected = expected,
                                                      .found = Describe(values_[found].kind),
                                                      .setting = setting},
                         .where = values_.Where(found)});
  }

  void AddSuggestion(std::string_view word, std::span<const std::string_view> candidates,
                     ValueId written, Problem& problem) const {
    std::string meant(Suggest(word, candidates));
    if (meant.empty()) meant = CompleteWord(word, candidates);
    if (meant.empty()) {
      problem.help = "Use one of";
      for (const std::string_view candidate : candidates) {
        problem.help += candidate == candidates.front() ? " '" : ", '";
        problem.help += std::string(candidate) + "'";
      }
      problem.help += ".";
      return;
    }
    problem.help = DidYouMean(meant);
    problem.repairs.push_back(ReplaceWith(meant, values_[written].text));
  }

  const Values& values_;
  Config& config_;
  Problems& problems_;
  std::optional<Dialect> version_ = {};  // as deploy-version has it
  std::optional<Dialect> dialect_ = {};
  ValueId dialect_at_ = kNoValue;
};

}  // namespace

Config Read(Values& values, TextId file, Problems& problems) {
  Config config;
  config.path = values.sources().Path(file);
  const yaml::Document document =
      yaml::Parse(values, file, problems, {.allow_byte_order_mark = true});
  if (document.root != kNoValue) Reader(values, config, problems).Read(document.root);
  return config;
}

void Extend(Config& own, const Config& base) {
  for (const Setting& setting : kSettings) {
    const bool given = own.places.count(std::string(setting.name)) > 0;
    if (setting.map != nullptr) {
      (own.*setting.map).insert((base.*setting.map).begin(), (base.*setting.map).end());
    } else if (!given && setting.list != nullptr && setting.list != &Config::extend_ignore) {
      own.*setting.list = base.*setting.list;
    } else if (!given && setting.text != nullptr) {
      own.*setting.text = base.*setting.text;
    } else if (!given && setting.flag != nullptr) {
      own.*setting.flag = base.*setting.flag;
    }
  }
  if (!own.dialect) own.dialect = base.dialect;
  // What is added stays with what it was added to.
  own.extend_ignore.insert(own.extend_ignore.end(), base.extend_ignore.begin(),
                           base.extend_ignore.end());
  own.overrides.insert(own.overrides.begin(), base.overrides.begin(), base.overrides.end());
  own.places.insert(base.places.begin(), base.places.end());
  own.folders.insert(base.folders.begin(), base.folders.end());
}

}  // namespace stackql::config
