#pragma once

#include <string>
#include <vector>

#include "aws/calls.h"
#include "net/transport.h"

namespace stackql::aws {

// A call as it is sent, without host and signature.
struct WireRequest {
  Call call = Call::kGetCallerIdentity;
  std::string path = "/";  // with the query
  std::vector<net::Header> headers = {};
  std::string body = {};
};

WireRequest Encode(const ResourceQuery& query);
WireRequest Encode(const TypeQuery& query);
WireRequest Encode(const IdentityQuery& query);
WireRequest Encode(const RoleQuery& query);
WireRequest Encode(const SimulationQuery& query);
WireRequest Encode(const ValidationQuery& query);

}  // namespace stackql::aws
