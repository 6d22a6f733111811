#include "base/white_space.h"

#include <array>

#include "base/ascii.h"

namespace stackql {
namespace {

// Unicode's White_Space beyond ASCII, in UTF-8; U+2000 to U+200A are recognized by their last byte.
constexpr std::array<std::string_view, 8> kWide = {"\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80",
                                                   "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF",
                                                   "\xE2\x81\x9F", "\xE3\x80\x80"};

bool IsWide(std::string_view text) {
  if (text.empty() || static_cast<unsigned char>(text.back()) < 0x80) return false;
  if (text.size() == 3 && text.starts_with("\xE2\x80")) {
    const auto last = static_cast<unsigned char>(text[2]);
    if (last >= 0x80 && last <= 0x8A) return true;
  }
  for (const std::string_view wide : kWide) {
    if (text == wide) return true;
  }
  return false;
}

}  // namespace

size_t LeadingBlanks(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    if (IsSpace(text[at])) {
      at += 1;
    } else if (IsWide(text.substr(at, 2))) {
      at += 2;
    } else if (IsWide(text.substr(at, 3))) {
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

size_t TrailingBlanks(std::string_view text) {
  size_t end = text.size();
  while (end > 0) {
    if (IsSpace(text[end - 1])) {
      end -= 1;
    } else if (end >= 2 && IsWide(text.substr(end - 2, 2))) {
      end -= 2;
    } else if (end >= 3 && IsWide(text.substr(end - 3, 3))) {
      end -= 3;
    } else {
      break;
    }
  }
  return text.size() - end;
}

}  // namespace stackql
