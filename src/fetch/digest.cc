#include "fetch/digest.h"

#include <sodium.h>

#include <array>
#include <filesystem>
#include <system_error>

#include "fetch/files.h"

namespace stackql::fetch {

namespace fs = std::filesystem;

std::string Sha256(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash = {};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::array<char, crypto_hash_sha256_BYTES* 2 + 1> text = {};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

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
    std::string content;
    if (!ReadWholeFile(at->path().string(), content)) return "";
    digest.Add(at->path().lexically_relative(root).generic_string(), content);
  }
  return failed ? "" : digest.Finish();
}

}  // namespace stackql::fetch
