#pragma once

#include <string>
#include <vector>

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

  virtual aws::Reply<aws::Resource> GetResource(const std::string& region,
                                                const aws::ResourceQuery& query) = 0;
  virtual aws::Reply<aws::TypeDescription> DescribeType(const std::string& region,
                                                        const aws::TypeQuery& query) = 0;
  virtual aws::Reply<aws::Role> GetRole(const std::string& region, const aws::RoleQuery& query) = 0;
  // These two from the first page to the last.
  virtual aws::Reply<std::vector<aws::Simulated>> Simulate(const std::string& region,
                                                           const aws::SimulationQuery& query) = 0;
  virtual aws::Reply<std::vector<aws::PolicyFinding>> Validate(
      const std::string& region, const aws::ValidationQuery& query) = 0;
};

}  // namespace stackql::verify
