#pragma once

#include <vector>

#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql {

// Whether a node is `{{ x }}` without quotes, which YAML reads as a mapping whose key is a mapping.
bool IsUnquotedTemplate(const Values& values, ValueId node);
// The same; if so reports it (`unquoted-template`).
bool ReportUnquotedTemplate(const Values& values, ValueId node, Problems& problems);

// Whether a key is `<<`; if so reports it (`merge-key`): serde_yaml merges nothing by itself.
bool ReportMergeKey(const Values& values, ValueId key, Problems& problems);

// Puts the scalar at `token` in quotes, if that needs no escapes.
void AddQuotes(const Values& values, Loc token, Problem& problem);

// Looks through the values of globals and props for what YAML does not mean as it looks. Problems:
// the above, and in the manifest itself `yaml-version` (1.x includes no files), `duplicate-key` and
// `oversized-integer`.
class YamlTraps {
 public:
  YamlTraps(const Values& values, TextId manifest, Problems& problems);

  void Check(ValueId node);

 private:
  void CheckScalar(ValueId node);
  bool IsYaml(Loc token) const;
  void CheckInteger(ValueId node);

  const Values& values_;
  TextId manifest_;
  Problems& problems_;
  std::vector<bool> seen_;  // aliases share their anchor's node
};

}  // namespace stackql
