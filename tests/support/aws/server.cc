#include "support/aws/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

namespace stackql::aws_double {
namespace {

constexpr size_t kLargestHead = 64 << 10;
constexpr size_t kLargestBody = 1 << 20;
constexpr int kTick = 10;  // milliseconds between looks at whether the server ends

constexpr std::string_view kBad = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";

void SendAll(int connection, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    text.remove_prefix(static_cast<size_t>(count));
  }
}

}  // namespace

Server::Server(Handler handler) : handler_(std::move(handler)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, size) == 0 && listen(listener_, 64) == 0 &&
      getsockname(listener_, generic, &size) == 0) {
    port_ = ntohs(address.sin_port);
  }
  thread_ = std::thread([this] { Accept(); });
}

Server::~Server() {
  stop_ = true;
  thread_.join();
  for (std::thread& worker : workers_) worker.join();
  close(listener_);
}

void Server::Accept() {
  while (!stop_) {
    pollfd waiting = {.fd = listener_, .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, kTick) <= 0) continue;
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    const size_t number = workers_.size() + 1;
    workers_.emplace_back([this, connection, number] { Serve(connection, number); });
  }
}

void Server::Serve(int connection, size_t number) {
  std::string unread;
  while (ServeOne(connection, number, unread)) {
  }
  close(connection);
}

// Whether another request may follow.
bool Server::ServeOne(int connection, size_t number, std::string& unread) {
  const std::optional<Request> request = Read(connection, unread);
  if (!request) return false;
  const Wire wire = handler_(*request, number);
  Send(connection, wire);
  switch (wire.ending) {
    case Ending::kKeep:
      return Lower(request->Get("connection")) != "close";
    case Ending::kClose:
      shutdown(connection, SHUT_WR);
      return false;
    case Ending::kReset: {
      const linger at_once = {.l_onoff = 1, .l_linger = 0};
      setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      return false;
    }
    case Ending::kHang:
      while (!Gone(connection, kTick)) {
      }
      return false;
  }
  return false;
}

// Appends what comes; false when nothing more will.
bool Server::Receive(int connection, std::string& unread) const {
  while (!stop_) {
    pollfd waiting = {.fd = connection, .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, kTick) <= 0) continue;
    std::array<char, 16384> buffer = {};
    const ssize_t count = recv(connection, buffer.data(), buffer.size(), 0);
    if (count <= 0) return false;
    unread.append(buffer.data(), static_cast<size_t>(count));
    return true;
  }
  return false;
}

// The next request with its body; nothing at the end, or after answering what is no request.
std::optional<Request> Server::Read(int connection, std::string& unread) const {
  size_t end = 0;
  while ((end = unread.find("\r\n\r\n")) == std::string::npos) {
    if (unread.size() > kLargestHead || !Receive(connection, unread)) return std::nullopt;
  }
  std::optional<Request> request = ReadHead(std::string_view(unread).substr(0, end + 4));
  const std::string length = request ? std::string(request->Get("content-length")) : "";
  const size_t size = std::strtoull(length.c_str(), nullptr, 10);
  if (!request || request->Has("transfer-encoding") || size > kLargestBody) {
    SendAll(connection, kBad);
    return std::nullopt;
  }
  if (Lower(request->Get("expect")) == "100-continue") {
    SendAll(connection, "HTTP/1.1 100 Continue\r\n\r\n");
  }
  unread.erase(0, end + 4);
  while (unread.size() < size) {
    if (!Receive(connection, unread)) return std::nullopt;
  }
  request->body = unread.substr(0, size);
  unread.erase(0, size);
  return request;
}

void Server::Send(int connection, const Wire& wire) const {
  if (wire.drip_milliseconds == 0) {
    SendAll(connection, wire.bytes);
    return;
  }
  for (const char& byte : wire.bytes) {
    SendAll(connection, {&byte, 1});
    if (Gone(connection, wire.drip_milliseconds)) return;
  }
}

// Waits; whether the client is gone or the server ends.
bool Server::Gone(int connection, int milliseconds) const {
  pollfd waiting = {.fd = connection, .events = POLLIN | POLLRDHUP, .revents = 0};
  return poll(&waiting, 1, milliseconds) > 0 || stop_;
}

}  // namespace stackql::aws_double
