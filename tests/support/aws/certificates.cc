#include "support/aws/certificates.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <stdexcept>

namespace stackql::aws_double {
namespace {

constexpr long kVersion3 = 2;

void Check(bool done) {
  if (!done) throw std::runtime_error("OpenSSL does not make a certificate");
}

KeyPair MakeKey() {
  KeyPair key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  Check(key != nullptr);
  return key;
}

template <typename Write>
std::string Pem(const Write& write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  Check(out != nullptr && write(out.get()) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<size_t>(size)};
}

std::string PemOf(X509& certificate) {
  return Pem([&](BIO* out) { return PEM_write_bio_X509(out, &certificate); });
}

std::string PemOf(EVP_PKEY& key) {
  return Pem([&](BIO* out) {
    return PEM_write_bio_PrivateKey(out, &key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

void AddExtension(X509& certificate, int kind, const std::string& value) {
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()), &X509_EXTENSION_free);
  Check(extension != nullptr && X509_add_ext(&certificate, extension.get(), -1) == 1);
}

X509Certificate Draft(EVP_PKEY& key, const std::string& name, long from, long until) {
  static std::atomic<long> serial = 0;
  X509Certificate draft(X509_new(), &X509_free);
  Check(draft != nullptr);
  X509_set_version(draft.get(), kVersion3);
  ASN1_INTEGER_set(X509_get_serialNumber(draft.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(draft.get()), from);
  X509_gmtime_adj(X509_getm_notAfter(draft.get()), until);
  X509_set_pubkey(draft.get(), &key);
  const auto* bytes = reinterpret_cast<const unsigned char*>(name.c_str());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(draft.get()), "CN", MBSTRING_UTF8, bytes, -1, -1,
                             0);
  return draft;
}

void SignBy(X509& draft, X509& issuer, EVP_PKEY& key) {
  X509_set_issuer_name(&draft, X509_get_subject_name(&issuer));
  Check(X509_sign(&draft, &key, EVP_sha256()) > 0);
}

}  // namespace

Authority::Authority()
    : key_(MakeKey()), certificate_(Draft(*key_, "Test Authority", -86'400, 86'400)) {
  AddExtension(*certificate_, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(*certificate_, NID_key_usage, "critical,keyCertSign");
  SignBy(*certificate_, *certificate_, *key_);
}

std::string Authority::Pem() const { return PemOf(*certificate_); }

Certificate Authority::Issue(const CertificateWish& wish) const {
  const KeyPair key = MakeKey();
  const X509Certificate draft = Draft(*key, "Test Server", wish.from, wish.until);
  AddExtension(*draft, NID_subject_alt_name, wish.names);
  SignBy(*draft, *certificate_, *key_);
  return {PemOf(*draft), PemOf(*key)};
}

Certificate SelfSigned() {
  const KeyPair key = MakeKey();
  const CertificateWish usual;
  const X509Certificate draft = Draft(*key, "Test Server", usual.from, usual.until);
  AddExtension(*draft, NID_subject_alt_name, usual.names);
  SignBy(*draft, *draft, *key);
  return {PemOf(*draft), PemOf(*key)};
}

}  // namespace stackql::aws_double
