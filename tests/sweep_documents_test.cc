// Every declarative rule about a type, broken in all the ways that its own document suggests: in
// the resources of its good examples, members are dropped, changed and added, and what is found of
// each is what a plain reading of all documents says (sweep/judge.h).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "json/json.h"
#include "lint/property_checks.h"
#include "lint/rules.h"
#include "run/bound_unit.h"
#include "run/unit_reader.h"
#include "support/sample.h"
#include "sweep/judge.h"
#include "value/value.h"

namespace stackql::sweep {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using Names = std::set<std::string>;

constexpr size_t kEvery = 5;  // so many edits, once the rule alone was found, in the short run

const RuleSet& Rules() {
  static const RuleSet rules(Builtin());
  return rules;
}

bool IsDeclarative(const snapshot::Rule& rule) {
  return !rule.builtin() && rule.schemas() != nullptr && rule.refers() == nullptr;
}

// A resource that an example creates.
struct Resource {
  std::string type_name = {};
  const snapshot::ResourceType* type = nullptr;
  Json desired = {};
};

// `filling` is what is not known, which is left out where a value is nothing else if it is empty.
// NOLINTNEXTLINE(misc-no-recursion): a value in a value each
Json ToJson(const Values& values, ValueId id, const std::string& filling) {
  const Value& value = values[id];
  Json json;
  switch (value.kind) {
    case Kind::kObject:
      json = Json::object();
      for (const Member& member : values.Members(id)) {
        const bool unknown =
            values[member.value].kind == Kind::kUnknown || values.Text(member.value) == kHoleBytes;
        if ((unknown && filling.empty()) || !values.Known(member.key)) continue;
        json[std::string(values.Text(member.key))] = ToJson(values, member.value, filling);
      }
      return json;
    case Kind::kArray:
      json = Json::array();
      for (const ValueId item : values.Elements(id)) json.push_back(ToJson(values, item, filling));
      return json;
    case Kind::kString: {
      std::string text(values.Text(id));
      for (size_t at = text.find(kHoleBytes); at != std::string::npos; at = text.find(kHoleBytes)) {
        text.replace(at, kHoleBytes.size(), filling);
      }
      return text;
    }
    case Kind::kNumber:
    case Kind::kBool:
      return Json::parse(values.Text(id), nullptr, false);
    case Kind::kUnknown:
      return filling;
    default:
      return nullptr;
  }
}

// With what is not known filled in some ways.
std::vector<Resource> ResourcesOf(const snapshot::Example& example) {
  TemporaryFolder folder;
  std::vector<Mark> marks;
  for (const snapshot::ExampleFile* file : *example.files()) {
    folder.Write(file->path()->str(), Unmark(file->text()->string_view(), "", marks));
  }
  const RunOptions options = {.paths = {folder.path().string()}, .no_config = true, .jobs = 1};
  const ReadUnits read = ReadAll(options, Builtin());
  static const catalog::Catalog catalog(Builtin());
  std::vector<Resource> resources;
  for (const auto& unit : read.units) {
    for (const BoundPart& part : PartsOf(*unit)) {
      for (const Operation& operation : part.bound.operations) {
        if (operation.call != Call::kCreate || operation.desired == kNoValue) continue;
        for (const char* filling : {"", "a", "1"}) {
          Json desired = ToJson(unit->values, operation.desired, filling);
          const bool known = !resources.empty() && resources.back().desired == desired;
          if (known) continue;
          resources.push_back(
              {operation.type_name, catalog.FindType(operation.type_name), std::move(desired)});
        }
      }
    }
  }
  return resources;
}

// What a document speaks of: names of members, and values that they may have.
struct Words {
  Names names = {};
  std::vector<Json> values = {"x", 0, 100000, true, false, Json::array(), Json::object()};

  void Add(const snapshot::Rule& rule) {
    for (const snapshot::Schema* node : *rule.schemas()) Add(*node);
  }

  // Values of examples are those of members of the same name, too.
  // NOLINTNEXTLINE(misc-no-recursion): a value in a value each
  void Add(const Json& value, const std::string& name = {}) {
    if (!name.empty()) of_[name].insert(value.dump());
    if (value.is_primitive()) AddValue(value);
    if (value.is_object()) {
      for (const auto& [key, member] : value.items()) Add(member, key);
    }
    if (value.is_array()) {
      for (const Json& item : value) Add(item);
    }
  }

  std::vector<Json> For(const std::string& name) const {
    std::vector<Json> all;
    if (const auto known = of_.find(name); known != of_.end()) {
      for (const std::string& text : known->second) all.push_back(Json::parse(text));
    }
    all.insert(all.end(), values.begin(), values.end());
    return all;
  }

 private:
  void Add(const snapshot::Schema& node) {
    const auto add = [&](const auto* texts) {
      for (uint32_t i = 0; texts != nullptr && i < texts->size(); ++i) {
        names.insert(texts->Get(i)->str());
      }
    };
    add(node.required());
    add(node.required_or());
    add(node.required_xor());
    for (const auto* all : {node.dependent_required(), node.dependent_excluded()}) {
      for (uint32_t i = 0; all != nullptr && i < all->size(); ++i) {
        names.insert(all->Get(i)->name()->str());
        add(all->Get(i)->names());
      }
    }
    for (uint32_t i = 0; node.properties() != nullptr && i < node.properties()->size(); ++i) {
      names.insert(node.properties()->Get(i)->name()->str());
    }
    for (uint32_t i = 0; node.enumeration() != nullptr && i < node.enumeration()->size(); ++i) {
      const snapshot::Literal& literal = *node.enumeration()->Get(i);
      const bool text = literal.type() == snapshot::Type::String;
      AddValue(text ? Json(literal.text()->str())
                    : Json::parse(literal.text()->str(), nullptr, false));
    }
    for (const auto* bound : {node.minimum(), node.maximum()}) {
      if (bound == nullptr || bound->size() == 0) continue;
      const auto number = static_cast<int64_t>(std::stod(bound->str()));
      for (const int64_t near : {number - 1, number, number + 1}) AddValue(near);
    }
    if (node.max_length() > 0)
      AddValue(std::string(static_cast<size_t>(node.max_length()) + 1, 'a'));
    if (node.max_length() > 0) AddValue(std::string(static_cast<size_t>(node.max_length()), 'a'));
  }

  void AddValue(const Json& value) {
    if (std::ranges::find(values, value) == values.end()) values.push_back(value);
  }

  std::map<std::string, Names> of_;
};

// All resources that differ from one in one place.
class Edits {
 public:
  Edits(const Json& whole, const Words& words) : whole_(whole), words_(words) {
    Walk(Json::json_pointer());
  }

  std::vector<Json> Take() { return std::move(edited_); }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): a value in a value each
  void Walk(const Json::json_pointer& at) {
    const Json here = whole_.at(at);
    if (here.is_object()) {
      for (const auto& [name, member] : here.items()) {
        Json less = here;
        less.erase(name);
        Replace(at, less);
        Change(at / name, member, name);
        Walk(at / name);
      }
      for (const std::string& name : words_.names) {
        if (here.contains(name)) continue;
        for (const Json& value : words_.For(name)) {
          Json more = here;
          more[name] = value;
          Replace(at, more);
        }
      }
    }
    if (!here.is_array()) return;
    Json longer = here;
    for (const Json& item : here) longer.push_back(item);
    Replace(at, longer);
    for (int i = 0; i < 12 && !here.empty(); ++i) longer.push_back(here[0]);
    Replace(at, longer);
    for (size_t i = 0; i < here.size(); ++i) {
      Json less = here;
      less.erase(i);
      Replace(at, less);
      Change(at / i, here[i], "");
      Walk(at / i);
    }
  }

  void Change(const Json::json_pointer& at, const Json& was, const std::string& name) {
    for (const Json& value : words_.For(name)) {
      if (value != was) Replace(at, value);
    }
  }

  void Replace(const Json::json_pointer& at, const Json& with) {
    edited_.push_back(whole_);
    edited_.back()[at] = with;
  }

  const Json& whole_;
  const Words& words_;
  std::vector<Json> edited_;
};

// The declarative rules that a resource breaks, by reading their documents; `unsure` those that
// cannot be judged.
Names Broken(const Resource& resource, Names& unsure) {
  Names broken;
  for (const TargetedRule& targeted : Rules().About(resource.type_name)) {
    const snapshot::Rule& rule = *targeted.rule;
    if (!IsDeclarative(rule)) continue;
    for (const Json& value : ValuesAt(resource.desired, targeted.path)) {
      Tri about = Tri::kYes;
      if (rule.when_schema() >= 0) {
        about = Judge(*rule.schemas(), static_cast<uint32_t>(rule.when_schema()), value);
      }
      const Tri right = Judge(*rule.schemas(), static_cast<uint32_t>(rule.require_schema()), value);
      const Tri wrong = And(about, Not(right));
      if (wrong == Tri::kYes) broken.insert(rule.id()->str());
      if (wrong == Tri::kUnknown) unsure.insert(rule.id()->str());
    }
  }
  return broken;
}

// The rules that the program finds broken.
Names Found(const Resource& resource) {
  Sources sources;
  Values values(sources);
  const TextId file = sources.AddFile("desired.json", resource.desired.dump());
  Operation operation = {
      .call = Call::kCreate, .type = resource.type, .type_name = resource.type_name};
  operation.desired = json::Parse(values, sources.All(file)).value;
  Problems problems;
  CheckProperties(values, operation, Rules(), problems);
  Names found;
  for (const Problem& problem : problems) found.insert(problem.what.rule.Text());
  return found;
}

struct Tally {
  size_t edited = 0;
  size_t broken = 0;
  size_t alone = 0;  // and nothing else is
};

// `before`: what is found of the resource as it is in the example.
void Compare(const Resource& resource, const Names& before, const std::string& rule, Tally& tally) {
  Names unsure;
  const Names broken = Broken(resource, unsure);
  const Names found = Found(resource);
  ++tally.edited;
  for (const TargetedRule& targeted : Rules().About(resource.type_name)) {
    const std::string id = targeted.rule->id()->str();
    if (!IsDeclarative(*targeted.rule) || unsure.contains(id)) continue;
    EXPECT_EQ(found.contains(id), broken.contains(id)) << id << " " << resource.desired.dump();
  }
  if (broken.contains(rule) && found.contains(rule)) ++tally.broken;
  Names more;
  std::ranges::set_difference(found, before, std::inserter(more, more.end()));
  if (more == Names{rule}) ++tally.alone;
}

TEST(DocumentSweep, BreaksEachRuleInEveryWay) {
  const char* given = std::getenv("STACKQL_LINT_SWEEP");
  const bool full = given != nullptr && given == std::string_view("full");
  std::map<std::string, Tally> tallies;
  for (const snapshot::Rule* rule : Rules().all()) {
    if (!IsDeclarative(*rule)) continue;
    Words words;
    words.Add(*rule);
    std::vector<Resource> good;
    for (const snapshot::Example* example : *rule->examples()) {
      for (Resource& resource : ResourcesOf(*example)) {
        words.Add(resource.desired);
        if (!example->bad()) good.push_back(std::move(resource));
      }
    }
    Tally& tally = tallies[rule->id()->str()];
    for (const Resource& resource : good) {
      const Names before = Found(resource);
      size_t number = 0;
      for (Json& edited : Edits(resource.desired, words).Take()) {
        Resource one = {resource.type_name, resource.type, std::move(edited)};
        const bool picked = full || ++number % kEvery == 0;
        if (picked || tally.alone == 0) Compare(one, before, rule->id()->str(), tally);
      }
    }
  }
  Tally all;
  for (const auto& [id, tally] : tallies) {
    EXPECT_GT(tally.alone, 0U) << id << ": " << tally.broken << " of " << tally.edited;
    all.edited += tally.edited;
    all.broken += tally.broken;
    all.alone += tally.alone;
  }
  std::cout << tallies.size() << " rules, " << all.edited << " edited resources, " << all.broken
            << " break the rule, " << all.alone << " nothing else\n";
}

}  // namespace
}  // namespace stackql::sweep
