#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "fetch/signature.h"
#include "support/archives.h"
#include "support/shared_data.h"

namespace stackql::fetch {
namespace {

using testing::HasSubstr;
using testing_support::Signer;

constexpr int64_t kFrom = 1'700'000'000;
constexpr int64_t kTo = 1'800'000'000;  // 2027-01-15
constexpr int64_t kDay = 24LL * 60 * 60;

Certificate Of(const Signer& signer) {
  return {.owner = "Test", .key = signer.key(), .not_before = kFrom, .not_after = kTo};
}

std::string Check(const std::string& document, const std::string& signature) {
  const Result<void> checked = CheckSignature("d", document, signature, Of(Signer(1)));
  return checked ? "" : checked.error().message;
}

TEST(Signature, Holds) {
  const Signer signer(1);
  EXPECT_EQ(Check("id: awscc\n", signer.Sign("id: awscc\n", kFrom + 1)), "");
  EXPECT_EQ(Check("", signer.Sign("", kTo)), "");
  EXPECT_EQ(Check("x", signer.Sign("x", kFrom) + "\n"), "");
}

TEST(Signature, DoesNotHold) {
  const std::string changed =
      "'d' is not what Test signed: it was changed, or signed with another key.";
  EXPECT_EQ(Check("id: evil\n", Signer(1).Sign("id: awscc\n", kFrom)), changed);
  EXPECT_EQ(Check("id: awscc\n", Signer(2).Sign("id: awscc\n", kFrom)), changed);
  std::string signature = Signer(1).Sign("x", kFrom);
  signature[10] = signature[10] == 'A' ? 'B' : 'A';  // in the time, which is signed too
  EXPECT_EQ(Check("x", signature), changed);
}

TEST(Signature, IsOfAnotherTime) {
  EXPECT_EQ(Check("x", Signer(1).Sign("x", kTo + 1)),
            "'d' was signed on 2027-01-15, but the certificate of Test is valid from 2023-11-14 to "
            "2027-01-15.");
  EXPECT_THAT(Check("x", Signer(1).Sign("x", kFrom - 1)), HasSubstr("was signed on 2023-11-14"));
  EXPECT_THAT(Check("x", Signer(1).Sign("x", INT64_MIN / 2)), HasSubstr("was signed on"));
}

TEST(Signature, IsNoSignature) {
  const std::string good = Signer(1).Sign("x", kFrom);
  for (const std::string& text :
       {std::string(), std::string("not base64!"), good.substr(4), good + "AAAA", "AAAA" + good,
        good + std::string(1, '\0'), std::string(108, 'A'), std::string(1'000'000, 'A')}) {
    EXPECT_EQ(Check("x", text), "'d' has a signature in an unknown format.");
  }
}

TEST(Certificate, WarnsInItsLastDays) {
  const Certificate certificate = Of(Signer(1));
  EXPECT_EQ(CertificateWarning(certificate, kTo - 61 * kDay), "");
  EXPECT_THAT(CertificateWarning(certificate, kTo - 59 * kDay), HasSubstr("expires on 2027-01-15"));
  EXPECT_THAT(CertificateWarning(certificate, kTo + 1), HasSubstr("expired on 2027-01-15"));
}

// Real signatures of StackQL's own tests and registry, where they are at hand.
class Samples : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing_support::SignedDocuments();
    if (folder_.empty()) GTEST_SKIP() << "no documents that StackQL signed";
  }

  std::string Read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ + "/" + name, std::ios::binary).rdbuf();
    return text.str();
  }

  // The Ed25519 key of a certificate: the bit string behind the name of the algorithm, 1.3.101.112.
  std::array<unsigned char, 32> KeyOf(const std::string& name) const {
    const std::string pem = Read(name);
    const size_t begin = pem.find('\n') + 1;
    std::string der(pem.size(), '\0');
    size_t size = 0;
    sodium_base642bin(reinterpret_cast<unsigned char*>(der.data()), der.size(), pem.data() + begin,
                      pem.find("-----END") - begin, "\n", &size, nullptr,
                      sodium_base64_VARIANT_ORIGINAL);
    const std::string mark("\x06\x03\x2b\x65\x70\x03\x21\x00", 8);
    std::array<unsigned char, 32> key = {};
    const size_t at = der.find(mark);
    if (at != std::string::npos) std::copy_n(der.begin() + at + mark.size(), 32, key.begin());
    return key;
  }

  std::string folder_;
};

TEST_F(Samples, HoldUnderThePinnedCertificate) {
  EXPECT_EQ(KeyOf("stackql-root-cert-bundle.pem"), StackqlCertificate().key);
  const std::string document = Read("github-provider.yaml");
  const std::string signature = Read("github-provider.yaml.sig");
  EXPECT_TRUE(CheckSignature("d", document, signature, StackqlCertificate()));
  EXPECT_FALSE(CheckSignature("d", document + " ", signature, StackqlCertificate()));
}

TEST_F(Samples, AreOfGoodAndBadTimes) {
  // From 2022-02-11 to 2024-02-11.
  const Certificate certificate = {.owner = "Sample",
                                   .key = KeyOf("sample-cert-bundle.pem"),
                                   .not_before = 1'644'586'693,
                                   .not_after = 1'707'658'693};
  const std::string document = Read("sample-infile.txt");
  const auto check = [&](const std::string& name, const Certificate& by) {
    const Result<void> checked = CheckSignature("d", document, Read(name), by);
    return checked ? "" : checked.error().message;
  };
  EXPECT_EQ(check("acceptable-timestamp-sample-infile.txt.sig", certificate), "");
  EXPECT_THAT(check("acceptable-timestamp-sample-infile.txt.sig", StackqlCertificate()),
              HasSubstr("signed with another key"));
  for (const char* name :
       {"future-timestamp-sample-infile.txt.sig", "old-timestamp-sample-infile.txt.sig"}) {
    EXPECT_THAT(check(name, certificate), HasSubstr("was signed on")) << name;
  }
}

}  // namespace
}  // namespace stackql::fetch
