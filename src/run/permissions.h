#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "iam/action_reference.h"
#include "iam/operation_needs.h"
#include "lint/levels.h"
#include "operation/operation.h"
#include "run/run.h"
#include "snapshot/snapshot.h"
#include "stack/secret_text.h"

namespace stackql {

struct BoundUnit;

struct PermissionOptions {
  iam::AwsContext context = {};
  iam::Scope scope = iam::Scope::kSafe;
  bool drop_unused_tags = false;
  bool documents_only = false;  // leave out what only the registry's newer schemas list
  bool stack_tags = false;      // find where conditions on the stack's tag can be
  bool exact = false;           // protected values stay in what is needed: it is not printed
  bool scripts = false;         // list what runs outside of StackQL, as unresolved
  bool also_widest = false;     // list all operations, with what they may need at most
  Phases phases = {.build = true, .test = true, .teardown = true};
  std::vector<Call> calls = {};  // empty: all
  // Why a provider's documents may not be believed; empty: they may.
  std::function<std::string(const catalog::Provider& provider)> distrust = {};
};

// What the operations under some paths need.
struct StackPermissions {
  // In the order of units and places.
  std::vector<iam::OperationNeeds> operations = {};
  std::map<std::string, std::string> texts = {};      // of the files that these are in, by path
  std::map<std::string, std::string> documents = {};  // folders of provider documents -> versions
  // What lists the needs of their handlers -> of when that is, as "2026-03-01" or "2026-03"; empty:
  // not known.
  std::map<std::string, std::string> lists = {};
  std::set<std::string> environments = {};        // that stacks were evaluated in
  std::set<std::string> named_environments = {};  // that manifests have
  std::vector<SecretText> hidden = {};            // protected values, a unit each
  std::optional<Levels> levels = {};              // of rules, by the configuration
};

// Evaluates everything under the paths. An operation belongs to a phase if it is made there, or if
// its phases are not known. The result holds what could not be read and what stops the run.
RunResult FindPermissions(const RunOptions& run, const PermissionOptions& options,
                          const snapshot::Snapshot& builtin, const iam::ActionReference& actions,
                          StackPermissions& permissions);

// Adds those of one unit.
void AddPermissions(const BoundUnit& unit, const PermissionOptions& options,
                    const iam::ActionReference& actions, StackPermissions& permissions);

// A resource; or all of a type, if only that is given.
struct ResourceTarget {
  std::string type = {};  // AWS::IVS::Stage
  std::string region = {};
  std::string identifier = {};  // the parts of the primary identifier, joined by '|'
};

// The same for operations on resources, without a stack: each that their types have. Those of types
// that the catalog does not have are listed as unresolved.
void FindTargetPermissions(const std::vector<ResourceTarget>& targets,
                           const PermissionOptions& options, const catalog::Catalog& catalog,
                           const iam::ActionReference& actions, StackPermissions& permissions);
void FindTypePermissions(const std::vector<std::string>& types, const PermissionOptions& options,
                         const catalog::Catalog& catalog, const iam::ActionReference& actions,
                         StackPermissions& permissions);

}  // namespace stackql
