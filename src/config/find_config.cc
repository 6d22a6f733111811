#include <functional>
#include <string>
#include <string_view>

#include "base/path.h"
#include "config/config.h"

namespace stackql::config {

std::string FindConfig(const std::string& path, const std::string& last,
                       const std::function<bool(const std::string& path)>& exists) {
  const std::string clean = CleanPath(path);
  const std::string real = RealPath(std::string(ParentPath(clean)));
  size_t below = 1;
  for (std::string folder = real; !folder.empty(); folder = ParentPath(folder), ++below) {
    if (exists(JoinPath(folder, kFileName))) {
      return JoinPath(SpellAncestor(clean, below, folder), kFileName);
    }
    if (folder == "/" || folder == last) break;
  }
  return {};
}

}  // namespace stackql::config
