#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "iam/action_reference.h"
#include "iam/policy.h"
#include "value/fwd.h"

namespace stackql::iam {

// What documents are judged by.
struct PolicyFacts {
  const ActionReference& actions;
  PolicyKind kind = PolicyKind::kIdentity;
  // Actions, in lowercase letters, that the reference lacks though handlers need them; they are not
  // mistakes.
  std::set<std::string> unlisted = {};
  std::vector<std::string_view> regions = {};  // all there are; empty: not known
};

// What is wrong with a policy by itself, for its kind: all of the following but what references
// and sizes say.
void CheckDocument(const Values& values, const PolicyDocument& document, const PolicyFacts& facts,
                   Problems& problems);

// Elements and versions ("Grammar of the IAM JSON policy language").
void CheckElements(const Values& values, const PolicyDocument& document, PolicyKind kind,
                   Problems& problems);
// ... who the principals of a statement are.
void CheckPrincipals(const PolicyStatement& statement, Problems& problems);
// ... whether those of a trust policy assume roles as its actions say.
void CheckTrustPrincipals(const PolicyStatement& statement, Problems& problems);
// ... whether the services among them are misspelled.
void CheckServices(const PolicyStatement& statement, const ActionReference& actions,
                   Problems& problems);
// The same for the name of one service, which must be known entirely.
void CheckService(const PolicyText& service, const ActionReference& actions, Problems& problems);
// ... the principal of an Allow that is everyone, if no condition restricts it; else null.
const PolicyText* UnconditionalEveryone(const Values& values, const PolicyStatement& statement);
// Actions and resources, by the Service Authorization Reference.
void CheckGrants(const PolicyDocument& document, const PolicyFacts& facts, Problems& problems);
// ... whether a resource can be that of a request; false: it cannot. `of_iam`: IAM itself reads it,
// and refuses some that are not.
bool CheckResource(const PolicyText& resource, const std::vector<std::string_view>& regions,
                   bool of_iam, Problems& problems);
// ... whether the actions of a statement apply to any of its resources.
void CheckFit(const PolicyStatement& statement, const ActionReference& actions, Problems& problems);
// ... whether they apply to the resources whose ARNs are exports of the stack, if all are.
void CheckTypedFit(const Values& values, const PolicyStatement& statement,
                   const ActionReference& actions, Problems& problems);
// ... whether what a statement's resources and principals read of other resources is what they
// need: `wrong-reference`.
void CheckReferences(const Values& values, const PolicyStatement& statement, Problems& problems);
// Resources of a bucket's policy that are certainly of another bucket than `bucket`, its name.
void CheckOwnBucket(const Values& values, const PolicyStatement& statement, ValueId bucket,
                    Problems& problems);
// Operators, keys and values of conditions, and variables.
void CheckConditions(const PolicyDocument& document, const ActionReference& actions,
                     Problems& problems);

// What an identity's policy allows on every resource that gives it permissions that it does not
// have, or data.
void CheckRisks(const PolicyDocument& document, const ActionReference& actions, Problems& problems);

// Statements that another one makes superfluous.
void CheckRedundancy(const PolicyDocument& document, Problems& problems);

// Documents that are larger than policies of the kind may be ("IAM and AWS STS quotas", "Quotas for
// AWS Organizations"), written without white space.
// `inline_limit`, if not 0, is that of an identity's inline policies.
void CheckSize(const Values& values, const PolicyDocument& document, PolicyKind kind,
               size_t inline_limit, Problems& problems);

}  // namespace stackql::iam
