#include "discovery/exclude.h"

#include <string_view>

#include "base/ascii.h"
#include "base/path.h"
#include "discovery/ignore.h"

namespace stackql::discovery {
namespace {

class Excluder {
 public:
  Excluder(const std::vector<std::string>& patterns, const std::string& folder)
      : folder_(JoinPath(RealPath(folder), "x")), list_(Join(patterns, "\n")) {
    folder_.pop_back();
  }

  bool Excludes(const std::string& path) const {
    const std::string clean = CleanPath(path);
    const std::string real = JoinPath(RealPath(std::string(ParentPath(clean))), LastPart(clean));
    if (real.compare(0, folder_.size(), folder_) != 0) return false;
    const std::string_view below = std::string_view(real).substr(folder_.size());
    for (size_t slash = below.find('/'); slash != std::string_view::npos;
         slash = below.find('/', slash + 1)) {
      if (list_.Judge(below.substr(0, slash), true) == Verdict::kIgnored) return true;
    }
    return list_.Judge(below, false) == Verdict::kIgnored;
  }

 private:
  std::string folder_;  // real, with a slash after it
  IgnoreList list_;
};

}  // namespace

bool Exclude(const std::vector<std::string>& patterns, const std::string& folder, Unit& unit) {
  if (patterns.empty()) return true;
  const Excluder excluder(patterns, folder);
  const auto excludes = [&](const std::string& path) { return excluder.Excludes(path); };
  const bool named = !unit.only.empty();
  std::erase_if(unit.query_files, excludes);
  std::erase_if(unit.only, excludes);
  if (unit.manifest.empty()) return !unit.query_files.empty();
  return !excludes(unit.manifest) && (!named || !unit.only.empty());
}

}  // namespace stackql::discovery
