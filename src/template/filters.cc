#include "template/filters.h"

#include <string>

#include "json/json.h"
#include "rules/template.h"
#include "value/value.h"

namespace stackql::tmpl {

std::string_view Wording(Takes takes) {
  switch (takes) {
    case Takes::kText:
      return "a string";
    case Takes::kNumber:
      return "a number";
    case Takes::kBool:
      return "true or false";
    case Takes::kList:
      return "a list";
    case Takes::kObject:
      return "an object";
    case Takes::kTextOrNumber:
      return "a string or a number";
    case Takes::kTextOrList:
      return "a string or a list";
    case Takes::kTextOrObject:
      return "an object or its JSON text";
    case Takes::kCountable:
      return "a string, a list or an object";
    default:
      return "anything";
  }
}

Takes What(const Value& value) {
  switch (value.kind) {
    case Kind::kString:
      return Takes::kText;
    case Kind::kNumber:
      return Takes::kNumber;
    case Kind::kBool:
      return Takes::kBool;
    case Kind::kArray:
      return Takes::kList;
    case Kind::kObject:
      return Takes::kObject;
    default:
      return Takes::kAnything;
  }
}

bool Fits(Takes wanted, Takes given) {
  if (wanted == Takes::kAnything || given == Takes::kAnything || wanted == given) return true;
  switch (wanted) {
    case Takes::kTextOrNumber:
      return given == Takes::kText || given == Takes::kNumber;
    case Takes::kTextOrList:
      return given == Takes::kText || given == Takes::kList;
    case Takes::kTextOrObject:
      return given == Takes::kText || given == Takes::kObject;
    case Takes::kCountable:
      return given == Takes::kText || given == Takes::kList || given == Takes::kObject;
    default:
      return false;
  }
}

ValueId Application::TooLarge() const {
  values.NoteLimit(Values::Limit::kSize, at);
  return values.AddUnknown(at);
}

ValueId Application::Refuse(Takes expected, Takes found) const {
  problems->push_back({.what = rules::FilterArgument::Json{.expected = Wording(expected),
                                                           .found = Wording(found),
                                                           .name = filter},
                       .where = at});
  return kNoValue;
}

ValueId Application::RefuseText() const {
  problems->push_back({.what = rules::FilterArgument::Text{.name = filter}, .where = at});
  return kNoValue;
}

ValueId Application::RefuseKey(std::string_view key) const {
  problems->push_back(
      {.what = rules::FilterArgument::Key{.key = key, .name = filter}, .where = at});
  return kNoValue;
}

ValueId Application::Argument(std::string_view name) const {
  for (const NamedValue& argument : arguments) {
    if (argument.name == name) return argument.value;
  }
  return kNoValue;
}

bool Application::KnownArgument(std::string_view name, std::string_view& text) const {
  const ValueId value = Argument(name);
  if (value == kNoValue || values[value].kind != Kind::kString || !values.Known(value))
    return false;
  text = values.Text(value);
  return true;
}

Loc Application::Json(ValueId value) const {
  return json::Serialise(values, value, json::Form::kPlain, work);
}

ValueId Application::Made(TextBuilder& builder) const {
  return values.AddString(builder.Finish(Step::kFilter, at), at);
}

ValueId Application::MadeNumber(const std::string& digits) const {
  TextBuilder builder(values.sources());
  builder.Atom(digits, at, Place());
  return values.Add(
      {.kind = Kind::kNumber, .token = at, .text = builder.Finish(Step::kRender, at)});
}

}  // namespace stackql::tmpl
