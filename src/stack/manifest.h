#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/dialect.h"
#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql {

enum class ResourceKind : uint8_t { kResource, kQuery, kScript, kMulti, kCommand, kUnknown };

struct Global {
  std::string name = {};
  ValueId name_at = kNoValue;
  ValueId value = kNoValue;  // kNoValue: none given
  bool is_protected = false;
};

// A property of a resource. `value` wins over `values`, as in the tool.
struct Prop {
  std::string name = {};
  ValueId name_at = kNoValue;
  ValueId value = kNoValue;
  ValueId null_value = kNoValue;    // `value: null`, which is none given to 2.x
  ValueId values = kNoValue;        // mapping environment -> {value: ...}
  std::vector<ValueId> merge = {};  // names
  bool is_protected = false;
};

struct Export {
  std::string column = {};  // what the query returns
  std::string name = {};    // what later resources see
  ValueId at = kNoValue;
  bool mapped = false;  // written {column: name}
};

struct Resource {
  ValueId node = kNoValue;
  std::string name = {};
  ValueId name_at = kNoValue;
  ResourceKind kind = ResourceKind::kResource;
  std::string file = {};  // below resources/; empty: <name>.iql
  ValueId file_at = kNoValue;
  ValueId sql = kNoValue;
  ValueId run = kNoValue;
  ValueId condition = kNoValue;  // if:
  std::vector<Prop> props = {};
  std::vector<Export> exports = {};
  ValueId exports_key = kNoValue;  // kNoValue: no such field
  // Names that misspelled fields were to give: none are there, which is reported once.
  std::vector<std::string> meant_props = {};
  std::vector<std::string> meant_exports = {};
  std::vector<ValueId> protected_names = {};
  bool validates = true;  // false: skip_validation
  bool deletes = true;    // false: skip_on_delete
  bool has_return_vals = false;
  ValueId return_vals_key = kNoValue;
  ValueId return_vals = kNoValue;  // mapping operation -> columns
  bool returns_at_delete = false;  // it has columns of the delete
};

// A stack's manifest, with places. Names are as written (stackql-deploy renders none of them).
struct Manifest {
  Dialect dialect = Dialect::kRust;  // of the tool that it is evaluated as
  std::string name = {};
  std::vector<ValueId> providers = {};
  ValueId providers_key = kNoValue;
  std::vector<Global> globals = {};
  std::vector<std::string> meant_globals = {};  // as a resource's meant_props
  std::vector<Resource> resources = {};
  std::vector<ValueId> exports = {};
  std::vector<ValueId> newer_fields = {};  // keys that 1.x does not read
  // Every environment that some `values` mapping names, sorted.
  std::vector<std::string> environments = {};
};

// The kind as `type:` spells it; empty for kUnknown.
std::string_view KindName(ResourceKind kind);

// Reads the manifest whose YAML root is `root`. Problems: those of fields.h and ignored_fields.h,
// and `duplicate-resource`, `duplicate-prop`, `unknown-resource-type`, `missing-environment`.
// Facts: stackql-deploy's src/resource/manifest.rs.
Manifest ReadManifest(const Values& values, ValueId root, Problems& problems,
                      Dialect dialect = Dialect::kRust);

// Reports each prop that has no value for an environment that the manifest names nowhere
// (`missing-environment`).
void CheckEnvironment(const Values& values, const Manifest& manifest,
                      const std::string& environment, Problems& problems);

}  // namespace stackql
