#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace stackql::fetch {

inline constexpr uint64_t kLargestDocument = 64 << 20;  // bytes

// The documents of one catalog, told from all others by one hash: of the names in byte order, each
// followed by NUL, the SHA-256 of the content and a line feed.
class DocumentsDigest {
 public:
  void Add(std::string_view path, std::string_view content);
  std::string Finish() const;

 private:
  std::map<std::string, std::string> files_ = {};
};

// The same of the documents that lie in a folder, whoever put them there. Empty if it has none, or
// cannot be read.
std::string DigestOfFolder(const std::string& folder);

// Whether a file of a catalog is one of its documents, by its name.
bool IsDocument(std::string_view path);

}  // namespace stackql::fetch
