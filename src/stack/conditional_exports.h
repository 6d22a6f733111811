#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "diag/problem.h"
#include "stack/conditions.h"
#include "stack/manifest.h"
#include "template/template.h"
#include "value/fwd.h"

namespace stackql {

// Finds names that only a resource with an `if` exports and that are needed even where it is
// skipped. Problems: `conditional-export`.
class ConditionalExports {
 public:
  ConditionalExports(const Values& values, const Manifest& manifest);

  // Notes what the condition of a resource is in the environment that is being evaluated;
  // `rendered`: its context string.
  Verdict Decide(const Resource& resource, ValueId rendered);
  // Judges the names that a resource's props and queries read.
  void Check(const Resource& resource, std::span<const tmpl::Read> reads, Problems& problems) const;
  // Judges the exports of the stack.
  void CheckStack(Problems& problems) const;

 private:
  // The resource without which the name would be undefined; null if it may be defined anyway.
  const Resource* OnlySource(std::string_view name) const;

  const Values& values_;
  const Manifest& manifest_;
  std::map<std::string, const Resource*, std::less<>> sources_;  // null: there are others
  std::set<const Resource*> skipped_;                            // certainly, or maybe
};

}  // namespace stackql
