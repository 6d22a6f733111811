#include "lint/state_machine_checks.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "diag/suggest.h"
#include "lint/compare_values.h"
#include "lint/lookup.h"
#include "operation/properties.h"
#include "rules/resource.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::string_view kPlaceholder = "${";  // of DefinitionSubstitutions
// What a task calls.
constexpr std::string_view kResource = "^arn:[^:]+:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12})?:.+$";
// What leads to another state, below a state.
constexpr std::array<std::string_view, 4> kTransitions = {"/Next", "/Default", "/Catch/*/Next",
                                                          "/Choices/*/Next"};
// State machines within a state.
constexpr std::array<std::string_view, 3> kMachines = {"/Branches/*", "/Iterator",
                                                       "/ItemProcessor"};
// The types of states that either lead to another one or end.
constexpr std::array<std::string_view, 5> kLeading = {"Pass", "Task", "Wait", "Parallel", "Map"};

class Machines {
 public:
  Machines(const Values& values, Problems& problems) : values_(values), problems_(problems) {}

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than the JSON text
  void Check(ValueId machine) {
    const auto states = SureMember(values_, machine, "States");
    if (!states || values_[states->value].kind != Kind::kObject) return;
    std::vector<std::string_view> names;
    bool sure = !values_[states->value].open && !values_[states->value].untrusted;
    for (const Member& member : values_.Members(states->value)) {
      const std::string_view name = values_.Text(member.key);
      sure = sure && values_.Known(member.key) && name.find(kPlaceholder) == std::string_view::npos;
      names.push_back(name);
    }
    std::ranges::sort(names);
    if (const auto start = SureMember(values_, machine, "StartAt"); start && sure) {
      CheckName(start->value, names);
    }
    if (sure) CheckReached(machine, states->value, names);
    for (const Member& state : values_.Members(states->value)) {
      if (sure) CheckTransitions(state, names);
      CheckEnd(state);
      CheckResource(state.value);
      for (const std::string_view pointer : kMachines) {
        for (const Found& inner : FindAll(values_, state.value, pointer)) Check(inner.member.value);
      }
    }
  }

 private:
  void CheckTransitions(const Member& state, const std::vector<std::string_view>& names) {
    for (const std::string_view pointer : kTransitions) {
      for (const Found& found : FindAll(values_, state.value, pointer)) {
        CheckName(found.member.value, names);
      }
    }
  }

  void CheckName(ValueId value, const std::vector<std::string_view>& names) {
    if (values_[value].kind != Kind::kString || !values_.Known(value)) return;
    const std::string_view name = values_.Text(value);
    const bool known = std::ranges::binary_search(names, name);
    if (known || name.find(kPlaceholder) != std::string_view::npos) return;
    problems_.push_back({.what = rules::UnknownState{.name = Show(values_, value)},
                         .where = values_.Where(value),
                         .help = DidYouMean(Suggest(name, names))});
  }

  // Each state but the first is led to by another one. Where a name is misspelled, it may be meant.
  void CheckReached(ValueId machine, ValueId states, const std::vector<std::string_view>& names) {
    std::vector<std::string_view> reached;
    const auto add = [&](ValueId from, std::string_view pointer, std::string_view own) {
      if (CountAll(values_, from, pointer) == std::nullopt) return false;
      for (const Found& found : FindAll(values_, from, pointer)) {
        const ValueId value = found.member.value;
        const std::string_view name = values_.Text(value);
        if (!values_.Known(value) || name.find(kPlaceholder) != std::string_view::npos)
          return false;
        if (!std::ranges::binary_search(names, name)) return false;
        if (name != own) reached.push_back(name);
      }
      return true;
    };
    if (!SureMember(values_, machine, "StartAt") || !add(machine, "/StartAt", {})) return;
    for (const Member& state : values_.Members(states)) {
      for (const std::string_view pointer : kTransitions) {
        if (!add(state.value, pointer, values_.Text(state.key))) return;
      }
    }
    std::ranges::sort(reached);
    for (const Member& state : values_.Members(states)) {
      if (std::ranges::binary_search(reached, values_.Text(state.key))) continue;
      problems_.push_back({.what = rules::UnknownState::Unreached{.name = Show(values_, state.key)},
                           .where = values_.Where(state.key)});
    }
  }

  void CheckEnd(const Member& state) {
    const Value& object = values_[state.value];
    if (object.kind != Kind::kObject || object.open || object.untrusted) return;
    const auto type = SureMember(values_, state.value, "Type");
    if (!type || std::ranges::find(kLeading, values_.Text(type->value)) == kLeading.end()) return;
    for (const Member& member : values_.Members(state.value)) {
      const std::string_view name = values_.Text(member.key);
      if (!values_.Known(member.key) || name == "Next" || name == "End") return;
    }
    problems_.push_back({.what = rules::UnknownState::NoNext{.name = Show(values_, state.key),
                                                             .type = Show(values_, type->value)},
                         .where = values_.Where(state.key)});
  }

  void CheckResource(ValueId state) {
    const auto resource = SureMember(values_, state, "Resource");
    if (!resource || values_[resource->value].kind != Kind::kString) return;
    const bool placed = values_.Text(resource->value).find(kPlaceholder) != std::string_view::npos;
    if (placed || MatchText(values_, values_[resource->value].text, kResource) != Tri::kNo) return;
    problems_.push_back({.what = rules::TaskResource{.value = Show(values_, resource->value)},
                         .where = values_.Where(resource->value)});
  }

  const Values& values_;
  Problems& problems_;
};

}  // namespace

void CheckStateMachine(const Values& values, const Operation& operation, Problems& problems) {
  if (operation.type_name != rules::UnknownState::kType) return;
  for (const std::string_view name : {"Definition", "DefinitionString"}) {
    const auto definition = SureMember(values, operation.desired, name);
    if (definition) {
      Machines(values, problems).Check(JsonContentOf(operation, definition->value));
    }
  }
}

}  // namespace stackql
