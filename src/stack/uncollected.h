#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "stack/query.h"
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

  // An export that is not collected.
  struct Needed {
    const Resource* source = nullptr;
    std::string name = {};
    Loc where = {};  // where a template needs it
  };
  // Props of a resource that hold such an export.
  using Props = std::map<std::string, Needed, std::less<>>;
  // Adds a prop that is written with one, alone between its braces.
  void AddProp(const Sources& sources, const std::string& prop, std::span<const tmpl::Read> reads,
               Props& props) const;

  // A teardown collects exports in the order of the manifest, then deletes.
  enum class Moment { kCollection, kDeletion };
  // The first that a resource's query reads, also by way of its props, and that is not known then.
  std::optional<Needed> FirstOf(const Resource& resource, const Props& props,
                                std::span<const tmpl::Read> reads, Moment moment) const;

 private:
  std::map<std::string, const Resource*, std::less<>> sources_;  // null: another one is collected
};

// Whether teardown runs this query to check that the resource exists.
bool FindsAtTeardown(std::string_view anchor, const Siblings& siblings);

// A query that needs what a teardown does not know is not sent there, and then nothing is deleted
// (`broken-teardown`). `props`: those of the resource that hold such an export.
void CheckTeardown(const UncollectedExports& uncollected, const Resource& resource,
                   const UncollectedExports::Props& props, QueryResult& result);

}  // namespace stackql
