#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "template/template.h"
#include "value/fwd.h"

// What certainly fails in an expression of Jinja2 as its operand is of the wrong type: filters,
// methods, operators. Facts: stackql-deploy 1.9.5's lib/filters.py, Jinja2's filters.py, Python.
namespace stackql::tmpl {

enum class JinjaType : uint8_t {
  kUnknown,
  kUndefined,
  kNone,
  kBool,
  kNumber,
  kText,
  kList,
  kDict,
  kDate,  // a value that is not known, written as YAML 1.1 has dates
};

// "a string", "undefined".
std::string_view Wording(JinjaType type);

struct JinjaMistake {
  std::string_view operation = {};
  std::string_view part = {};  // the name, or what else was read of the operand
  JinjaType found = JinjaType::kUnknown;
  bool no_json = false;  // from_json of a text that is not JSON
};

// The first operation of an expression that certainly fails: of what is evaluated first, whatever
// comes later. `iterated`: a loop goes through the result.
std::optional<JinjaMistake> FindJinjaMistake(Values& values, const Scope& scope,
                                             std::string_view expression, bool iterated);

// Whether nothing gives the context this name.
bool IsUndefinedInJinja(const Scope& scope, std::string_view name);

}  // namespace stackql::tmpl
