#include "iam/naming.h"

#include <algorithm>
#include <map>

#include "iam/known_values.h"
#include "operation/properties.h"
#include "snapshot/actions_tables.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::iam {
namespace {

constexpr int kDeepest = 100;

using Placeholders = std::map<std::string_view, std::string_view>;  // by property

// Whether a property of a type holds a text, a number or a truth value, and so no other properties.
bool IsScalar(const snapshot::ResourceType& type, std::string_view name) {
  using snapshot::Type;
  if (type.schemas() == nullptr || type.schemas()->size() == 0) return false;
  const snapshot::Property* property = FindProperty(type, name);
  if (property == nullptr) return false;
  const Type types = type.schemas()->Get(property->schema())->types();
  return types != Type::NONE && (types & (Type::Array | Type::Object)) == Type::NONE;
}

class Walk {
 public:
  Walk(const Values& values, const snapshot::ResourceType* type, const Placeholders& names,
       const Skips& free, const HoleTexts& known, Naming& naming)
      : values_(values), type_(type), names_(names), free_(free), known_(known), naming_(naming) {}

  // `placeholder`: of the property that names it; null: none does.
  void Look(ValueId id, int depth, const std::string_view* placeholder) {
    const Value& node = values_[id];
    if (depth > kDeepest || node.open) naming_.open = true;
    if (depth > kDeepest) return;
    switch (node.kind) {
      case Kind::kUnknown:
        if (KnownBegin(PartOf(values_, id, known_)).empty()) naming_.open = true;
        Add(id, placeholder);
        return;
      case Kind::kString:
        Add(id, placeholder);
        return;
      case Kind::kArray:
        for (const ValueId each : values_.Elements(id)) Look(each, depth + 1, placeholder);
        return;
      case Kind::kObject:
        return LookAtMembers(id, depth, placeholder);
      default:
        return;
    }
  }

  void LookAtMembers(ValueId object, int depth, const std::string_view* placeholder) {
    for (const Member& member : values_.Members(object)) {
      // A name with a hole may be this one.
      if (!values_.Known(member.key)) naming_.open = true;
      const std::string_view key = values_.Text(member.key);
      const auto name = names_.find(key);
      const bool open = naming_.open;
      Look(member.value, depth + 1, name == names_.end() ? placeholder : &name->second);
      const bool names_nothing =
          free_(key) || (depth == 0 && type_ != nullptr && IsScalar(*type_, key));
      if (name == names_.end() && names_nothing) naming_.open = open;
    }
  }

 private:
  void Add(ValueId id, const std::string_view* placeholder) {
    if (placeholder == nullptr) return;
    naming_.texts.push_back({PartOf(values_, id, known_), id, *placeholder});
  }

  const Values& values_;
  const snapshot::ResourceType* type_;
  const Placeholders& names_;
  const Skips& free_;
  const HoleTexts& known_;
  Naming& naming_;
};

// Whether a property is set that may stand for any other: a launch template.
bool HasSupplier(const Operation& operation, const Values& values, const snapshot::TypeArn& facts) {
  if (facts.suppliers() == nullptr) return false;
  return std::any_of(facts.suppliers()->begin(), facts.suppliers()->end(), [&](const auto* name) {
    return values.Find(operation.desired, name->string_view()) != kNoValue;
  });
}

// The identifier of an existing resource names its parents: "rtb-1|0.0.0.0/0" of a route.
void LookAtIdentifier(const Operation& operation, const Values& values, const Placeholders& names,
                      const HoleTexts& known, Naming& naming) {
  naming.open = true;  // nothing else of it is known
  if (operation.identifier == kNoValue || operation.type == nullptr ||
      operation.type->primary_identifier() == nullptr) {
    return;
  }
  const auto& properties = *operation.type->primary_identifier();
  const std::vector<Arn> parts = PartsOfIdentifier(PartOf(values, operation.identifier, known));
  if (parts.size() != properties.size()) return;
  size_t found = 0;
  for (uint32_t i = 0; i < properties.size(); ++i) {
    const auto name = names.find(properties.Get(i)->string_view().substr(1));
    if (name == names.end()) continue;
    naming.texts.push_back({parts[i], kNoValue, name->second});
    ++found;
  }
  naming.open = found < names.size();
}

}  // namespace

Naming NamingOf(const Operation& operation, const Values& values, const snapshot::TypeArn* facts,
                std::string_view prefix, std::string_view arn_type, const Skips& free,
                const HoleTexts& known, std::span<const Operation* const> creations) {
  Naming naming;
  if (facts == nullptr || facts->references() == nullptr) return {};
  Placeholders names;
  for (const snapshot::Reference* reference : *facts->references()) {
    if (reference->prefix()->string_view() != prefix ||
        reference->arn_type()->string_view() != arn_type) {
      continue;
    }
    names[reference->property()->string_view()] =
        flatbuffers::GetStringView(reference->placeholder());
  }
  naming.known = !names.empty();
  if (!naming.known) return naming;
  const bool creates = operation.call == Call::kCreate && operation.desired != kNoValue;
  if (!creates) LookAtIdentifier(operation, values, names, known, naming);
  Walk walk(values, operation.type, names, free, known, naming);
  const auto look = [&](const Operation& creation) {
    if (creation.desired == kNoValue) {
      naming.open = true;
      return;
    }
    walk.Look(creation.desired, 0, nullptr);
    naming.open = naming.open || HasSupplier(creation, values, *facts);
  };
  const bool as_created = operation.call == Call::kUpdate && operation.whole_patch &&
                          operation.desired != kNoValue && !creations.empty();
  if (creates) look(operation);
  if (!as_created || !naming.open) return naming;
  naming.open = false;
  for (const Operation* creation : creations) look(*creation);
  walk.LookAtMembers(operation.desired, 0, nullptr);
  return naming;
}

}  // namespace stackql::iam
