// The double against a client that somebody else wrote: the AWS CLI, pointed at its program.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "support/places.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kKey = "AKIACANARY0KEY000009";
constexpr const char* kSecret = "canary/secret+000009";
constexpr const char* kToken = "canary/session+token=000009";

// aws_double as a child; what it prints goes through a pipe.
class DoubleProgram {
 public:
  DoubleProgram() {
    std::array<int, 2> ends = {};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return;
    child_ = fork();
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGTERM);  // it outlives no test that is killed
      dup2(ends[1], STDOUT_FILENO);
      dup2(ends[1], STDERR_FILENO);
      execl(testing_support::kAwsDouble, "aws_double", "--key", kKey, "--secret", kSecret,
            "--token", kToken, nullptr);
      _exit(127);
    }
    close(ends[1]);
    output_ = fdopen(ends[0], "r");
    port_ = ReadLine();
  }
  ~DoubleProgram() {
    if (child_ > 0) Stop();
    fclose(output_);
  }
  DoubleProgram(const DoubleProgram&) = delete;
  DoubleProgram& operator=(const DoubleProgram&) = delete;

  const std::string& port() const { return port_; }
  // The next line of its output, empty at the end: for lines of calls, which may be missing, only
  // after Stop.
  std::string ReadLine() {
    std::string line;
    for (int c = 0; (c = std::fgetc(output_)) != EOF && c != '\n';) line += static_cast<char>(c);
    return line;
  }
  // Ends it; its exit status.
  int Stop() {
    kill(child_, SIGTERM);
    int status = 0;
    waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t child_ = -1;
  FILE* output_ = nullptr;
  std::string port_;
};

struct Printed {
  int status = -1;
  std::string text;

  json Json() const { return json::parse(text, nullptr, false); }
};

Printed Shell(const std::string& line) {
  Printed printed;
  FILE* pipe = popen((line + " 2>&1").c_str(), "r");
  std::array<char, 4096> buffer = {};
  for (size_t count = 0; (count = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    printed.text.append(buffer.data(), count);
  }
  const int status = pclose(pipe);
  printed.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return printed;
}

class DoubleAwsCli : public testing::Test {
 protected:
  void SetUp() override {
    static const bool kInstalled = Shell("aws --version").status == 0;
    if (kInstalled) return;
    GTEST_SKIP() << "SKIPPED, so the double is checked by its own tests only: no aws on PATH";
  }

  Printed Aws(const std::string& arguments) {
    return Shell(
        "env -u AWS_PROFILE -u AWS_CONFIG_FILE -u AWS_SHARED_CREDENTIALS_FILE "
        "-u AWS_CA_BUNDLE -u "
        "http_proxy -u HTTP_PROXY HOME='" +
        home_.path().string() + "' AWS_ACCESS_KEY_ID=" + kKey + " AWS_SECRET_ACCESS_KEY='" +
        secret_ + "' AWS_SESSION_TOKEN='" + kToken +
        "' AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1 AWS_MAX_ATTEMPTS=1"
        " AWS_EC2_METADATA_DISABLED=true AWS_PAGER= aws --output json --endpoint-url "
        "http://127.0.0.1:" +
        program_.port() + " " + arguments);
  }

  testing_support::TemporaryFolder home_;
  std::string secret_ = kSecret;
  DoubleProgram program_;
};

TEST_F(DoubleAwsCli, GetsAResource) {
  const Printed printed =
      Aws("cloudcontrol get-resource --type-name AWS::ApiGateway::Stage --identifier 'api1|prod'");
  EXPECT_EQ(printed.status, 0) << printed.text;
  EXPECT_THAT(printed.Json()["ResourceDescription"]["Properties"], HasSubstr("TracingEnabled"));
  EXPECT_EQ(program_.Stop(), 0);
  EXPECT_THAT(program_.ReadLine(), HasSubstr(R"("operation":"GetResource","headers":)"));
}

TEST_F(DoubleAwsCli, ShowsErrors) {
  const Printed printed =
      Aws("cloudcontrol get-resource --type-name AWS::S3::Bucket --identifier none");
  EXPECT_NE(printed.status, 0);
  EXPECT_THAT(printed.text, HasSubstr("(ResourceNotFoundException)"));
}

TEST_F(DoubleAwsCli, ListsThreePages) {
  const Printed printed = Aws("cloudcontrol list-resources --type-name AWS::S3::Bucket");
  EXPECT_EQ(printed.status, 0) << printed.text;
  EXPECT_EQ(printed.Json()["ResourceDescriptions"].size(), 5U);
  EXPECT_EQ(program_.Stop(), 0);
  for (int page = 0; page < 3; ++page) {
    EXPECT_THAT(program_.ReadLine(), HasSubstr(R"("operation":"ListResources")"));
  }
}

TEST_F(DoubleAwsCli, DescribesAType) {
  const Printed printed =
      Aws("cloudformation describe-type --type RESOURCE --type-name AWS::S3::Bucket");
  EXPECT_EQ(printed.status, 0) << printed.text;
  const json schema = json::parse(printed.Json()["Schema"].get<std::string>());
  EXPECT_EQ(schema["typeName"], "AWS::S3::Bucket");
}

TEST_F(DoubleAwsCli, AsksWhoItIs) {
  const Printed printed = Aws("sts get-caller-identity");
  EXPECT_EQ(printed.status, 0) << printed.text;
  EXPECT_EQ(printed.Json()["Account"], "123456789012");
}

TEST_F(DoubleAwsCli, TakesAWebIdentity) {
  const Printed printed =
      Aws("sts assume-role-with-web-identity --role-arn arn:aws:iam::123456789012:role/web "
          "--role-session-name session --web-identity-token canary.web.identity");
  EXPECT_EQ(printed.status, 0) << printed.text;
  EXPECT_EQ(printed.Json()["Credentials"]["AccessKeyId"], "ASIACANARY0KEY000002");
}

TEST_F(DoubleAwsCli, SimulatesAPolicyInPages) {
  const Printed printed =
      Aws("iam simulate-principal-policy --policy-source-arn "
          "arn:aws:iam::123456789012:user/canary --action-names s3:CreateBucket s3:GetObject "
          "s3:DeleteBucket");
  EXPECT_EQ(printed.status, 0) << printed.text;
  const json results = printed.Json()["EvaluationResults"];
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[1]["MissingContextValues"][0], "aws:SourceIp");
  EXPECT_EQ(results[2]["EvalDecision"], "explicitDeny");
}

TEST_F(DoubleAwsCli, FindsARole) {
  const Printed printed = Aws("iam get-role --role-name web");
  EXPECT_EQ(printed.status, 0) << printed.text;
  EXPECT_EQ(printed.Json()["Role"]["Arn"], "arn:aws:iam::123456789012:role/web");
}

TEST_F(DoubleAwsCli, ValidatesAPolicyInPages) {
  const Printed printed =
      Aws("accessanalyzer validate-policy --policy-type IDENTITY_POLICY --policy-document "
          R"('{"Version":"2012-10-17","Statement":[{"Action":"iam:PassRole"}]}')");
  EXPECT_EQ(printed.status, 0) << printed.text;
  EXPECT_EQ(printed.Json()["findings"].size(), 2U);
}

TEST_F(DoubleAwsCli, IsRefusedWithAnotherSecret) {
  secret_ = "not-the-canary";
  EXPECT_THAT(Aws("sts get-caller-identity").text, HasSubstr("(SignatureDoesNotMatch)"));
  EXPECT_THAT(Aws("cloudcontrol list-resources --type-name AWS::S3::Bucket").text,
              HasSubstr("(InvalidSignatureException)"));
  EXPECT_EQ(program_.Stop(), 0) << "being refused is no offence";
}

TEST_F(DoubleAwsCli, FailsTheRunThatCreates) {
  const Printed printed =
      Aws("cloudcontrol create-resource --type-name AWS::S3::Bucket "
          R"(--desired-state '{"BucketName":"x"}')");
  EXPECT_NE(printed.status, 0);
  EXPECT_EQ(program_.Stop(), 1);
  EXPECT_THAT(program_.ReadLine(), HasSubstr(R"("offences":["MUTATION ATTEMPT: CreateResource"])"));
  EXPECT_EQ(program_.ReadLine(), "call 1: MUTATION ATTEMPT: CreateResource");
}

}  // namespace
}  // namespace stackql
