#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "net/download.h"
#include "support/http_server.h"

namespace stackql::net {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing_support::HttpServer;
using testing_support::Reply;

// Time that passes only while someone waits for it.
class FakeClock : public Clock {
 public:
  Milliseconds Now() const override { return now_; }
  void Sleep(Milliseconds duration) override { now_ += duration; }

 private:
  Milliseconds now_ = {};
};

class Downloads : public testing::Test {
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

  Download Ask(const std::string& address) {
    return Get(*transport_, clock_, *ParseUrl(address),
               {.largest = 1000,
                .redirect_hosts = {"allowed.example"},
                .deadline = clock_.Now() + timeout_,
                .notice = [this](const std::string& text) { notices_.push_back(text); }});
  }

  FakeClock clock_;
  Milliseconds timeout_{60'000};
  std::vector<std::string> notices_;
  std::unique_ptr<Transport> transport_;
};

TEST_F(Downloads, TakeTheBodyAndSendNothingPersonal) {
  setenv("NETRC", "/dev/null", 1);
  HttpServer server([](const std::string&) { return Reply{.body = "hello"}; });
  const Download download = Ask(server.Address() + "/a/b");
  EXPECT_TRUE(download.done) << download.error;
  EXPECT_EQ(download.body, "hello");
  ASSERT_EQ(server.Requests().size(), 1U);
  const std::string request = server.Requests()[0];
  EXPECT_THAT(request, HasSubstr("GET /a/b HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("User-Agent: stackql-lint/" STACKQL_LINT_VERSION "\r\n"));
  EXPECT_THAT(request, Not(HasSubstr("Cookie")));
  EXPECT_THAT(request, Not(HasSubstr("Authorization")));
  EXPECT_THAT(request, Not(HasSubstr("Accept-Encoding")));
}

TEST_F(Downloads, TryAgainWhenTheServerIsInTrouble) {
  int asked = 0;
  HttpServer server([&](const std::string&) {
    return ++asked < 3 ? Reply{.status = 503} : Reply{.body = "at last"};
  });
  EXPECT_EQ(Ask(server.Address()).body, "at last");
  EXPECT_EQ(asked, 3);
  EXPECT_EQ(clock_.Now(), Milliseconds(3000)) << "pauses of 1 and 2 seconds";
  EXPECT_THAT(notices_,
              testing::ElementsAre("the server answered with status 503; trying again in 1 s",
                                   "the server answered with status 503; trying again in 2 s"));
}

TEST_F(Downloads, GiveUpWhenItStaysSo) {
  int asked = 0;
  HttpServer server([&](const std::string&) {
    ++asked;
    return Reply{.status = 500};
  });
  const Download download = Ask(server.Address());
  EXPECT_FALSE(download.done);
  EXPECT_EQ(download.status, 500);
  EXPECT_EQ(asked, 4);
  EXPECT_EQ(
      download.error,
      server.Address() +
          " answered with status 500, expected 200. Try again later, or use a mirror with --from.");
}

TEST_F(Downloads, WaitAsLongAsTheServerSays) {
  int asked = 0;
  HttpServer server([&](const std::string&) {
    return ++asked < 2 ? Reply{.status = 429, .headers = {{"Retry-After", "7"}}} : Reply{};
  });
  EXPECT_TRUE(Ask(server.Address()).done);
  EXPECT_EQ(clock_.Now(), Milliseconds(7000));
}

TEST_F(Downloads, DoNotWaitBeyondTheDeadline) {
  timeout_ = Milliseconds(5000);
  HttpServer server([&](const std::string&) {
    return Reply{.status = 429, .headers = {{"Retry-After", "20"}}};
  });
  EXPECT_FALSE(Ask(server.Address()).done);
  EXPECT_EQ(clock_.Now(), Milliseconds(0));
}

TEST_F(Downloads, AskOnceForWhatIsNotThere) {
  int asked = 0;
  HttpServer server([&](const std::string&) {
    ++asked;
    return Reply{.status = 404};
  });
  EXPECT_EQ(Ask(server.Address()).status, 404);
  EXPECT_EQ(asked, 1);
}

TEST_F(Downloads, TellATruncatedBody) {
  int asked = 0;
  HttpServer server([&](const std::string&) {
    ++asked;
    return Reply{.body = "half of it", .keep_back = 5};
  });
  const Download download = Ask(server.Address());
  EXPECT_FALSE(download.done);
  EXPECT_THAT(download.error, HasSubstr("could not be downloaded: "));
  EXPECT_EQ(asked, 4);
}

TEST_F(Downloads, RefuseATooLargeBody) {
  for (const bool no_length : {false, true}) {
    HttpServer server([&](const std::string&) {
      return Reply{.body = std::string(1001, 'x'), .no_length = no_length};
    });
    const Download download = Ask(server.Address());
    EXPECT_FALSE(download.done);
    EXPECT_THAT(download.error, HasSubstr("is larger than")) << no_length;
    EXPECT_EQ(server.Requests().size(), 1U);
  }
}

TEST_F(Downloads, EndWhenTheServerHangs) {
  timeout_ = Milliseconds(300);
  HttpServer server([](const std::string&) {
    return Reply{.body = "first part, and then nothing", .keep_back = 10, .hang = true};
  });
  const Download download = Ask(server.Address());
  EXPECT_FALSE(download.done);
  EXPECT_THAT(download.error, HasSubstr("timed out"));
  EXPECT_THAT(download.error, HasSubstr("--timeout"));
}

TEST_F(Downloads, EndWhenNobodyListens) {
  std::string address;
  {
    HttpServer server([](const std::string&) { return Reply{}; });
    address = server.Address();
  }
  const Download download = Ask(address);
  EXPECT_FALSE(download.done);
  EXPECT_EQ(notices_.size(), 3U);
  EXPECT_THAT(download.error, HasSubstr("Check the network"));
}

TEST_F(Downloads, AreCancelled) {
  HttpServer server([](const std::string&) { return Reply{.body = "x", .hang = true}; });
  const Download download =
      Get(*transport_, clock_, *ParseUrl(server.Address()),
          {.largest = 10, .deadline = Milliseconds(10'000), .progress = [](uint64_t, uint64_t) {
             return false;
           }});
  EXPECT_FALSE(download.done);
  EXPECT_TRUE(download.cancelled);
}

TEST_F(Downloads, FollowRedirectsOnTheSameHost) {
  HttpServer server([](const std::string& path) {
    if (path == "/old") return Reply{.status = 302, .headers = {{"Location", "/new"}}};
    return Reply{.body = "moved"};
  });
  EXPECT_EQ(Ask(server.Address() + "/old").body, "moved");
}

TEST_F(Downloads, FollowNoOtherRedirects) {
  for (const char* location : {"https://elsewhere.example/file", "http://allowed.example/file",
                               "https://user@allowed.example/file", "file:///etc/passwd",
                               "http://elsewhere.example/file", ""}) {
    HttpServer server([&](const std::string&) {
      return Reply{.status = 301, .headers = {{"Location", location}}};
    });
    const Download download = Ask(server.Address());
    EXPECT_FALSE(download.done);
    EXPECT_THAT(download.error, HasSubstr("redirects to '")) << location;
    EXPECT_EQ(server.Requests().size(), 1U);
  }
}

TEST_F(Downloads, FollowNoRedirectsForEver) {
  HttpServer server([](const std::string&) {
    return Reply{.status = 307, .headers = {{"Location", "/again"}}};
  });
  EXPECT_THAT(Ask(server.Address()).error, HasSubstr("redirects more than 5 times"));
  EXPECT_EQ(server.Requests().size(), 6U);
}

TEST_F(Downloads, GoThroughTheProxyOfTheEnvironment) {
  HttpServer proxy([](const std::string&) { return Reply{.status = 407}; });
  setenv("HTTPS_PROXY", proxy.Address().c_str(), 1);
  EXPECT_FALSE(Ask("https://registry.example/file").done);
  ASSERT_FALSE(proxy.Requests().empty());
  EXPECT_THAT(proxy.Requests()[0], HasSubstr("CONNECT registry.example:443 "));
  unsetenv("HTTPS_PROXY");
}

// What is not encrypted never leaves this computer, whatever the environment says.
TEST_F(Downloads, AskThisComputerWithoutAProxy) {
  HttpServer proxy([](const std::string&) { return Reply{.body = "proxy"}; });
  HttpServer server([](const std::string&) { return Reply{.body = "server"}; });
  setenv("http_proxy", proxy.Address().c_str(), 1);
  setenv("ALL_PROXY", proxy.Address().c_str(), 1);
  EXPECT_EQ(Ask(server.Address()).body, "server");
  unsetenv("http_proxy");
  unsetenv("ALL_PROXY");
}

TEST_F(Downloads, NameTheVariableOfABadCertificateFile) {
  HttpServer server([](const std::string&) { return Reply{}; });
  setenv("AWS_CA_BUNDLE", "/no/such/file.pem", 1);
  const Download download = Ask("https://127.0.0.1:" + std::to_string(server.port()));
  unsetenv("AWS_CA_BUNDLE");
  EXPECT_FALSE(download.done);
  EXPECT_THAT(download.error, HasSubstr("AWS_CA_BUNDLE names '/no/such/file.pem'"));
}

}  // namespace
}  // namespace stackql::net
