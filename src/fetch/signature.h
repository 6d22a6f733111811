#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stackql::fetch {

// Whose signatures are believed, and of which time. Seconds since 1970.
struct Certificate {
  std::string owner = {};
  std::array<unsigned char, 32> key = {};  // Ed25519
  int64_t not_before = 0;
  int64_t not_after = 0;
};

// The one that StackQL signs provider documents with.
const Certificate& StackqlCertificate();

// Whether a signature, as StackQL writes them into .sig files, is one of the document. `name`: of
// the document, for the error.
Result<void> CheckSignature(const std::string& name, std::string_view document,
                            std::string_view signature, const Certificate& certificate);

// A warning for the last 60 days of a certificate and the time after it; empty: none is due.
std::string CertificateWarning(const Certificate& certificate, int64_t now);

}  // namespace stackql::fetch
