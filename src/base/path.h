#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace stackql {

// A path without '.' parts and doubled slashes; '..' parts stay, as a link may be before them.
// The current directory is the empty text.
std::string CleanPath(std::string_view path);

// `name` in `folder`, either of which may be empty.
std::string JoinPath(std::string_view folder, std::string_view name);

// The path without its last part; empty if it has one part only, "/" for one below the root.
std::string_view ParentPath(std::string_view path);
std::string_view LastPart(std::string_view path);

// S_IFREG, S_IFDIR and so on: the type of what is there, of a link its own; 0 if nothing is.
mode_t FileType(const std::string& path);
// Whether a regular file is there; a link to one is none.
bool IsRegularFile(const std::string& path);

// The absolute path with every link followed; of what does not exist, as far as it exists. Empty
// if that cannot be told.
std::string RealPath(const std::string& path);

// What a path adds to the folder that it lies below, both clean; none for the folder itself and
// what is elsewhere. All absolute paths lie below "/", and all relative ones below the empty
// folder.
std::optional<std::string_view> Below(std::string_view folder, std::string_view path);
bool IsBelow(std::string_view folder, std::string_view path);

// The first entry of a map by paths that may lie below a folder; those that do follow each other.
template <typename ByPath>
auto FirstBelow(const ByPath& by_path, const std::string& folder) {
  return by_path.lower_bound(folder.ends_with('/') ? folder : folder + "/");
}

// Whether a path is absolute or has a part "..".
bool IsAbsoluteOrUp(std::string_view path);
// Whether a path that is to lie in a folder leads out of it: it is absolute, has a part "..", or
// links do it.
bool LeadsOut(const std::string& folder, std::string_view path);

// Another way to write `folder`, absolute and real, that `path` (as a user wrote it) lies `below`
// this many parts below: by what the user wrote where that leads there, else relative to the
// current directory (or absolute if the user's path is).
std::string SpellAncestor(const std::string& path, size_t below, const std::string& folder);

}  // namespace stackql
