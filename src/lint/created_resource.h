#pragma once

#include <map>
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

// Resources by what they export.
class ExportIndex {
 public:
  explicit ExportIndex(std::span<const CreatedResource* const> resources);

  // The one resource that exports what a text of SameText stands for; null if there is none or
  // several.
  const CreatedResource* Find(std::string_view same) const;

 private:
  std::map<std::string_view, const CreatedResource*> by_name_ = {};  // null: several
};

}  // namespace stackql
