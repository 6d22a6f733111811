#pragma once

#include <optional>
#include <string>
#include <utility>

#include "snapshot/fwd.h"

namespace stackql::catalog {

// A resource type compiled from a text that is read once and kept nowhere: the Schema that
// CloudFormation's DescribeType answers.
class LiveSchema {
 public:
  // None if the text is not a whole schema of this type, with the reason in `error`.
  static std::optional<LiveSchema> Read(const std::string& type_name, std::string text,
                                        std::string& error);

  // Lives as long as this does.
  const snapshot::ResourceType& type() const;

 private:
  explicit LiveSchema(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;  // a finished FlatBuffer
};

}  // namespace stackql::catalog
