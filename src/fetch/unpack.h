#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "fetch/signature.h"
#include "fetch/staging.h"

namespace stackql::fetch {

struct Unpacked {
  std::string error = {};  // sentences; empty: done
  uint32_t documents = 0;
  std::string digest = {};  // DocumentsDigest
};

// Ends the work; asked between files.
using Cancelled = std::function<bool()>;

// Puts the documents of a StackQL provider archive, and their signatures, into a staged folder;
// files of other kinds are left out. Without a certificate nothing is verified.
Unpacked UnpackProvider(std::string_view archive, std::string_view version,
                        const Certificate* certificate, const Cancelled& cancelled,
                        Staging& staging);

// Puts the schemas of AWS's archive into a staged folder.
Unpacked UnpackSchemas(std::string_view archive, const Cancelled& cancelled, Staging& staging);

// What is wrong with the signatures of the documents that are in a folder; empty: nothing.
std::string VerifyFolder(const std::string& folder, const Certificate& certificate,
                         uint32_t& documents);

}  // namespace stackql::fetch
