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

// The calls of a stack, for what one of them says of the resource of another.
class StackCalls {
 public:
  StackCalls() = default;
  // Adds some, which must outlive this.
  void Add(std::span<const Operation> operations);
  // The read whose row has a column, of which there may be exports; null: it is not known.
  const Operation* ReadOf(const HoleContent& column) const;
  // Those that may have created what an operation is about: of its type, for its manifest resource.
  std::span<const Operation* const> CreationsOf(const Operation& operation) const;

 private:
  std::unordered_map<TextId, const Operation*> reads_;  // by query
  // By manifest resource and type.
  std::map<std::pair<std::string_view, std::string_view>, std::vector<const Operation*>> creations_;
};

// Whether a column tells a resource from all others of its type: its ARN, its only identifier.
bool IsIdentifying(const HoleContent& column, const snapshot::ResourceType& type);

}  // namespace stackql::iam
