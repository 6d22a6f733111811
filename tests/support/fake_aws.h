#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "aws/client.h"

namespace stackql::testing_support {

// Time that passes only while someone waits for it.
class FakeClock : public net::Clock {
 public:
  net::Milliseconds Now() const override { return net::Milliseconds(now_); }
  void Sleep(net::Milliseconds duration) override { now_ += duration.count(); }

 private:
  std::atomic<int64_t> now_ = 0;
};

// What was sent; the bytes live on although the sender wipes its own.
struct Sent {
  net::Request request = {};
  net::ExchangeLimits limits = {};
  net::Milliseconds at = {};

  std::string Header(const std::string& name) const {
    for (const net::Header& header : request.headers) {
      if (header.name == name) return header.value;
    }
    return "";
  }
};

// Gives the responses of a script, the last one for ever.
class FakeTransport : public net::Transport {
 public:
  explicit FakeTransport(const net::Clock& clock) : clock_(clock) {}

  void Answer(net::Exchange exchange) { script_.push_back(std::move(exchange)); }
  const std::vector<Sent>& sent() const { return sent_; }

  net::Exchange Get(const net::Url&, const net::ExchangeLimits&, const net::Progress&) override {
    return {.error = "not to be used"};
  }
  net::Exchange Send(const net::Request& request, const net::ExchangeLimits& limits,
                     const net::Progress& progress) override {
    sent_.push_back({request, limits, clock_.Now()});
    if (progress && !progress(0, 0)) return {.result = net::Exchange::Result::kCancelled};
    if (script_.empty()) return {.error = "there is no script"};
    net::Exchange exchange = script_.front();
    if (script_.size() > 1) script_.pop_front();
    return exchange;
  }

 private:
  const net::Clock& clock_;
  std::deque<net::Exchange> script_ = {};
  std::vector<Sent> sent_ = {};
};

inline net::Exchange Response(int status, const std::string& body,
                              std::vector<net::Header> headers = {}) {
  return {.result = net::Exchange::Result::kResponse,
          .status = status,
          .body = body,
          .headers = std::move(headers)};
}

inline net::Exchange JsonError(const std::string& code, const std::string& message,
                               int status = 400) {
  return Response(status, R"({"__type":"com.amazon.coral.service#)" + code + R"(","Message":")" +
                              message + "\"}");
}

inline constexpr const char* kCanaryKey = "canary/secret/access/key/0123456789";
inline constexpr const char* kCanaryToken = "canary+session+token+0123456789==";
inline constexpr int64_t kNow = 1'800'000'000;  // 2027-01-15T08:00:00Z

inline aws::Credentials CanaryCredentials() {
  return {.access_key_id = "ASIACANARY0123456789",
          .secret_access_key = aws::Secret(std::string(kCanaryKey)),
          .session_token = aws::Secret(std::string(kCanaryToken)),
          .source = "a test"};
}

inline std::shared_ptr<aws::CredentialHolder> Holding(aws::CredentialSource source) {
  return std::make_shared<aws::CredentialHolder>(std::move(source));
}

inline aws::SessionOptions FakeOptions() {
  return {.endpoints = {.region = "eu-west-1"},
          .credentials = Holding([] { return Result<aws::Credentials>(CanaryCredentials()); }),
          .deadline = net::Milliseconds(60'000),
          .time = [] { return kNow; },
          .random = [] { return 0.5; }};
}

// A client whose AWS is a script.
class FakeAws {
 public:
  explicit FakeAws(aws::SessionOptions options = FakeOptions())
      : session_(clock_, std::move(options)) {}

  FakeClock& clock() { return clock_; }
  FakeTransport& transport() { return transport_; }
  aws::Session& session() { return session_; }
  aws::Client& client() { return client_; }
  const std::vector<Sent>& sent() const { return transport_.sent(); }

 private:
  FakeClock clock_ = {};
  FakeTransport transport_{clock_};
  aws::Session session_;
  aws::Client client_{session_, transport_};
};

}  // namespace stackql::testing_support
