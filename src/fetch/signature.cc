#include "fetch/signature.h"

#include <sodium.h>

#include <ctime>

namespace stackql::fetch {
namespace {

// The form of a .sig file (any-sdk, pkg/edcrypto): base64 of a time as Go's time.MarshalBinary
// writes it and the signature over the document followed by those bytes.
constexpr size_t kTimeSize = 15;
constexpr unsigned char kTimeVersion = 1;
constexpr size_t kSize = kTimeSize + crypto_sign_BYTES;
constexpr int64_t kYearOneToUnix = 62'135'596'800;
constexpr int64_t kWarnBefore = 60LL * 24 * 60 * 60;

std::string DateOf(int64_t seconds) {
  const auto time = static_cast<time_t>(seconds);
  tm parts = {};
  std::array<char, 32> text = {};
  if (gmtime_r(&time, &parts) == nullptr) return "an impossible date";
  return std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts) > 0 ? text.data()
                                                                         : "an impossible date";
}

int64_t SignedAt(const std::array<unsigned char, kSize>& bytes) {
  uint64_t seconds = 0;
  for (size_t i = 1; i <= 8; ++i) seconds = seconds << 8U | bytes[i];
  return static_cast<int64_t>(seconds - static_cast<uint64_t>(kYearOneToUnix));
}

}  // namespace

const Certificate& StackqlCertificate() {
  // O=StackQL Studios, CN=Jeffrey Aven, embedded in StackQL's any-sdk. The key was certified from
  // 2022-02-12 10:55:05 UTC on (provider versions of 2023 are signed with it), last by number
  // 48B365C0E1F7E552F418713C92ADCC3C9A01891C of 2025-02-27, to 2027-08-16 21:15:00 UTC.
  static const Certificate certificate = {
      .owner = "StackQL Studios",
      .key = {0x7a, 0xe7, 0x15, 0xf5, 0xe5, 0xba, 0x69, 0x1c, 0xd2, 0xb8, 0xe6,
              0xb1, 0x7b, 0x51, 0x53, 0x0d, 0xa6, 0xad, 0x25, 0x7e, 0xc9, 0xc7,
              0x42, 0x2c, 0x08, 0xc1, 0xba, 0x1b, 0x36, 0x63, 0x91, 0x39},
      .not_before = 1'644'663'305,
      .not_after = 1'818'450'900};
  return certificate;
}

Result<void> CheckSignature(const std::string& name, std::string_view document,
                            std::string_view signature, const Certificate& certificate) {
  const std::string quoted = "'" + name + "' ";
  std::array<unsigned char, kSize> bytes = {};
  size_t size = 0;
  const char* end = nullptr;
  // The library passes over NUL bytes as over those that it is told to.
  if (signature.find('\0') != std::string_view::npos ||
      sodium_base642bin(bytes.data(), bytes.size(), signature.data(), signature.size(), "\r\n ",
                        &size, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      size != kSize || end != signature.data() + signature.size() || bytes[0] != kTimeVersion) {
    return Failed(quoted + "has a signature in an unknown format.");
  }
  std::string message(document);
  message.append(reinterpret_cast<const char*>(bytes.data()), kTimeSize);
  if (crypto_sign_verify_detached(bytes.data() + kTimeSize,
                                  reinterpret_cast<const unsigned char*>(message.data()),
                                  message.size(), certificate.key.data()) != 0) {
    return Failed(quoted + "is not what " + certificate.owner +
                  " signed: it was changed, or signed with another key.");
  }
  const int64_t when = SignedAt(bytes);
  if (when >= certificate.not_before && when <= certificate.not_after) return {};
  return Failed(quoted + "was signed on " + DateOf(when) + ", but the certificate of " +
                certificate.owner + " is valid from " + DateOf(certificate.not_before) + " to " +
                DateOf(certificate.not_after) + ".");
}

std::string CertificateWarning(const Certificate& certificate, int64_t now) {
  if (now < certificate.not_after - kWarnBefore) return "";
  const std::string when = DateOf(certificate.not_after);
  if (now <= certificate.not_after) {
    return "the certificate that this program verifies signatures with expires on " + when +
           "; newer provider versions will then need a newer stackql-lint";
  }
  return "the certificate that this program verifies signatures with expired on " + when +
         "; provider versions signed later need a newer stackql-lint";
}

}  // namespace stackql::fetch
