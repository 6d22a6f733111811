#include "template/filters.h"

#include <string>

#include "json/json.h"

namespace stackql::tmpl {

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

ValueId Application::MadeNumber(size_t number) const {
  const Loc text = values.sources().All(values.sources().AddBuiltin(std::to_string(number)));
  return values.Add({.kind = Kind::kNumber, .token = at, .text = text});
}

}  // namespace stackql::tmpl
