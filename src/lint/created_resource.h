#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/environments.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// A resource of a stack that is certainly created, with what other resources see of it.
struct CreatedResource {
  const Operation* create = nullptr;
  std::vector<std::string_view> exports = {};
  std::vector<std::string_view> props = {};  // names that mean something else elsewhere
  EnvironmentSet environments = {};          // empty: all
};

// A value of a resource as text, in which names stand for what is not known; none if that is not
// the same in other resources.
std::optional<std::string> SameText(const Values& values, const CreatedResource& resource,
                                    ValueId id);

// The one resource that exports what a text stands for; null if there is none or several.
const CreatedResource* Exporter(std::span<const CreatedResource* const> resources,
                                std::string_view same);

}  // namespace stackql
