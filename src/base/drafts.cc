#include "base/drafts.h"

#include <optional>
#include <string_view>

#include "base/path.h"

namespace stackql {

bool IsFile(const Drafts& drafts, const std::string& real) {
  const auto draft = drafts.find(real);
  return draft == drafts.end() ? IsRegularFile(real) : draft->second.has_value();
}

std::vector<std::string> FilesBelow(const Drafts& drafts, const std::string& folder) {
  std::vector<std::string> files;
  for (auto at = FirstBelow(drafts, folder); at != drafts.end(); ++at) {
    const std::optional<std::string_view> below = Below(folder, at->first);
    if (!below) break;
    if (at->second) files.emplace_back(*below);
  }
  return files;
}

bool HasDraftsBelow(const Drafts& drafts, const std::string& folder) {
  const auto at = FirstBelow(drafts, folder);
  return at != drafts.end() && IsBelow(folder, at->first);
}

bool HasFilesBelow(const Drafts& drafts, const std::string& folder) {
  return !FilesBelow(drafts, folder).empty();
}

}  // namespace stackql
