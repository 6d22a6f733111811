#include "verify/plan.h"

#include <map>
#include <utility>

#include "catalog/catalog.h"
#include "value/value.h"

namespace stackql::verify {
namespace {

std::vector<UsedType> UsedTypes(const std::vector<Operation>& operations, const Values& values) {
  std::map<TypeQuestion, UsedType> used;
  for (const Operation& operation : operations) {
    const auto region = KnownText(values, operation.region);
    if (operation.type == nullptr || !region || region->empty()) continue;
    const TypeQuestion question = {operation.type_name, *region};
    used.emplace(question, UsedType{question, operation.type, operation.where});
  }
  std::vector<UsedType> types;
  types.reserve(used.size());
  for (auto& [question, type] : used) types.push_back(std::move(type));
  return types;
}

bool IsWanted(const Subject& subject, const Checks& checks) {
  const bool created = subject.desired != kNoValue;
  return (checks.count(Check::kExists) > 0 && !subject.named.empty()) ||
         (checks.count(Check::kCollisions) > 0 && created && !subject.guarded) ||
         (checks.count(Check::kDrift) > 0 && created);
}

}  // namespace

Plan MakePlan(const std::vector<Operation>& operations, const Values& values,
              const catalog::Catalog& catalog, const AwsContext& context, const Checks& checks) {
  Plan plan;
  plan.subjects = SubjectsOf(operations, values, context);
  std::erase_if(plan.subjects.known,
                [&](const Subject& subject) { return !IsWanted(subject, checks); });
  if (checks.count(Check::kReferences) > 0) {
    plan.references = ReferencesIn(operations, values, catalog, context);
  }
  if (checks.count(Check::kSchemas) > 0) plan.types = UsedTypes(operations, values);
  if (checks.count(Check::kPermissions) > 0) {
    plan.permissions = PermissionsFor(operations, values, context);
  }
  return plan;
}

void AddQuestions(const Plan& plan, Questions& questions) {
  for (const Subject& subject : plan.subjects.known) questions.resources.insert(subject.question);
  for (const Reference& reference : plan.references) {
    questions.resources.insert(reference.any_of.begin(), reference.any_of.end());
  }
  for (const UsedType& type : plan.types) questions.types.insert(type.question);
  for (const Permission& permission : plan.permissions) {
    questions.permissions.insert(permission.question);
  }
}

}  // namespace stackql::verify
