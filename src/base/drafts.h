#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace stackql {

// What files would be, by real path; nothing: not there.
using Drafts = std::map<std::string, std::optional<std::string>>;

// Whether a regular file is there, by its real path.
bool IsFile(const Drafts& drafts, const std::string& real);

// The files that drafts put below a folder (a real path), by their paths from there; those that are
// on disk as well included.
std::vector<std::string> FilesBelow(const Drafts& drafts, const std::string& folder);
// Whether drafts are about a folder (a real path): it holds files of theirs, or held them.
bool HasDraftsBelow(const Drafts& drafts, const std::string& folder);
// Whether there are any that they put there.
bool HasFilesBelow(const Drafts& drafts, const std::string& folder);

}  // namespace stackql
