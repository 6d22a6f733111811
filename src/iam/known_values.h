#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "iam/arn.h"
#include "text/sources.h"
#include "value/fwd.h"

namespace stackql::iam {

// What a hole will hold, as far as the stack says; empty: nothing of it is known.
using HoleTexts = std::function<Arn(Loc hole)>;

// A text of a stack as a part of an ARN: what is not known before the deploy is kUnsure under the
// template that stands for it, and what stackql-deploy reads back from AWS (`this.`) is kAny.
Arn PartOf(const Values& values, ValueId text, const HoleTexts& known = {});

// The known text that one begins with; empty: none.
std::string_view KnownBegin(const Arn& text);

// The parts of a composite identifier, "a|b|c" (Cloud Control API, "Identifying a resource").
std::vector<Arn> PartsOfIdentifier(const Arn& identifier);

// Every text in a value, at any depth, but for those in members of names to skip.
struct Texts {
  std::vector<ValueId> all = {};
  bool complete = true;  // there are no others, and each is known at least in part
};
using Skips = std::function<bool(std::string_view name)>;
Texts TextsIn(const Values& values, ValueId value, const Skips& skips, const HoleTexts& known = {});

}  // namespace stackql::iam
