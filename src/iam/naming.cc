#include "iam/naming.h"

#include <algorithm>
#include <map>

#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

constexpr int kDeepest = 100;

using Placeholders = std::map<std::string_view, std::string_view>;  // by property

class Walk {
 public:
  Walk(const Values& values, const Placeholders& names, Naming& naming)
      : values_(values), names_(names), naming_(naming) {}

  // `placeholder`: of the property that names it; null: none does.
  void Look(ValueId id, int depth, const std::string_view* placeholder) {
    const Value& node = values_[id];
    if (depth > kDeepest || node.open) naming_.open = true;
    if (depth > kDeepest) return;
    switch (node.kind) {
      case Kind::kUnknown:
        naming_.open = true;
        if (placeholder != nullptr) naming_.texts.push_back({id, *placeholder});
        return;
      case Kind::kString:
        if (placeholder != nullptr) naming_.texts.push_back({id, *placeholder});
        return;
      case Kind::kArray:
        for (const ValueId each : values_.Elements(id)) Look(each, depth + 1, placeholder);
        return;
      case Kind::kObject:
        for (const Member& member : values_.Members(id)) {
          // A name with a hole may be this one.
          if (!values_.Known(member.key)) naming_.open = true;
          const auto name = names_.find(values_.Text(member.key));
          Look(member.value, depth + 1, name == names_.end() ? placeholder : &name->second);
        }
        return;
      default:
        return;
    }
  }

 private:
  const Values& values_;
  const Placeholders& names_;
  Naming& naming_;
};

// Whether a property is set that may stand for any other: a launch template.
bool HasSupplier(const Operation& operation, const Values& values, const snapshot::TypeArn& facts) {
  if (facts.suppliers() == nullptr) return false;
  return std::any_of(facts.suppliers()->begin(), facts.suppliers()->end(), [&](const auto* name) {
    return values.Find(operation.desired, name->string_view()) != kNoValue;
  });
}

}  // namespace

Naming NamingOf(const Operation& operation, const Values& values, const snapshot::TypeArn* facts,
                std::string_view prefix, std::string_view arn_type) {
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
  // An update does not say what it leaves unchanged.
  if (operation.call != Call::kCreate || operation.desired == kNoValue) {
    naming.open = true;
    return naming;
  }
  Walk(values, names, naming).Look(operation.desired, 0, nullptr);
  naming.open = naming.open || HasSupplier(operation, values, *facts);
  return naming;
}

}  // namespace stackql::iam
