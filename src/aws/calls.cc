#include "aws/calls.h"

#include <array>

namespace stackql::aws {
namespace {

constexpr uint64_t kMegabyte = 1 << 20;

// Schemas have up to 16 MB before the escapes of XML, properties up to 256 KB before those of JSON.
constexpr std::array<CallFacts, 6> kCalls = {{
    {"GetResource", Service::kCloudControl, Protocol::kJson, 4 * kMegabyte},
    {"DescribeType", Service::kCloudFormation, Protocol::kQuery, 64 * kMegabyte},
    {"GetCallerIdentity", Service::kSts, Protocol::kQuery, kMegabyte},
    {"GetRole", Service::kIam, Protocol::kQuery, kMegabyte},
    {"SimulatePrincipalPolicy", Service::kIam, Protocol::kQuery, 16 * kMegabyte},
    {"ValidatePolicy", Service::kAccessAnalyzer, Protocol::kRestJson, 16 * kMegabyte},
}};

}  // namespace

const CallFacts& FactsOf(Call call) { return kCalls[static_cast<size_t>(call)]; }

}  // namespace stackql::aws
