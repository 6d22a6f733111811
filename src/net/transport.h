#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/url.h"

namespace stackql::net {

using Milliseconds = std::chrono::milliseconds;

// How far a download is; returns false to end it. `expected` is 0 while that is not known. Asked
// many times a second, also while nothing comes.
using Progress = std::function<bool(uint64_t received, uint64_t expected)>;

struct ExchangeLimits {
  uint64_t largest = 0;  // bytes of the body
  Milliseconds timeout = {};
  Milliseconds connect{10'000};  // the part of `timeout` within which a connection must be made
};

struct Header {
  std::string name = {};
  std::string value = {};
};

// A request whose headers and body are the caller's.
struct Request {
  enum class Method : uint8_t { kGet, kPost };
  Method method = Method::kGet;
  Url url = {};
  std::vector<Header> headers = {};  // without Content-Length
  std::string body = {};
};

// What one request brought.
struct Exchange {
  enum class Result : uint8_t {
    kResponse,   // a complete response, of whatever status
    kTransient,  // none, for a reason that may pass
    kFailed,     // none, and trying again would bring none
    kTooLarge,
    kCancelled,
  };
  Result result = Result::kFailed;
  std::string error = {};  // why there is no response, without a full stop
  std::string help = {};   // what to do about it, a sentence; may be empty
  int status = 0;
  std::string body = {};
  std::string location = {};         // the header's value
  uint32_t retry_after = 0;          // seconds; 0: not said
  std::vector<Header> headers = {};  // of the response, as many as are worth keeping

  // The first header of that name, in whatever case; empty if there is none.
  std::string_view Find(std::string_view name) const;
};

// Sends one request and takes one response: follows nothing, repeats nothing, adds no credentials
// of its own.
class Transport {
 public:
  Transport() = default;
  virtual ~Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  virtual Exchange Get(const Url& url, const ExchangeLimits& limits, const Progress& progress) = 0;
  // Over HTTP/1.1, with the bytes of the request as they are: a signature may cover them. What was
  // copied of the headers is zeroed afterwards, as far as the library lets see it.
  virtual Exchange Send(const Request& request, const ExchangeLimits& limits,
                        const Progress& progress) = 0;
};

// A file of certificates to trust in place of the system's.
struct CaFile {
  std::string path = {};    // empty: there is none
  std::string source = {};  // what names it, for messages: "AWS_CA_BUNDLE"
};

// Transport by the system's libcurl, which is loaded now; never null. A server's certificate is
// always checked: against the file that AWS_CA_BUNDLE names, the one that is `configured`, those of
// CURL_CA_BUNDLE and SSL_CERT_FILE, or the system's, whatever comes first.
Result<std::unique_ptr<Transport>> OpenCurl(CaFile configured = {});

}  // namespace stackql::net
