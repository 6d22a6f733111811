// Every rule about several resources of a stack, broken in all the ways that its own document
// suggests: in the stacks of its good examples, members of the resources are dropped, changed and
// added, and what is found of each is what a plain reading of the documents says.
#include <gtest/gtest.h>

#include <deque>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "json/json.h"
#include "lint/created_resource.h"
#include "lint/ip_block.h"
#include "lint/rules.h"
#include "lint/stack_checks.h"
#include "run/bound_unit.h"
#include "run/unit_reader.h"
#include "support/sample.h"
#include "sweep/edits.h"
#include "sweep/judge.h"
#include "value/value.h"

namespace stackql::sweep {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr size_t kEvery = 3;  // so many edits, once the rule was found

const RuleSet& Rules() {
  static const RuleSet rules(Builtin());
  return rules;
}

bool IsAboutStack(const snapshot::Rule& rule) {
  const auto* targets = rule.targets();
  return !rule.builtin() &&
         (rule.refers() != nullptr || (targets && targets->Get(0)->unique() != nullptr));
}

// A resource of a stack, in which "{{ name }}" is what another one exports.
struct Made {
  std::string type_name = {};
  const snapshot::ResourceType* type = nullptr;
  Json desired = {};
  Json region = {};
  std::vector<std::string> exports = {};  // "{{ name }}"
};

std::string Spelled(const Values& values, Loc text) {
  const std::string_view bytes = values.sources().Bytes(text);
  std::string spelled;
  for (size_t at = 0; at < bytes.size();) {
    const size_t hole = std::min(bytes.find(kHoleBytes, at), bytes.size());
    spelled += bytes.substr(at, hole - at);
    at = std::min(hole + kHoleBytes.size(), bytes.size());
    const auto begin = static_cast<uint32_t>(hole);
    if (hole < bytes.size()) {
      spelled += values.sources().Spelling(text.Sub(begin, static_cast<uint32_t>(at)));
    }
  }
  return spelled;
}

// NOLINTNEXTLINE(misc-no-recursion): a value in a value each
Json ToJson(const Values& values, ValueId id) {
  const Value& value = values[id];
  Json json;
  switch (value.kind) {
    case Kind::kObject:
      json = Json::object();
      for (const Member& member : values.Members(id)) {
        json[std::string(values.Text(member.key))] = ToJson(values, member.value);
      }
      return json;
    case Kind::kArray:
      json = Json::array();
      for (const ValueId item : values.Elements(id)) json.push_back(ToJson(values, item));
      return json;
    case Kind::kNumber:
    case Kind::kBool:
      return Json::parse(values.Text(id), nullptr, false);
    case Kind::kString:
      return Spelled(values, value.text);
    default:
      return std::string(values.sources().Spelling(value.token));
  }
}

std::vector<Made> StackOf(const snapshot::Example& example) {
  TemporaryFolder folder;
  std::vector<Mark> marks;
  for (const snapshot::ExampleFile* file : *example.files()) {
    folder.Write(file->path()->str(), Unmark(file->text()->string_view(), "", marks));
  }
  const ReadUnits read =
      ReadAll({.paths = {folder.path().string()}, .no_config = true, .jobs = 1}, Builtin());
  static const catalog::Catalog catalog(Builtin());
  std::vector<Made> stack;
  for (const auto& unit : read.units) {
    for (const BoundQuery& query : unit->queries) {
      for (const Operation& operation : query.arms.front().operations) {
        if (operation.call != Call::kCreate || operation.desired == kNoValue) continue;
        stack.push_back({.type_name = operation.type_name,
                         .type = catalog.FindType(operation.type_name),
                         .desired = ToJson(unit->values, operation.desired),
                         .region = ToJson(unit->values, operation.region)});
        for (const Export& exported : query.result.query.resource->exports) {
          stack.back().exports.push_back("{{ " + exported.name + " }}");
        }
      }
    }
  }
  return stack;
}

bool IsReference(const Json& value) {
  return value.is_string() && value.get<std::string>().starts_with("{{");
}

// The other resource that a value is an export of; null if there is none.
const Made* Exporter(const std::vector<Made>& stack, const Json& value) {
  if (!IsReference(value)) return nullptr;
  for (const Made& made : stack) {
    if (std::ranges::find(made.exports, value.get<std::string>()) != made.exports.end()) {
      return &made;
    }
  }
  return nullptr;
}

// Two values of which both are known, or both are exports of two resources of one type.
bool Differ(const std::vector<Made>& stack, const Json& one, const Json& other) {
  if (one == other || !one.is_primitive() || !other.is_primitive()) return false;
  if (one.is_boolean() || other.is_boolean() || one.is_null() || other.is_null()) return false;
  if (one == "" && other == "") return false;
  const auto text = [](const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
  };
  if (text(one) == text(other)) return false;
  if (!IsReference(one) && !IsReference(other)) return true;
  const Made* from = Exporter(stack, one);
  const Made* to = Exporter(stack, other);
  return from != nullptr && to != nullptr && from != to && from->type_name == to->type_name;
}

// What the other resources of a type refer to in turn, or they themselves.
std::vector<const Made*> FollowedFrom(const std::vector<Made>& stack, const Made& made,
                                      const Json& reference, const std::string& type,
                                      const snapshot::ReferenceStep* then) {
  const Made* other = Exporter(stack, reference);
  if (other == nullptr || other == &made || other->type_name != type) return {};
  if (then == nullptr) return {other};
  std::vector<const Made*> followed;
  for (const Json& next : ValuesAt(other->desired, then->at()->string_view())) {
    const Made* last = Exporter(stack, next);
    const bool is = last != nullptr && last != other && last->type_name == then->type_name()->str();
    if (is) followed.push_back(last);
  }
  return followed;
}

bool AmongBroken(const snapshot::RuleReference& refers, const Json& one, const Json& other) {
  for (uint32_t i = 0; refers.among() && i < refers.among()->size(); ++i) {
    const snapshot::Among& among = *refers.among()->Get(i);
    std::vector<Json> others;
    for (const auto* pointer : *among.others()) {
      std::ranges::copy(ValuesAt(other, pointer->string_view()), std::back_inserter(others));
    }
    if (std::ranges::any_of(others, IsReference)) continue;
    for (const Json& value : ValuesAt(one, among.values()->string_view())) {
      if (!IsReference(value) && !IsAmong(value, others)) return true;
    }
  }
  return false;
}

bool Holds(const snapshot::Rule& rule, int32_t schema, const Json& value) {
  return schema < 0 || Judge(*rule.schemas(), static_cast<uint32_t>(schema), value) == Tri::kYes;
}

bool SameBroken(const std::vector<Made>& stack, const snapshot::Rule& rule, const Json& one,
                const Json& other) {
  if (rule.refers()->same() == nullptr) return false;
  for (const auto* name : *rule.refers()->same()) {
    const std::string key = name->str();
    if (one.contains(key) && other.contains(key) && Differ(stack, one[key], other[key]))
      return true;
  }
  return false;
}

std::optional<int64_t> NumberOf(const Json& object, const std::string& name, int64_t unset) {
  if (!object.contains(name)) return unset;
  const Json& value = object[name];
  if (value.is_number_integer()) return value.get<int64_t>();
  const bool digits = value.is_string() && value != "" &&
                      value.get<std::string>().find_first_not_of("0123456789") == std::string::npos;
  return digits ? std::optional<int64_t>(std::stoll(value.get<std::string>())) : std::nullopt;
}

bool IsAbove(const snapshot::MemberLimit& most, const Json& one, const Json& other) {
  const auto value = NumberOf(one, most.value()->str(), most.value_unset());
  const auto limit = NumberOf(other, most.limit()->str(), most.limit_unset());
  return value && limit && *value > *limit;
}

// A text or number as text; nullopt for anything else.
std::optional<std::string> TextOf(const Json& value) {
  if (value.is_string())
    return value == "" ? std::nullopt : std::optional(value.get<std::string>());
  return value.is_number() ? std::optional(value.dump()) : std::nullopt;
}

// What the values of one target have alike among which something is unique.
std::optional<std::vector<std::string>> ScopeOf(const TargetedRule& targeted, const Json& value) {
  std::vector<std::string> scope;
  if (targeted.unique == nullptr || !Holds(*targeted.rule, targeted.rule->when_schema(), value)) {
    return std::nullopt;
  }
  for (uint32_t i = 0; targeted.unique->of() && i < targeted.unique->of()->size(); ++i) {
    const auto at = ValuesAt(value, targeted.unique->of()->Get(i)->string_view());
    const auto text = at.size() == 1 ? TextOf(at[0]) : std::nullopt;
    if (!text) return std::nullopt;
    scope.push_back(*text);
  }
  return scope;
}

std::vector<const Made*> Referred(const std::vector<Made>& stack, const Made& made,
                                  const TargetedRule& targeted, const Json& value) {
  const snapshot::RuleReference& refers = *targeted.rule->refers();
  std::vector<const Made*> referred;
  for (const Json& reference : ValuesAt(value, refers.at()->string_view())) {
    for (const Made* other :
         FollowedFrom(stack, made, reference, refers.type_name()->str(), refers.then())) {
      if (Holds(*targeted.rule, refers.when_schema(), other->desired)) referred.push_back(other);
    }
  }
  return referred;
}

std::vector<std::string> MembersOf(const std::vector<const Made*>& all, const std::string& name) {
  std::vector<std::string> texts;
  for (const Made* made : all) {
    const auto text = made->desired.contains(name) ? TextOf(made->desired[name]) : std::nullopt;
    if (text) texts.push_back(*text);
  }
  return texts;
}

bool Repeats(std::vector<std::string> texts) {
  std::ranges::sort(texts);
  return std::ranges::adjacent_find(texts) != texts.end();
}

// Whether what a value refers to is not distinct, or all alike.
bool AlikeBroken(const std::vector<Made>& stack, const Made& made, const TargetedRule& targeted,
                 const Json& value) {
  const snapshot::RuleReference& refers = *targeted.rule->refers();
  if (!Holds(*targeted.rule, targeted.rule->when_schema(), value)) return false;
  const std::vector<const Made*> all = Referred(stack, made, targeted, value);
  for (uint32_t i = 0; refers.several() && i < refers.several()->size(); ++i) {
    std::vector<std::string> texts = MembersOf(all, refers.several()->Get(i)->str());
    const size_t count = ValuesAt(value, refers.at()->string_view()).size();
    const bool same = std::ranges::adjacent_find(texts, std::ranges::not_equal_to()) == texts.end();
    if (texts.size() == count && count > 1 && same) return true;
  }
  for (uint32_t i = 0; refers.distinct() && i < refers.distinct()->size(); ++i) {
    const std::string name = refers.distinct()->Get(i)->str();
    if (targeted.unique == nullptr) {
      if (Repeats(MembersOf(all, name))) return true;
      continue;
    }
    for (const Made& other : stack) {
      if (&other == &made || other.type_name != made.type_name) continue;
      for (const Json& beside : ValuesAt(other.desired, targeted.path)) {
        const auto scope = ScopeOf(targeted, value);
        if (!scope || scope != ScopeOf(targeted, beside)) continue;
        auto texts = MembersOf(all, name);
        std::ranges::copy(MembersOf(Referred(stack, other, targeted, beside), name),
                          std::back_inserter(texts));
        if (Repeats(texts)) return true;
      }
    }
  }
  return false;
}

// Whether another resource has what only one may have.
bool UniqueBroken(const std::vector<Made>& stack, const Made& made, const TargetedRule& targeted) {
  for (const Json& value : ValuesAt(made.desired, targeted.path)) {
    const auto scope = ScopeOf(targeted, value);
    for (const Made& other : stack) {
      if (!scope || &other == &made || other.type_name != made.type_name) continue;
      for (const Json& beside : ValuesAt(other.desired, targeted.path)) {
        if (scope == ScopeOf(targeted, beside)) return true;
      }
    }
  }
  return false;
}

// Whether blocks of addresses overlap.
bool ApartBroken(const snapshot::RuleReference& refers, const Json& one, const Json& other) {
  const auto overlap = [](const std::optional<IpBlock>& a, const std::optional<IpBlock>& b) {
    return a && b && a->v6 == b->v6 && a->first <= b->last && b->first <= a->last;
  };
  for (uint32_t i = 0; refers.apart() && i < refers.apart()->size(); ++i) {
    const std::string name = refers.apart()->Get(i)->str();
    const auto block = [&](const Json& object) {
      const auto text = object.contains(name) ? TextOf(object[name]) : std::nullopt;
      return text ? ReadIpBlock(*text) : std::nullopt;
    };
    if (overlap(block(one), block(other))) return true;
  }
  return false;
}

// Whether two resources that a third one refers to do not fit.
bool PairBroken(const std::vector<Made>& stack, const snapshot::Rule& rule, const Made& one,
                const Made& other) {
  const snapshot::RuleReference& refers = *rule.refers();
  return SameBroken(stack, rule, one.desired, other.desired) ||
         ApartBroken(refers, one.desired, other.desired) ||
         (refers.most() != nullptr && IsAbove(*refers.most(), other.desired, one.desired));
}

// Whether a resource breaks a rule, by a plain reading.
bool Breaks(const std::vector<Made>& stack, const Made& made, const TargetedRule& targeted) {
  const snapshot::Rule& rule = *targeted.rule;
  if (rule.refers() == nullptr) return UniqueBroken(stack, made, targeted);
  const snapshot::RuleReference& refers = *rule.refers();
  for (const Json& value : ValuesAt(made.desired, targeted.path)) {
    if (refers.distinct() || refers.several()) {
      if (AlikeBroken(stack, made, targeted, value)) return true;
      continue;
    }
    for (const Made* other : Referred(stack, made, targeted, value)) {
      if (!Holds(rule, rule.when_schema(), value)) continue;
      if (refers.with_at() != nullptr) {
        for (const Json& second : ValuesAt(value, refers.with_at()->string_view())) {
          for (const Made* third :
               FollowedFrom(stack, made, second, refers.with_type()->str(), refers.with_then())) {
            if (PairBroken(stack, rule, *other, *third)) return true;
          }
        }
        continue;
      }
      if (rule.require_schema() >= 0 &&
          Judge(*rule.schemas(), static_cast<uint32_t>(rule.require_schema()), value) == Tri::kNo) {
        return true;
      }
      if (SameBroken(stack, rule, value, other->desired)) return true;
      if (AmongBroken(refers, value, other->desired)) return true;
      if (refers.region() != nullptr && other->region != refers.region()->str()) return true;
    }
  }
  return false;
}

Names Broken(const std::vector<Made>& stack) {
  Names broken;
  for (const Made& made : stack) {
    for (const TargetedRule& targeted : Rules().About(made.type_name)) {
      if (targeted.IsAboutStack() && Breaks(stack, made, targeted)) {
        broken.insert(targeted.rule->id()->str());
      }
    }
  }
  return broken;
}

// A stack as the program sees it.
class Linted {
 public:
  // Where all are in one region, it is left out: only exports refer to others then, no names.
  explicit Linted(const std::vector<Made>& stack) {
    const bool regions = std::ranges::any_of(
        stack, [&](const Made& made) { return made.region != stack.front().region; });
    for (const Made& made : stack) {
      Operation create = {.call = Call::kCreate, .type = made.type, .type_name = made.type_name};
      create.resource = "r" + std::to_string(created_.size());
      create.desired = Read(made.desired.dump());
      if (regions) create.region = Read(made.region.dump());
      operations_.push_back(create);
      created_.push_back({.create = &operations_.back(), .position = created_.size()});
      for (const std::string& name : made.exports) created_.back().exports.push_back(Read(name));
    }
  }

  Names Found() {
    Problems problems;
    CheckTogether(values_, created_, 1, Rules(), problems);
    Names found;
    for (const Problem& problem : problems) {
      const snapshot::Rule* rule = Rules().Find(problem.what.rule);
      if (rule != nullptr && IsAboutStack(*rule)) found.insert(rule->id()->str());
    }
    return found;
  }

 private:
  // Each "{{ name }}" is a hole.
  ValueId Read(const std::string& text) {
    const TextId file = sources_.AddFile("value.json", text);
    TextBuilder builder(sources_);
    uint32_t from = 0;
    for (size_t at = text.find("{{ "); at != std::string::npos; at = text.find("{{ ", from)) {
      const auto begin = static_cast<uint32_t>(at);
      const auto end = static_cast<uint32_t>(text.find("}}", at) + 2);
      builder.Copy({file, {from, begin}});
      builder.Hole({file, {begin, end}});
      from = end;
    }
    builder.Copy({file, {from, static_cast<uint32_t>(text.size())}});
    return json::Parse(values_, builder.Finish(Step::kRender, sources_.All(file))).value;
  }

  Sources sources_;
  Values values_{sources_};
  std::deque<Operation> operations_;
  std::vector<CreatedResource> created_;
};

size_t References(const Json& value) {
  const std::string text = value.dump();
  size_t count = 0;
  for (size_t at = text.find("{{ "); at != std::string::npos; at = text.find("{{ ", at + 1))
    ++count;
  return count;
}

struct Tally {
  size_t edited = 0;
  size_t broken = 0;
};

TEST(ReferenceRuleSweep, BreaksEachRuleInEveryWay) {
  std::map<std::string, Tally> tallies;
  for (const snapshot::Rule* rule : Rules().all()) {
    if (!IsAboutStack(*rule)) continue;
    const std::string id = rule->id()->str();
    Words words;
    if (rule->schemas() != nullptr) words.Add(*rule);
    std::vector<std::vector<Made>> stacks;
    for (const snapshot::Example* example : *rule->examples()) {
      std::vector<Made> stack = StackOf(*example);
      for (const Made& made : stack) words.Add(made.desired);
      EXPECT_EQ(Linted(stack).Found().contains(id), example->bad()) << id;
      stacks.push_back(std::move(stack));
    }
    for (const std::vector<Made>& stack : stacks) {
      size_t number = 0;
      for (size_t i = 0; i < stack.size(); ++i) {
        for (Json& edited : Edits(stack[i].desired, words).Take()) {
          if (tallies[id].broken > 0 && ++number % kEvery != 0) continue;
          // What an export is in place of a value that a rule is about is not known.
          if (References(edited) > References(stack[i].desired)) continue;
          std::vector<Made> changed = stack;
          changed[i].desired = std::move(edited);
          const Names broken = Broken(changed);
          EXPECT_EQ(Linted(changed).Found(), broken) << id << " " << changed[i].desired.dump();
          ++tallies[id].edited;
          tallies[id].broken += broken.contains(id) ? 1 : 0;
        }
      }
    }
  }
  size_t edited = 0;
  for (const auto& [id, tally] : tallies) {
    EXPECT_GT(tally.broken, 0U) << id;
    edited += tally.edited;
  }
  std::cout << tallies.size() << " rules, " << edited << " stacks\n";
  EXPECT_GT(tallies.size(), 18U);
}

}  // namespace
}  // namespace stackql::sweep
