#include "config/config.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "diag/suggest.h"
#include "rules/config.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql::config {
namespace {

constexpr std::array<std::string_view, 9> kSettings = {"deploy-version", "dialect",  "environments",
                                                       "exclude",        "ignore",   "rules",
                                                       "select",         "severity", "variables"};
constexpr std::array<std::string_view, 2> kDialects = {"rust", "python"};
constexpr std::array<std::string_view, 4> kSeverities = {"error", "warning", "info", "off"};

class Reader {
 public:
  Reader(Values& values, Config& config, Problems& problems)
      : values_(values), config_(config), problems_(problems) {}

  void Read(ValueId root) {
    if (values_[root].kind == Kind::kNull) return;  // nothing but comments
    if (values_[root].kind != Kind::kObject) return Mismatch("configuration", "a mapping", root);
    ForEach(root, "configuration", [this](const Member& member) { Set(member); });
  }

 private:
  void Set(const Member& member) {
    const std::string_view name = values_.Text(member.key);
    config_.places.emplace(name, values_.Where(member.value));
    if (name == "select") return TakeList(name, member.value, config_.select);
    if (name == "ignore") return TakeList(name, member.value, config_.ignore);
    if (name == "environments") return TakeList(name, member.value, config_.environments);
    if (name == "rules") return TakeList(name, member.value, config_.rule_directories);
    if (name == "exclude") return TakeList(name, member.value, config_.exclude);
    if (name == "dialect") return TakeDialect(member.value);
    if (name == "deploy-version") return TakeVersion(member.value);
    if (name == "severity") return TakeSeverities(member.value);
    if (name == "variables") return TakeVariables(member.value);
    Problem problem = {.what = rules::UnknownConfigKey{.key = name},
                       .where = values_.Where(member.key)};
    AddSuggestion(name, kSettings, member.key, problem);
    problems_.push_back(std::move(problem));
  }

  void TakeList(std::string_view name, ValueId list, std::vector<std::string>& target) {
    if (values_[list].kind == Kind::kNull) return;
    if (values_[list].kind != Kind::kArray) return Mismatch(name, "a list", list);
    for (const ValueId item : values_.Elements(list)) {
      if (!IsScalar(item) || values_.Text(item).empty()) {
        Mismatch(name, "a list of strings", item);
      } else {
        target.push_back(AsWritten(item));
        config_.places.emplace(std::string(name) + "/" + target.back(), values_.Where(item));
      }
    }
  }

  void TakeDialect(ValueId word) {
    if (!IsScalar(word)) return Mismatch("dialect", "rust or python", word);
    const std::string_view text = values_.Text(word);
    if (text == "rust" || text == "python") {
      config_.dialect = text == "rust" ? Dialect::kRust : Dialect::kPython;
      return;
    }
    Problem problem = {.what = rules::InvalidConfig::Dialect{.dialect = AsWritten(word)},
                       .where = values_.Where(word)};
    AddSuggestion(text, kDialects, word, problem);
    problems_.push_back(std::move(problem));
  }

  void TakeVersion(ValueId word) {
    const std::string_view text = values_.Text(word);
    if (text == "2.4") {
      config_.dialect = Dialect::kRust;
    } else if (text == "2.0") {
      config_.dialect = Dialect::kOlderRust;
    } else if (text == "1.9") {
      config_.dialect = Dialect::kPython;
    } else if (!IsScalar(word)) {
      Mismatch("deploy-version", "2.4, 2.0 or 1.9", word);
    } else {
      problems_.push_back({.what = rules::InvalidConfig::Version{.version = AsWritten(word)},
                           .where = values_.Where(word)});
    }
  }

  void TakeSeverities(ValueId map) {
    if (values_[map].kind == Kind::kNull) return;
    if (values_[map].kind != Kind::kObject) return Mismatch("severity", "a mapping", map);
    ForEach(map, "severity", [this](const Member& member) {
      const std::string rule(values_.Text(member.key));
      const std::string_view severity = values_.Text(member.value);
      if (std::find(kSeverities.begin(), kSeverities.end(), severity) != kSeverities.end()) {
        config_.severity[rule] = severity;
        return;
      }
      if (!IsScalar(member.value)) {
        return Mismatch("severity", "error, warning, info or off", member.value);
      }
      Problem problem = {
          .what = rules::InvalidConfig::Severity{.rule = rule, .severity = AsWritten(member.value)},
          .where = values_.Where(member.value)};
      AddSuggestion(severity, kSeverities, member.value, problem);
      problems_.push_back(std::move(problem));
    });
  }

  void TakeVariables(ValueId map) {
    if (values_[map].kind == Kind::kNull) return;
    if (values_[map].kind != Kind::kObject) return Mismatch("variables", "a mapping", map);
    ForEach(map, "variables", [this](const Member& member) {
      if (!IsScalar(member.value))
        return Mismatch("variables", "a mapping from names to strings", member.value);
      config_.variables[std::string(values_.Text(member.key))] = AsWritten(member.value);
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
    const std::string meant(Suggest(word, candidates));
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

}  // namespace stackql::config
