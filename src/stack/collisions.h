#pragma once

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "diag/problem.h"
#include "stack/manifest.h"
#include "template/template.h"
#include "value/fwd.h"

namespace stackql {

// Finds variables that are named like a resource and read where that resource has names of its own
// (`vpc` beside `vpc.vpc_id`): dotted names become nested objects, and which of the two survives
// depends on the order of a hash map (stackql-deploy's src/template/engine.rs). Problems:
// `name-collision`.
class Collisions {
 public:
  Collisions(const Values& values, const Manifest& manifest);

  // Judges the names that a resource's props and queries read.
  void Check(const Resource& resource, std::span<const tmpl::Read> reads, Problems& problems);
  // Judges those that its queries read: they see a `uuid` of stackql-deploy's own.
  void CheckQueries(const Resource& resource, std::span<const tmpl::Read> reads,
                    Problems& problems);

 private:
  // Where the variable of that name is declared, as `resource` sees it; kNoValue if there is none.
  ValueId Declared(const Resource& resource, std::string_view name);

  const Values& values_;
  const Manifest& manifest_;
  std::map<std::string_view, size_t> resources_;  // by name; the first of that name
  std::map<std::string_view, ValueId> globals_;
  // Names that some resource exports, with the first one's index; read when they are needed, which
  // is seldom.
  std::optional<std::map<std::string_view, std::pair<size_t, ValueId>>> exports_ = {};
};

}  // namespace stackql
