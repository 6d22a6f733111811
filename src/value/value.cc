#include "value/value.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace stackql {

ValueId Values::Add(const Value& scalar) {
  nodes_.push_back(scalar);
  return size() - 1;
}

ValueId Values::AddArray(Loc token, std::span<const ValueId> elements, bool open) {
  assert(std::all_of(elements.begin(), elements.end(), [&](ValueId id) { return id < size(); }) &&
         "elements are added before their array");
  const auto first = static_cast<uint32_t>(elements_.size());
  elements_.insert(elements_.end(), elements.begin(), elements.end());
  return Add({.kind = Kind::kArray,
              .open = open,
              .first = first,
              .count = static_cast<uint32_t>(elements.size()),
              .token = token});
}

ValueId Values::AddObject(Loc token, std::span<const Member> members, bool open) {
  assert(
      std::all_of(members.begin(), members.end(),
                  [&](const Member& each) { return each.key < size() && each.value < size(); }) &&
      "members are added before their object");
  const auto first = static_cast<uint32_t>(members_.size());
  members_.insert(members_.end(), members.begin(), members.end());
  return Add({.kind = Kind::kObject,
              .open = open,
              .first = first,
              .count = static_cast<uint32_t>(members.size()),
              .token = token});
}

ValueId Values::AddString(Loc text, Loc token) {
  return Add({.kind = Kind::kString, .quoted = true, .token = token, .text = text});
}

ValueId Values::AddUnknownWithOrigin(Loc at) {
  const Loc origin = sources_.All(sources_.AddBuiltin({}));
  return Add({.kind = Kind::kUnknown, .token = at, .text = origin});
}

Loc Values::OriginOf(ValueId value) const {
  const Value& node = (*this)[value];
  const bool origin = node.kind == Kind::kUnknown && node.text != node.token &&
                      sources_.StepOf(node.text.text) == Step::kBuiltin;
  return origin ? node.text : Loc();
}

std::span<const ValueId> Values::Elements(ValueId array) const {
  const Value& node = (*this)[array];
  if (node.kind != Kind::kArray) return {};
  return std::span(elements_).subspan(node.first, node.count);
}

std::span<const Member> Values::Members(ValueId object) const {
  const Value& node = (*this)[object];
  if (node.kind != Kind::kObject) return {};
  return std::span(members_).subspan(node.first, node.count);
}

bool Values::Known(ValueId scalar) const {
  const Kind kind = (*this)[scalar].kind;
  return kind != Kind::kUnknown && !HasHole(Text(scalar));
}

std::optional<Member> Values::FindMember(ValueId object, std::string_view key) const {
  const std::span<const Member> members = Members(object);
  for (size_t i = members.size(); i-- > 0;) {
    if (nodes_[members[i].key].kind == Kind::kString && Text(members[i].key) == key) {
      return members[i];
    }
  }
  return std::nullopt;
}

ValueId Values::Find(ValueId object, std::string_view key) const {
  const std::optional<Member> member = FindMember(object, key);
  return member ? member->value : kNoValue;
}

bool Values::HasDistinctKeys(ValueId object) const {
  constexpr size_t kFew = 16;
  const std::span<const Member> members = Members(object);
  if (members.size() > kFew) return false;
  std::array<std::string_view, kFew> keys = {};
  for (size_t i = 0; i < members.size(); ++i) {
    if (nodes_[members[i].key].kind != Kind::kString) return false;
    keys[i] = Text(members[i].key);
    for (size_t j = 0; j < i; ++j) {
      if (keys[j] == keys[i]) return false;
    }
  }
  return true;
}

Loc Values::Where(ValueId value) const {
  const Value& node = (*this)[value];
  return node.text && !node.text.empty() ? node.text : node.token;
}

std::string_view Describe(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "a boolean";
    case Kind::kNumber:
      return "a number";
    case Kind::kString:
      return "a string";
    case Kind::kArray:
      return "a list";
    case Kind::kObject:
      return "a mapping";
    default:
      return "something else";
  }
}

}  // namespace stackql
