#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "cli/aws_access.h"
#include "support/aws/guarded_double.h"
#include "support/aws/sample_world.h"
#include "support/fake_aws.h"
#include "support/temporary_folder.h"

namespace stackql::testing_support {

// Time that passes as it does, but faster for who sleeps.
class SkippingClock : public net::Clock {
 public:
  net::Milliseconds Now() const override {
    const auto passed = std::chrono::steady_clock::now() - begin_;
    return std::chrono::duration_cast<net::Milliseconds>(passed) + net::Milliseconds(skipped_);
  }
  void Sleep(net::Milliseconds duration) override { skipped_ += duration.count(); }

 private:
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::atomic<int64_t> skipped_ = 0;
};

// Tests that ask a double of AWS as the program does, over the system's libcurl, but sleep for no
// time. Nothing of the caller's environment is seen.
class AccessToDouble : public testing::Test {
 protected:
  static constexpr int64_t kTime = 1'700'000'000;  // 2023-11-14T22:13:20Z

  void SetUp() override {
    ClearVariables();
    setenv("HOME", folder_.path().c_str(), 1);
    setenv("AWS_ACCESS_KEY_ID", settings_.world.credentials[0].key.c_str(), 1);
    setenv("AWS_SECRET_ACCESS_KEY", settings_.world.credentials[0].secret.c_str(), 1);
    setenv("AWS_REGION", "us-east-1", 1);
  }
  void TearDown() override { ClearVariables(); }

  aws_double::GuardedDouble& Server() {
    if (!server_) server_ = std::make_unique<aws_double::GuardedDouble>(settings_);
    return *server_;
  }
  // With `options_` and the environment as they are when it is first asked for.
  cli::AwsAccess& Access() {
    if (access_) return *access_;
    options_.endpoint = Server().Address();
    options_.clock = &clock_;
    if (!options_.time) options_.time = [] { return kTime; };
    options_.random = [] { return 0.5; };
    access_ = std::make_unique<cli::AwsAccess>(options_);
    return *access_;
  }
  // Begins anew, with another server.
  void Reset() {
    access_.reset();
    server_.reset();
    options_ = {};
    settings_ = Sample();
  }
  aws::Reply<aws::Resource> GetBucket(const std::string& region = "us-east-1") {
    return Access().GetResource(region, {"AWS::S3::Bucket", "bucket-1"});
  }

  TemporaryFolder folder_;
  SkippingClock clock_;
  cli::AccessOptions options_ = {};
  aws_double::Settings settings_ = Sample();

 private:
  static aws_double::Settings Sample() {
    return {.world = aws_double::SampleWorld(), .now = [] { return kTime; }};
  }
  // What decides on credentials, proxies or certificates.
  static void ClearVariables() {
    std::vector<std::string> names = {
        "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "http_proxy", "https_proxy",
        "HTTPS_PROXY",    "all_proxy",     "ALL_PROXY",    "no_proxy",   "NO_PROXY"};
    for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
      const std::string variable = *at;
      if (variable.rfind("AWS_", 0) == 0) names.push_back(variable.substr(0, variable.find('=')));
    }
    for (const std::string& name : names) unsetenv(name.c_str());
  }

  std::unique_ptr<aws_double::GuardedDouble> server_;
  std::unique_ptr<cli::AwsAccess> access_;
};

// No text of a failure shows keys or tokens of the double's world, in whole or in part.
inline void ExpectNoSecret(const aws::Failure& failure) {
  for (const std::string& text : {failure.code, failure.message, failure.request_id}) {
    for (const char* secret : {"canary", "CANARY", "secret+", "token="}) {
      EXPECT_THAT(text, testing::Not(testing::HasSubstr(secret)));
    }
  }
}

}  // namespace stackql::testing_support
