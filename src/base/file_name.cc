#include "base/file_name.h"

#include "base/ascii.h"
#include "base/percent.h"

namespace stackql {
namespace {

constexpr size_t kLongest = 200;  // bytes; file systems take 255 with the ending

}  // namespace

std::string FileNameOf(std::string_view name) {
  const std::string written =
      PercentEncoded(name, [](char c) { return IsWord(c) || c == '-' || c == '.'; });
  return written.starts_with('.') ? "%2E" + written.substr(1) : written;
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
