#include "stack/manifest_values.h"

#include "rules/manifest.h"
#include "stack/context_checks.h"
#include "value/value.h"

namespace stackql {
namespace {

using Keep = ContextWriter::Keep;

ContextWriter Writer(Values& values, const ValueInputs& inputs, ValueResult& result,
                     Keep keep = Keep::kNothing) {
  return {values, inputs.scope, result.reads, result.problems, inputs.budget, inputs.dialect, keep};
}

ValueId Write(Values& values, ValueId value, const ValueInputs& inputs, ValueResult& result,
              Keep keep = Keep::kNothing) {
  if (inputs.dialect == Dialect::kPython) CheckDates(values, value, result.problems);
  return Writer(values, inputs, result, keep).Write(value);
}

// kNoValue: not known.
ValueId PropValue(Values& values, const Prop& prop, ValueId written, const ValueInputs& inputs,
                  ValueResult& result) {
  const bool python = inputs.dialect == Dialect::kPython;
  ValueId own = kNoValue;
  if (python && prop.null_value != kNoValue) {
    own = prop.null_value;
  } else if (written != kNoValue) {
    own = Write(values, written, inputs, result);
  } else if (prop.values != kNoValue) {
    return kNoValue;
  }
  if (prop.merge.empty()) return own;
  std::vector<ValueId> others;
  for (const ValueId name : prop.merge) {
    const std::string text(values.Text(name));
    if (own != kNoValue && text == prop.name) {  // its value has replaced what had the name
      others.push_back(own);
      continue;
    }
    const auto known = inputs.scope.names.find(text);
    const bool defined = known != inputs.scope.names.end();
    result.reads.push_back({.name = text,
                            .where = values.Where(name),
                            .defined = defined || inputs.scope.open,
                            .merged = true});
    if (python && !result.reads.back().defined) {
      result.problems.push_back(
          {.what = rules::InvalidMerge::Undefined{.name = text}, .where = values.Where(name)});
    }
    others.push_back(defined ? known->second : values.AddUnknown(values.Where(name)));
  }
  if (python) {
    const Kind merged =
        CheckPythonMerge(values, prop, written, own, others, inputs.parsed_texts, result.problems);
    if (merged == Kind::kUnknown) return kNoValue;
    return Writer(values, inputs, result).SomeText(values.Where(prop.name_at), merged);
  }
  CheckMerge(values, prop, own, others, inputs.parsed_texts, result.problems);
  return MergeContext(values, own, others, inputs.parsed_texts, inputs.budget);
}

}  // namespace

ValueResult EvaluateText(Values& values, ValueId text, const ValueInputs& inputs) {
  ValueResult result;
  result.value = Write(values, text, inputs, result);
  return result;
}

ValueResult EvaluateGlobal(Values& values, const Global& global, const ValueInputs& inputs) {
  ValueResult result;
  const Keep keep = inputs.dialect == Dialect::kPython ? Keep::kNothing : Keep::kForResource;
  result.value = global.value != kNoValue ? Write(values, global.value, inputs, result, keep)
                                          : values.AddUnknown(values.Where(global.name_at));
  return result;
}

ValueResult RenderGlobal(Values& values, ValueId text, const ValueInputs& inputs) {
  ValueResult result;
  result.value = Write(values, text, inputs, result, Keep::kAll);
  return result;
}

ValueId WrittenFor(const Values& values, const Prop& prop, const std::string* environment) {
  if (prop.value != kNoValue || prop.values == kNoValue || environment == nullptr) {
    return prop.value;
  }
  const ValueId entry = values.Find(prop.values, *environment);
  return entry == kNoValue ? kNoValue : values.Find(entry, "value");
}

ValueResult EvaluateProp(Values& values, const Prop& prop, ValueId written,
                         const ValueInputs& inputs) {
  ValueResult result;
  result.value = PropValue(values, prop, written, inputs, result);
  if (result.value == kNoValue) result.value = values.AddUnknown(values.Where(prop.name_at));
  return result;
}

}  // namespace stackql
