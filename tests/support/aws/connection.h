#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

#include "support/aws/certificates.h"

namespace stackql::aws_double {

using TlsContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

// Of a server with that certificate.
TlsContext MakeTls(const Certificate& certificate);

// A connection that was accepted, in the clear or, with a context, over TLS.
class Connection {
 public:
  Connection(int socket, SSL_CTX* tls);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Agrees on keys, if it is over TLS. False: the client refused.
  bool Begin();
  // Whether something came, or the end, within so many milliseconds.
  bool Wait(int milliseconds) const;
  // Appends what came; false at the end.
  bool Receive(std::string& unread);
  void Send(std::string_view text);
  // Nothing more will be sent.
  void EndSending();
  // The end will come as a reset.
  void Break() const;

 private:
  int socket_;
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_;
};

}  // namespace stackql::aws_double
