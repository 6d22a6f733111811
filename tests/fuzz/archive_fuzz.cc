// Downloads: archives, the registry's index, signatures. The first byte says which; of a tar
// archive the bytes are packed here, so that mutations reach what is in it.
#include "fetch/archive.h"
#include "fetch/registry_index.h"
#include "fetch/signature.h"
#include "fuzz/input.h"
#include "support/archives.h"

namespace {

using namespace stackql::fetch;  // NOLINT(google-build-using-namespace): of one function

// What is taken has a path inside, and no more bytes than allowed.
TakeFile Counting(const ArchiveLimits& limits, uint64_t& total) {
  return [&](std::string_view path, std::string_view content) {
    total += content.size();
    stackql::fuzz::Require(total <= limits.total && content.size() <= limits.file);
    stackql::fuzz::Require(!path.empty() && path[0] != '/' && path != ".." &&
                           !path.starts_with("../") && path.find("/../") == path.npos);
    return stackql::Result<void>();
  };
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const ArchiveLimits limits = {.total = 1 << 20, .file = 1 << 16, .files = 50};
  uint64_t total = 0;
  const TakeFile take = Counting(limits, total);
  switch (data[0] % 5) {
    case 0:
      static_cast<void>(UnpackTarGz(rest, limits, take));
      break;
    case 1:
      static_cast<void>(UnpackTarGz(stackql::testing_support::Gzip(rest), limits, take));
      break;
    case 2:
      static_cast<void>(UnpackZip(rest, limits, take));
      break;
    case 3:
      NewestVersion(rest, "awscc");
      break;
    default:
      static_cast<void>(CheckSignature("document", "text", rest, StackqlCertificate()));
  }
  return 0;
}
