// Every resource type of StackQL's awscc provider and every call on it: the generated policy allows
// just what the call needs, by the checker's own decision, and each grant that is taken away is
// missed. The documents are found as in sweep_catalog_test.cc; STACKQL_LINT_SWEEP=full takes all
// services, not every n-th.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <set>

#include "base/ascii.h"
#include "catalog/locate.h"
#include "catalog/provider.h"
#include "iam/coverage.h"
#include "iam/grants_of.h"
#include "iam/group_grants.h"
#include "iam/policy_json.h"
#include "iam/policy_pattern.h"
#include "iam/read_policy.h"
#include "run/permissions.h"
#include "snapshot/snapshot_tables.h"
#include "support/action_facts.h"
#include "support/sample.h"
#include "support/shared_data.h"
#include "value/value.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;
using iam::Need;
using iam::Outcome;
using testing_support::Actions;

constexpr size_t kSlice = 12;

std::vector<iam::OperationNeeds> OperationsOn(const std::string& type,
                                              const catalog::Catalog& catalog, iam::Scope scope,
                                              const iam::AwsContext& context) {
  StackPermissions permissions;
  FindTypePermissions({type}, {.context = context, .scope = scope}, catalog, Actions(),
                      permissions);
  return std::move(permissions.operations);
}

iam::GrantDocument PolicyFor(const iam::OperationNeeds& operation) {
  return iam::Group(iam::GrantsOf(operation.needs.known, Actions(), {}));
}

// Decides needs by a policy, as it is written to a file and read again.
class Decider {
 public:
  explicit Decider(const iam::GrantDocument& document) {
    Problems problems;
    const TextId file = sources_.AddFile("policy.json", iam::MinifiedPolicy(document));
    documents_ = iam::ReadPolicies(values_, file, problems);
    EXPECT_TRUE(problems.empty());
    iam::PolicyLayer layer;
    for (const iam::PolicyDocument& each : documents_) layer.documents.push_back(&each);
    coverage_ = std::make_unique<iam::Coverage>(std::vector<iam::PolicyLayer>{layer},
                                                [](std::string_view) { return iam::KeyValues{}; });
  }

  // The actions of which some need is not allowed.
  std::set<std::string> Lacking(const std::vector<Need>& needs) const {
    std::set<std::string> lacking;
    for (const Need& need : needs) {
      const auto context = [&](std::string_view key) -> iam::KeyValues {
        if (!need.for_service.empty() && key == Lower(iam::ServiceKeyOf(need.action)))
          return {true, {need.for_service}};
        return {};
      };
      for (const iam::Arn& arn : need.resources) {
        if (coverage_->Decide(need.action, arn, context).outcome != Outcome::kAllowed) {
          lacking.insert(need.action);
        }
      }
    }
    return lacking;
  }

 private:
  Sources sources_;
  Values values_{sources_};
  std::vector<iam::PolicyDocument> documents_;
  std::unique_ptr<iam::Coverage> coverage_;
};

class PermissionSweep : public testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = testing_support::ProviderDocuments();
    if (folder.empty()) GTEST_SKIP() << "no documents of the provider; see STACKQL_LINT_AWSCC";
    auto found = catalog::ProviderIn(folder);
    ASSERT_TRUE(found);
    auto provider =
        std::make_shared<const catalog::Provider>(std::move(*found), catalog::Cache(std::string()));
    catalog_ = std::make_unique<catalog::Catalog>(testing_support::Builtin(),
                                                  std::vector<snapshot::Snapshot>(), provider);
    size_t number = 0;
    for (const std::string_view service : catalog_->ServiceNames()) {
      if (!testing_support::SweepsAll() && number++ % kSlice != 0) continue;
      const snapshot::Service* documents = provider->Find(service);
      if (documents == nullptr || documents->types() == nullptr) continue;
      for (const auto* type : *documents->types()) types_.push_back(type->type_name()->str());
    }
  }

  const iam::AwsContext unknown_ = {};
  const iam::AwsContext known_ = {.account = "111122223333", .region = "eu-west-1"};
  std::unique_ptr<catalog::Catalog> catalog_;
  std::vector<std::string> types_;
};

TEST_F(PermissionSweep, GeneratedPoliciesCoverWhatIsNeeded) {
  size_t calls = 0;
  for (const std::string& type : types_) {
    for (const iam::Scope scope : {iam::Scope::kSafe, iam::Scope::kStrict, iam::Scope::kStar}) {
      const auto granted = OperationsOn(type, *catalog_, scope, unknown_);
      const auto needed = OperationsOn(type, *catalog_, iam::Scope::kStrict, unknown_);
      ASSERT_EQ(granted.size(), needed.size());
      for (size_t i = 0; i < granted.size(); ++i) {
        if (!granted[i].needs.unresolved.empty()) continue;
        ++calls;
        const Decider decider(PolicyFor(granted[i]));
        EXPECT_EQ(decider.Lacking(granted[i].needs.known), std::set<std::string>()) << type;
        EXPECT_EQ(decider.Lacking(needed[i].needs.known), std::set<std::string>()) << type;
      }
    }
  }
  std::cout << types_.size() << " types, " << calls << " policies\n";
  EXPECT_GT(calls, types_.size());
}

// What is known narrows: each ARN is one of those that are granted when nothing is.
TEST_F(PermissionSweep, KnownPlacesNarrowOnly) {
  for (const std::string& type : types_) {
    const auto wide = OperationsOn(type, *catalog_, iam::Scope::kSafe, unknown_);
    const auto narrow = OperationsOn(type, *catalog_, iam::Scope::kSafe, known_);
    for (size_t i = 0; i < wide.size(); ++i) {
      std::map<std::string, std::vector<std::string>> patterns;
      for (const iam::Grant& grant : iam::GrantsOf(wide[i].needs.known, Actions(), {})) {
        patterns[grant.action].push_back(grant.resource);
      }
      for (const iam::Grant& grant : iam::GrantsOf(narrow[i].needs.known, Actions(), {})) {
        const auto& all = patterns[grant.action];
        EXPECT_TRUE(std::any_of(all.begin(), all.end(),
                                [&](const std::string& pattern) {
                                  return iam::PatternCovers(pattern, grant.resource);
                                }))
            << type << " " << grant.action << " " << grant.resource;
      }
    }
  }
}

// What is left of grants without those of an action, on one resource or (empty) on all; nothing if
// the others cover them, by a wildcard of the handler's list say.
std::vector<iam::Grant> Without(const std::string& action, const std::string& resource,
                                const std::vector<iam::Grant>& grants) {
  std::vector<iam::Grant> rest;
  for (const iam::Grant& grant : grants) {
    if (grant.action == action && (resource.empty() || grant.resource == resource)) continue;
    const bool covers = iam::PatternCovers(grant.action, action) &&
                        (resource.empty() || iam::PatternCovers(grant.resource, resource));
    if (covers) return {};
    rest.push_back(grant);
  }
  return rest;
}

// Without one of its actions, or without one on one resource, just the needs of that are lacking.
TEST_F(PermissionSweep, EachGrantThatIsTakenAwayIsMissed) {
  size_t mutants = 0;
  for (const std::string& type : types_) {
    for (const iam::OperationNeeds& call :
         OperationsOn(type, *catalog_, iam::Scope::kStrict, known_)) {
      const std::vector<iam::Grant> grants = iam::GrantsOf(call.needs.known, Actions(), {});
      std::set<std::pair<std::string, std::string>> victims;
      for (const iam::Grant& grant : grants) {
        victims.insert({grant.action, ""});
        victims.insert({grant.action, grant.resource});
      }
      for (const auto& [action, resource] : victims) {
        const std::vector<iam::Grant> rest = Without(action, resource, grants);
        if (rest.empty()) continue;
        ++mutants;
        EXPECT_EQ(Decider(iam::Group(rest)).Lacking(call.needs.known),
                  std::set<std::string>{action})
            << type << " " << Name(call.operation.call) << " " << resource;
      }
    }
  }
  std::cout << mutants << " mutants\n";
  EXPECT_GT(mutants, types_.size());
}

// What the entries of all handlers' lists are (measured once by another program over the same
// documents, with the same release of the facts).
TEST_F(PermissionSweep, EntriesAreWhatTheyWereMeasuredToBe) {
  if (!testing_support::SweepsAll())
    GTEST_SKIP() << "counts are of all services; see STACKQL_LINT_SWEEP";
  std::set<std::string> exact;
  std::set<std::string> other_case;
  std::set<std::string> unlisted;
  std::set<std::string> unknown_service;
  std::set<std::string> wildcards;
  size_t occurrences = 0;
  for (const std::string& name : types_) {
    const snapshot::ResourceType* type = catalog_->FindType(name);
    if (type->handlers() == nullptr) continue;
    for (const auto* handler : *type->handlers()) {
      if (handler->actions() == nullptr) continue;
      for (const auto* entry : *handler->actions()) {
        const std::string text = entry->str();
        ++occurrences;
        const snapshot::Action* listed = Actions().FindAction(text);
        if (text.find('*') != std::string::npos) {
          wildcards.insert(text);
        } else if (listed != nullptr) {
          (iam::CanonicalName(text, listed) == text ? exact : other_case).insert(text);
        } else {
          const bool known = Actions().FindService(text.substr(0, text.find(':'))) != nullptr;
          (known ? unlisted : unknown_service).insert(text);
        }
      }
    }
  }
  EXPECT_EQ(occurrences, 21774U);
  EXPECT_EQ(exact.size(), 6782U);
  EXPECT_EQ(other_case.size(), 82U + 46U);
  EXPECT_EQ(unlisted.size(), 85U);
  EXPECT_EQ(unknown_service.size(), 32U + 1U) << "and the empty text";
  EXPECT_EQ(wildcards.size(), 35U + 1U);
}

// Actions that the reference does not list are there only with their mark.
TEST_F(PermissionSweep, UnlistedActionsAreMarked) {
  size_t marked = 0;
  for (const std::string& type : types_) {
    for (const iam::OperationNeeds& call :
         OperationsOn(type, *catalog_, iam::Scope::kSafe, unknown_)) {
      for (const Need& need : call.needs.known) {
        const bool listed = Actions().FindAction(need.action) != nullptr;
        EXPECT_EQ(listed, iam::IsAction(need.status)) << type << " " << need.action;
        marked += listed ? 0 : 1;
      }
    }
  }
  std::cout << marked << " marked\n";
}

}  // namespace
}  // namespace stackql
