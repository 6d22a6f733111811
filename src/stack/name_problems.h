#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "stack/captures.h"
#include "stack/manifest.h"
#include "template/template.h"
#include "value/fwd.h"

namespace stackql {

// Where a name is read.
struct ReadSite {
  const Resource* resource = nullptr;
  std::string_view anchor = {};  // canonical key; empty: a value of the manifest
  // What `this.` would give in other queries of the resource: columns that exists captures.
  const std::vector<std::string>* captured = nullptr;
  bool shared = false;  // other resources may use the same query
};

// The resources that export names, scoped ("vpc.vpc_id") and not.
class Exporters {
 public:
  explicit Exporters(const Manifest& manifest);

  // The first that exports the name; null: none does.
  const Resource* Find(std::string_view name) const;
  // Where the manifest has an export; nowhere if it has none of that name.
  Loc PlaceOf(const Values& values, std::string_view name) const;
  // The first resource with a prop of the name; null: there is none.
  const Resource* FindProp(std::string_view name) const;
  // All that are exported, sorted.
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_ = {};
  std::vector<const Resource*> resources_ = {};  // of each name
  std::map<std::string, const Resource*, std::less<>> props_ = {};
};

// What is known of names where some are read.
struct KnownNames {
  const tmpl::Scope& scope;
  const Exporters& exporters;
  const std::set<std::string, std::less<>>& returned;  // earlier resources that return rows
};

// Reports reads of names that are not defined (`undefined-variable`, or `used-before-export` where
// a later resource exports them). False if one was meant as several names (`unreachable-name`), so
// that others may be read there.
bool ReportUndefinedNames(const Values& values, const ReadSite& site,
                          std::span<const tmpl::Read> reads, const KnownNames& known,
                          Problems& problems);

// Reports reads of names that 2.x defines and 1.x does not (`newer-feature`).
void ReportNewerNames(std::span<const tmpl::Read> reads, const KnownNames& known,
                      Problems& problems);

// The built-in variable that a name of other tools stands for ("environment"); empty: there is
// none.
std::string_view MeantBuiltin(std::string_view name);

}  // namespace stackql
