#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/input_options.h"
#include "iam/action_reference.h"
#include "run/permissions.h"
#include "run/run.h"

namespace stackql::cli {

// What commands on permissions read: stacks and queries, and what is known of the account.
struct PermissionInput {
  RunOptions run = {};
  InputOptions input = {};
  PermissionOptions options = {};
  std::vector<std::string> phases = {};
  std::vector<std::string> calls = {};
  std::vector<std::string> types = {};  // all that these resource types need, instead of paths
  std::string actions = {};  // AWS's service-reference JSON that goes before the built-in facts
};

// What is wrong with the ID of an account; empty: nothing is.
std::string CheckAccount(const std::string& account);

// The options that all of them have, beside those of InputSection.
Section PermissionSection(PermissionInput& input);

// The facts about actions that a run uses, and what it says of itself.
struct ActionData {
  std::string folder = {};  // of --actions
  std::string bytes = {};   // ... compiled
  std::unique_ptr<iam::ActionReference> reference = {};
};

// Reads what the options name. Returns the exit status if that failed, as was said.
std::optional<int> ReadPermissionInput(PermissionInput& input, ActionData& data);

// Finds the permissions; says on standard error what could not be read and which operations cannot
// be resolved. The exit status if there is nothing to go on with.
std::optional<int> FindAll(const PermissionInput& input, const ActionData& data,
                           StackPermissions& permissions);

// Says on standard error which operations cannot be resolved, each place once, and which
// environments no stack has.
void PrintUnresolved(const StackPermissions& permissions);
size_t CountUnresolved(const StackPermissions& permissions);

// Lines that say of when the facts are: the lists of what handlers need, and what is known of
// actions.
std::vector<std::string> FactsUsed(const StackPermissions& permissions, const ActionData& data);

// Says on standard error which lists of what handlers need are more than a year old.
void PrintOldLists(const StackPermissions& permissions);

// Lines that name the documents and facts used, with versions and SHA-256.
std::vector<std::string> DataUsed(const StackPermissions& permissions, const ActionData& data);

}  // namespace stackql::cli
