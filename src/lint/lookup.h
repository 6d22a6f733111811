#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/lang.h"
#include "text/sources.h"
#include "value/fwd.h"

namespace stackql {

// The member of that name that the object certainly has; nullopt also if a later member, whose key
// has holes, could replace it.
std::optional<Member> SureMember(const Values& values, ValueId object, std::string_view name);

// The same, or the item at that index of a list.
std::optional<Member> SureStep(const Values& values, ValueId from, std::string_view step);

// A value found by a path, with the key that introduces it.
struct Found {
  Member member = {};     // key: kNoValue for the root and for items
  std::string path = {};  // JSON pointer
};

// Whether a step of a pointer is to any item: `*`, or `*[Key]` and `*[Key=text]` for those that
// have a member, or have it with this text.
bool IsAnyItem(std::string_view step);

// Whether an item is one of those that the step is to.
Tri IsMeant(const Values& values, ValueId item, std::string_view step);

// The values that certainly are at a JSON pointer, in which a step `*` is every item or member.
std::vector<Found> FindAll(const Values& values, ValueId root, std::string_view pointer);

// Whether one JSON pointer is the other, or leads into what is there.
bool LiesUnder(std::string_view path, std::string_view above);

// Where to point for an object that lacks something: the key that introduces it, else its first
// own.
Loc PointAtObject(const Values& values, ValueId object, ValueId key);

// Where to point for a value: its content; a structure of several lines as PointAtObject.
Loc Point(const Values& values, ValueId value, ValueId key);

}  // namespace stackql
