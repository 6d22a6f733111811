#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stackql::iam {

// A request that AWS denied, as its message says ("Troubleshoot access denied error messages").
struct Denial {
  std::string action = {};     // ivs:CreateStage; CreateStage if the message names no service
  std::string resource = {};   // an ARN; empty: the message does not say
  std::string principal = {};  // an ARN; empty: the message does not say
  // The kind of policy that is named: "service control policy"; empty: none is.
  std::string policy = {};
  std::string policy_arn = {};  // of that policy; empty: the message does not say
  std::string type_name = {};   // of what Cloud Control was asked for; empty: not known
  bool by_deny = false;         // it denies, else it does not allow
  bool of_event = false;        // the action is that of an API operation, which may be another one

  friend auto operator<=>(const Denial&, const Denial&) = default;
};

inline constexpr size_t kMostDenials = 10'000;  // that are read; no stack makes so many requests

struct Denials {
  std::vector<Denial> all = {};  // each once, in their order
  size_t encoded = 0;            // messages that only AWS STS can decode
  bool complete = true;          // there are no more
};

// Reads an error message, a log with several, or JSON: an event of AWS CloudTrail, a file of them,
// or anything that holds messages.
Denials ReadDenials(std::string_view text);

// The account that all callers are of, and the region that all resources are in which are in one;
// empty: they differ, or none says.
std::string AccountOf(const std::vector<Denial>& denials);
std::string RegionOf(const std::vector<Denial>& denials);

}  // namespace stackql::iam
