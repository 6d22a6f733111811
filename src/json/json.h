#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "text/sources.h"
#include "value/fwd.h"

namespace stackql::json {

struct Limits {
  uint32_t depth = 200;
};

struct Parsed {
  ValueId value = kNoValue;   // kNoValue: not JSON
  Loc error = {};             // the bytes that are wrong; meaningful when value is kNoValue
  std::string expected = {};  // what would have been right: "a comma or a closing brace"
  bool unsure = false;        // it may be no error (a hole, a reader's limit): not to be reported
};

// Reads the JSON text (RFC 8259) at `where` into values with places. Holes: inside a string they
// stay in the string; as a value they become kUnknown; as an array element they make the array open
// and are not elements; in place of a member, or as a key, they make the object open (a key is
// kUnknown then). Duplicate keys stay. Iterative or depth-limited; never throws.
Parsed Parse(Values& values, Loc where, const Limits& limits = {});

// Which JSON text of a value is wanted.
enum class Form : uint8_t {
  // As stackql-deploy puts a YAML value into its context: a string that begins with { or [ and is
  // JSON text is embedded as structure (a string that may be such is unknown), null is "".
  kContext,
  // As JSON values are printed: strings stay strings, null is null.
  kPlain,
};

// The compact JSON text of a value with object keys in byte order, each byte linked to the place
// that spells it. Unknown values and the unknown rest of open arrays and objects become holes, as
// do numbers that JSON has no form for. The last of members with one key is written; kAbsent ones
// are not. Strings are escaped, and numbers printed, as serde_json does. A text above 1 MB, or
// nested more than 500 deep, is one hole. `written` grows by the bytes that it took to find that
// out: a value may hold another many times.
Loc Serialise(Values& values, ValueId value, Form form = Form::kContext,
              uint64_t* written = nullptr);

// The bytes of Serialise's text in the form kPlain: without places, it takes half the time.
std::string PlainText(Values& values, ValueId value);

// How many characters but spaces the compact JSON text of a value has at least: what is not known
// counts as none, nor does what comes after a million values.
size_t PlainSize(const Values& values, ValueId value);

}  // namespace stackql::json
