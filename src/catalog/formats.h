#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "snapshot/fwd.h"
#include "value/fwd.h"

namespace stackql::catalog {

// What values of a schema's `format` look like: "AWS::IAM::Role.Arn" is the ARN of a role.
struct Formats {
  std::map<std::string, std::string, std::less<>> patterns = {};
  // Properties that have a format which their schemas do not say: type -> property -> format.
  std::map<std::string, std::vector<std::pair<std::string, std::string>>, std::less<>> properties =
      {};
};

// Adds those of a document like rules/aws/formats.json; what is there already stays.
void AddFormats(const Values& values, ValueId document, Formats& formats);

// Gives properties of the type the formats that are known of them.
void ApplyFormats(const Formats& formats, snapshot::ResourceTypeT& type);

}  // namespace stackql::catalog
