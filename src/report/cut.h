#pragma once

#include <cstddef>
#include <string_view>

namespace stackql::report {

// At most `size` bytes of the text, no character cut in two.
inline std::string_view Cut(std::string_view text, size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

}  // namespace stackql::report
