#include "lint/tag_checks.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "lang/patterns.h"
#include "lint/keywords.h"
#include "lint/lookup.h"
#include "operation/properties.h"
#include "rules/tag.h"
#include "snapshot/schema.h"
#include "snapshot/tagging.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

using snapshot::Given;

struct Tag {
  ValueId key = kNoValue;  // kNoValue: missing or not a text
  ValueId value = kNoValue;
};

bool AllowedByte(char c) {
  return IsWord(c) || IsSpace(c) || std::string_view(".:/=+-@").find(c) != std::string_view::npos;
}

// Bytes of the UTF-8 character that starts with `lead`.
size_t CharacterSize(unsigned char lead) {
  if (lead < 0xC0) return 1;
  if (lead < 0xE0) return 2;
  return lead < 0xF0 ? 3 : 4;
}

// The first character of the known text that tags may not have.
std::string_view ForbiddenCharacter(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead == 0xFF) {
      ++at;
      continue;
    }
    const std::string_view character = text.substr(at, CharacterSize(lead));
    if (lead < 0x80 ? !AllowedByte(text[at])
                    : MatchPattern(rules::TagCharacters::kAllowed, character) == Tri::kNo) {
      return character;
    }
    at += character.size();
  }
  return {};
}

bool HasReservedPrefix(std::string_view text) {
  constexpr std::string_view kPrefix = rules::TagReservedPrefix::kPrefix;
  return EqualsIgnoringCase(text.substr(0, kPrefix.size()), kPrefix);
}

struct TagLimits {
  uint32_t most = 0;             // tags that a resource takes
  bool reserves_values = false;  // the prefix is reserved for AWS in values, too
  bool folds_keys = false;       // keys that differ in case only are the same
};

class Checker {
 public:
  Checker(const Values& values, const TagLimits& limits, Problems& problems)
      : values_(values), limits_(limits), problems_(problems) {}

  void Check(const Member& property) {
    const Value& tags = values_[property.value];
    if (tags.untrusted) return;
    std::vector<Tag> list;
    if (tags.kind == Kind::kArray) {
      for (const ValueId element : values_.Elements(property.value)) list.push_back(Read(element));
    } else if (tags.kind == Kind::kObject) {
      for (const Member& member : values_.Members(property.value)) {
        if (values_[member.value].kind == Kind::kAbsent) continue;
        list.push_back({TextOnly(member.key), TextOnly(member.value)});
      }
    }
    if (list.size() > limits_.most) {
      problems_.push_back({.what = rules::TooManyTags{.found = list.size(), .limit = limits_.most},
                           .where = Point(values_, property.value, property.key)});
    }
    for (const Tag& tag : list) {
      CheckKey(tag.key);
      CheckValue(tag.value);
    }
    if (tags.kind == Kind::kArray) CheckDuplicates(list);
  }

 private:
  ValueId TextOnly(ValueId id) const {
    const bool text = values_[id].kind == Kind::kString && !values_[id].untrusted;
    return text ? id : kNoValue;
  }

  Tag Read(ValueId element) const {
    Tag tag;
    if (const auto key = SureMember(values_, element, "Key")) tag.key = TextOnly(key->value);
    if (const auto value = SureMember(values_, element, "Value")) {
      tag.value = TextOnly(value->value);
    }
    return tag;
  }

  void CheckKey(ValueId id) {
    if (id == kNoValue) return;
    const std::string_view text = values_.Text(id);
    const Loc where = values_.Where(id);
    const auto key = [&] { return Show(values_, id); };
    const uint64_t count = CountKnownCharacters(text);
    if (text.empty())
      problems_.push_back({.what = rules::TagKeyLength::Empty{.key = key()}, .where = where});
    if (const uint64_t limit = rules::TagKeyLength::kMost; count > limit) {
      problems_.push_back(
          {.what = HasHole(text)
                       ? Message(rules::TagKeyLength::AtLeast{
                             .found = count, .key = key(), .limit = limit})
                       : rules::TagKeyLength{.found = count, .key = key(), .limit = limit},
           .where = where});
    }
    if (HasReservedPrefix(text)) {
      problems_.push_back({.what = rules::TagReservedPrefix{.text = key()}, .where = where});
    }
    CheckCharacters<rules::TagCharacters>(id);
  }

  void CheckValue(ValueId id) {
    if (id == kNoValue) return;
    const std::string_view text = values_.Text(id);
    const Loc where = values_.Where(id);
    const auto value = [&] { return Show(values_, id); };
    const uint64_t count = CountKnownCharacters(text);
    if (const uint64_t limit = rules::TagValueLength::kMost; count > limit) {
      problems_.push_back(
          {.what = HasHole(text)
                       ? Message(rules::TagValueLength::AtLeast{
                             .found = count, .limit = limit, .value = value()})
                       : rules::TagValueLength{.found = count, .limit = limit, .value = value()},
           .where = where});
    }
    if (limits_.reserves_values && HasReservedPrefix(text)) {
      problems_.push_back(
          {.what = rules::TagReservedPrefix::Value{.text = value()}, .where = where});
    }
    CheckCharacters<rules::TagCharacters::Value>(id);
  }

  template <typename What>
  void CheckCharacters(ValueId id) {
    const std::string_view text = values_.Text(id);
    const std::string_view forbidden = ForbiddenCharacter(text);
    if (forbidden.empty()) return;
    const auto at = static_cast<uint32_t>(forbidden.data() - text.data());
    const Loc character = values_[id].text.Sub(at, at + static_cast<uint32_t>(forbidden.size()));
    problems_.push_back({.what = What{.character = ShowText(values_.sources(), character),
                                      .text = Show(values_, id)},
                         .where = values_.Where(id)});
  }

  void CheckDuplicates(const std::vector<Tag>& tags) {
    std::vector<std::pair<std::string, size_t>> known;
    known.reserve(tags.size());
    for (size_t i = 0; i < tags.size(); ++i) {
      if (tags[i].key == kNoValue || !values_.Known(tags[i].key)) continue;
      const std::string_view text = values_.Text(tags[i].key);
      known.emplace_back(limits_.folds_keys ? Lower(text) : std::string(text), i);
    }
    std::ranges::sort(known);
    for (size_t i = 1, first = 0; i < known.size(); ++i) {
      if (known[i].first != known[first].first) {
        first = i;
        continue;
      }
      const ValueId again = tags[known[i].second].key;
      const ValueId before = tags[known[first].second].key;
      const std::string key = Show(values_, again);
      const bool same = values_.Text(again) == values_.Text(before);
      problems_.push_back({.what = same ? Message(rules::DuplicateTagKey{.key = key})
                                        : rules::DuplicateTagKey::Case{.key = key},
                           .where = values_.Where(again),
                           .related = {{values_.Where(before), "first given here"}}});
    }
  }

  const Values& values_;
  TagLimits limits_;
  Problems& problems_;
};

// AWS's own limit, unless the schema has another one.
uint32_t MostTags(const snapshot::ResourceType& type, std::string_view pointer) {
  const snapshot::Property* property = FindProperty(type, pointer.substr(1));
  const snapshot::Schema* tags =
      property == nullptr ? nullptr : snapshot::Target(*type.schemas(), property->schema());
  const bool limited = tags != nullptr && Given(tags->max_items());
  return limited ? static_cast<uint32_t>(tags->max_items()) : uint32_t{rules::TooManyTags::kMost};
}

// Whether the rule names the tags of the type.
bool IsAbout(TargetedRules rules, RuleId rule) {
  return std::ranges::any_of(rules, [&](const TargetedRule& targeted) {
    return RuleId(targeted.rule->id()->string_view()) == rule;
  });
}

}  // namespace

void CheckTags(const Values& values, const Operation& operation, TargetedRules rules,
               Problems& problems) {
  const std::string_view property = snapshot::TagProperty(*operation.type);
  if (property.empty()) return;
  const std::vector<Found> all = FindAll(values, operation.desired, property);
  if (all.empty()) return;
  const TagLimits limits = {
      .most = MostTags(*operation.type, property),
      .reserves_values = IsAbout(rules, rules::TagReservedPrefix::kRule),
      .folds_keys = IsAbout(rules, rules::DuplicateTagKey::kRule),
  };
  Checker checker(values, limits, problems);
  for (const Found& found : all) checker.Check(found.member);
}

}  // namespace stackql
