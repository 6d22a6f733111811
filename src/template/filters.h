#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "template/template.h"
#include "value/value.h"

namespace stackql::tmpl {

struct NamedValue {
  std::string_view name = {};
  Span where = {};           // the name in the template
  ValueId value = kNoValue;  // kNoValue: undefined
};

// What is known of a filter or function: where it exists, and which arguments it takes.
struct Signature {
  std::string_view name = {};
  bool custom = false;  // stackql-deploy's own: queries only
  std::vector<std::string_view> required = {};
  std::vector<std::string_view> optional = {};
  bool any_argument = false;  // takes an argument of any name
};

// Null if there is none of that name.
const Signature* FindFilter(std::string_view name);
const Signature* FindFunction(std::string_view name);
std::vector<std::string_view> FilterNames(bool custom);
std::vector<std::string_view> FunctionNames();

// Applies a filter to a known or unknown value. kUnknown wherever the result is not certain. `at` is
// the whole tag, which spells the output.
ValueId ApplyFilter(Values& values, std::string_view name, ValueId input,
                    std::span<const NamedValue> arguments, Loc at);

// The JSON Patch that generate_patch_document makes of an object: one `add` a member, each value
// keeping its place.
ValueId GeneratePatch(Values& values, ValueId object, Loc at);

}  // namespace stackql::tmpl
