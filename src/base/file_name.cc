#include "base/file_name.h"

#include "base/ascii.h"

namespace stackql {
namespace {

constexpr size_t kLongest = 200;  // bytes; file systems take 255 with the ending

}  // namespace

std::string FileNameOf(std::string_view name) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string written;
  for (const char c : name) {
    if (IsWord(c) || c == '-' || (c == '.' && !written.empty())) {
      written += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    written += '%';
    written += kDigits[byte >> 4U];
    written += kDigits[byte & 15U];
  }
  return written;
}

std::string FileNames::Add(std::string_view name, std::string_view ending) {
  const std::string whole = FileNameOf(name).substr(0, kLongest);
  std::string tried = whole;
  for (size_t i = 2; !taken_.insert(Lower(tried + std::string(ending))).second; ++i) {
    tried = whole + "~" + std::to_string(i);
  }
  return tried + std::string(ending);
}

}  // namespace stackql
