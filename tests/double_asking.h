#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <string>

#include "support/aws/guarded_double.h"
#include "support/aws/sample_world.h"

// A client of its own for the tests of the double: signs and sends, and tells how it ended.
namespace stackql::aws_double {

inline constexpr int64_t kNow = 1700000000;  // 2023-11-14T22:13:20Z

// What came back.
struct Received {
  std::string bytes = {};
  int status = 0;  // 0: no status line
  std::string head = {};
  std::string body = {};
  bool reset = false;
  bool late = false;  // nothing more came for a while, yet the connection stands

  nlohmann::json Json() const { return nlohmann::json::parse(body, nullptr, false); }
};

// Sends bytes and reads until the connection ends, or nothing came for some milliseconds.
inline Received Exchange(int port, const std::string& bytes, int patience = 5000) {
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  Received received;
  if (connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    close(connection);
    return received;
  }
  send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  for (;;) {
    pollfd waiting = {.fd = connection, .events = POLLIN, .revents = 0};
    received.late = poll(&waiting, 1, patience) == 0;
    if (received.late) break;
    std::array<char, 16384> buffer = {};
    const ssize_t count = recv(connection, buffer.data(), buffer.size(), 0);
    received.reset = count < 0 && errno == ECONNRESET;
    if (count <= 0) break;
    received.bytes.append(buffer.data(), static_cast<size_t>(count));
  }
  close(connection);
  if (received.bytes.rfind("HTTP/1.1 ", 0) == 0)
    received.status = std::stoi(received.bytes.substr(9));
  const size_t end = std::min(received.bytes.find("\r\n\r\n"), received.bytes.size());
  received.head = received.bytes.substr(0, end);
  if (end < received.bytes.size()) received.body = received.bytes.substr(end + 4);
  return received;
}

inline std::string Text(const Request& request) {
  std::string text = request.method + " " + request.path +
                     (request.query.empty() ? "" : "?" + request.query) + " HTTP/1.1\r\n";
  for (const Header& header : request.headers) text += header.first + ": " + header.second + "\r\n";
  return text + "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" +
         request.body;
}

// Adds an Authorization that speaks for all headers.
inline Request Sign(Request request, const Credentials& who, const std::string& service,
                    const std::string& region = "us-east-1", int64_t now = kNow) {
  request.headers.emplace_back("Host", "127.0.0.1");
  request.headers.emplace_back("X-Amz-Date", AmzDate(now));
  if (!who.token.empty()) request.headers.emplace_back("X-Amz-Security-Token", who.token);
  std::vector<std::string> names;
  std::string joined;
  for (const Header& header : request.headers) names.push_back(Lower(header.first));
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) joined += (joined.empty() ? "" : ";") + name;
  const Scope scope = {.date = AmzDate(now).substr(0, 8), .region = region, .service = service};
  const std::string signature = Signature(
      who.secret, scope, StringToSign(AmzDate(now), scope, CanonicalRequest(request, names)));
  request.headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=" + who.key + "/" +
                                                    scope.Text() + ", SignedHeaders=" + joined +
                                                    ", Signature=" + signature);
  request.headers.emplace_back("Connection", "close");
  return request;
}

inline Request CloudControlCall(const std::string& operation, const nlohmann::json& input) {
  return {.method = "POST",
          .path = "/",
          .headers = {{"Content-Type", "application/x-amz-json-1.0"},
                      {"X-Amz-Target", "CloudApiService." + operation}},
          .body = input.dump()};
}

inline Request FormCall(const std::string& body) {
  return {.method = "POST",
          .path = "/",
          .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
          .body = body};
}

inline Settings Sample() {
  return {.world = SampleWorld(), .now = [] { return kNow; }, .ticks = [] { return 0; }};
}

// Tests that ask a double of the sample world.
class Asking : public testing::Test {
 protected:
  Double& Server() {
    if (!double_) double_ = std::make_unique<GuardedDouble>(settings_);
    return *double_;
  }
  Received Send(const Request& request) { return Exchange(Server().port(), Text(request)); }
  Received Cloud(const std::string& operation, const nlohmann::json& input) {
    return Send(Sign(CloudControlCall(operation, input), settings_.world.credentials[0],
                     "cloudcontrolapi"));
  }
  Received Form(const std::string& service, const std::string& body) {
    return Send(Sign(FormCall(body), settings_.world.credentials[0], service));
  }
  std::vector<std::string> Forgive() {
    Server();
    return double_->Forgive();
  }

  Settings settings_ = Sample();
  std::unique_ptr<GuardedDouble> double_;
};

}  // namespace stackql::aws_double
