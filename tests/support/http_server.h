#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace stackql::testing_support {

// What a HttpServer sends, right or wrong.
struct Reply {
  int status = 200;
  std::string body = {};
  std::map<std::string, std::string> headers = {};
  size_t keep_back = 0;    // bytes of the body that are announced but not sent
  bool no_length = false;  // the end of the connection ends the body
  bool hang = false;       // after sending, until the server ends
};

// Answers HTTP requests on a port of its own of this computer, each on a thread.
class HttpServer {
 public:
  using Handler = std::function<Reply(const std::string& path)>;

  explicit HttpServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, generic, size) == 0 && listen(listener_, 16) == 0 &&
        getsockname(listener_, generic, &size) == 0) {
      port_ = ntohs(address.sin_port);
    }
    thread_ = std::thread([this] { Accept(); });
  }
  ~HttpServer() {
    stop_ = true;
    thread_.join();
    for (std::thread& worker : workers_) worker.join();
    close(listener_);
  }
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const { return port_; }
  std::string Address() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // The requests so far, with their headers.
  std::vector<std::string> Requests() {
    const std::lock_guard<std::mutex> hold(mutex_);
    return requests_;
  }

 private:
  void Accept() {
    while (!stop_) {
      pollfd waiting = {.fd = listener_, .events = POLLIN, .revents = 0};
      if (poll(&waiting, 1, 20) <= 0) continue;
      const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection >= 0) workers_.emplace_back([this, connection] { Serve(connection); });
    }
  }

  // Whether a request has its empty line and the body that it announces.
  static bool Whole(const std::string& request) {
    const size_t end = request.find("\r\n\r\n");
    const size_t length = request.find("\r\nContent-Length: ");
    if (end == std::string::npos || length > end) return end != std::string::npos;
    return request.size() >= end + 4 + std::strtoul(request.c_str() + length + 18, nullptr, 10);
  }

  // Gives up when the server ends.
  std::string ReadRequest(int connection) {
    std::string request;
    while (!stop_ && !Whole(request)) {
      pollfd waiting = {.fd = connection, .events = POLLIN, .revents = 0};
      if (poll(&waiting, 1, 20) <= 0) continue;
      char buffer[4096];
      const ssize_t count = recv(connection, buffer, sizeof buffer, 0);
      if (count <= 0) break;
      request.append(buffer, static_cast<size_t>(count));
    }
    return request;
  }

  static void SendAll(int connection, const std::string& text) {
    for (size_t at = 0; at < text.size();) {
      const ssize_t count = send(connection, text.data() + at, text.size() - at, MSG_NOSIGNAL);
      if (count <= 0) return;
      at += static_cast<size_t>(count);
    }
  }

  void Serve(int connection) {
    const std::string request = ReadRequest(connection);
    const size_t begin = request.find(' ') + 1;
    const std::string path = request.substr(begin, request.find(' ', begin) - begin);
    {
      const std::lock_guard<std::mutex> hold(mutex_);
      requests_.push_back(request);
    }
    const Reply reply = handler_(path);
    std::string head =
        "HTTP/1.1 " + std::to_string(reply.status) + " Some\r\nConnection: close\r\n";
    for (const auto& [name, value] : reply.headers) head.append(name + ": " + value + "\r\n");
    if (!reply.no_length) {
      head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
    }
    SendAll(connection, head + "\r\n" + reply.body.substr(0, reply.body.size() - reply.keep_back));
    while (reply.hang && !stop_) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    shutdown(connection, SHUT_RDWR);
    close(connection);
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<std::thread> workers_;
  std::thread thread_;
};

}  // namespace stackql::testing_support
