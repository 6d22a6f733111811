#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "stack/manifest.h"
#include "template/template.h"
#include "value/value.h"

namespace stackql {

// Where a name is read.
struct ReadSite {
  const Resource* resource = nullptr;
  std::string_view anchor = {};  // canonical key; empty: a value of the manifest
  // What `this.` would give in other queries of the resource: columns that exists captures.
  const std::vector<std::string>* captured = nullptr;
};

// The resource that exports a name, by the name: scoped ("vpc.vpc_id") and not. The first of
// several.
using Exporters = std::map<std::string, const Resource*, std::less<>>;

Exporters ExportersOf(const Manifest& manifest);

// Reports a read of a name that is not defined (`undefined-variable`, or `used-before-export` where
// a later resource exports it).
void ReportUndefined(const Values& values, const tmpl::Read& read, const ReadSite& site,
                     const tmpl::Scope& scope, const Exporters& exporters, Problems& problems);

// Reports a read of a name that 2.x defines and 1.x does not (`newer-feature`).
void ReportNewer(const tmpl::Read& read, Problems& problems);

}  // namespace stackql
