#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql {

// What a manifest field may hold, as stackql-deploy's structs take it.
enum class Shape : uint8_t {
  kAny,
  kText,           // any scalar; numbers and booleans become text
  kUnsigned,       // a whole number without quotes
  kBool,           // true or false without quotes, or nothing
  kFlag,           // true or false without quotes
  kList,           // a sequence, or an empty value; null is none
  kTextList,       // the same of scalars
  kMaybeTextList,  // a sequence of scalars, or nothing
  kMap,            // a mapping, or nothing
};

// When stackql-deploy cannot do without what a misspelled field gives.
enum class Vital : uint8_t {
  kNever,
  kAlways,
  kAlone,  // if no other field of this kind is given
};

struct Field {
  std::string_view name = {};
  Shape shape = Shape::kAny;
  bool required = false;  // present, and neither null nor empty
  Vital vital = required ? Vital::kAlways : Vital::kNever;
  bool may_be_empty = false;  // though it is required
  bool newer = false;         // came after stackql-deploy 2.0
};

// Fields that are given under a name near theirs. stackql-deploy ignores them, and so does whatever
// reads the manifest; only what follows from their absence is not a mistake of its own.
class MisspelledFields {
 public:
  // `field`: a static name.
  void Add(ValueId object, std::string_view field, ValueId value) {
    values_.emplace(std::make_pair(object, field), value);
  }
  // The value that was meant for a field of an object; kNoValue if there is none.
  ValueId Find(ValueId object, std::string_view field) const {
    const auto meant = values_.find(std::make_pair(object, field));
    return meant == values_.end() ? kNoValue : meant->second;
  }

 private:
  std::map<std::pair<ValueId, std::string_view>, ValueId> values_ = {};
};

// Checks the keys and shapes of one mapping of a manifest, called `owner` in messages ("resource").
// Problems: `unknown-field`, `duplicate-key`, `missing-field`, `field-type`, `unquoted-template`,
// `merge-key`. Misspelled fields are added to `misspelled`. False if `object` is not a mapping.
bool CheckFields(const Values& values, ValueId object, std::string_view owner,
                 std::span<const Field> fields, MisspelledFields& misspelled, Problems& problems);

// Reports each key that a mapping gives twice (`duplicate-key`).
void CheckDuplicateKeys(const Values& values, ValueId object, std::string_view owner,
                        Problems& problems);

}  // namespace stackql
