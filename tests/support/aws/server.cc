#include "support/aws/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace stackql::aws_double {
namespace {

constexpr size_t kLargestHead = 64 << 10;
constexpr size_t kLargestBody = 1 << 20;
constexpr int kTick = 10;  // milliseconds between looks at whether the server ends

constexpr std::string_view kBad = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";

}  // namespace

Server::Server(Handler handler, const std::optional<Certificate>& certificate)
    : handler_(std::move(handler)),
      tls_(certificate ? MakeTls(*certificate) : TlsContext(nullptr, &SSL_CTX_free)) {
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

void Server::Serve(int socket, size_t number) {
  Connection connection(socket, tls_.get());
  std::string unread;
  bool more = connection.Begin();
  while (more) more = ServeOne(connection, number, unread);
}

// Whether another request may follow.
bool Server::ServeOne(Connection& connection, size_t number, std::string& unread) {
  const std::optional<Request> request = Read(connection, unread);
  if (!request) return false;
  const Wire wire = handler_(*request, number);
  Send(connection, wire);
  switch (wire.ending) {
    case Ending::kKeep:
      return Lower(request->Get("connection")) != "close";
    case Ending::kClose:
      connection.EndSending();
      return false;
    case Ending::kReset:
      connection.Break();
      return false;
    case Ending::kHang:
      while (!Gone(connection, kTick)) {
      }
      return false;
  }
  return false;
}

// Appends what comes; false when nothing more will.
bool Server::Receive(Connection& connection, std::string& unread) const {
  while (!stop_) {
    if (connection.Wait(kTick)) return connection.Receive(unread);
  }
  return false;
}

// The next request with its body; nothing at the end, or after answering what is no request.
std::optional<Request> Server::Read(Connection& connection, std::string& unread) const {
  size_t end = 0;
  while ((end = unread.find("\r\n\r\n")) == std::string::npos) {
    if (unread.size() > kLargestHead || !Receive(connection, unread)) return std::nullopt;
  }
  std::optional<Request> request = ReadHead(std::string_view(unread).substr(0, end + 4));
  const std::string length = request ? std::string(request->Get("content-length")) : "";
  const size_t size = std::strtoull(length.c_str(), nullptr, 10);
  if (!request || request->Has("transfer-encoding") || size > kLargestBody) {
    connection.Send(kBad);
    return std::nullopt;
  }
  if (Lower(request->Get("expect")) == "100-continue") {
    connection.Send("HTTP/1.1 100 Continue\r\n\r\n");
  }
  unread.erase(0, end + 4);
  while (unread.size() < size) {
    if (!Receive(connection, unread)) return std::nullopt;
  }
  request->body = unread.substr(0, size);
  unread.erase(0, size);
  return request;
}

void Server::Send(Connection& connection, const Wire& wire) const {
  if (wire.drip_milliseconds == 0) {
    connection.Send(wire.bytes);
    return;
  }
  for (const char& byte : wire.bytes) {
    connection.Send({&byte, 1});
    if (Gone(connection, wire.drip_milliseconds)) return;
  }
}

// Waits; whether the client is gone or the server ends.
bool Server::Gone(const Connection& connection, int milliseconds) const {
  return connection.Wait(milliseconds) || stop_;
}

}  // namespace stackql::aws_double
