#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>

#include "diag/problem.h"
#include "stack/manifest.h"
#include "template/template.h"
#include "value/fwd.h"

namespace stackql {

// Counts in how many environments each prop is not read.
class UnusedProps {
 public:
  // `reads`: everything that the resource reads in an environment.
  void Count(const Resource& resource, std::span<const tmpl::Read> reads);
  // Reports the props of a resource that were counted in all of so many environments
  // (`unused-prop`).
  void Report(const Values& values, const Resource& resource, size_t environments,
              Problems& problems) const;
  // An undefined variable in a value that no query reads fails nothing: makes it a warning.
  void Soften(const Values& values, size_t environments, Problems& problems) const;

 private:
  std::map<const Prop*, size_t> unread_;
  // Names that a resource reads and that are not defined, without its own before them.
  std::map<const Resource*, std::map<std::string, Loc, std::less<>>> undefined_;
};

}  // namespace stackql
