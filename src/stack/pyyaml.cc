#include "stack/pyyaml.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/old_yaml.h"
#include "rules/manifest.h"
#include "value/value.h"

namespace stackql {
namespace {

bool IsConstructed(std::string_view tag) {
  constexpr std::string_view kPrefix = "tag:yaml.org,2002:";
  constexpr std::string_view kNames =
      "binary bool float int map null omap pairs seq set str timestamp";
  return tag.starts_with(kPrefix) && HasWord(kNames, tag.substr(kPrefix.size()));
}

class Loader {
 public:
  Loader(const Values& values, const yaml::Document& document, Problems& problems)
      : values_(values), problems_(problems), seen_(values.size()) {
    for (const yaml::Tag& tag : document.tags) {
      tagged_.insert(tag.node);
      if (IsConstructed(tag.name)) continue;
      const std::string_view written = values_.sources().Bytes(tag.where);
      Report(rules::YamlSyntax::Tag{.tag = written}, tag.where, "Remove it.");
    }
  }

  // The depth is bounded by the YAML reader.
  void Check(ValueId node) {
    const Kind kind = values_[node].kind;
    if (kind == Kind::kString) return Scalar(node, false);
    if ((kind != Kind::kArray && kind != Kind::kObject) || seen_[node]) return;
    seen_[node] = true;
    for (const ValueId item : values_.Elements(node)) Check(item);
    for (const Member& member : values_.Members(node)) {
      if (IsPlain(member.key, "<<")) {
        Merge(member);
      } else if (values_[member.key].kind == Kind::kString) {
        Scalar(member.key, true);
      }
      Check(member.value);
    }
  }

 private:
  void Report(Message what, Loc where, std::string help) {
    problems_.push_back({.what = std::move(what), .where = where, .help = std::move(help)});
  }

  bool IsPlain(ValueId node) const {
    return values_[node].kind == Kind::kString && !values_[node].quoted && !tagged_.contains(node);
  }
  bool IsPlain(ValueId node, std::string_view text) const {
    return IsPlain(node) && values_.Text(node) == text;
  }

  void Scalar(ValueId node, bool key) {
    if (!IsPlain(node)) return;
    const std::string_view text = values_.Text(node);
    if (text == "<<" || (text == "=" && !key)) {
      Report(rules::YamlSyntax::OldIndicator{.text = text}, values_.Where(node),
             "Put it in quotes.");
    } else if (IsImpossibleDate(text)) {
      Report(rules::YamlSyntax::Date{.text = text}, values_.Where(node), "Put it in quotes.");
    }
  }

  void Merge(const Member& member) {
    const Kind kind = values_[member.value].kind;
    const auto merges = [&](ValueId node) {
      return values_[node].kind == Kind::kObject || values_[node].kind == Kind::kUnknown;
    };
    const bool list =
        kind == Kind::kArray && std::ranges::all_of(values_.Elements(member.value), merges);
    if (merges(member.value) || list) return;
    Report(rules::YamlSyntax::Merge{.key = "<<"}, values_.Where(member.key),
           "Merge a mapping, or a list of them.");
  }

  const Values& values_;
  Problems& problems_;
  std::vector<bool> seen_;  // aliases share their anchor's node
  std::set<ValueId> tagged_;
};

}  // namespace

void CheckSafeLoad(const Values& values, const yaml::Document& document, Problems& problems) {
  if (document.root == kNoValue) return;
  Loader(values, document, problems).Check(document.root);
}

}  // namespace stackql
