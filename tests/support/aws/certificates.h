#pragma once

#include <openssl/x509.h>

#include <memory>
#include <string>

// Certificates of a test's own, made anew for each.
namespace stackql::aws_double {

// What a server proves its name with. Both are PEM.
struct Certificate {
  std::string certificate = {};
  std::string key = {};
};

struct CertificateWish {
  std::string names = "IP:127.0.0.1,DNS:localhost";  // subject alternative names, as OpenSSL's
  long from = -3600;                                 // seconds from now
  long until = 86'400;
};

using KeyPair = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using X509Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

// Certifies servers; nobody knows it who is not told.
class Authority {
 public:
  Authority();

  // What to trust, PEM.
  std::string Pem() const;
  Certificate Issue(const CertificateWish& wish = {}) const;

 private:
  KeyPair key_;
  X509Certificate certificate_;
};

Certificate SelfSigned();

}  // namespace stackql::aws_double
