#include "discovery/exclude.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/ascii.h"
#include "base/path.h"
#include "discovery/ignore.h"

namespace stackql::discovery {
namespace {

bool Matches(const IgnoreList& list, std::string_view below) {
  for (size_t slash = below.find('/'); slash != std::string_view::npos;
       slash = below.find('/', slash + 1)) {
    if (list.Judge(below.substr(0, slash), true) == Verdict::kIgnored) return true;
  }
  return list.Judge(below, false) == Verdict::kIgnored;
}

class Excluder {
 public:
  Excluder(const std::vector<std::string>& patterns, const std::string& folder)
      : folder_(RealPath(folder)), list_(Join(patterns, "\n")) {}

  bool Excludes(const std::string& path) const {
    const std::string clean = CleanPath(path);
    const std::string real = JoinPath(RealPath(std::string(ParentPath(clean))), LastPart(clean));
    const std::optional<std::string_view> below = Below(folder_, real);
    return below && Matches(list_, *below);
  }

 private:
  std::string folder_;  // real
  IgnoreList list_;
};

}  // namespace

bool ExcludesAll(const std::string& pattern) {
  // Names that no pattern is about.
  constexpr std::array<std::string_view, 4> kAnywhere = {
      "qzx/stackql_manifest.yml", "xqz/resources/zqx.iql", "xzq/zxq/resources/qxz.sql",
      "zq_x/resources/x_q/z.iql"};
  const IgnoreList list(pattern);
  return std::ranges::all_of(kAnywhere, [&](std::string_view path) { return Matches(list, path); });
}

std::function<bool(const std::string& path)> Matcher(const std::vector<std::string>& patterns,
                                                     const std::string& folder) {
  return [excluder = Excluder(patterns, folder)](const std::string& path) {
    return excluder.Excludes(path);
  };
}

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
