#include "base/drafts.h"

#include "base/path.h"

namespace stackql {

bool IsFile(const Drafts& drafts, const std::string& real) {
  const auto draft = drafts.find(real);
  return draft == drafts.end() ? IsRegularFile(real) : draft->second.has_value();
}

std::vector<std::string> FilesBelow(const Drafts& drafts, const std::string& folder) {
  const std::string begin = folder.ends_with('/') ? folder : folder + "/";
  std::vector<std::string> files;
  for (auto at = drafts.lower_bound(begin); at != drafts.end() && at->first.starts_with(begin);
       ++at) {
    if (at->second) files.push_back(at->first.substr(begin.size()));
  }
  return files;
}

bool HasDraftsBelow(const Drafts& drafts, const std::string& folder) {
  const std::string begin = folder.ends_with('/') ? folder : folder + "/";
  const auto at = drafts.lower_bound(begin);
  return at != drafts.end() && at->first.starts_with(begin);
}

bool HasFilesBelow(const Drafts& drafts, const std::string& folder) {
  return !FilesBelow(drafts, folder).empty();
}

}  // namespace stackql
