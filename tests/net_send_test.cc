#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include "net/transport.h"
#include "support/http_server.h"

namespace stackql::net {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing_support::HttpServer;
using testing_support::Reply;

class Sending : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                             "no_proxy", "NO_PROXY", "AWS_CA_BUNDLE"}) {
      unsetenv(name);
    }
    Result<std::unique_ptr<Transport>> opened = OpenCurl();
    if (!opened) GTEST_SKIP() << opened.error().message;
    transport_ = std::move(*opened);
  }

  Exchange Send(const std::string& address, std::vector<Header> headers = {},
                const std::string& body = "{}") {
    return transport_->Send({.method = Request::Method::kPost,
                             .url = *ParseUrl(address),
                             .headers = std::move(headers),
                             .body = body},
                            {.largest = 1000, .timeout = timeout_}, {});
  }

  Milliseconds timeout_{20'000};
  std::unique_ptr<Transport> transport_;
};

TEST_F(Sending, PostsTheBytesAsTheyAre) {
  HttpServer server([](const std::string&) { return Reply{.body = "[]"}; });
  const std::string body = R"({"a": "é + %20"})";
  const Exchange exchange =
      Send(server.Address() + "/x/../y?b=%2F", {{"Content-Type", "text/x"}, {"X-A", "1"}}, body);
  EXPECT_EQ(exchange.result, Exchange::Result::kResponse) << exchange.error;
  EXPECT_EQ(exchange.body, "[]");
  ASSERT_EQ(server.Requests().size(), 1U);
  const std::string request = server.Requests()[0];
  EXPECT_THAT(request, testing::StartsWith("POST /x/../y?b=%2F HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nContent-Type: text/x\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nX-A: 1\r\n"));
  EXPECT_THAT(request, EndsWith("\r\n\r\n" + body));
}

TEST_F(Sending, WaitsForNoLeaveToSendALongBody) {
  HttpServer server([](const std::string&) { return Reply{}; });
  const std::string body(100'000, 'x');
  EXPECT_EQ(Send(server.Address(), {}, body).result, Exchange::Result::kResponse);
  EXPECT_THAT(server.Requests()[0], Not(HasSubstr("Expect")));
  EXPECT_THAT(server.Requests()[0], EndsWith(body));
}

TEST_F(Sending, GetsWithHeaders) {
  HttpServer server([](const std::string&) { return Reply{.body = "x"}; });
  const Exchange exchange = transport_->Send(
      {.url = *ParseUrl(server.Address()), .headers = {{"Authorization", "token"}}},
      {.largest = 10, .timeout = timeout_}, {});
  EXPECT_EQ(exchange.body, "x");
  EXPECT_THAT(server.Requests()[0], HasSubstr("GET / HTTP/1.1\r\n"));
  EXPECT_THAT(server.Requests()[0], HasSubstr("\r\nAuthorization: token\r\n"));
}

TEST_F(Sending, GivesTheHeadersOfTheResponse) {
  HttpServer server([](const std::string&) {
    return Reply{.status = 400,
                 .body = "{}",
                 .headers = {{"x-amzn-RequestId", " 12-34 "}, {"X-Amzn-ErrorType", "A:b:c"}}};
  });
  const Exchange exchange = Send(server.Address());
  EXPECT_EQ(exchange.status, 400);
  EXPECT_EQ(exchange.Find("X-AMZN-REQUESTID"), "12-34");
  EXPECT_EQ(exchange.Find("x-amzn-errortype"), "A:b:c");
  EXPECT_EQ(exchange.Find("x-amzn"), "");
}

TEST_F(Sending, FollowsNoRedirects) {
  HttpServer other([](const std::string&) { return Reply{.body = "other"}; });
  HttpServer server([&](const std::string&) {
    return Reply{.status = 307, .headers = {{"Location", other.Address()}}};
  });
  const Exchange exchange = Send(server.Address(), {{"X-Amz-Security-Token", "canary"}});
  EXPECT_EQ(exchange.status, 307);
  EXPECT_TRUE(other.Requests().empty());
}

TEST_F(Sending, RefusesHeadersThatAreMoreThanOne) {
  HttpServer server([](const std::string&) { return Reply{}; });
  for (const Header& header : std::vector<Header>{
           {"X-A", "1\r\nX-B: 2"}, {"X-A: 1\nX-B", "2"}, {"X-A:", "2"}, {"X-A", ""}}) {
    const Exchange exchange = Send(server.Address(), {header});
    EXPECT_EQ(exchange.result, Exchange::Result::kFailed);
    EXPECT_EQ(exchange.error, "a header of the request is not valid");
  }
  EXPECT_TRUE(server.Requests().empty());
}

TEST_F(Sending, TellsATruncatedBody) {
  HttpServer server([](const std::string&) { return Reply{.body = "half of it", .keep_back = 5}; });
  EXPECT_EQ(Send(server.Address()).result, Exchange::Result::kTransient);
}

TEST_F(Sending, RefusesATooLargeBody) {
  HttpServer server(
      [](const std::string&) { return Reply{.body = std::string(1001, 'x'), .no_length = true}; });
  EXPECT_EQ(Send(server.Address()).result, Exchange::Result::kTooLarge);
}

TEST_F(Sending, EndsWhenTheServerHangs) {
  timeout_ = Milliseconds(300);
  HttpServer server(
      [](const std::string&) { return Reply{.body = "first part", .keep_back = 5, .hang = true}; });
  EXPECT_EQ(Send(server.Address()).result, Exchange::Result::kTransient);
}

// Whoever interrupts the program does not wait for who does not answer.
TEST_F(Sending, IsEndedWhileNothingComes) {
  HttpServer server(
      [](const std::string&) { return Reply{.body = "12345", .keep_back = 5, .hang = true}; });
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin = Clock::now();
  const Exchange exchange = transport_->Send(
      {.url = *ParseUrl(server.Address())}, {.largest = 10, .timeout = timeout_},
      [&](uint64_t, uint64_t) { return Clock::now() - begin < Milliseconds(200); });
  EXPECT_EQ(exchange.result, Exchange::Result::kCancelled);
  EXPECT_LT(Clock::now() - begin, Milliseconds(700));
}

// A request after a post is what it says, whatever the library remembers.
TEST_F(Sending, LeavesNothingForTheNextRequest) {
  HttpServer server([](const std::string&) { return Reply{}; });
  Send(server.Address(), {{"X-Amz-Security-Token", "canary"}});
  transport_->Get(*ParseUrl(server.Address()), {.largest = 10, .timeout = timeout_}, {});
  ASSERT_EQ(server.Requests().size(), 2U);
  EXPECT_THAT(server.Requests()[1], HasSubstr("GET / HTTP/1.1\r\n"));
  EXPECT_THAT(server.Requests()[1], Not(HasSubstr("canary")));
}

}  // namespace
}  // namespace stackql::net
