#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "fetch/signature.h"
#include "fetch/staging.h"

namespace stackql::fetch {

struct Unpacked {
  uint32_t documents = 0;
  std::string digest = {};  // DocumentsDigest
};

// Ends the work; asked between files.
using Cancelled = std::function<bool()>;

// Puts the documents of a StackQL provider archive, and their signatures, into a staged folder;
// files of other kinds are left out. Without a certificate nothing is verified.
Result<Unpacked> UnpackProvider(std::string_view archive, std::string_view version,
                                const Certificate* certificate, const Cancelled& cancelled,
                                Staging& staging);

// Puts the schemas of AWS's archive into a staged folder.
Result<Unpacked> UnpackSchemas(std::string_view archive, const Cancelled& cancelled,
                               Staging& staging);

// Checks the signatures of the documents that are in a folder; how many there are.
Result<uint32_t> VerifyFolder(const std::string& folder, const Certificate& certificate);

}  // namespace stackql::fetch
