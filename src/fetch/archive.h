#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace stackql::fetch {

// The most that is taken out of an archive. Ten times what real ones hold.
struct ArchiveLimits {
  uint64_t total = 256ULL << 20U;  // bytes, of everything unpacked
  uint64_t file = 16ULL << 20U;    // bytes, of one file
  uint32_t files = 5000;           // entries, folders too
  uint32_t depth = 8;              // parts of a path
  uint64_t ratio = 200;            // unpacked to packed bytes of the whole
};

// Takes one regular file of an archive: its path, checked and clean, and its content. Returns what
// is wrong with it, as far as the receiver is concerned; empty: nothing.
using TakeFile = std::function<std::string(std::string_view path, std::string_view content)>;

// Each gives every file of an archive to `take`, in the archive's order, and returns what is wrong
// with the archive (without a full stop); empty: nothing. What was taken before an error is to be
// thrown away: checksums come last. Entries other than files and folders, paths that lead outside
// or come twice, and whatever is above the limits are errors.
std::string UnpackTarGz(std::string_view bytes, const ArchiveLimits& limits, const TakeFile& take);
std::string UnpackZip(std::string_view bytes, const ArchiveLimits& limits, const TakeFile& take);

}  // namespace stackql::fetch
