#pragma once

#include <map>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "operation/operation.h"
#include "value/hole_content.h"

namespace stackql::iam {

// The calls of a stack, to look up what one call says about the resource of another.
class StackCalls {
 public:
  StackCalls() = default;
  // Adds some, which must outlive this.
  void Add(std::span<const Operation> operations);
  // The read whose row has an exported column; null: not known.
  const Operation* ReadOf(const HoleContent& column) const;
  // The creates of the same type for the same manifest resource as an operation.
  std::span<const Operation* const> CreationsOf(const Operation& operation) const;

 private:
  std::unordered_map<TextId, const Operation*> reads_;  // by query
  // By manifest resource and type.
  std::map<std::pair<std::string_view, std::string_view>, std::vector<const Operation*>> creations_;
};

// Whether a column is the ARN of its row's own resource.
bool IsOwnArn(const HoleContent& column);
// Whether a column identifies its row's resource: by the ARN, or as the only primary identifier.
bool IsIdentifying(const HoleContent& column, const snapshot::ResourceType& type);

}  // namespace stackql::iam
