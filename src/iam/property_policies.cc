#include "iam/property_policies.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "iam/pack_policy.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "iam/property_condition.h"
#include "iam/read_policy.h"
#include "json/json.h"
#include "lang/globs.h"
#include "operation/properties.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

PolicyKind KindOf(std::string_view kind) {
  return kind == "identity"           ? PolicyKind::kIdentity
         : kind == "trust"            ? PolicyKind::kTrust
         : kind == "control"          ? PolicyKind::kControl
         : kind == "resource-control" ? PolicyKind::kResourceControl
                                      : PolicyKind::kResource;
}

bool IsEmpty(const flatbuffers::String* text) { return text == nullptr || text->size() == 0; }

class Checker {
 public:
  Checker(const Values& values, const snapshot::PropertyPolicy& property, PolicyFacts facts,
          Problems& problems)
      : values_(values), property_(property), facts_(std::move(facts)), problems_(problems) {
    facts_.kind = KindOf(property.kind()->string_view());
    if (property.unlisted() == nullptr) return;
    for (const auto* action : *property.unlisted()) facts_.unlisted.insert(action->str());
  }

  // An action, a principal or an ARN by itself.
  void CheckPart(ValueId part) {
    if (values_[part].kind != Kind::kString || !values_.Known(part)) return;
    const PolicyText text = {std::string(values_.Text(part)), values_.Where(part)};
    if (property_.kind()->string_view() == "principal") {
      const bool service =
          text.text != "*" && text.text.find(':') == std::string::npos && !All(text.text, IsDigit);
      if (service) iam::CheckService(text, facts_.actions, problems_);
      return;
    }
    if (property_.kind()->string_view() == "arn") {
      if (text.text.starts_with("arn:")) CheckResource(text, facts_.regions, false, problems_);
      return;
    }
    PolicyDocument document;
    document.statements.push_back({.where = text.where, .actions = {text}});
    CheckGrants(document, facts_, problems_);
  }

  // `operation`: what writes the property.
  void Check(const Operation& operation, ValueId object) {
    const ValueId bucket = OwnBucket(operation);
    const PolicyDocument document = ReadPolicyValue(values_, object, problems_);
    CheckDocument(values_, document, facts_, problems_);
    // Who may reach an endpoint may reach its network first.
    const bool endpoint = property_.kind()->string_view() == "endpoint";
    for (const PolicyStatement& statement : document.statements) {
      CheckReferences(values_, statement, problems_);
      CheckTypedFit(values_, statement, facts_.actions, problems_);
      CheckServices(statement);
      if (LacksResource(statement)) ReportResource(statement);
      if (bucket != kNoValue) CheckOwnBucket(values_, statement, bucket, problems_);
      if (facts_.kind == PolicyKind::kResource && !endpoint) CheckPublic(statement);
    }
    if (!IsEmpty(property_.manager())) CheckManager(operation.desired, document);
  }

 private:
  // The bucket that the policy is of; a patch names it by its identifier.
  ValueId OwnBucket(const Operation& operation) const {
    if (IsEmpty(property_.own())) return kNoValue;
    const std::string_view own = property_.own()->string_view();
    const ValueId given = values_.Find(operation.desired, own);
    const auto* identifier =
        operation.type == nullptr ? nullptr : operation.type->primary_identifier();
    const bool identified = operation.call == Call::kUpdate && identifier != nullptr &&
                            identifier->size() == 1 &&
                            identifier->Get(0)->string_view().substr(1) == own;
    return given == kNoValue && identified ? operation.identifier : given;
  }

  bool LacksResource(const PolicyStatement& statement) const {
    return !IsEmpty(property_.resource()) && statement.complete &&
           values_.Find(statement.value, "Resource") == kNoValue &&
           values_.Find(statement.value, "NotResource") == kNoValue;
  }

  void ReportResource(const PolicyStatement& statement) {
    const bool required = property_.resource()->string_view() == "required";
    problems_.push_back({.what = required
                                     ? Message(rules::PolicyElement::Missing{.element = "Resource"})
                                     : rules::IneffectiveStatement{.element = "Resource"},
                         .where = statement.where});
  }

  // AWS refuses a policy that nobody could change.
  void CheckManager(ValueId desired, const PolicyDocument& document) {
    const bool given = !IsEmpty(property_.unless()) &&
                       values_.Find(desired, property_.unless()->string_view()) != kNoValue;
    if (given || !IsComplete(document) || values_[document.value].open) return;
    const std::string_view action = property_.manager()->string_view();
    const auto may = [&](const PolicyText& text) {
      return IsOpen(text) || lang::Matches(lang::ParseGlob(Lower(text.text)), Lower(action));
    };
    for (const PolicyStatement& statement : document.statements) {
      if (statement.effect == Effect::kDeny || LacksResource(statement)) continue;
      if (statement.not_action || std::ranges::any_of(statement.actions, may)) return;
    }
    problems_.push_back({.what = rules::KeyPolicyLockout{.action = action},
                         .where = document.where,
                         .help = "Allow it to the account: 'arn:aws:iam::ACCOUNT:root'."});
  }

  void CheckServices(const PolicyStatement& statement) {
    for (const PolicyText& action : statement.actions) {
      const size_t colon = action.text.find(':');
      if (colon == std::string::npos || HasHole(action.text)) continue;
      const std::string prefix = Lower(action.text.substr(0, colon));
      if (!HasWildcard(prefix)) CheckService(action, prefix);
    }
  }

  void CheckService(const PolicyText& action, std::string_view prefix) {
    if (!IsEmpty(property_.service())) {
      const std::string_view service = property_.service()->string_view();
      if (prefix == service) return;
      problems_.push_back({.what = rules::ForeignAction{.action = action.text, .service = service},
                           .where = action.where});
      return;
    }
    const auto* services = property_.services();
    if (services == nullptr || services->size() == 0) return;
    const auto is_it = [&](const auto* service) { return service->string_view() == prefix; };
    if (std::ranges::any_of(*services, is_it)) return;
    problems_.push_back({.what = rules::IneffectiveAction{.action = action.text,
                                                          .service = (*services)[0]->string_view()},
                         .where = action.where});
  }

  // An Allow for everyone that nothing restricts.
  void CheckPublic(const PolicyStatement& statement) {
    const PolicyText* everyone = UnconditionalEveryone(values_, statement);
    if (everyone == nullptr) return;
    problems_.push_back(
        {.what = rules::PublicPrincipal{.type = property_.type_name()->string_view()},
         .where = everyone->where});
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

// All documents at the path of a property together are larger than they may be.
void CheckSizes(const Values& values, const snapshot::PropertyPolicy& property,
                const std::vector<ValueId>& documents, Problems& problems) {
  if (IsEmpty(property.size()) || documents.empty()) return;
  const std::string_view name = property.size()->string_view();
  const size_t limit = std::ranges::find(kSizeLimits, name, &SizeLimit::name)->limit;
  size_t size = 0;
  for (const ValueId document : documents) size += json::PlainSize(values, document);
  if (size <= limit) return;
  Problem problem = {.what = rules::PolicySize{.limit = limit, .size = size},
                     .where = values.Where(documents.front()),
                     .help = "Split it."};
  if (limit != kManagedPolicySize) {
    problem.what = rules::PolicySize::Inline{.limit = limit, .size = size};
    problem.help = "Make some of them managed policies.";
  }
  problems.push_back(std::move(problem));
}

// Whether the property certainly holds such a policy.
bool IsMeant(const Values& values, ValueId desired, const snapshot::PropertyPolicy& property) {
  if (IsEmpty(property.when_property())) return true;
  const ValueId value = values.Find(desired, property.when_property()->string_view());
  return value != kNoValue && values.Known(value) &&
         values.Text(value) == property.when_value()->string_view();
}

}  // namespace

void CheckPropertyPolicies(const Values& values, const Operation& operation,
                           const ActionReference& actions,
                           const std::vector<std::string_view>& regions, Problems& problems) {
  if (operation.desired == kNoValue) return;
  for (const snapshot::PropertyPolicy* property : actions.PoliciesOf(operation.type_name)) {
    if (!IsMeant(values, operation.desired, *property)) continue;
    std::vector<ValueId> documents =
        ValuesAt(values, operation.desired, property->path()->string_view()).values;
    const PolicyFacts facts = {.actions = actions, .regions = regions};
    const std::string_view kind = property->kind()->string_view();
    for (ValueId& document : documents) document = JsonContentOf(operation, document);
    CheckSizes(values, *property, documents, problems);
    for (const ValueId document : documents) {
      if (kind == "action" || kind == "principal" || kind == "arn") {
        Checker(values, *property, facts, problems).CheckPart(document);
        continue;
      }
      if (values[document].kind != Kind::kObject) continue;
      if (values.Find(document, "Statement") == kNoValue) {
        CheckWhole(values, operation, *property, document, problems);
        continue;
      }
      Checker(values, *property, facts, problems).Check(operation, document);
    }
  }
}

}  // namespace stackql::iam
