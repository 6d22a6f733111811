#pragma once

#include <string>

#include "text/sources.h"

namespace stackql::json {

struct Decoded {
  Loc text = {};              // the decoded content
  Loc error = {};             // somewhere: the escape that is wrong, and `text` is nowhere
  std::string expected = {};  // as in Parsed
  bool unsure = false;        // as in Parsed
};

// Decodes what is between the quotes of a JSON string, free of raw control characters. Where
// a hole may have changed what an escape means, the rest of the string is unknown.
Decoded DecodeString(Sources& sources, Loc content, Loc token);

}  // namespace stackql::json
