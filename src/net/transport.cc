#include "net/transport.h"

#include <strings.h>

namespace stackql::net {

std::string_view Exchange::Find(std::string_view name) const {
  for (const Header& header : headers) {
    if (header.name.size() == name.size() &&
        strncasecmp(header.name.data(), name.data(), name.size()) == 0) {
      return header.value;
    }
  }
  return {};
}

}  // namespace stackql::net
