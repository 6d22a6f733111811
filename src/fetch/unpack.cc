#include "fetch/unpack.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "base/read_file.h"
#include "fetch/archive.h"
#include "fetch/documents_digest.h"

namespace stackql::fetch {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSignatureEnding = ".sig";
constexpr std::string_view kInterrupted = "Interrupted.";

bool IsSignature(std::string_view path) {
  return path.size() > kSignatureEnding.size() &&
         path.substr(path.size() - kSignatureEnding.size()) == kSignatureEnding &&
         IsDocument(path.substr(0, path.size() - kSignatureEnding.size()));
}

// What is wrong with the signature of one document; empty: nothing.
std::string VerifyDocument(const std::string& path, const std::string& name,
                           const Certificate& certificate) {
  const Result<std::string> document = ReadWholeFile(path, kLargestDocument);
  if (!document) return document.error().message;
  const Result<std::string> signature =
      ReadWholeFile(path + std::string(kSignatureEnding), kLargestDocument);
  if (!signature) {
    return "'" + name +
           "' has no signature. Use StackQL's own registry, or pass --no-verify if you trust the "
           "source.";
  }
  const std::string wrong = CheckSignature(*document, *signature, certificate);
  if (wrong.empty()) return "";
  return "'" + name + "' " + wrong +
         ". Use StackQL's own registry, or pass --no-verify if you trust the source.";
}

// A failure of the archive itself ends without a full stop, one of a receiver with one.
std::string Sentence(const std::string& wrong) {
  if (wrong.empty() || wrong.back() == '.') return wrong;
  return "The archive is rejected: " + wrong + ". Check its source and try again.";
}

// Puts documents and signatures in their places.
class Receiver {
 public:
  Receiver(Staging& staging, const Cancelled& cancelled)
      : staging_(staging), cancelled_(cancelled) {}

  std::string Take(std::string_view path, std::string_view content) {
    if (cancelled_ && cancelled_()) return std::string(kInterrupted);
    if (!IsDocument(path) && !IsSignature(path)) return "";
    if (IsDocument(path)) {
      digest_.Add(path, content);
      documents_.emplace_back(path);
    }
    return staging_.Write(path, content);
  }

  const std::vector<std::string>& documents() const { return documents_; }
  Unpacked Result() const {
    return {.documents = static_cast<uint32_t>(documents_.size()), .digest = digest_.Finish()};
  }

 private:
  Staging& staging_;
  const Cancelled& cancelled_;
  DocumentsDigest digest_ = {};
  std::vector<std::string> documents_ = {};
};

}  // namespace

Unpacked UnpackProvider(std::string_view archive, std::string_view version,
                        const Certificate* certificate, const Cancelled& cancelled,
                        Staging& staging) {
  Receiver receiver(staging, cancelled);
  const std::string top = std::string(version) + "/";
  const TakeFile take = [&](std::string_view path, std::string_view content) -> std::string {
    if (path.substr(0, top.size()) != top) {
      return "the file '" + std::string(path) + "' in it is not in the folder '" + top +
             "', where all files of that version belong";
    }
    return receiver.Take(path.substr(top.size()), content);
  };
  const std::string wrong = Sentence(UnpackTarGz(archive, ArchiveLimits(), take));
  if (!wrong.empty()) return {.error = wrong};
  const std::vector<std::string>& documents = receiver.documents();
  if (std::find(documents.begin(), documents.end(), "provider.yaml") == documents.end()) {
    return {.error = Sentence("it has no '" + top + "provider.yaml'")};
  }
  for (const std::string& document : documents) {
    if (certificate == nullptr) break;
    if (cancelled && cancelled()) return {.error = std::string(kInterrupted)};
    const std::string bad = VerifyDocument(staging.PathOf(document), document, *certificate);
    if (!bad.empty()) return {.error = bad};
  }
  return receiver.Result();
}

Unpacked UnpackSchemas(std::string_view archive, const Cancelled& cancelled, Staging& staging) {
  Receiver receiver(staging, cancelled);
  const TakeFile take = [&](std::string_view path, std::string_view content) -> std::string {
    const size_t begin = content.find_first_not_of(" \t\r\n");
    if (IsDocument(path) && (begin == std::string_view::npos || content[begin] != '{')) {
      return "the file '" + std::string(path) + "' in it is not a schema";
    }
    return receiver.Take(path, content);
  };
  const std::string wrong = Sentence(UnpackZip(archive, ArchiveLimits(), take));
  if (!wrong.empty()) return {.error = wrong};
  if (receiver.documents().empty()) return {.error = Sentence("it contains no schemas")};
  return receiver.Result();
}

std::string VerifyFolder(const std::string& folder, const Certificate& certificate,
                         uint32_t& documents) {
  std::error_code failed;
  const fs::path root(folder);
  for (fs::recursive_directory_iterator at(root, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (!IsDocument(at->path().filename().string())) continue;
    const std::string name = at->path().lexically_relative(root).generic_string();
    std::string wrong = VerifyDocument(at->path().string(), name, certificate);
    if (!wrong.empty()) return wrong;
    ++documents;
  }
  return failed ? "'" + folder + "' cannot be read." : "";
}

}  // namespace stackql::fetch
