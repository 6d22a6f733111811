#include "base/system_error.h"

#include <cctype>

namespace stackql {

std::string Describe(const std::error_code& error) {
  std::string text = error.message();
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

std::string DescribeErrno(int error) { return Describe({error, std::generic_category()}); }

}  // namespace stackql
