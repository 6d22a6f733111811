#pragma once

#include <string>
#include <utility>

#include "base/result.h"
#include "snapshot/fwd.h"

namespace stackql::catalog {

// A resource type compiled from a text that is read once and kept nowhere: the Schema that
// CloudFormation's DescribeType answers.
class LiveSchema {
 public:
  // An error if the text is not a whole schema of this type.
  static Result<LiveSchema> Read(const std::string& type_name, std::string text);

  // Lives as long as this does.
  const snapshot::ResourceType& type() const;

 private:
  explicit LiveSchema(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;  // a finished FlatBuffer
};

}  // namespace stackql::catalog
