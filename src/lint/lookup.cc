#include "lint/lookup.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/number.h"
#include "value/value.h"

namespace stackql {
namespace {

// Decodes one step of a JSON pointer.
std::string Decode(std::string_view step) {
  std::string name;
  for (size_t i = 0; i < step.size(); ++i) {
    if (step[i] == '~' && i + 1 < step.size()) {
      name += step[++i] == '0' ? '~' : '/';
    } else {
      name += step[i];
    }
  }
  return name;
}

void StepAll(const Values& values, std::vector<Found>& found) {
  std::vector<Found> next;
  for (const Found& from : found) {
    if (values[from.member.value].untrusted) continue;
    uint32_t index = 0;
    for (const ValueId element : values.Elements(from.member.value)) {
      next.push_back({{.value = element}, from.path + "/" + std::to_string(index++)});
    }
    for (const Member& member : values.Members(from.member.value)) {
      next.push_back({member, from.path + "/" + std::string(values.Text(member.key))});
    }
  }
  found = std::move(next);
}

void StepTo(const Values& values, std::string_view step, std::vector<Found>& found) {
  const bool escaped = step.find('~') != std::string_view::npos;
  const std::string decoded = escaped ? Decode(step) : std::string();
  const std::string_view name = escaped ? std::string_view(decoded) : step;
  std::erase_if(found, [&](Found& at) {
    const std::optional<Member> member = SureStep(values, at.member.value, name);
    if (!member) return true;
    at.member = *member;
    at.path += '/';
    at.path += step;
    return false;
  });
}

}  // namespace

std::optional<Member> SureMember(const Values& values, ValueId object, std::string_view name) {
  if (values[object].untrusted) return std::nullopt;
  const std::span<const Member> members = values.Members(object);
  for (size_t i = members.size(); i-- > 0;) {
    const ValueId key = members[i].key;
    if (values[key].kind != Kind::kString) return std::nullopt;
    const std::string_view text = values.Text(key);
    if (HasHole(text)) {
      if (lang::MayEqual(text, name)) return std::nullopt;
      continue;
    }
    if (text != name) continue;
    if (values[members[i].value].kind == Kind::kAbsent) return std::nullopt;
    return members[i];
  }
  return std::nullopt;
}

std::optional<Member> SureStep(const Values& values, ValueId from, std::string_view step) {
  if (values[from].kind != Kind::kArray) return SureMember(values, from, step);
  const std::optional<size_t> index = ParseNumber<size_t>(step);
  const std::span<const ValueId> items = values.Elements(from);
  // An array that may have more items may have them at the front.
  const bool sure = index && *index < items.size() && !values[from].open && !values[from].untrusted;
  if (!sure || values[items[*index]].kind == Kind::kAbsent) return std::nullopt;
  return Member{.value = items[*index]};
}

bool IsAnyItem(std::string_view step) {
  return step == "*" || (step.starts_with("*[") && step.ends_with(']'));
}

Tri IsMeant(const Values& values, ValueId item, std::string_view step) {
  if (step == "*") return Tri::kYes;
  const std::string_view condition = step.substr(2, step.size() - 3);
  const size_t equals = condition.find('=');
  const std::string_view name = condition.substr(0, equals);
  const std::optional<Member> member = SureMember(values, item, name);
  if (!member) {
    const Value& value = values[item];
    const bool may = value.kind == Kind::kUnknown || value.untrusted || value.open ||
                     std::ranges::any_of(values.Members(item), [&](const Member& each) {
                       return values[each.key].kind != Kind::kString ||
                              lang::MayEqual(values.Text(each.key), name);
                     });
    return may ? Tri::kUnknown : Tri::kNo;
  }
  if (equals == std::string_view::npos) return Tri::kYes;
  const std::string_view wanted = condition.substr(equals + 1);
  const Kind kind = values[member->value].kind;
  if (kind == Kind::kUnknown) return Tri::kUnknown;
  const std::string text = kind == Kind::kBool ? Lower(values.Text(member->value))
                                               : std::string(values.Text(member->value));
  if (HasHole(text)) return lang::MayEqual(text, wanted) ? Tri::kUnknown : Tri::kNo;
  return text == wanted ? Tri::kYes : Tri::kNo;
}

std::vector<Found> FindAll(const Values& values, ValueId root, std::string_view pointer) {
  std::vector<Found> found = {{{.value = root}, {}}};
  while (!pointer.empty() && !found.empty()) {
    pointer.remove_prefix(1);  // the slash
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    if (!IsAnyItem(step)) {
      StepTo(values, step, found);
      continue;
    }
    StepAll(values, found);
    std::erase_if(found, [&](const Found& at) {
      return IsMeant(values, at.member.value, step) != Tri::kYes;
    });
  }
  return found;
}

bool LiesUnder(std::string_view path, std::string_view above) {
  return path.starts_with(above) && (path.size() == above.size() || path[above.size()] == '/');
}

Loc PointAtObject(const Values& values, ValueId object, ValueId key) {
  const Sources& sources = values.sources();
  const Loc whole = values.Where(object);
  const std::span<const Member> members = values.Members(object);
  const Loc first = members.empty() ? whole : values.Where(members[0].key);
  const Loc introduced = key == kNoValue ? Loc() : values.Where(key);
  if (!introduced) return first ? first : whole;
  // A value inserted by a template is to be mended where it is written.
  const bool elsewhere =
      first && sources.Resolve(first).at.text != sources.Resolve(introduced).at.text;
  return elsewhere ? first : introduced;
}

Loc Point(const Values& values, ValueId value, ValueId key) {
  const Loc where = values.Where(value);
  const Kind kind = values[value].kind;
  if (where && kind != Kind::kArray && kind != Kind::kObject) return where;
  const Loc written = values.sources().Resolve(where).at;
  const bool lines =
      !written || values.sources().Bytes(written).find('\n') != std::string_view::npos;
  return lines ? PointAtObject(values, value, key) : where;
}

}  // namespace stackql
