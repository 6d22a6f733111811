#include "lint/keywords.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "lang/patterns.h"
#include "snapshot/schema.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

using snapshot::Given;
using snapshot::Schema;
using snapshot::Type;

bool Has(Type types, Type type) { return (types & type) != Type::NONE; }
Tri Sure(bool holds) { return holds ? Tri::kYes : Tri::kNo; }

// Whether some filling of the text's holes is the number `type` asks for, as AWS reads quoted ones.
bool MayReadAsNumber(std::string_view text, Type type) {
  text = Trim(text, kBlanks);
  if (HasHole(text)) {
    constexpr std::string_view kNumber = "0123456789+-.eE \t\r\n\xFF";
    constexpr std::string_view kSpecial = "INaNFfinty";
    for (const char c : text) {
      const bool special = type == Type::Number && kSpecial.find(c) != std::string_view::npos;
      if (kNumber.find(c) == std::string_view::npos && !special) return false;
    }
    return true;
  }
  const std::optional<Decimal> number = ParseDecimal(text);
  if (number) return type == Type::Number || number->Whole().value_or(true);
  const std::string lower = Lower(text);
  return type == Type::Number &&
         (lower == "nan" || lower.ends_with("inf") || lower.ends_with("infinity"));
}

bool MayReadAsBool(std::string_view text) {
  const std::string lower = Lower(Trim(text, kBlanks));
  return lang::MayEqual(lower, "true") || lang::MayEqual(lower, "false");
}

// Whether a text may turn out to be JSON of a structure once its holes are filled. (Where a known
// text is one, the value is that structure already.)
bool MayReadAsStructure(std::string_view text, char opening) {
  if (!HasHole(text)) return false;
  text = Trim(text, kBlanks);
  const char closing = opening == '{' ? '}' : ']';
  return (text.front() == '\xFF' || text.front() == opening) &&
         (text.back() == '\xFF' || text.back() == closing);
}

Tri StringHasType(std::string_view text, Type types) {
  const bool structure = MayReadAsStructure(text, '{') || MayReadAsStructure(text, '[');
  if (Has(types, Type::String)) return structure ? Tri::kUnknown : Tri::kYes;
  const bool possible = (Has(types, Type::Integer) && MayReadAsNumber(text, Type::Integer)) ||
                        (Has(types, Type::Number) && MayReadAsNumber(text, Type::Number)) ||
                        (Has(types, Type::Bool) && MayReadAsBool(text)) ||
                        (Has(types, Type::Object) && MayReadAsStructure(text, '{')) ||
                        (Has(types, Type::Array) && MayReadAsStructure(text, '['));
  return possible ? Tri::kUnknown : Tri::kNo;
}

Tri NumberHasType(std::string_view text, Type types) {
  if (Has(types, Type::Number)) return Tri::kYes;
  if (!Has(types, Type::Integer)) return Tri::kNo;
  const std::optional<Decimal> number = ParseDecimal(text);
  const std::optional<bool> whole = number ? number->Whole() : std::nullopt;
  return whole ? Sure(*whole) : Tri::kUnknown;
}

// A null that nobody wrote: a template or an empty YAML value made it.
bool MadeNull(const Values& values, ValueId id) {
  const Loc token = values[id].token;
  return !token || token.empty() || HasHole(values.sources().Bytes(token));
}

Tri JudgeType(const Values& values, ValueId id, const Schema& schema) {
  const Type types = schema.types();
  if (types == Type::NONE) return Tri::kYes;
  switch (values[id].kind) {
    case Kind::kUnknown:
    case Kind::kAbsent:
      break;
    case Kind::kNull:
      if (Has(types, Type::Null)) return Tri::kYes;
      return MadeNull(values, id) ? Tri::kUnknown : Tri::kNo;
    case Kind::kBool:
      return Sure(Has(types, Type::Bool));
    case Kind::kNumber:
      return NumberHasType(values.Text(id), types);
    case Kind::kString:
      return StringHasType(values.Text(id), types);
    case Kind::kArray:
      return Sure(Has(types, Type::Array));
    case Kind::kObject:
      return Sure(Has(types, Type::Object));
  }
  return Tri::kUnknown;
}

Tri NumbersEqual(std::string_view a, std::string_view b) {
  const std::optional<bool> same = SameNumber(a, b);
  return same ? Sure(*same) : Tri::kUnknown;
}

Tri StringEquals(std::string_view text, const snapshot::Literal& literal, bool any_case) {
  const std::string_view wanted = literal.text()->string_view();
  if (any_case && literal.type() == Type::String) {
    const std::string one = Lower(text);
    const std::string other = Lower(wanted);
    if (!HasHole(one)) return Sure(one == other);
    return lang::MayEqual(one, other) ? Tri::kUnknown : Tri::kNo;
  }
  const bool holed = HasHole(text);
  bool possible = false;
  if (literal.type() == Type::String) {
    if (!holed) return Sure(text == wanted);
    possible = lang::MayEqual(text, wanted);
  } else if (literal.type() == Type::Bool) {
    possible = lang::MayEqual(Lower(Trim(text, kBlanks)), wanted);
  } else if (literal.type() == Type::Integer || literal.type() == Type::Number) {
    possible = holed ? MayReadAsNumber(text, Type::Number)
                     : NumbersEqual(Trim(text, kBlanks), wanted) != Tri::kNo;
  } else if (literal.type() == Type::Object || literal.type() == Type::Array) {
    possible = holed;
  }
  return possible ? Tri::kUnknown : Tri::kNo;
}

Tri Equals(const Values& values, ValueId id, const snapshot::Literal& literal, bool any_case) {
  const Type type = literal.type();
  const bool number = type == Type::Integer || type == Type::Number;
  const std::string_view wanted = literal.text()->string_view();
  switch (values[id].kind) {
    case Kind::kUnknown:
    case Kind::kAbsent:
      break;
    case Kind::kNull:
      if (type == Type::Null) return Tri::kYes;
      return MadeNull(values, id) ? Tri::kUnknown : Tri::kNo;
    case Kind::kBool:
      return Sure(type == Type::Bool && Lower(values.Text(id)) == wanted);
    case Kind::kNumber:
      if (!number) return Tri::kNo;
      return ParseDecimal(values.Text(id)) ? NumbersEqual(values.Text(id), wanted) : Tri::kUnknown;
    case Kind::kString:
      return StringEquals(values.Text(id), literal, any_case);
    case Kind::kArray:
      return type == Type::Array ? Tri::kUnknown : Tri::kNo;
    case Kind::kObject:
      return type == Type::Object ? Tri::kUnknown : Tri::kNo;
  }
  return Tri::kUnknown;
}

Tri JudgeEnum(const Values& values, ValueId id, const Schema& schema) {
  const auto* members = schema.enumeration();
  if (!members) return Tri::kYes;
  Tri any = Tri::kNo;
  for (const snapshot::Literal* literal : *members) {
    any = Or(any, Equals(values, id, *literal, schema.any_case()));
    if (any == Tri::kYes) break;
  }
  return any;
}

Tri JudgeMinLength(const Values& values, ValueId id, const Schema& schema) {
  if (schema.min_length() <= 0) return Tri::kYes;
  const std::string_view text = values.Text(id);
  const bool reached = CountKnownCharacters(text) >= static_cast<uint64_t>(schema.min_length());
  if (reached) return Tri::kYes;
  return HasHole(text) ? Tri::kUnknown : Tri::kNo;
}

Tri JudgeMaxLength(const Values& values, ValueId id, const Schema& schema) {
  if (!Given(schema.max_length())) return Tri::kYes;
  const std::string_view text = values.Text(id);
  if (CountKnownCharacters(text) > static_cast<uint64_t>(schema.max_length())) return Tri::kNo;
  return HasHole(text) ? Tri::kUnknown : Tri::kYes;
}

Tri JudgePattern(const Values& values, ValueId id, const Schema& schema) {
  if (!schema.pattern()) return Tri::kYes;
  return MatchText(values, values[id].text, schema.pattern()->string_view());
}

Tri JudgeFormat(const Values& values, ValueId id, const Schema& schema) {
  if (!schema.format_pattern()) return Tri::kYes;
  return MatchText(values, values[id].text, schema.format_pattern()->string_view());
}

// `holds` takes the order of the value relative to the limit.
template <typename Holds>
Tri JudgeLimit(const Values& values, ValueId id, const Schema& schema,
               const flatbuffers::String* limit, Holds holds) {
  if (!limit) return Tri::kYes;
  std::string_view text = values.Text(id);
  // A quoted number is one where the schema wants numbers, else it may be just text.
  bool sure = true;
  if (values[id].kind == Kind::kString) {
    if (HasHole(text)) return MayReadAsNumber(text, Type::Number) ? Tri::kUnknown : Tri::kYes;
    text = Trim(text, kBlanks);
    sure = (schema.types() & (Type::Integer | Type::Number)) != Type::NONE &&
           !Has(schema.types(), Type::String);
  }
  const std::optional<Decimal> number = ParseDecimal(text);
  if (!number) return values[id].kind == Kind::kString ? Tri::kYes : Tri::kUnknown;
  const std::optional<Decimal> bound = ParseDecimal(limit->string_view());
  const auto order = bound ? Compare(*number, *bound) : std::nullopt;
  if (!order) return Tri::kUnknown;
  if (holds(*order)) return Tri::kYes;
  return sure ? Tri::kNo : Tri::kUnknown;
}

Tri JudgeMinimum(const Values& values, ValueId id, const Schema& schema) {
  return JudgeLimit(values, id, schema, schema.minimum(),
                    [](std::strong_ordering order) { return order >= 0; });
}
Tri JudgeMaximum(const Values& values, ValueId id, const Schema& schema) {
  return JudgeLimit(values, id, schema, schema.maximum(),
                    [](std::strong_ordering order) { return order <= 0; });
}
Tri JudgeExclusiveMinimum(const Values& values, ValueId id, const Schema& schema) {
  return JudgeLimit(values, id, schema, schema.exclusive_minimum(),
                    [](std::strong_ordering order) { return order > 0; });
}
Tri JudgeExclusiveMaximum(const Values& values, ValueId id, const Schema& schema) {
  return JudgeLimit(values, id, schema, schema.exclusive_maximum(),
                    [](std::strong_ordering order) { return order < 0; });
}

Tri JudgeMinItems(const Values& values, ValueId id, const Schema& schema) {
  if (values[id].count >= std::max<int64_t>(schema.min_items(), 0)) return Tri::kYes;
  return values[id].open ? Tri::kUnknown : Tri::kNo;
}

Tri JudgeMaxItems(const Values& values, ValueId id, const Schema& schema) {
  if (!Given(schema.max_items())) return Tri::kYes;
  if (values[id].count > schema.max_items()) return Tri::kNo;
  return values[id].open ? Tri::kUnknown : Tri::kYes;
}

constexpr Leaf kType{Keyword::kType, JudgeType};
constexpr Leaf kEnum{Keyword::kEnum, JudgeEnum};
constexpr Leaf kMinimum{Keyword::kMinimum, JudgeMinimum};
constexpr Leaf kMaximum{Keyword::kMaximum, JudgeMaximum};
constexpr Leaf kExclusiveMinimum{Keyword::kExclusiveMinimum, JudgeExclusiveMinimum};
constexpr Leaf kExclusiveMaximum{Keyword::kExclusiveMaximum, JudgeExclusiveMaximum};

constexpr std::array kPlainLeaves = {kType, kEnum};
constexpr std::array kNumberLeaves = {kType,    kEnum,   kExclusiveMinimum, kExclusiveMaximum,
                                      kMinimum, kMaximum};
constexpr std::array kStringLeaves = {kType,
                                      kEnum,
                                      Leaf{Keyword::kMinLength, JudgeMinLength},
                                      Leaf{Keyword::kMaxLength, JudgeMaxLength},
                                      Leaf{Keyword::kPattern, JudgePattern},
                                      Leaf{Keyword::kFormat, JudgeFormat},
                                      kExclusiveMinimum,
                                      kExclusiveMaximum,
                                      kMinimum,
                                      kMaximum};
constexpr std::array kArrayLeaves = {kType, kEnum, Leaf{Keyword::kMinItems, JudgeMinItems},
                                     Leaf{Keyword::kMaxItems, JudgeMaxItems}};

}  // namespace

std::span<const Leaf> LeavesFor(Kind kind) {
  switch (kind) {
    case Kind::kString:
      return kStringLeaves;
    case Kind::kNumber:
      return kNumberLeaves;
    case Kind::kArray:
      return kArrayLeaves;
    default:
      return kPlainLeaves;
  }
}

uint64_t CountKnownCharacters(std::string_view text) {
  const auto holes = std::ranges::count(text, kHoleBytes.front());
  return CountCharacters(text) - static_cast<uint64_t>(holes);
}

}  // namespace stackql
