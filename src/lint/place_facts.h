#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "lint/finding.h"
#include "operation/operation_view.h"
#include "snapshot/fwd.h"

namespace stackql {

// What a part of a stack is in some environments; none: in all.
struct ShownValue {
  std::string text = {};
  std::vector<std::string> environments = {};
};

// A property that is written, or used, at a place.
struct PlacedProperty {
  const snapshot::ResourceType* type = nullptr;
  const catalog::Catalog* catalog = nullptr;  // that the type is of
  std::string path = {};                      // JSON pointer
  std::vector<ShownValue> values = {};        // none: it is an object or a list
};

struct PlacedOperation {
  OperationView view = {};
  std::vector<std::string> actions = {};  // that it needs
};

// What is known of a place of a file, without secrets.
struct PlaceFacts {
  std::string file = {};
  uint32_t line = 0;
  uint32_t column = 0;                    // 0: the whole line
  std::vector<ShownValue> rendered = {};  // what the place is in a query that is sent
  std::vector<PlacedOperation> operations = {};
  std::vector<PlacedProperty> properties = {};
  std::vector<Finding> findings = {};  // that are there, or point to it
};

}  // namespace stackql
