#pragma once

#include <map>
#include <span>
#include <string>

#include "stack/stack.h"
#include "template/template.h"

namespace stackql {

// Exports that a teardown does not collect, so that queries which need them are passed over: those
// of scripts, of queries with skip_on_delete, and of resources without a query for them
// (stackql-deploy's src/commands/teardown.rs, from 2.2 on).
class UncollectedExports {
 public:
  explicit UncollectedExports(const Stack& stack);

  // The resource that exports a name; null if it is collected, or not an export.
  const Resource* Find(std::string_view name) const;
  // A teardown collects exports in the order of the manifest, then deletes.
  enum class Moment { kCollection, kDeletion };
  // The first read by a resource's query of a name that is not known then; null if there is none.
  const tmpl::Read* FirstOf(const Resource& resource, std::span<const tmpl::Read> reads,
                            Moment moment) const;

 private:
  std::map<std::string, const Resource*, std::less<>> sources_;  // null: another one is collected
};

}  // namespace stackql
