#include "iam/scope.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "iam/arn_template.h"
#include "iam/known_values.h"
#include "snapshot/actions_tables.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

using snapshot::AccessLevel;

bool Has(const snapshot::Action& action, AccessLevel level) {
  return (static_cast<unsigned>(action.level()) & static_cast<unsigned>(level)) != 0;
}

// Small letters and digits only.
std::string Folded(std::string_view name) {
  std::string folded;
  for (const char c : name) {
    if (IsAlnum(c)) folded += Lower(c);
  }
  return folded;
}

bool IsPluralOf(std::string_view plural, std::string_view singular) {
  const std::string one(singular);
  if (plural == one + "s" || plural == one + "es") return true;
  return !one.empty() && one.back() == 'y' && plural == one.substr(0, one.size() - 1) + "ies";
}

void AddUnlessThere(Arn arn, Scoped& scoped) {
  auto& all = scoped.resources;
  if (std::find(all.begin(), all.end(), arn) == all.end()) all.push_back(std::move(arn));
}

Scoped Star(Reason reason) { return {.resources = {StarArn()}, .reason = reason}; }

}  // namespace

Scoper::Scoper(const Operation& operation, const Values& values, const ActionReference& actions,
               const AwsContext& context, Scope scope)
    : operation_(operation),
      values_(values),
      actions_(actions),
      own_(operation, values, actions, context),
      scope_(scope) {}

Scoped Scoper::ResourcesOf(std::string_view name, const snapshot::Action* action) const {
  if (scope_ == Scope::kStar) return Star(Reason::kAsked);
  if (action == nullptr) {
    if (scope_ != Scope::kStrict) return Star(Reason::kUncatalogued);
    return {.resources = {{{.kind = Piece::Kind::kUnsure, .text = "resource"}}},
            .reason = Reason::kUncatalogued};
  }
  if (action->resources() == nullptr || action->resources()->size() == 0) {
    return Star(Reason::kStarOnly);
  }
  const std::string_view prefix = name.substr(0, name.find(':'));
  const bool list_level = Has(*action, AccessLevel::List);
  if (list_level && Enumerates(*action)) return Collection(prefix, *action);
  // That a List-level action is of one resource is recognized by its name only.
  const bool one = !list_level || scope_ == Scope::kStrict || actions_.IsOfOne(name);
  Scoped scoped{.reason = Reason::kOtherType};
  for (const snapshot::ActionResource* resource : *action->resources()) {
    if (!resource->required()) continue;
    const std::string_view type = resource->arn_type()->string_view();
    if (own_.Is(prefix, type)) {
      AddOwn(prefix, type, one, scoped);
    } else if (!AddLinked(prefix, type, scoped)) {
      AddOther(prefix, type, scoped);
    }
  }
  if (scoped.resources.empty()) return Optional(prefix, *action, one);
  for (const snapshot::ActionResource* resource : *action->resources()) {
    if (resource->required()) continue;
    const std::string_view type = resource->arn_type()->string_view();
    if (own_.Is(prefix, type)) {
      AddOwn(prefix, type, one, scoped);
    } else if (!IsPlainlyUnused(prefix, type) && !AddLinked(prefix, type, scoped)) {
      AddOther(prefix, type, scoped);
    }
  }
  return scoped;
}

// An action that reads a whole collection is evaluated on that, so that one ARN would deny it.
Scoped Scoper::Collection(std::string_view prefix, const snapshot::Action& action) const {
  if (scope_ == Scope::kSafe) return Star(Reason::kEnumerates);
  Scoped scoped{.reason = Reason::kEnumerates};
  for (const snapshot::ActionResource* resource : *action.resources()) {
    const std::string_view type = resource->arn_type()->string_view();
    if (!resource->required() && !own_.Is(prefix, type)) continue;
    for (const std::string_view arn : TemplatesOf(prefix, type)) {
      AddUnlessThere(own_.Any(arn), scoped);
    }
  }
  return scoped.resources.empty() ? Star(Reason::kEnumerates) : scoped;
}

// Any one of the resource types may be meant.
Scoped Scoper::Optional(std::string_view prefix, const snapshot::Action& action, bool one) const {
  Scoped scoped;
  for (const snapshot::ActionResource* resource : *action.resources()) {
    const std::string_view type = resource->arn_type()->string_view();
    if (own_.Is(prefix, type)) AddOwn(prefix, type, one, scoped);
  }
  if (!scoped.resources.empty()) return scoped;
  for (const snapshot::ActionResource* resource : *action.resources()) {
    for (const std::string_view arn : TemplatesOf(prefix, resource->arn_type()->string_view())) {
      if (own_.Contains(prefix, arn)) AddUnlessThere(own_.Within(arn), scoped);
    }
  }
  if (!scoped.resources.empty()) {
    scoped.reason = own_.reason();
    return scoped;
  }
  for (const snapshot::ActionResource* resource : *action.resources()) {
    AddLinked(prefix, resource->arn_type()->string_view(), scoped);
  }
  if (!scoped.resources.empty()) return scoped;
  if (scope_ == Scope::kSafe) return Star(Reason::kOptionalOnly);
  // Which one is for the service to say.
  return {.resources = {{{.kind = Piece::Kind::kUnsure, .text = "resource"}}},
          .reason = Reason::kOptionalOnly};
}

bool Scoper::Enumerates(const snapshot::Action& action) const {
  constexpr std::array<std::string_view, 4> kVerbs = {"List", "Describe", "Search", "Get"};
  std::string_view rest = action.name()->string_view();
  for (const std::string_view verb : kVerbs) {
    if (rest.substr(0, verb.size()) != verb) continue;
    rest.remove_prefix(verb.size());
    break;
  }
  const std::string what = Folded(rest);
  const std::string_view type = operation_.type_name;
  if (IsPluralOf(what, Folded(type.substr(std::min(type.size(), type.rfind(':') + 1))))) {
    return true;
  }
  const auto& resources = *action.resources();
  return std::any_of(resources.begin(), resources.end(), [&](const auto* resource) {
    return IsPluralOf(what, Folded(resource->arn_type()->string_view()));
  });
}

void Scoper::AddOwn(std::string_view prefix, std::string_view arn_type, bool one,
                    Scoped& scoped) const {
  for (const std::string_view arn : TemplatesOf(prefix, arn_type)) {
    AddUnlessThere(one ? own_.One(arn) : own_.Any(arn), scoped);
  }
  scoped.reason = own_.reason();
}

void Scoper::AddOther(std::string_view prefix, std::string_view arn_type, Scoped& scoped) const {
  for (const std::string_view arn : TemplatesOf(prefix, arn_type)) {
    const bool within = own_.Contains(prefix, arn);
    AddUnlessThere(within ? own_.Within(arn) : own_.Other(arn), scoped);
  }
}

// The ARNs of that type among the desired properties, if there can be no others: what an update
// leaves alone is not known.
bool Scoper::AddLinked(std::string_view prefix, std::string_view arn_type, Scoped& scoped) const {
  if (operation_.call != Call::kCreate) return false;
  const Texts texts = TextsIn(values_, operation_.desired);
  if (!texts.complete) return false;
  bool found = false;
  for (const std::string_view arn : TemplatesOf(prefix, arn_type)) {
    for (const ValueId text : texts.all) {
      if (values_.Text(text).substr(0, 4) != "arn:") continue;
      if (MatchesTemplate(arn, values_.Text(text)) == Tri::kNo) continue;
      AddUnlessThere(PartOf(values_, text), scoped);
      found = true;
    }
  }
  if (found && scoped.reason == Reason::kOtherType) scoped.reason = Reason::kLinked;
  return found;
}

// Whether none of the properties that name such a resource is set.
bool Scoper::IsPlainlyUnused(std::string_view prefix, std::string_view arn_type) const {
  if (own_.facts() == nullptr || own_.facts()->references() == nullptr) return true;
  bool referenced = false;
  for (const snapshot::Reference* reference : *own_.facts()->references()) {
    referenced |= reference->prefix()->string_view() == prefix &&
                  reference->arn_type()->string_view() == arn_type;
  }
  if (!referenced) return true;
  if (operation_.call != Call::kCreate || operation_.desired == kNoValue) return false;
  if (values_[operation_.desired].open) return false;
  for (const snapshot::Reference* reference : *own_.facts()->references()) {
    const std::string_view pointer = reference->property()->string_view();
    const std::string_view property = pointer.substr(1, pointer.find('/', 1) - 1);
    const bool same = reference->prefix()->string_view() == prefix &&
                      reference->arn_type()->string_view() == arn_type;
    if (same && values_.Find(operation_.desired, property) != kNoValue) return false;
  }
  return true;
}

std::vector<std::string_view> Scoper::TemplatesOf(std::string_view prefix,
                                                  std::string_view arn_type) const {
  std::vector<std::string_view> templates;
  const snapshot::ArnType* type = actions_.FindArnType(prefix, arn_type);
  const bool strict = scope_ == Scope::kStrict && type != nullptr && type->strict() != nullptr &&
                      type->strict()->size() > 0;
  if (strict) {
    templates.push_back(type->strict()->string_view());
  } else if (type != nullptr && type->arns() != nullptr) {
    for (const auto* arn : *type->arns()) templates.push_back(arn->string_view());
  }
  if (templates.empty()) templates.emplace_back("*");
  return templates;
}

}  // namespace stackql::iam
