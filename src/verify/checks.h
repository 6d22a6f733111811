#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace stackql::verify {

// What can be asked of AWS about stacks.
enum class Check : uint8_t {
  kExists,       // resources that statements name are there
  kReferences,   // resources that properties name are there
  kCollisions,   // what would be created is not there
  kDrift,        // what is there is as it is written
  kSchemas,      // resource types are as the catalog has them
  kPermissions,  // a principal may do what the stack needs; only if asked for
  kPolicies,     // Access Analyzer has nothing to say of policies; only if asked for
};

using Checks = std::set<Check>;

// Those that run unless others are asked for: all but the last two, which disclose what a principal
// may do and send whole policies.
Checks UsualChecks();

// What ChecksNamed() takes: the name of each, and "all".
std::vector<std::string> CheckNames();
Checks ChecksNamed(const std::vector<std::string>& names);

}  // namespace stackql::verify
