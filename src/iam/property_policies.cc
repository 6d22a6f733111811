#include "iam/property_policies.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "iam/read_policy.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

// The values at "Policies/*/PolicyDocument" below one.
void Collect(const Values& values, ValueId value, std::string_view path,
             std::vector<ValueId>& found) {
  const std::string_view name = path.substr(0, path.find('/'));
  const std::string_view rest = path.substr(std::min(name.size() + 1, path.size()));
  const auto step = [&](ValueId next) {
    if (rest.empty()) {
      found.push_back(next);
    } else {
      Collect(values, next, rest, found);
    }
  };
  if (name == "*" && values[value].kind == Kind::kArray) {
    for (const ValueId element : values.Elements(value)) step(element);
  } else if (name != "*" && values[value].kind == Kind::kObject) {
    if (const ValueId next = values.Find(value, name); next != kNoValue) step(next);
  }
}

class Checker {
 public:
  Checker(const Values& values, const snapshot::PropertyPolicy& property, PolicyFacts facts,
          Problems& problems)
      : values_(values), property_(property), facts_(std::move(facts)), problems_(problems) {
    const std::string_view kind = property.kind()->string_view();
    facts_.kind = kind == "identity" ? PolicyKind::kIdentity
                  : kind == "trust"  ? PolicyKind::kTrust
                                     : PolicyKind::kResource;
  }

  // `desired`: what has the property.
  void Check(ValueId desired, ValueId object) {
    const ValueId bucket = property_.own() == nullptr || property_.own()->size() == 0
                               ? kNoValue
                               : values_.Find(desired, property_.own()->string_view());
    const PolicyDocument document = ReadPolicyValue(values_, object, problems_);
    CheckDocument(values_, document, facts_, problems_);
    // Who may reach an endpoint may reach its network first.
    const bool endpoint = property_.kind()->string_view() == "endpoint";
    for (const PolicyStatement& statement : document.statements) {
      CheckReferences(values_, statement, problems_);
      CheckTypedFit(values_, statement, facts_.actions, problems_);
      if (property_.service() != nullptr) CheckService(statement);
      if (bucket != kNoValue) CheckOwnBucket(values_, statement, bucket, problems_);
      if (facts_.kind == PolicyKind::kResource && !endpoint) CheckPublic(statement);
    }
  }

 private:
  void CheckService(const PolicyStatement& statement) {
    const std::string_view service = property_.service()->string_view();
    for (const PolicyText& action : statement.actions) {
      const size_t colon = action.text.find(':');
      if (colon == std::string::npos || HasHole(action.text)) continue;
      const std::string prefix = Lower(action.text.substr(0, colon));
      if (prefix == service || HasWildcard(prefix)) continue;
      problems_.push_back({.what = rules::ForeignAction{.action = action.text, .service = service},
                           .where = action.where});
    }
  }

  // An Allow for everyone that nothing restricts.
  void CheckPublic(const PolicyStatement& statement) {
    const ValueId everyone = UnconditionalEveryone(values_, statement);
    if (everyone == kNoValue) return;
    problems_.push_back(
        {.what = rules::PublicPrincipal{.type = property_.type_name()->string_view()},
         .where = values_.Where(everyone)});
  }

  const Values& values_;
  const snapshot::PropertyPolicy& property_;
  PolicyFacts facts_;
  Problems& problems_;
};

// IAM takes no document without statements. An update may write only some of its members, and what
// an empty one of another service means is up to that.
void CheckWhole(const Values& values, const Operation& operation,
                const snapshot::PropertyPolicy& property, ValueId document, Problems& problems) {
  const std::string_view kind = property.kind()->string_view();
  const bool whole = operation.call == Call::kCreate && !values[document].open;
  if (!whole || (kind != "identity" && kind != "trust")) return;
  problems.push_back({.what = rules::PolicyStructure::Missing{.element = "Statement"},
                      .where = values.Where(document)});
}

}  // namespace

void CheckPropertyPolicies(const Values& values, const Operation& operation,
                           const ActionReference& actions,
                           const std::vector<std::string_view>& regions, Problems& problems) {
  if (operation.desired == kNoValue) return;
  for (const snapshot::PropertyPolicy* property : actions.PoliciesOf(operation.type_name)) {
    std::vector<ValueId> documents;
    Collect(values, operation.desired, property->path()->string_view(), documents);
    for (const ValueId document : documents) {
      if (values[document].kind != Kind::kObject) continue;
      if (values.Find(document, "Statement") == kNoValue) {
        CheckWhole(values, operation, *property, document, problems);
        continue;
      }
      Checker(values, *property, {.actions = actions, .regions = regions}, problems)
          .Check(operation.desired, document);
    }
  }
}

}  // namespace stackql::iam
