// Whom the program trusts when it asks over TLS, and that nobody else gets to see credentials.
#include "support/access_to_double.h"

namespace stackql::cli {
namespace {

using aws_double::Authority;
using aws_double::Certificate;
using testing::AllOf;
using testing::HasSubstr;
using Kind = aws::Failure::Kind;

class Tls : public testing_support::AccessToDouble {
 protected:
  void SetUp() override {
    AccessToDouble::SetUp();
    trusted_ = folder_.Write("ca.pem", authority_.Pem());
    Reset(authority_.Issue());
  }
  void Reset(const Certificate& certificate) {
    AccessToDouble::Reset();
    settings_.certificate = certificate;
  }
  void WriteConfig(const std::string& bundle) {
    const std::string path =
        folder_.Write("home/config", "[default]\nregion = us-east-1\nca_bundle = " + bundle + "\n");
    setenv("AWS_CONFIG_FILE", path.c_str(), 1);
  }
  // Asks; nobody answers, and nothing that is signed arrives.
  aws::Failure Refused() {
    const aws::Reply<aws::Resource> result = GetBucket();
    EXPECT_FALSE(result.answer);
    EXPECT_EQ(result.failure.kind, Kind::kNotPossible);
    EXPECT_EQ(Server().journal().Count(), 0U);
    return result.failure;
  }

  const Authority authority_;
  std::string trusted_;
};

TEST_F(Tls, TrustsTheFileOfTheEnvironment) {
  setenv("AWS_CA_BUNDLE", trusted_.c_str(), 1);
  const aws::Reply<aws::Resource> result = GetBucket();
  ASSERT_TRUE(result.answer) << result.failure.message;
  EXPECT_EQ(result.answer->identifier, "bucket-1");
}

TEST_F(Tls, TrustsTheFileOfTheProfile) {
  WriteConfig(trusted_);
  const aws::Reply<aws::Identity> result = Access().Identify();
  ASSERT_TRUE(result.answer) << result.failure.message;
}

// AWS_CA_BUNDLE, ca_bundle, CURL_CA_BUNDLE, SSL_CERT_FILE: the first one that is set.
TEST_F(Tls, TakesTheFirstFileThatIsNamed) {
  constexpr const char* kOther = "/no/such/file.pem";
  const std::vector<std::string> order = {"AWS_CA_BUNDLE", "ca_bundle", "CURL_CA_BUNDLE",
                                          "SSL_CERT_FILE"};
  for (size_t first = 0; first < order.size(); ++first) {
    Reset(authority_.Issue());
    for (size_t i = 0; i < order.size(); ++i) {
      const std::string path = i < first ? "" : i == first ? trusted_ : kOther;
      if (order[i] == "ca_bundle") {
        WriteConfig(path);
      } else {
        setenv(order[i].c_str(), path.c_str(), 1);
      }
    }
    const aws::Reply<aws::Resource> result = GetBucket();
    EXPECT_TRUE(result.answer) << order[first] << ": " << result.failure.message;
  }
}

TEST_F(Tls, SaysWhyAndWhatToDoWhenNobodyIsTrusted) {
  EXPECT_THAT(Refused().message, AllOf(HasSubstr("127.0.0.1 could not be reached: "),
                                       HasSubstr("certificate"), HasSubstr("AWS_CA_BUNDLE")));
}

TEST_F(Tls, RefusesCertificatesThatAreNotGood) {
  const std::vector<std::pair<const char*, Certificate>> rows = {
      {"wrong name", authority_.Issue({.names = "DNS:other.example"})},
      {"wrong address", authority_.Issue({.names = "IP:127.0.0.2"})},
      {"expired", authority_.Issue({.from = -7200, .until = -3600})},
      {"not yet valid", authority_.Issue({.from = 3600})},
      {"of another authority with that name", Authority().Issue()},
      {"self-signed", aws_double::SelfSigned()},
  };
  setenv("AWS_CA_BUNDLE", trusted_.c_str(), 1);
  for (const auto& [name, certificate] : rows) {
    Reset(certificate);
    EXPECT_THAT(Refused().message,
                HasSubstr("Check the address and this computer's clock; if a proxy inspects TLS"))
        << name;
  }
}

TEST_F(Tls, IsNeverSwitchedOff) {
  for (const char* name :
       {"AWS_NO_VERIFY_SSL", "AWS_CLI_NO_VERIFY_SSL", "GIT_SSL_NO_VERIFY", "CURL_INSECURE"}) {
    setenv(name, "true", 1);
  }
  const std::string config = folder_.Write("home/config",
                                           "[default]\nverify_ssl = false\nno_verify_ssl = true\n"
                                           "cli_verify_ssl = false\n");
  setenv("AWS_CONFIG_FILE", config.c_str(), 1);
  options_.other_hosts = true;
  Refused();
  for (const char* name : {"GIT_SSL_NO_VERIFY", "CURL_INSECURE"}) unsetenv(name);
}

TEST_F(Tls, NamesWhatNamesABadFile) {
  for (const std::string& path :
       {std::string("/no/such/file.pem"), std::string("false"), folder_.Write("empty.pem", "")}) {
    Reset(authority_.Issue());
    WriteConfig(path);
    EXPECT_THAT(Refused().message,
                HasSubstr("ca_bundle of profile 'default' names '" + path + "'"));
  }
  Reset(authority_.Issue());
  setenv("AWS_CA_BUNDLE", "/no/such/other.pem", 1);
  EXPECT_THAT(Refused().message, HasSubstr("AWS_CA_BUNDLE names '/no/such/other.pem'"));
}

// A stack must not say who is trusted.
TEST_F(Tls, TakesNoFileFromAProfileWithinWhatIsLinted) {
  WriteConfig(trusted_);
  options_.linted = {(folder_.path() / "home").string()};
  EXPECT_THAT(Refused().message, HasSubstr("is inside the linted folders"));
}

}  // namespace
}  // namespace stackql::cli
