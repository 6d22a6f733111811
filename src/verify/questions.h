#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>

#include "aws/calls.h"
#include "aws/client.h"

namespace stackql::verify {

// Whether there is a resource, and what it is like: asked of Cloud Control.
struct ResourceQuestion {
  std::string type = {};  // AWS::IVS::Stage
  std::string region = {};
  std::string identifier = {};  // as GetResource takes it

  auto operator<=>(const ResourceQuestion&) const = default;
};

// What a resource type is like in a region: asked of CloudFormation.
struct TypeQuestion {
  std::string type = {};
  std::string region = {};

  auto operator<=>(const TypeQuestion&) const = default;
};

// Whether a principal may do something: asked of IAM.
struct PermissionQuestion {
  std::string resource = {};     // an ARN, maybe with `*` for what is not known; or "*"
  std::string region = {};       // of the request; empty: not known
  std::string for_service = {};  // of an action of ServiceKeyOf(): the service; empty: not known
  std::string action = {};

  auto operator<=>(const PermissionQuestion&) const = default;
};

// Everything that some stacks make one ask, each thing once.
struct Questions {
  std::set<ResourceQuestion> resources = {};
  std::set<TypeQuestion> types = {};
  std::set<PermissionQuestion> permissions = {};

  size_t size() const { return resources.size() + types.size() + permissions.size(); }
};

struct Answers {
  std::map<ResourceQuestion, aws::Reply<aws::Resource>> resources = {};
  std::map<TypeQuestion, aws::Reply<aws::TypeDescription>> types = {};
  std::map<PermissionQuestion, aws::Reply<aws::Simulated>> permissions = {};
  std::string stopped = {};  // why no further question makes sense; empty: all were asked
};

// Cloud Control's way of saying that there is no such resource (API Reference, GetResource). It is
// no proof: some read handlers say it of resources that exist.
bool SaysAbsent(const aws::Failure& failure);
// CloudFormation's of saying that there is no such type (API Reference, DescribeType).
bool SaysNoType(const aws::Failure& failure);

// What came of the questions.
struct Outcomes {
  size_t resources = 0;
  size_t found = 0;      // of the resources
  size_t absent = 0;     // of the resources
  size_t unchecked = 0;  // of all questions
};
Outcomes Count(const Answers& answers);

}  // namespace stackql::verify
