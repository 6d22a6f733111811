#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "template/template.h"
#include "value/value.h"

namespace stackql::tmpl {

struct NamedValue {
  std::string_view name = {};
  ValueId value = kNoValue;
};

// What a filter or an argument takes.
enum class Takes : uint8_t {
  kAnything,
  kText,
  kNumber,
  kBool,
  kList,
  kObject,
  kTextOrNumber,
  kTextOrList,
  kTextOrObject,
  kCountable,  // a text, a list or an object
};

// "a string", "a list".
std::string_view Wording(Takes takes);
// What a value is; kAnything if that is not known, or none of these.
Takes What(const Value& value);
bool Fits(Takes wanted, Takes given);

struct Parameter {
  std::string_view name = {};
  Takes takes = Takes::kAnything;
  bool required = false;
};

// One application of a filter. `at` is the tag, which spells what the filter adds.
struct Application {
  Values& values;
  ValueId input = kNoValue;  // not kUnknown
  std::span<const NamedValue> arguments = {};
  Loc at = {};
  uint64_t* work = nullptr;      // grows by the bytes of JSON that were written
  Problems* problems = nullptr;  // of the rules filter-argument and dropped-tag
  std::string_view filter = {};  // its name

  bool IsText() const { return values[input].kind == Kind::kString; }
  bool IsKnownText() const { return IsText() && values.Known(input); }
  bool IsList() const { return values[input].kind == Kind::kArray && !values[input].open; }
  std::string_view Text() const { return values.Text(input); }
  Loc Place() const { return values[input].text; }
  // The argument of that name; kNoValue if it is not given.
  ValueId Argument(std::string_view name) const;
  // Whether an argument is a text that is known; it is put into `text`.
  bool KnownArgument(std::string_view name, std::string_view& text) const;
  // The result is not known, as it or what it needs is too large; it is noted as not checked.
  ValueId TooLarge() const;
  // The filter certainly fails: it needs `expected`, and its input is another.
  ValueId Refuse(Takes expected, Takes found) const;
  // It fails as its input, or what it holds, is not JSON.
  ValueId RefuseText() const;
  // That an object lacks this key.
  ValueId RefuseKey(std::string_view key) const;
  // The JSON text of a value.
  Loc Json(ValueId value) const;
  // A text made by the filter.
  ValueId Made(TextBuilder& builder) const;
  template <typename Whole>
  ValueId MadeNumber(Whole number) const {
    return MadeNumber(std::to_string(number));
  }
  ValueId MadeNumber(const std::string& digits) const;
};

// A filter's result: kUnknown where it is not certain. What certainly fails is kNoValue.
using FilterFunction = ValueId (*)(const Application&);

// What is known of a filter or function: where it exists, which arguments it takes, and how it is
// evaluated.
struct Signature {
  std::string_view name = {};
  bool custom = false;  // stackql-deploy's own: queries only
  Takes input = Takes::kAnything;
  std::array<Parameter, 3> parameters = {};  // unused ones have no name
  FilterFunction apply = nullptr;            // null: the result is unknown
};

// Null if there is none of that name.
const Signature* FindFilter(std::string_view name);
const Signature* FindFunction(std::string_view name);
std::vector<std::string_view> FilterNames(bool custom);
std::vector<std::string_view> FunctionNames(bool custom);

// The filters that are evaluated, by what they work on.
std::span<const Signature> TextFilters();
std::span<const Signature> WrittenFilters();
std::span<const Signature> NumberFilters();
std::span<const Signature> ListFilters();
std::span<const Signature> ItemFilters();
std::span<const Signature> JsonFilters();

// The text that an inline dictionary of context strings stands for: JSON, in which texts that are
// JSON are embedded.
ValueId DictText(Values& values, ValueId dict, Loc at);

// The JSON Patch that generate_patch_document makes of an object: one `add` a member, each value
// keeping its place.
ValueId GeneratePatch(const Application& application);

}  // namespace stackql::tmpl
