// What users write beside stacks: a configuration, a rule document, variables, and comments that
// switch rules off, each a part.
#include "config/config.h"
#include "config/env_file.h"
#include "fuzz/input.h"
#include "lint/rule_reader.h"
#include "lint/rules.h"
#include "lint/suppressions.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_objects.h"
#include "value/value.h"
#include "yaml/yaml.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace stackql;
  static const RuleSet rules{snapshot::Snapshot::Open(snapshot::BuiltinBytes())};
  const auto parts = fuzz::PartsOf(data, size);
  Sources sources;
  Values values(sources);
  Problems problems;
  config::Read(values, sources.AddFile(".stackql-lint.yaml", parts[0]), problems);
  const TextId rule = sources.AddFile("rule.yaml", fuzz::Part(parts, 1));
  const yaml::Document document = yaml::Parse(values, rule, problems);
  if (document.root != kNoValue) lint::ReadRule(values, document.root, "rule", problems);
  config::ReadEnvFile(fuzz::Part(parts, 2));
  const TextId query = sources.AddFile("query.iql", fuzz::Part(parts, 3));
  QuerySuppressions(sources, sources.All(query), rules, problems);
  ManifestSuppressions(values, values.size(), rule, rules, problems);
  fuzz::RequirePlaces(sources, problems);
  return 0;
}
