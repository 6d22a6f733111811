#include "iam/property_condition.h"

#include <algorithm>
#include <utility>

#include "value/value.h"

namespace stackql::iam {
namespace {

struct Condition {
  std::string_view path = {};
  std::string_view glob = {};
  bool of_text = false;  // the text has to match the pattern
  bool negated = false;  // ... or rather not to match it
};

Condition Parse(std::string_view condition) {
  const size_t equals = condition.find('=');
  if (equals == std::string_view::npos) return {.path = condition};
  const bool negated = condition.substr(0, equals).ends_with('!');
  return {.path = condition.substr(0, equals - (negated ? 1 : 0)),
          .glob = condition.substr(equals + 1),
          .of_text = true,
          .negated = negated};
}

Tri Ends(const Values& values, ValueId id, const Condition& condition) {
  const Kind kind = values[id].kind;
  if (kind == Kind::kUnknown) return Tri::kUnknown;
  if (kind == Kind::kNull || kind == Kind::kAbsent) return Tri::kNo;
  if (!condition.of_text) return Tri::kYes;
  if (kind == Kind::kArray || kind == Kind::kObject) return Tri::kNo;
  const Tri matches = lang::Match(lang::FromGlob(condition.glob), values.Text(id));
  return condition.negated ? Not(matches) : matches;
}

Tri Has(const Values& values, ValueId id, Condition rest);

Tri AnyElementHas(const Values& values, ValueId array, const Condition& rest) {
  Tri any = values[array].open ? Tri::kUnknown : Tri::kNo;
  for (const ValueId element : values.Elements(array)) any = Or(any, Has(values, element, rest));
  return any;
}

Tri MemberHas(const Values& values, ValueId object, std::string_view name, const Condition& rest) {
  if (const ValueId member = values.Find(object, name); member != kNoValue) {
    return Has(values, member, rest);
  }
  const auto members = values.Members(object);
  const bool all_known = !values[object].open &&
                         std::all_of(members.begin(), members.end(),
                                     [&](const Member& each) { return values.Known(each.key); });
  return all_known ? Tri::kNo : Tri::kUnknown;
}

Tri Has(const Values& values, ValueId id, Condition rest) {
  if (rest.path.empty()) return Ends(values, id, rest);
  const Value& node = values[id];
  const size_t slash = std::min(rest.path.find('/'), rest.path.size());
  const std::string_view step = rest.path.substr(0, slash);
  rest.path.remove_prefix(std::min(slash + 1, rest.path.size()));
  if (node.kind == Kind::kArray) return step == "*" ? AnyElementHas(values, id, rest) : Tri::kNo;
  if (node.kind == Kind::kObject) return MemberHas(values, id, step, rest);
  const bool may_be =
      node.kind == Kind::kUnknown || (node.kind == Kind::kString && !values.Known(id));
  return may_be ? Tri::kUnknown : Tri::kNo;
}

}  // namespace

ValueId FindProperty(const Values& values, ValueId object, std::string_view path) {
  for (;;) {
    if (object == kNoValue || values[object].kind != Kind::kObject) return kNoValue;
    const size_t slash = path.find('/');
    object = values.Find(object, path.substr(0, slash));
    if (slash == std::string_view::npos) return object;
    path.remove_prefix(slash + 1);
  }
}

FoundValues ValuesAt(const Values& values, ValueId object, std::string_view path) {
  FoundValues found = {.values = {object}};
  while (!path.empty()) {
    const std::string_view step = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(step.size() + 1, path.size()));
    std::vector<ValueId> next;
    for (const ValueId each : found.values) {
      const Value& node = values[each];
      found.all = found.all && node.kind != Kind::kUnknown && !node.open;
      if (node.kind == Kind::kArray && step == "*") {
        next.insert(next.end(), values.Elements(each).begin(), values.Elements(each).end());
      } else if (node.kind == Kind::kObject && step != "*") {
        if (const ValueId member = values.Find(each, step); member != kNoValue)
          next.push_back(member);
      }
    }
    found.values = std::move(next);
  }
  return found;
}

Tri HasProperty(const Values& values, ValueId object, std::string_view condition) {
  return Has(values, object, Parse(condition));
}

}  // namespace stackql::iam
