#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stackql::sweep {

struct Lengths {
  uint64_t least = 0;  // code points
  uint64_t most = UINT64_MAX;
};

// A text that matches a schema's pattern, letters and digits where the pattern leaves a choice;
// another one for another seed where there is one. None if the pattern is not taken or no such text
// is found.
std::optional<std::string> SampleText(const std::string& pattern, const Lengths& lengths,
                                      uint32_t seed);

}  // namespace stackql::sweep
