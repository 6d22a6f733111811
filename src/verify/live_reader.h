#pragma once

#include <string>

#include "aws/calls.h"
#include "aws/client.h"

namespace stackql::verify {

// Asks AWS, in any region. May be used by several threads at once.
class LiveReader {
 public:
  LiveReader() = default;
  virtual ~LiveReader() = default;
  LiveReader(const LiveReader&) = delete;
  LiveReader& operator=(const LiveReader&) = delete;

  virtual aws::Result<aws::Resource> GetResource(const std::string& region,
                                                 const aws::ResourceQuery& query) = 0;
};

}  // namespace stackql::verify
