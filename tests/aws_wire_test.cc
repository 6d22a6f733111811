// What a signed request looks like to who receives it, after the system's libcurl has sent it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <thread>

#include "aws/client.h"
#include "aws/sign.h"
#include "support/fake_aws.h"
#include "support/http_server.h"

namespace stackql::aws {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing_support::FakeOptions;
using testing_support::HttpServer;
using testing_support::Reply;

struct Received {
  std::string method = {};
  std::string path = {};
  std::string query = {};
  std::vector<net::Header> headers = {};
  std::string body = {};
  std::string authorization = {};
};

Received ReadRequest(const std::string& text) {
  Received received;
  const size_t end = text.find("\r\n\r\n");
  std::istringstream lines(text.substr(0, end));
  received.body = text.substr(end + 4);
  std::string target;
  lines >> received.method >> target;
  received.path = target.substr(0, target.find('?'));
  if (received.path.size() < target.size()) {
    received.query = target.substr(received.path.size() + 1);
  }
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const size_t colon = line.find(": ");
    net::Header header = {line.substr(0, colon), line.substr(colon + 2)};
    (header.name == "Authorization" ? received.authorization
                                    : received.headers.emplace_back(header).value) = header.value;
  }
  return received;
}

// Keeps what the signature says it covers, and signs that.
std::string SignedAnew(const Received& received, const SigningScope& scope) {
  const std::string& text = received.authorization;
  const size_t begin = text.find("SignedHeaders=") + 14;
  const std::string names = ";" + text.substr(begin, text.find(',', begin) - begin) + ";";
  std::vector<net::Header> headers;
  for (const net::Header& header : received.headers) {
    std::string name = header.name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (names.find(";" + name + ";") != std::string::npos) headers.push_back(header);
  }
  return Sign({.method = received.method,
               .path = received.path,
               .query = received.query,
               .headers = headers,
               .body = received.body},
              testing_support::CanaryCredentials(), scope)
      .authorization;
}

class Wire : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                             "no_proxy", "NO_PROXY", "AWS_CA_BUNDLE"}) {
      unsetenv(name);
    }
    Result<std::unique_ptr<net::Transport>> opened = net::OpenCurl();
    if (!opened) GTEST_SKIP() << opened.error().message;
    transport_ = std::move(*opened);
  }

  SessionOptions Options(const HttpServer& server) {
    SessionOptions options = FakeOptions();
    options.endpoints.url = server.Address();
    return options;
  }

  testing_support::FakeClock clock_;
  std::unique_ptr<net::Transport> transport_;
};

TEST_F(Wire, CarriesWhatWasSigned) {
  HttpServer server([](const std::string&) { return Reply{.status = 400, .body = "{}"}; });
  Session session(clock_, Options(server));
  Client client(session, *transport_);
  client.GetResource({.type_name = "AWS::A::B", .identifier = "a \xC3\xA9|b"});
  client.SimulatePrincipalPolicy({.principal = "arn:p", .actions = {"s3:Put*"}});
  client.ValidatePolicy({.document = "{}", .next_token = "a/b+c=&d"});
  ASSERT_EQ(server.Requests().size(), 3U);
  const std::vector<SigningScope> scopes = {
      {"eu-west-1", "cloudcontrolapi"}, {"us-east-1", "iam"}, {"eu-west-1", "access-analyzer"}};
  for (size_t i = 0; i < scopes.size(); ++i) {
    const Received received = ReadRequest(server.Requests()[i]);
    SigningScope scope = scopes[i];
    scope.time = testing_support::kNow;
    EXPECT_EQ(received.authorization, SignedAnew(received, scope));
    EXPECT_THAT(server.Requests()[i], Not(HasSubstr(testing_support::kCanaryKey)));
  }
}

// Everything that is wrong with an answer ends in a failure without a secret.
TEST_F(Wire, BringsEachFaultAsAFailure) {
  const std::string half = R"({"ResourceDescription":{"Identifier")";
  const std::vector<Reply> replies = {
      {.status = 200, .body = half + "123456", .keep_back = 6},
      {.status = 200, .body = half, .no_length = true},
      {.status = 200, .body = "<html>portal</html>"},
      {.status = 200, .body = std::string(5 << 20, ' ')},
      {.status = 307, .headers = {{"Location", "http://127.0.0.1:1/"}}},
      {.status = 502, .body = "<html>bad gateway</html>"},
      {.status = 400, .body = "{}", .headers = {{"x-amzn-ErrorType", "AccessDeniedException"}}},
  };
  for (const Reply& reply : replies) {
    HttpServer server([&](const std::string&) { return reply; });
    Session session(clock_, [&] {
      SessionOptions options = Options(server);
      options.deadline = clock_.Now() + net::Milliseconds(60'000);
      return options;
    }());
    Client client(session, *transport_);
    const aws::Reply<Resource> result = client.GetResource({"AWS::A::B", "x"});
    EXPECT_FALSE(result.answer);
    const bool error = reply.headers.count("x-amzn-ErrorType") > 0;
    EXPECT_EQ(result.failure.kind, error ? Failure::Kind::kError : Failure::Kind::kNotPossible);
    EXPECT_EQ(result.failure.message.find("canary"), std::string::npos);
  }
}

// A session serves several threads, each with a connection of its own.
TEST_F(Wire, ServesSeveralThreads) {
  HttpServer server([](const std::string&) {
    return Reply{.body = R"({"ResourceDescription":{"Identifier":"b","Properties":"{}"}})"};
  });
  Session session(clock_, Options(server));
  std::vector<std::unique_ptr<net::Transport>> transports;
  transports.reserve(4);
  for (int i = 0; i < 4; ++i) transports.push_back(net::OpenCurl().value());
  std::atomic<int> answers = 0;
  std::vector<std::thread> threads;
  threads.reserve(transports.size());
  for (const std::unique_ptr<net::Transport>& transport : transports) {
    threads.emplace_back([&session, &answers, &transport] {
      Client client(session, *transport);
      if (client.GetResource({"AWS::A::B", "b"}).answer) ++answers;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answers, 4);
}

}  // namespace
}  // namespace stackql::aws
