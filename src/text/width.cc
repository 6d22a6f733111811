#include "text/width.h"

#include <utf8proc.h>

#include "base/utf8.h"

namespace stackql {

uint32_t CodePointWidth(char32_t code) {
  // Vowels and finals of Hangul join the syllable before them; utf8proc gives them a column each.
  if (code >= 0x1160 && code <= 0x11FF) return 0;
  const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(code));
  return width > 0 ? static_cast<uint32_t>(width) : 0;
}

uint32_t DisplayWidth(std::string_view utf8) {
  uint32_t width = 0;
  for (size_t at = 0; at < utf8.size();) {
    const CodePoint code = ReadCodePoint(utf8, at);
    width += code.valid ? CodePointWidth(code.value) : 1;
    at += code.size;
  }
  return width;
}

}  // namespace stackql
