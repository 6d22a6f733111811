#pragma once

#include <cstdint>
#include <string>

#include "support/aws/http.h"
#include "support/aws/world.h"

namespace stackql::aws_double {

enum class Protocol : uint8_t {
  kJson,   // application/x-amz-json-1.0, X-Amz-Target
  kQuery,  // a form with Action and Version, answered in XML
  kRest,   // paths, JSON
  kPlain,  // the container's credentials
};

// What a request asks for.
struct Call {
  size_t number = 0;  // from 1, over all calls
  Protocol protocol = Protocol::kPlain;
  std::string service = {};    // as signatures name it
  std::string operation = {};  // as sent, known or not
  bool known = false;          // one of the reads that are served
  bool is_signed = true;       // has to be
  Parameters parameters = {};  // of the form or the query string

  std::string RequestId() const;
};

Call Classify(const Request& request, const World& world);

}  // namespace stackql::aws_double
