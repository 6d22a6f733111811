#pragma once

#include <string>
#include <string_view>

#include "aws/calls.h"
#include "net/transport.h"

namespace stackql::aws {

// What a service answers in place of a reply.
struct ServiceError {
  std::string code = {};  // "AccessDeniedException"; empty: the answer has none
  std::string message = {};
  std::string request_id = {};
};

// Reads a response whose status is not 200. Services spell the code in different places, and the
// status numbers differ: the code decides.
ServiceError ReadError(const net::Exchange& exchange, Protocol protocol);

// "com.amazon.coral.service#AccessDeniedException:http://..." without what surrounds the name.
std::string ErrorCode(std::string_view text);

// Whether it is the credentials that are refused, and so every call with them will be.
bool RefusesCredentials(const ServiceError& error);

// The id by which AWS's support finds the request.
std::string RequestId(const net::Exchange& exchange);

}  // namespace stackql::aws
