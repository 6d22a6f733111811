#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stackql::fetch {

// The most that is taken out of an archive. Ten times what real ones hold.
struct ArchiveLimits {
  uint64_t total = 256ULL << 20U;  // bytes, of everything unpacked
  uint64_t file = 16ULL << 20U;    // bytes, of one file
  uint32_t files = 5000;           // entries, folders too
  uint32_t depth = 8;              // parts of a path
  uint64_t ratio = 200;            // unpacked to packed bytes of the whole
};

// Takes one regular file of an archive: its path, checked and clean, and its content. An error ends
// the unpacking, and is its result.
using TakeFile = std::function<Result<void>(std::string_view path, std::string_view content)>;

// Each gives every file of an archive to `take`, in the archive's order. What was taken before an
// error is to be thrown away: checksums come last. Entries other than files and folders, paths that
// lead outside or come twice, and whatever is above the limits are errors.
Result<void> UnpackTarGz(std::string_view bytes, const ArchiveLimits& limits, const TakeFile& take);
Result<void> UnpackZip(std::string_view bytes, const ArchiveLimits& limits, const TakeFile& take);

}  // namespace stackql::fetch
