#include "support/aws/connection.h"

#include <openssl/pem.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

namespace stackql::aws_double {
namespace {

// OpenSSL writes without a word against the signal that a closed connection brings.
void BlockBrokenPipes() {
  sigset_t signals = {};
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

TlsContext MakeTls(const Certificate& certificate) {
  using Input = std::unique_ptr<BIO, decltype(&BIO_free)>;
  TlsContext context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  const Input text(BIO_new_mem_buf(certificate.certificate.c_str(), -1), &BIO_free);
  const Input key_text(BIO_new_mem_buf(certificate.key.c_str(), -1), &BIO_free);
  const X509Certificate parsed(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr),
                               &X509_free);
  const KeyPair key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr),
                    &EVP_PKEY_free);
  if (SSL_CTX_use_certificate(context.get(), parsed.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
    throw std::runtime_error("OpenSSL does not take a certificate");
  }
  return context;
}

Connection::Connection(int socket, SSL_CTX* tls)
    : socket_(socket), tls_(tls == nullptr ? nullptr : SSL_new(tls), &SSL_free) {
  if (tls_ == nullptr) return;
  BlockBrokenPipes();
  // A client that falls silent within a record keeps nobody.
  const timeval patience = {.tv_sec = 1, .tv_usec = 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  SSL_set_fd(tls_.get(), socket_);
}

Connection::~Connection() { close(socket_); }

bool Connection::Begin() { return tls_ == nullptr || SSL_accept(tls_.get()) == 1; }

bool Connection::Wait(int milliseconds) const {
  if (tls_ != nullptr && SSL_pending(tls_.get()) > 0) return true;
  pollfd waiting = {.fd = socket_, .events = POLLIN | POLLRDHUP, .revents = 0};
  return poll(&waiting, 1, milliseconds) > 0;
}

bool Connection::Receive(std::string& unread) {
  std::array<char, 16384> buffer = {};
  const ssize_t count = tls_ == nullptr
                            ? recv(socket_, buffer.data(), buffer.size(), 0)
                            : SSL_read(tls_.get(), buffer.data(), static_cast<int>(buffer.size()));
  if (count <= 0) return false;
  unread.append(buffer.data(), static_cast<size_t>(count));
  return true;
}

void Connection::Send(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = tls_ == nullptr
                              ? send(socket_, text.data(), text.size(), MSG_NOSIGNAL)
                              : SSL_write(tls_.get(), text.data(), static_cast<int>(text.size()));
    if (count <= 0) return;
    text.remove_prefix(static_cast<size_t>(count));
  }
}

void Connection::EndSending() {
  if (tls_ != nullptr) SSL_shutdown(tls_.get());
  shutdown(socket_, SHUT_WR);
}

void Connection::Break() const {
  const linger at_once = {.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace stackql::aws_double
