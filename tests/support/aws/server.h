#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/aws/connection.h"
#include "support/aws/http.h"

namespace stackql::aws_double {

// What happens to a connection once an answer is sent.
enum class Ending : uint8_t {
  kKeep,   // the next request may come
  kClose,  // an orderly end
  kReset,
  kHang,  // nothing, until the client goes or the server ends
};

// An answer as it goes over the wire, right or wrong.
struct Wire {
  std::string bytes = {};
  Ending ending = Ending::kKeep;
  int drip_milliseconds = 0;  // pause after each byte
};

// Answers HTTP requests on a port of its own of this computer, each connection on a thread.
class Server {
 public:
  // Called from several threads; connections count from 1.
  using Handler = std::function<Wire(const Request& request, size_t connection)>;

  // Over TLS if there is a certificate.
  explicit Server(Handler handler, const std::optional<Certificate>& certificate = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return port_; }

 private:
  void Accept();
  void Serve(int socket, size_t number);
  bool ServeOne(Connection& connection, size_t number, std::string& unread);
  std::optional<Request> Read(Connection& connection, std::string& unread) const;
  bool Receive(Connection& connection, std::string& unread) const;
  void Send(Connection& connection, const Wire& wire) const;
  bool Gone(const Connection& connection, int milliseconds) const;

  Handler handler_;
  TlsContext tls_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false;
  std::vector<std::thread> workers_;
  std::thread thread_;
};

}  // namespace stackql::aws_double
