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
#include "sweep/edits.h"
#include "sweep/judge.h"
#include "value/value.h"

namespace stackql::sweep {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
// In the short run, one of so many edits, and those that break the rule until it alone is found.
constexpr size_t kEvery = 60;

const RuleSet& Rules() {
  static const RuleSet rules(Builtin());
  return rules;
}

bool IsDeclarative(const snapshot::Rule& rule) {
  return !rule.builtin() && rule.schemas() != nullptr && rule.refers() == nullptr &&
         rule.targets()->Get(0)->unique() == nullptr;
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

// Whether a resource breaks a rule, by reading its document.
Tri Breaks(const Resource& resource, const TargetedRule& targeted) {
  const snapshot::Rule& rule = *targeted.rule;
  Tri breaks = Tri::kNo;
  for (const Json& value : ValuesAt(resource.desired, targeted.path)) {
    Tri about = Tri::kYes;
    if (rule.when_schema() >= 0) {
      about = Judge(*rule.schemas(), static_cast<uint32_t>(rule.when_schema()), value);
    }
    const Tri right = Judge(*rule.schemas(), static_cast<uint32_t>(rule.require_schema()), value);
    breaks = Or(breaks, And(about, Not(right)));
  }
  return breaks;
}

// The declarative rules that a resource breaks, by reading their documents; `unsure` those that
// cannot be judged.
Names Broken(const Resource& resource, Names& unsure) {
  Names broken;
  for (const TargetedRule& targeted : Rules().About(resource.type_name)) {
    if (!IsDeclarative(*targeted.rule)) continue;
    const Tri breaks = Breaks(resource, targeted);
    if (breaks == Tri::kYes) broken.insert(targeted.rule->id()->str());
    if (breaks == Tri::kUnknown) unsure.insert(targeted.rule->id()->str());
  }
  return broken;
}

bool Breaks(const Resource& resource, const snapshot::Rule& rule) {
  return std::ranges::any_of(Rules().About(resource.type_name), [&](const TargetedRule& targeted) {
    return targeted.rule == &rule && Breaks(resource, targeted) == Tri::kYes;
  });
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
        const bool wanted = picked || (tally.alone == 0 && Breaks(one, *rule));
        if (wanted) Compare(one, before, rule->id()->str(), tally);
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
