#include "fetch/documents_digest.h"

#include <filesystem>
#include <system_error>

#include "base/digest.h"
#include "base/read_file.h"

namespace stackql::fetch {

namespace fs = std::filesystem;

bool IsDocument(std::string_view path) {
  for (const std::string_view ending : {".yaml", ".yml", ".json"}) {
    if (path.size() > ending.size() && path.substr(path.size() - ending.size()) == ending) {
      return true;
    }
  }
  return false;
}

void DocumentsDigest::Add(std::string_view path, std::string_view content) {
  files_[std::string(path)] = Sha256(content);
}

std::string DocumentsDigest::Finish() const {
  std::string text;
  for (const auto& [path, hash] : files_)
    text.append(path).append(1, '\0').append(hash).append(1, '\n');
  return files_.empty() ? "" : Sha256(text);
}

std::string DigestOfFolder(const std::string& folder) {
  DocumentsDigest digest;
  std::error_code failed;
  const fs::path root(folder);
  for (fs::recursive_directory_iterator at(root, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (!IsDocument(at->path().filename().string())) continue;
    const Result<std::string> content = ReadWholeFile(at->path().string(), kLargestDocument);
    if (!content) return "";
    digest.Add(at->path().lexically_relative(root).generic_string(), *content);
  }
  return failed ? "" : digest.Finish();
}

}  // namespace stackql::fetch
