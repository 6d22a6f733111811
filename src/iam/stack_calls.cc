#include "iam/stack_calls.h"

#include "snapshot/snapshot_tables.h"

namespace stackql::iam {

void StackCalls::Add(std::span<const Operation> operations) {
  for (const Operation& operation : operations) {
    if (operation.call == Call::kRead) {
      const auto [entry, added] = reads_.emplace(operation.where.text, &operation);
      if (!added) entry->second = nullptr;  // of several resources
    } else if (operation.call == Call::kCreate && !operation.resource.empty()) {
      creations_[{operation.resource, operation.type_name}].push_back(&operation);
    }
  }
}

const Operation* StackCalls::ReadOf(const HoleContent& column) const {
  const auto found = reads_.find(column.where.text);
  const Operation* read = found == reads_.end() ? nullptr : found->second;
  return read != nullptr && read->type_name == column.type ? read : nullptr;
}

std::span<const Operation* const> StackCalls::CreationsOf(const Operation& operation) const {
  const auto found = creations_.find({operation.resource, operation.type_name});
  return found == creations_.end() ? std::span<const Operation* const>() : found->second;
}

bool IsOwnArn(const HoleContent& column) {
  const std::string name = column.type.substr(column.type.rfind(':') + 1);
  return column.property == "Arn" || column.property == name + "Arn" ||
         column.format == column.type + ".Arn";
}

bool IsIdentifying(const HoleContent& column, const snapshot::ResourceType& type) {
  if (IsOwnArn(column)) return true;
  const auto* identifier = type.primary_identifier();
  return identifier != nullptr && identifier->size() == 1 &&
         identifier->Get(0)->string_view() == "/" + column.property;
}

}  // namespace stackql::iam
