#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/environments.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// A resource of a stack that is created, with what other resources see of it.
struct CreatedResource {
  const Operation* create = nullptr;
  size_t position = 0;  // in the manifest: the order of build, and backwards that of teardown
  bool certain = true;  // false: only under a condition
  std::vector<ValueId> exports = {};
  std::vector<std::string_view> props = {};  // names that mean something else elsewhere
  EnvironmentSet environments = {};          // empty: all
};

// What values of the resources of a stack are to each other, in one environment.
class SharedTexts {
 public:
  SharedTexts(const Values& values, std::span<const CreatedResource* const> resources);

  // A value of a resource as text that equals the text of another resource's value if both are the
  // same. An export that is a property of what its resource creates is that property's text; other
  // unknown parts are marks. None if the value is not the same in other resources.
  std::optional<std::string> Of(const CreatedResource& resource, ValueId id) const;

  // The one resource whose export the value is as a whole; null if there is none or several.
  const CreatedResource* Exporter(const CreatedResource& resource, ValueId id) const;

  // The one resource of a type that a value refers to: by an export as a whole, or by the name that
  // is the identifier of what the resource creates in the same region.
  const CreatedResource* Referred(const CreatedResource& resource, ValueId id,
                                  std::string_view type) const;

 private:
  struct Exported {
    const CreatedResource* by = nullptr;  // null: several
    ValueId property = kNoValue;          // of what it creates
  };
  std::optional<std::string> Text(const CreatedResource& resource, ValueId id, int depth) const;
  std::optional<std::string> MarkOf(const CreatedResource& resource, Loc hole) const;
  ValueId PropertyOf(const CreatedResource& resource, ValueId exported) const;

  const Values& values_;
  std::map<std::string, Exported, std::less<>> exports_ = {};  // by their marks
  // By type and name; null: several.
  std::map<std::pair<std::string_view, std::string>, const CreatedResource*> named_ = {};
};

// Whether a text of SharedTexts has no unknown part.
bool IsWhole(std::string_view text);

}  // namespace stackql
