// Where credentials are found, and that no error shows any.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/command_line.h"
#include "aws/credential_chain.h"
#include "aws/credential_document.h"
#include "aws/sign.h"
#include "support/fake_aws.h"
#include "support/temporary_folder.h"

namespace stackql::aws {
namespace {

using net::Exchange;
using net::Milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing_support::FakeClock;
using testing_support::FakeTransport;
using testing_support::Response;
using testing_support::TemporaryFolder;

constexpr const char* kDocument =
    R"({"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"canary-secret","SessionToken":"canary-token","Expiration":"2027-01-15T09:00:00Z"})";

class CredentialChain : public testing::Test {
 protected:
  CredentialChain() {
    options_.environment.variables["HOME"] = folder_.path().string();
    options_.endpoints.region = "eu-west-1";
    options_.run = [this](const std::vector<std::string>& arguments) {
      commands_.push_back(arguments);
      return command_;
    };
  }

  void Set(const std::string& name, const std::string& value) {
    options_.environment.variables[name] = value;
  }
  void Config(const std::string& text) { folder_.Write(".aws/config", text); }
  void CredentialsFile(const std::string& text) { folder_.Write(".aws/credentials", text); }
  Result<Credentials> Find() {
    Result<Credentials> result = FindCredentials(options_, transport_, clock_);
    EXPECT_THAT(result ? "" : result.error().message, Not(HasSubstr("canary")));
    return result;
  }
  std::string Key() {
    const Result<Credentials> result = Find();
    return result ? result->access_key_id : result.error().message;
  }

  TemporaryFolder folder_;
  FakeClock clock_;
  FakeTransport transport_{clock_};
  ChainOptions options_;
  Result<Finished> command_ = Finished{.status = 0, .output = kDocument};
  std::vector<std::vector<std::string>> commands_;
};

TEST_F(CredentialChain, TakesTheEnvironmentFirst) {
  Set("AWS_ACCESS_KEY_ID", "ENVIRONMENT");
  Set("AWS_SECRET_ACCESS_KEY", "canary-secret");
  Set("AWS_SESSION_TOKEN", "");
  Set("AWS_PROFILE", "none");
  CredentialsFile("[default]\naws_access_key_id = FILE\naws_secret_access_key = canary\n");
  const Result<Credentials> result = Find();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->access_key_id, "ENVIRONMENT");
  EXPECT_TRUE(result->session_token.empty());
  Set("AWS_CREDENTIAL_EXPIRATION", "2027-01-15T08:00:00+00:00");
  EXPECT_EQ(Find()->expiration, testing_support::kNow);
  Set("AWS_CREDENTIAL_EXPIRATION", "soon");
  EXPECT_THAT(Key(), HasSubstr("AWS_CREDENTIAL_EXPIRATION is not a valid time"));
}

TEST_F(CredentialChain, TakesANamedProfileBeforeTheEnvironment) {
  Set("AWS_ACCESS_KEY_ID", "ENVIRONMENT");
  Set("AWS_SECRET_ACCESS_KEY", "canary-secret");
  CredentialsFile("[dev]\naws_access_key_id = FILE\naws_secret_access_key = canary-secret\n");
  options_.profile = "dev";
  EXPECT_EQ(Key(), "FILE");
  options_.profile = "none";
  EXPECT_THAT(Key(), HasSubstr("There is no profile 'none'"));
}

TEST_F(CredentialChain, WantsBothPartsOfAKey) {
  Set("AWS_ACCESS_KEY_ID", "ENVIRONMENT");
  EXPECT_THAT(Key(), HasSubstr("AWS_ACCESS_KEY_ID is set, but not AWS_SECRET_ACCESS_KEY"));
  options_.environment.variables.erase("AWS_ACCESS_KEY_ID");
  Set("AWS_SECRET_ACCESS_KEY", "canary-secret");
  EXPECT_THAT(Key(), HasSubstr("AWS_SECRET_ACCESS_KEY is set, but not AWS_ACCESS_KEY_ID"));
  options_.environment.variables.erase("AWS_SECRET_ACCESS_KEY");
  CredentialsFile("[default]\naws_secret_access_key = canary-secret\n");
  EXPECT_THAT(Key(), HasSubstr("profile 'default' of the credentials file has only one of"));
}

TEST_F(CredentialChain, TakesTheCredentialsFileBeforeAProcessBeforeTheConfigFile) {
  const std::string keys = "aws_secret_access_key = canary-secret\naws_access_key_id = ";
  Config("[default]\n" + keys + "CONFIG\ncredential_process = tool\n");
  CredentialsFile("[default]\n" + keys + "FILE\n");
  EXPECT_EQ(Key(), "FILE");
  CredentialsFile("");
  EXPECT_EQ(Key(), "PROCESS");
  Config("[default]\n" + keys + "CONFIG\n");
  EXPECT_EQ(Key(), "CONFIG");
  EXPECT_EQ(commands_.size(), 1U);
}

TEST_F(CredentialChain, RunsAProcess) {
  Config("[default]\ncredential_process = \"/my tools/get\" --for 'a b' $HOME\n");
  const Result<Credentials> result = Find();
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_FALSE(result->session_token.empty());
  EXPECT_EQ(result->expiration, testing_support::kNow + 3600);
  EXPECT_THAT(commands_.at(0), ElementsAre("/my tools/get", "--for", "a b", "$HOME"));
}

TEST_F(CredentialChain, SaysWhyAProcessGivesNone) {
  Config("[default]\ncredential_process = tool canary\n");
  command_ = Finished{.status = 3, .output = "canary", .errors = "sign in first \x1B[0m\n"};
  EXPECT_EQ(Key(),
            "The credential_process of profile 'default' ended with status 3; its output: sign in "
            "first  [0m");
  command_ = Failed("Cannot run 'tool': no such file.");
  EXPECT_EQ(
      Key(),
      "The credential_process of profile 'default' returned no credentials. Cannot run 'tool': "
      "no such file.");
  for (const char* output :
       {"", "canary", R"({"SecretAccessKey":"canary"})", R"({"AccessKeyId":"canary"})",
        R"({"Version":2,"AccessKeyId":"a","SecretAccessKey":"canary"})",
        R"({"Version":1,"AccessKeyId":"a","SecretAccessKey":"canary","Expiration":"canary"})"}) {
    command_ = Finished{.status = 0, .output = output};
    EXPECT_THAT(Key(), HasSubstr(" returned ")) << output;
  }
  Config("[default]\ncredential_process = tool 'canary\n");
  EXPECT_THAT(Key(), HasSubstr("a quote is not closed"));
}

TEST_F(CredentialChain, LeavesTheRestToAwsOwnProgram) {
  for (const char* settings :
       {"sso_session = a\n", "sso_start_url = https://x\n", "login_session = a\n",
        "role_arn = arn:r\nsource_profile = x\n", "role_arn = arn:r\ncredential_source = Ec2\n",
        "role_arn = arn:r\naws_access_key_id = A\naws_secret_access_key = canary\n"}) {
    commands_.clear();
    Config(std::string("[profile dev]\n") + settings);
    options_.profile = "dev";
    EXPECT_EQ(Key(), "PROCESS") << settings;
    EXPECT_THAT(commands_.at(0), ElementsAre("aws", "configure", "export-credentials", "--format",
                                             "process", "--profile", "dev"));
  }
  command_ = Failed("Cannot run 'aws': no such file or directory.");
  EXPECT_THAT(Key(),
              HasSubstr("assumes a role, which requires the AWS CLI (version 2). The 'aws "
                        "configure export-credentials' returned no credentials. Cannot run 'aws'"));
}

TEST_F(CredentialChain, SaysWhereItLooked) {
  command_ = Finished{.status = 255};
  EXPECT_THAT(Key(), HasSubstr("No credentials were found in the environment"));
  EXPECT_EQ(commands_.size(), 1U);
  EXPECT_TRUE(transport_.sent().empty());
}

TEST_F(CredentialChain, ReadsNoConfigurationOfWhatIsLinted) {
  Set("AWS_CONFIG_FILE", folder_.Write("stack/config", "[default]\ncredential_process = evil\n"));
  options_.linted = {(folder_.path() / "stack").string()};
  EXPECT_THAT(Key(), HasSubstr("is inside the linted folders"));
  EXPECT_TRUE(commands_.empty());
}

TEST_F(CredentialChain, AsksTheContainer) {
  Set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/x?y=z");
  Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "canary");
  transport_.Answer({.result = Exchange::Result::kTransient, .error = "no route"});
  transport_.Answer(Response(500, ""));
  transport_.Answer(Response(
      200,
      R"({"AccessKeyId":"CONTAINER","SecretAccessKey":"canary","Token":"canary","Expiration":"2027-01-15T08:00:00Z"})"));
  const Result<Credentials> result = Find();
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->access_key_id, "CONTAINER");
  EXPECT_FALSE(result->session_token.empty());
  ASSERT_EQ(transport_.sent().size(), 3U);
  EXPECT_EQ(transport_.sent()[0].request.url.Text(), "http://169.254.170.2/v2/credentials/x?y=z");
  EXPECT_EQ(transport_.sent()[0].Header("Authorization"), "canary");
  EXPECT_EQ(transport_.sent()[0].limits.timeout, Milliseconds(2000));
}

TEST_F(CredentialChain, AsksOnlyContainersAndLoopbackWithoutTls) {
  transport_.Answer(Response(200, kDocument));
  for (const char* address :
       {"http://127.0.0.1:80/x", "http://localhost/x", "http://[::1]/x", "http://169.254.170.23/x",
        "http://[fd00:ec2::23]/x", "https://host.example/x"}) {
    Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", address);
    EXPECT_EQ(Key(), "PROCESS") << address;
  }
  const size_t sent = transport_.sent().size();
  for (const char* address : {"http://host.example/x", "http://169.254.169.254/x", "host",
                              "http://user@127.0.0.1/", "http://127.0.0.1.evil.example"}) {
    Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", address);
    EXPECT_THAT(Key(), HasSubstr("AWS_CONTAINER_CREDENTIALS_FULL_URI ")) << address;
  }
  Set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", ".evil.example/");
  EXPECT_THAT(Key(), HasSubstr("neither this computer nor a container's"));
  EXPECT_EQ(transport_.sent().size(), sent);
}

TEST_F(CredentialChain, TakesTheContainersTokenFromAFile) {
  transport_.Answer(Response(200, kDocument));
  Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/x");
  Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "canary");
  Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", folder_.Write("token", "from-file"));
  EXPECT_EQ(Key(), "PROCESS");
  EXPECT_EQ(transport_.sent()[0].Header("Authorization"), "from-file");
  folder_.Write("token", "canary\r\nX-Evil: 1");
  EXPECT_THAT(Key(), HasSubstr("more than one line"));
  Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/no/such/file");
  EXPECT_THAT(Key(), HasSubstr("Cannot read '/no/such/file'"));
  EXPECT_EQ(transport_.sent().size(), 1U);
}

TEST_F(CredentialChain, SaysWhyTheContainerGivesNone) {
  Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/x");
  transport_.Answer(Response(404, "canary"));
  EXPECT_THAT(Key(), HasSubstr("answered with status 404"));
  FakeTransport other(clock_);
  other.Answer(Response(200, "canary"));
  EXPECT_THAT(FindCredentials(options_, other, clock_).error().message,
              HasSubstr("returned no credentials"));
}

constexpr const char* kRole =
    "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
    "<AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>canary</SecretAccessKey>"
    "<SessionToken>canary</SessionToken><Expiration>2027-01-15T08:00:00Z</Expiration>"
    "</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";

TEST_F(CredentialChain, ExchangesAWebIdentity) {
  Set("AWS_WEB_IDENTITY_TOKEN_FILE", folder_.Write("token", "canary/+"));
  Set("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
  transport_.Answer(Response(
      400, "<ErrorResponse><Error><Code>IDPCommunicationError</Code></Error></ErrorResponse>"));
  transport_.Answer(Response(200, kRole));
  const Result<Credentials> result = Find();
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->access_key_id, "ROLE");
  EXPECT_EQ(result->expiration, testing_support::kNow);
  ASSERT_EQ(transport_.sent().size(), 2U);
  const testing_support::Sent& sent = transport_.sent()[1];
  EXPECT_EQ(sent.request.url.Text(), "https://sts.eu-west-1.amazonaws.com/");
  EXPECT_EQ(sent.Header("Authorization"), "") << "it is not signed";
  EXPECT_EQ(sent.request.body,
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3A"
            "role%2Fr&RoleSessionName=stackql-lint&WebIdentityToken=canary%2F%2B");
}

TEST_F(CredentialChain, TakesAWebIdentityFromTheProfile) {
  Config("[default]\nrole_arn = arn:r\nrole_session_name = me\nweb_identity_token_file = " +
         folder_.Write("token", "canary") + "\n");
  transport_.Answer(Response(200, kRole));
  EXPECT_EQ(Key(), "ROLE");
  EXPECT_THAT(transport_.sent()[0].request.body, HasSubstr("&RoleSessionName=me&"));
}

TEST_F(CredentialChain, SaysWhyAWebIdentityGivesNone) {
  Set("AWS_WEB_IDENTITY_TOKEN_FILE", folder_.Write("stack/token", "canary"));
  EXPECT_THAT(Key(), HasSubstr("no role for it"));
  Set("AWS_ROLE_ARN", "arn:r");
  transport_.Answer(Response(403,
                             "<ErrorResponse><Error><Code>ExpiredTokenException</Code><Message>"
                             "eyJcanarycanarycanarycanary.x</Message></Error></ErrorResponse>"));
  EXPECT_EQ(Key(), "STS returned no credentials for the web identity: ExpiredTokenException: ***");
  FakeTransport cut(clock_);
  cut.Answer(Response(200, std::string(kRole).substr(0, 200)));
  EXPECT_THAT(FindCredentials(options_, cut, clock_).error().message,
              HasSubstr("an incomplete response"));
  options_.endpoints.url = "https://evil.example";
  EXPECT_THAT(Key(), HasSubstr("is not sent to evil.example"));
  options_.linted = {(folder_.path() / "stack").string()};
  EXPECT_THAT(Key(), HasSubstr("is inside the linted folders"));
  EXPECT_EQ(transport_.sent().size(), 1U);
}

TEST(Commands, AreSplitAsAShellDoes) {
  const auto split = [](const std::string& line) {
    return SplitCommand(line).value_or(std::vector<std::string>{"no"});
  };
  EXPECT_THAT(split(" a  b\t"), ElementsAre("a", "b"));
  EXPECT_THAT(split(R"("a b"c 'd "e' "")"), ElementsAre("a bc", "d \"e", ""));
  EXPECT_THAT(split(R"(a\ b "\"\\\x" '\')"), ElementsAre("a b", R"("\\x)", "\\"));
  EXPECT_THAT(split("a; b | $(c) ~ *"), ElementsAre("a;", "b", "|", "$(c)", "~", "*"));
  EXPECT_THAT(split("'a"), ElementsAre("no"));
  EXPECT_THAT(split(""), ElementsAre());
}

TEST(IsoTimes, AreReadWithOffsetsAndFractions) {
  for (const char* text : {"2027-01-15T08:00:00Z", "2027-01-15T08:00:00.123Z",
                           "2027-01-15T10:00:00+02:00", "2027-01-15T05:30:00-0230"}) {
    EXPECT_EQ(ReadExpiration(text), testing_support::kNow) << text;
  }
  for (const char* text : {"", "2027-01-15", "2027-01-15T08:00:00+2", "2027-01-15T08:00:00 UTC"}) {
    EXPECT_FALSE(ReadExpiration(text)) << text;
  }
}

}  // namespace
}  // namespace stackql::aws
