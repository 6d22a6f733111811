#include "fetch/unpack.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "base/ascii.h"
#include "base/read_file.h"
#include "base/system_error.h"
#include "fetch/archive.h"
#include "fetch/documents_digest.h"

namespace stackql::fetch {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSignatureEnding = ".sig";

bool IsSignature(std::string_view path) {
  return path.size() > kSignatureEnding.size() &&
         path.substr(path.size() - kSignatureEnding.size()) == kSignatureEnding &&
         IsDocument(path.substr(0, path.size() - kSignatureEnding.size()));
}

Result<void> VerifyDocument(const std::string& path, const std::string& name,
                            const Certificate& certificate) {
  const Result<std::string> document = ReadWholeFile(path, kLargestDocument);
  if (!document) return tl::unexpected(document.error());
  const Result<std::string> signature =
      ReadWholeFile(path + std::string(kSignatureEnding), kLargestDocument);
  const Result<void> checked = signature ? CheckSignature(name, *document, *signature, certificate)
                                         : Failed("'" + name + "' has no signature.");
  if (checked) return {};
  return Failed(checked.error().message +
                " Use StackQL's own registry, or pass --no-verify if you trust where it "
                "comes from.");
}

tl::unexpected<Error> Interrupted() { return Failed("Interrupted."); }

// Puts documents and signatures in their places.
class Receiver {
 public:
  Receiver(Staging& staging, const Cancelled& cancelled)
      : staging_(staging), cancelled_(cancelled) {}

  Result<void> Take(std::string_view path, std::string_view content) {
    if (cancelled_ && cancelled_()) return Interrupted();
    if (!IsDocument(path) && !IsSignature(path)) return {};
    if (IsDocument(path)) {
      digest_.Add(path, content);
      documents_.emplace_back(path);
    }
    return staging_.Write(path, content);
  }

  const std::vector<std::string>& documents() const { return documents_; }
  Unpacked Finish() const {
    return {.documents = static_cast<uint32_t>(documents_.size()), .digest = digest_.Finish()};
  }

 private:
  Staging& staging_;
  const Cancelled& cancelled_;
  DocumentsDigest digest_ = {};
  std::vector<std::string> documents_ = {};
};

}  // namespace

Result<Unpacked> UnpackProvider(std::string_view archive, std::string_view version,
                                const Certificate* certificate, const Cancelled& cancelled,
                                Staging& staging) {
  Receiver receiver(staging, cancelled);
  const std::string top = std::string(version) + "/";
  const TakeFile take = [&](std::string_view path, std::string_view content) -> Result<void> {
    if (!path.starts_with(top)) {
      return Failed("The archive's file '" + std::string(path) + "' is not in the folder '" + top +
                    "', where all files of that version belong.");
    }
    return receiver.Take(path.substr(top.size()), content);
  };
  const Result<void> unpacked = UnpackTarGz(archive, ArchiveLimits(), take);
  if (!unpacked) return tl::unexpected(unpacked.error());
  const std::vector<std::string>& documents = receiver.documents();
  if (std::find(documents.begin(), documents.end(), "provider.yaml") == documents.end()) {
    return Failed("The archive has no '" + top + "provider.yaml'.");
  }
  for (const std::string& document : documents) {
    if (certificate == nullptr) break;
    if (cancelled && cancelled()) return Interrupted();
    const Result<void> verified = VerifyDocument(staging.PathOf(document), document, *certificate);
    if (!verified) return tl::unexpected(verified.error());
  }
  return receiver.Finish();
}

Result<Unpacked> UnpackSchemas(std::string_view archive, const Cancelled& cancelled,
                               Staging& staging) {
  Receiver receiver(staging, cancelled);
  const TakeFile take = [&](std::string_view path, std::string_view content) -> Result<void> {
    if (IsDocument(path) && !Trim(content, kBlanks).starts_with('{')) {
      return Failed("The archive's file '" + std::string(path) + "' is not a schema.");
    }
    return receiver.Take(path, content);
  };
  const Result<void> unpacked = UnpackZip(archive, ArchiveLimits(), take);
  if (!unpacked) return tl::unexpected(unpacked.error());
  if (receiver.documents().empty()) return Failed("The archive has no schemas in it.");
  return receiver.Finish();
}

Result<uint32_t> VerifyFolder(const std::string& folder, const Certificate& certificate) {
  std::error_code failed;
  uint32_t documents = 0;
  const fs::path root(folder);
  for (fs::recursive_directory_iterator at(root, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (!IsDocument(at->path().filename().string())) continue;
    const std::string name = at->path().lexically_relative(root).generic_string();
    const Result<void> verified = VerifyDocument(at->path().string(), name, certificate);
    if (!verified) return tl::unexpected(verified.error());
    ++documents;
  }
  if (failed) return Failed("Cannot read '" + folder + "': " + Describe(failed) + ".");
  return documents;
}

}  // namespace stackql::fetch
