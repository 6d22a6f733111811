#include <strings.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/version.h"
#include "net/curl_library.h"
#include "net/transport.h"

namespace stackql::net {
namespace {

constexpr long kSlowSeconds = 30;
constexpr long kSlowBytes = 256;  // a second, on average over kSlowSeconds
constexpr int kLongestWait = 50;  // milliseconds between two calls of Progress
constexpr uint32_t kLongestRetryAfter = 3600;
constexpr size_t kLongestHeader = 4096;
constexpr size_t kMostHeaders = 64;

CaFile CaFileOf(const char* variable) {
  const char* value = std::getenv(variable);
  return {value == nullptr ? "" : value, variable};
}

// AWS's own variable goes before what its tools' files say, curl's and OpenSSL's after it. The
// library reads none of the three itself.
CaFile FindCaFile(const CaFile& configured) {
  for (const CaFile& file : {CaFileOf("AWS_CA_BUNDLE"), configured, CaFileOf("CURL_CA_BUNDLE"),
                             CaFileOf("SSL_CERT_FILE")}) {
    if (!file.path.empty()) return file;
  }
  return {};
}

// What the callbacks of one transfer work on.
struct Receiver {
  Exchange* exchange = nullptr;
  const Progress* progress = nullptr;
  uint64_t largest = 0;
};

size_t TakeBody(char* bytes, size_t size, size_t count, void* user) {
  const auto* receiver = static_cast<Receiver*>(user);
  Exchange& exchange = *receiver->exchange;
  if (exchange.body.size() + size * count > receiver->largest) {
    exchange.result = Exchange::Result::kTooLarge;
    return 0;
  }
  exchange.body.append(bytes, size * count);
  return size * count;
}

// The value of a header line if that is the header's name.
bool HeaderValue(std::string_view line, std::string_view name, std::string& value) {
  if (line.size() <= name.size() || line[name.size()] != ':' ||
      strncasecmp(line.data(), name.data(), name.size()) != 0) {
    return false;
  }
  line.remove_prefix(name.size() + 1);
  const size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  const size_t end = line.find_last_not_of(" \t\r\n");
  value = end == std::string_view::npos || end < begin ? "" : line.substr(begin, end + 1 - begin);
  return true;
}

size_t TakeHeader(char* bytes, size_t size, size_t count, void* user) {
  Exchange& exchange = *static_cast<Receiver*>(user)->exchange;
  const std::string_view line(bytes, size * count);
  std::string value;
  if (line.size() > kLongestHeader) return line.size();
  // Each response begins so: what came before it was of a proxy or said to go on.
  if (line.starts_with("HTTP/")) {
    exchange.headers.clear();
    exchange.location.clear();
    exchange.retry_after = 0;
  }
  const size_t colon = line.find(':');
  if (colon != std::string_view::npos && exchange.headers.size() < kMostHeaders &&
      HeaderValue(line, line.substr(0, colon), value)) {
    exchange.headers.push_back({std::string(line.substr(0, colon)), value});
  }
  if (HeaderValue(line, "location", value)) exchange.location = value;
  if (HeaderValue(line, "retry-after", value) && All(value, IsDigit)) {
    const unsigned long seconds = std::strtoul(value.c_str(), nullptr, 10);
    exchange.retry_after =
        static_cast<uint32_t>(std::min<unsigned long>(seconds, kLongestRetryAfter));
  }
  return line.size();
}

int TakeProgress(void* user, curl_off_t expected, curl_off_t received, curl_off_t /*to send*/,
                 curl_off_t /*sent*/) {
  const auto* receiver = static_cast<Receiver*>(user);
  const Progress& progress = *receiver->progress;
  if (!progress) return 0;
  const bool go_on = progress(static_cast<uint64_t>(received), static_cast<uint64_t>(expected));
  return go_on ? 0 : 1;
}

std::string HelpFor(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
      return "Check the network; behind a proxy, set HTTPS_PROXY.";
    case CURLE_OPERATION_TIMEDOUT:
      return "Try again later, or increase --timeout.";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
      return "Check the address and this computer's clock; if a proxy inspects TLS, set "
             "AWS_CA_BUNDLE to the file with its certificate.";
    default:
      return "";
  }
}

Exchange::Result ResultOf(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_PARTIAL_FILE:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return Exchange::Result::kTransient;
    case CURLE_ABORTED_BY_CALLBACK:
      return Exchange::Result::kCancelled;
    case CURLE_FILESIZE_EXCEEDED:
      return Exchange::Result::kTooLarge;
    default:
      return Exchange::Result::kFailed;
  }
}

// The library's list of the headers of one request; they may hold a session token.
class HeaderList {
 public:
  explicit HeaderList(const CurlLibrary& curl) : curl_(curl) {}
  ~HeaderList() {
    for (curl_slist* at = list_; at != nullptr; at = at->next) {
      explicit_bzero(at->data, strlen(at->data));
    }
    curl_.slist_free_all(list_);
  }
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;

  // False for a header that would end its line and begin another, or has no value, which the
  // library takes for the wish to leave it out.
  bool Fill(const std::vector<Header>& headers) {
    for (const Header& header : headers) {
      std::string line = header.name + ": " + header.value;
      const bool plain =
          std::none_of(line.begin(), line.end(),
                       [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == '\x7F'; }) &&
          header.name.find(':') == std::string::npos && !header.value.empty();
      const bool added = plain && Append(line.c_str());
      explicit_bzero(line.data(), line.size());
      if (!added) return false;
    }
    // Otherwise the library waits for the server's leave before it sends a longer body.
    return Append("Expect:");
  }
  curl_slist* list() const { return list_; }

 private:
  bool Append(const char* line) {
    curl_slist* longer = curl_.slist_append(list_, line);
    if (longer != nullptr) list_ = longer;
    return longer != nullptr;
  }

  const CurlLibrary& curl_;
  curl_slist* list_ = nullptr;
};

class CurlTransport : public Transport {
 public:
  CurlTransport(const CurlLibrary& curl, CaFile configured)
      : curl_(curl), configured_(std::move(configured)) {}
  ~CurlTransport() override {
    if (handle_ != nullptr) curl_.easy_cleanup(handle_);
    if (multi_ != nullptr) curl_.multi_cleanup(multi_);
  }

  bool Start() {
    handle_ = curl_.easy_init();
    multi_ = curl_.multi_init();
    return handle_ != nullptr && multi_ != nullptr;
  }

  Exchange Get(const Url& url, const ExchangeLimits& limits, const Progress& progress) override {
    curl_.easy_reset(handle_);
    return Perform(url, limits, progress);
  }

  Exchange Send(const Request& request, const ExchangeLimits& limits,
                const Progress& progress) override {
    curl_.easy_reset(handle_);
    HeaderList headers(curl_);
    if (!headers.Fill(request.headers)) return {.error = "a header of the request is not valid"};
    Set(CURLOPT_HTTPHEADER, headers.list());
    Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    Set(CURLOPT_PATH_AS_IS, 1L);
    if (request.method == Request::Method::kPost) {
      Set(CURLOPT_POST, 1L);
      Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      Set(CURLOPT_POSTFIELDS, request.body.data());
    }
    return Perform(request.url, limits, progress);
  }

 private:
  template <typename Value>
  void Set(CURLoption option, Value value) {
    curl_.easy_setopt(handle_, option, value);
  }

  Exchange Perform(const Url& url, const ExchangeLimits& limits, const Progress& progress) {
    Exchange exchange;
    Receiver receiver = {&exchange, &progress, limits.largest};
    std::array<char, CURL_ERROR_SIZE> detail = {};
    Configure(url, limits);
    const CaFile ca = FindCaFile(configured_);
    if (!ca.path.empty()) Set(CURLOPT_CAINFO, ca.path.c_str());
    Set(CURLOPT_ERRORBUFFER, detail.data());
    Set(CURLOPT_WRITEFUNCTION, &TakeBody);
    Set(CURLOPT_WRITEDATA, &receiver);
    Set(CURLOPT_HEADERFUNCTION, &TakeHeader);
    Set(CURLOPT_HEADERDATA, &receiver);
    Set(CURLOPT_XFERINFOFUNCTION, &TakeProgress);
    Set(CURLOPT_XFERINFODATA, &receiver);
    const CURLcode code = Run();
    Set(CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
    Finish(code, detail.data(), ca, exchange);
    return exchange;
  }

  // As curl_easy_perform does, which asks once a second only whether to go on.
  CURLcode Run() {
    CURLMcode state = curl_.multi_add_handle(multi_, handle_);
    for (int running = 1; state == CURLM_OK && running > 0;) {
      state = curl_.multi_perform(multi_, &running);
      if (state == CURLM_OK && running > 0) {
        state = curl_.multi_poll(multi_, nullptr, 0, kLongestWait, nullptr);
      }
    }
    CURLcode code = CURLE_FAILED_INIT;
    int left = 0;
    while (const CURLMsg* message = curl_.multi_info_read(multi_, &left)) {
      if (message->msg == CURLMSG_DONE) code = message->data.result;
    }
    curl_.multi_remove_handle(multi_, handle_);
    return code;
  }

  // Cookies, .netrc and redirects are off by default; proxies are taken from the environment.
  void Configure(const Url& url, const ExchangeLimits& limits) {
    const auto timeout = static_cast<long>(limits.timeout.count());
    Set(CURLOPT_URL, url.Text().c_str());
    Set(CURLOPT_PROTOCOLS_STR, url.secure ? "https" : "http");
    Set(CURLOPT_USERAGENT, ("stackql-lint/" + std::string(ProgramVersion())).c_str());
    Set(CURLOPT_NOSIGNAL, 1L);
    Set(CURLOPT_NOPROGRESS, 0L);
    Set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    Set(CURLOPT_CONNECTTIMEOUT_MS, std::min(static_cast<long>(limits.connect.count()), timeout));
    Set(CURLOPT_TIMEOUT_MS, timeout);
    Set(CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
    Set(CURLOPT_LOW_SPEED_LIMIT, kSlowBytes);
    Set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.largest));
    // What is asked without TLS stays on this computer.
    if (!url.secure) Set(CURLOPT_NOPROXY, "*");
  }

  void Finish(CURLcode code, std::string_view detail, const CaFile& ca, Exchange& exchange) {
    if (code == CURLE_OK) {
      long status = 0;
      curl_.easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
      exchange.status = static_cast<int>(status);
      exchange.result = Exchange::Result::kResponse;
      return;
    }
    if (exchange.result != Exchange::Result::kTooLarge) exchange.result = ResultOf(code);
    exchange.error = detail.empty() ? curl_.easy_strerror(code) : detail;
    exchange.help = HelpFor(code);
    if (code == CURLE_SSL_CACERT_BADFILE && !ca.path.empty()) {
      exchange.error =
          ca.source + " names '" + ca.path + "', which is not a readable certificate file";
    }
  }

  const CurlLibrary& curl_;
  CURL* handle_ = nullptr;
  CURLM* multi_ = nullptr;  // keeps connections open
  const CaFile configured_;
};

}  // namespace

Result<std::unique_ptr<Transport>> OpenCurl(CaFile configured) {
  const Result<const CurlLibrary*> curl = LoadCurl();
  if (!curl) return tl::unexpected(curl.error());
  auto transport = std::make_unique<CurlTransport>(**curl, std::move(configured));
  if (!transport->Start()) return Failed("libcurl cannot be started.");
  return transport;
}

}  // namespace stackql::net
