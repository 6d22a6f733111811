#include "report/json_text.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/hex.h"
#include "base/utf8.h"
#include "report/visible.h"

namespace stackql::report {
namespace {

void AppendEscape(uint32_t unit, std::string& out) { out += "\\u" + Hex(unit, 4); }

// In UTF-16 units, as JSON has it.
void AppendEscaped(uint32_t code, std::string& out) {
  if (code <= 0xFFFF) return AppendEscape(code, out);
  AppendEscape(0xD800 + ((code - 0x10000) >> 10), out);
  AppendEscape(0xDC00 + ((code - 0x10000) & 0x3FFU), out);
}

}  // namespace

std::string JsonText(const nlohmann::ordered_json& json) {
  const std::string text =
      json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string out;
  out.reserve(text.size() + 1);
  for (size_t at = 0; at < text.size();) {
    if (static_cast<signed char>(text[at]) > 0 && text[at] != '\x7F') {
      out += text[at++];
      continue;
    }
    const CodePoint code = ReadCodePoint(text, at);
    if (code.value == 0x7F || IsUnseen(code.value)) {
      AppendEscaped(code.value, out);
    } else {
      out.append(text, at, code.size);
    }
    at += code.size;
  }
  return out + "\n";
}

}  // namespace stackql::report
