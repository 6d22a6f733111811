#include "verify/schema_drift.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/ascii.h"
#include "catalog/catalog.h"
#include "catalog/resource_facts.h"
#include "snapshot/snapshot_tables.h"
#include "verify/schema_nodes.h"
#include "verify/schema_words.h"

namespace stackql::verify {
namespace {

using snapshot::Handler;
using snapshot::ResourceType;
using Kind = SchemaChange::Kind;
using Texts = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

// "/A/*/B" as "/A/B": schemas write the step into a list or not.
std::string WithoutItems(std::string_view pointer) {
  std::string steps;
  while (!pointer.empty()) {
    const size_t end = pointer.find('/', 1);
    const std::string_view step = pointer.substr(0, end);
    if (step != "/*") steps += step;
    pointer.remove_prefix(step.size());
  }
  return steps;
}

// Canonical pointers with what the schema writes.
std::map<std::string, std::string> PointersOf(const Texts* list) {
  std::map<std::string, std::string> pointers;
  if (list == nullptr) return pointers;
  for (const auto* pointer : *list) {
    pointers.emplace(WithoutItems(pointer->string_view()), pointer->str());
  }
  return pointers;
}

// Whether the first step names a property of the resource.
bool IsBelowProperty(const ResourceType& type, std::string_view pointer) {
  if (pointer.size() < 2 || type.schemas() == nullptr || type.schemas()->size() == 0) return false;
  const std::string_view name = pointer.substr(1, pointer.find('/', 1) - 1);
  const auto* properties = type.schemas()->Get(0)->properties();
  return properties != nullptr &&
         std::any_of(properties->begin(), properties->end(),
                     [&](const auto* property) { return property->name()->string_view() == name; });
}

// IAM does not tell capital letters from small ones.
struct IgnoringCase {
  bool operator()(const std::string& a, const std::string& b) const {
    return CompareIgnoringCase(a, b) < 0;
  }
};
using Actions = std::set<std::string, IgnoringCase>;

Actions ActionsOf(const Texts* list) {
  Actions actions;
  if (list == nullptr) return actions;
  for (const auto* action : *list) {
    if (action->size() > 0) actions.insert(action->str());
  }
  return actions;
}

class TypeComparison {
 public:
  TypeComparison(const ResourceType& local, const ResourceType& live,
                 std::vector<SchemaChange>& changes)
      : local_(local), live_(live), changes_(changes) {}

  // `told`: new and removed properties, of which nothing more is said.
  void CompareProperties(const std::set<std::string>& told) {
    Compare("readOnly", Kind::kMutability, local_.read_only(), live_.read_only(), told);
    Compare("createOnly", Kind::kMutability, local_.create_only(), live_.create_only(), told);
    Compare("writeOnly", Kind::kMutability, local_.write_only(), live_.write_only(), told);
    Compare("conditionalCreateOnly", Kind::kMutability, local_.conditional_create_only(),
            live_.conditional_create_only(), told);
    if (local_.generated()) return;
    Compare("deprecated", Kind::kDeprecation, local_.deprecated(), live_.deprecated(), told);
  }

  void CompareIdentifier() {
    const auto parts = [](const Texts* list) {
      std::vector<std::string> pointers;
      if (list == nullptr) return pointers;
      for (const auto* pointer : *list) pointers.push_back(pointer->str());
      return pointers;
    };
    const auto joined = [](const std::vector<std::string>& pointers) {
      std::string text;
      for (const std::string& pointer : pointers) {
        text += (text.empty() ? "" : ", ") + Quotable(pointer);
      }
      return text.empty() ? std::string("none") : text;
    };
    const std::vector<std::string> was = parts(local_.primary_identifier());
    const std::vector<std::string> is = parts(live_.primary_identifier());
    if (was == is) return;
    Say(Kind::kMutability, "primaryIdentifier " + joined(is) + ", was " + joined(was));
  }

  void CompareHandlers() {
    const bool known = local_.handlers() != nullptr && local_.handlers()->size() > 0;
    if (!known && local_.generated()) return;
    for (const Handler handler : snapshot::EnumValuesHandler()) {
      const auto* was = catalog::FindHandler(local_, handler);
      const auto* is = catalog::FindHandler(live_, handler);
      std::string name(catalog::HandlerName(handler));
      const Actions needed = ActionsOf(was == nullptr ? nullptr : was->actions());
      const Actions needs = ActionsOf(is == nullptr ? nullptr : is->actions());
      if (was != nullptr && is != nullptr) {
        const std::string change = SetChange(needed, needs);
        if (!change.empty()) Say(Kind::kPermissions, name.append(" ").append(change));
      } else if (was != nullptr) {
        Say(Kind::kRemovedHandler, name);
      } else if (is != nullptr && !(local_.generated() && needs.empty())) {
        Say(Kind::kNewHandler, name);
      }
    }
  }

  void CompareTagging() {
    const snapshot::Tagging* was = local_.tagging();
    const snapshot::Tagging* is = live_.tagging();
    if (was == nullptr || is == nullptr) return;
    if (was->taggable() != is->taggable()) {
      return Say(Kind::kTagging,
                 is->taggable() ? "taggable true, was false" : "taggable false, was true");
    }
    if (was->property() != nullptr && is->property() != nullptr &&
        was->property()->string_view() != is->property()->string_view()) {
      Say(Kind::kTagging, "tagProperty " + Quotable(is->property()->string_view()) + ", was " +
                              Quotable(was->property()->string_view()));
    }
    const std::string change =
        SetChange(ActionsOf(was->permissions()), ActionsOf(is->permissions()));
    if (!change.empty()) Say(Kind::kTagging, "permissions " + change);
  }

 private:
  void Say(Kind kind, std::string detail) { changes_.push_back({kind, {}, std::move(detail)}); }

  static bool IsTold(const std::set<std::string>& told, std::string_view pointer) {
    for (size_t end = pointer.find('/', 1);; end = pointer.find('/', end + 1)) {
      if (told.count(std::string(pointer.substr(0, end))) > 0) return true;
      if (end == std::string_view::npos) return false;
    }
  }

  // Properties that a list of one side names, and the other's does not.
  void Compare(const std::string& keyword, Kind kind, const Texts* local, const Texts* live,
               const std::set<std::string>& told) {
    const auto was = PointersOf(local);
    const auto is = PointersOf(live);
    const auto tell = [&](const auto& some, const auto& others, const std::string& detail) {
      for (const auto& [steps, pointer] : some) {
        if (others.count(steps) > 0 || IsTold(told, steps)) continue;
        if (!IsBelowProperty(local_, steps) || !IsBelowProperty(live_, steps)) continue;
        changes_.push_back({kind, Quotable(pointer), detail});
      }
    };
    tell(is, was, "is " + keyword + " now");
    tell(was, is, "is no longer " + keyword);
  }

  const ResourceType& local_;
  const ResourceType& live_;
  std::vector<SchemaChange>& changes_;
};

}  // namespace

std::vector<SchemaChange> CompareSchemas(const ResourceType& local, const ResourceType& live) {
  std::vector<SchemaChange> changes;
  CompareNodes(local, live, changes);
  std::set<std::string> told;
  for (const SchemaChange& change : changes) {
    const bool whole = change.kind == Kind::kNewProperty || change.kind == Kind::kRemovedProperty;
    if (whole) told.insert(WithoutItems(change.path));
  }
  TypeComparison types(local, live, changes);
  types.CompareProperties(told);
  types.CompareIdentifier();
  types.CompareHandlers();
  types.CompareTagging();
  std::sort(changes.begin(), changes.end(), [](const SchemaChange& a, const SchemaChange& b) {
    return std::tuple(a.path.empty(), std::tie(a.path, a.kind, a.detail)) <
           std::tuple(b.path.empty(), std::tie(b.path, b.kind, b.detail));
  });
  if (changes.size() > kMostSchemaChanges) changes.resize(kMostSchemaChanges);
  return changes;
}

}  // namespace stackql::verify
