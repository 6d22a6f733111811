#include "net/download.h"

#include <algorithm>
#include <thread>

namespace stackql::net {
namespace {

constexpr int kTries = 4;
constexpr int kRedirects = 5;
constexpr Milliseconds kFirstPause{1000};
constexpr Milliseconds kLongestPause{30'000};
constexpr Milliseconds kStep{50};  // how soon a pause notices that it shall end

class RealClock : public Clock {
 public:
  Milliseconds Now() const override {
    return std::chrono::duration_cast<Milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
  }
  void Sleep(Milliseconds duration) override { std::this_thread::sleep_for(duration); }
};

bool IsRedirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool MayPass(const Exchange& exchange) {
  if (exchange.result == Exchange::Result::kTransient) return true;
  return exchange.result == Exchange::Result::kResponse &&
         (exchange.status == 408 || exchange.status == 429 || exchange.status >= 500);
}

std::string StatusHelp(int status) {
  if (status == 404 || status == 403) return "Check the version, the region and the address.";
  if (status == 407) return "The proxy requires a login: set it in HTTPS_PROXY.";
  return "Try again later, or use a mirror with --from.";
}

class Getter {
 public:
  Getter(Transport& transport, Clock& clock, const DownloadOptions& options)
      : transport_(transport), clock_(clock), options_(options) {}

  Download Get(const Url& first) {
    Url url = first;
    for (int redirects = 0; redirects <= kRedirects; ++redirects) {
      Exchange exchange = Try(url);
      if (exchange.result != Exchange::Result::kResponse || !IsRedirect(exchange.status)) {
        return Finish(url, std::move(exchange));
      }
      const std::optional<Url> next = ResolveLocation(url, exchange.location);
      if (!next || !Allowed(first, *next)) return Refuse(url, exchange, next);
      url = *next;
    }
    return {.error = first.Text() + " redirects more than " + std::to_string(kRedirects) +
                     " times; expected the file itself."};
  }

 private:
  bool Allowed(const Url& first, const Url& next) const {
    if (!next.secure && !(next.Loopback() && first.Loopback())) return false;
    const std::vector<std::string>& hosts = options_.redirect_hosts;
    return next.host == first.host ||
           std::find(hosts.begin(), hosts.end(), next.host) != hosts.end();
  }

  Milliseconds Left() const { return options_.deadline - clock_.Now(); }

  Exchange Try(const Url& url) {
    Milliseconds pause = kFirstPause;
    for (int tries = 1;; ++tries) {
      const Milliseconds timeout = std::max(Left(), Milliseconds(1));
      Exchange exchange =
          transport_.Get(url, {.largest = options_.largest, .timeout = timeout}, options_.progress);
      if (!MayPass(exchange)) return exchange;
      const Milliseconds wait =
          std::min(std::max(pause, Milliseconds(1000LL * exchange.retry_after)), kLongestPause);
      if (tries == kTries || wait >= Left()) return exchange;
      Notice(exchange, wait);
      if (!Pause(wait)) {
        exchange.result = Exchange::Result::kCancelled;
        return exchange;
      }
      pause *= 2;
    }
  }

  void Notice(const Exchange& exchange, Milliseconds wait) const {
    if (!options_.notice) return;
    const std::string what =
        exchange.result == Exchange::Result::kResponse
            ? "the server answered with status " + std::to_string(exchange.status)
            : exchange.error;
    options_.notice(what + "; trying again in " + std::to_string(wait.count() / 1000) + " s");
  }

  bool Pause(Milliseconds wait) {
    for (const Milliseconds end = clock_.Now() + wait; clock_.Now() < end;) {
      if (options_.progress && !options_.progress(0, 0)) return false;
      clock_.Sleep(std::min(kStep, end - clock_.Now()));
    }
    return true;
  }

  Download Finish(const Url& url, Exchange exchange) const {
    Download download;
    switch (exchange.result) {
      case Exchange::Result::kResponse:
        if (exchange.status == 200) {
          download.done = true;
          download.body = std::move(exchange.body);
          return download;
        }
        download.status = exchange.status;
        download.error = url.Text() + " answered with status " + std::to_string(exchange.status) +
                         ", expected 200. " + StatusHelp(exchange.status);
        return download;
      case Exchange::Result::kTooLarge:
        download.error = url.Text() + " is larger than " + std::to_string(options_.largest >> 20U) +
                         " MB, the maximum. Check the address.";
        return download;
      case Exchange::Result::kCancelled:
        download.cancelled = true;
        download.error = "Interrupted.";
        return download;
      default:
        download.error = url.Text() + " could not be downloaded: " + exchange.error + ". " +
                         (exchange.help.empty() ? "Try again later." : exchange.help);
        return download;
    }
  }

  static Download Refuse(const Url& url, const Exchange& exchange, const std::optional<Url>& next) {
    return {.status = exchange.status,
            .error = url.Text() + " redirects to '" +
                     (next ? next->Text() : "an address that is not plain") +
                     "', which is not allowed. If that is intended, set it with --from."};
  }

  Transport& transport_;
  Clock& clock_;
  const DownloadOptions& options_;
};

}  // namespace

Clock& SystemClock() {
  static RealClock clock;
  return clock;
}

Download Get(Transport& transport, Clock& clock, const Url& url, const DownloadOptions& options) {
  return Getter(transport, clock, options).Get(url);
}

}  // namespace stackql::net
