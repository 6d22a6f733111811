#pragma once

#include <string>
#include <vector>

#include "diag/dialect.h"
#include "diag/environments.h"
#include "diag/problem.h"
#include "stack/context.h"
#include "stack/manifest.h"
#include "template/template.h"
#include "value/fwd.h"

namespace stackql {

// What evaluating a value of the manifest gave.
struct ValueResult {
  EnvironmentSet environments = {};  // in which it is this one; empty: the stack has none
  ValueId value = kNoValue;          // its context string
  std::vector<tmpl::Read> reads = {};
  Problems problems = {};  // of its templates
};

// What values of the manifest are evaluated with.
struct ValueInputs {
  const tmpl::Scope& scope;
  Dialect dialect = Dialect::kRust;
  StackBudget& budget;
  ParsedTexts& parsed_texts;
};

// A template that needs what only a resource has stays as it is.
ValueResult EvaluateGlobal(Values& values, const Global& global, const ValueInputs& inputs);
// A global's context string within a resource: a template that is left in it is rendered if all
// that it reads is known there.
ValueResult RenderGlobal(Values& values, ValueId text, const ValueInputs& inputs);

// What the manifest writes for a prop in an environment (null: which is not known); kNoValue:
// nothing.
ValueId WrittenFor(const Values& values, const Prop& prop, const std::string* environment);
// `written`: as above. Problems: also `invalid-merge`.
ValueResult EvaluateProp(Values& values, const Prop& prop, ValueId written,
                         const ValueInputs& inputs);

// Another text of the manifest: a condition, a command.
ValueResult EvaluateText(Values& values, ValueId text, const ValueInputs& inputs);

}  // namespace stackql
