#include "aws/session.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <utility>

namespace stackql::aws {
namespace {

using net::Milliseconds;

constexpr Milliseconds kStep{50};     // how soon a pause notices that it shall end
constexpr int64_t kSkewAllowed = 30;  // seconds; AWS takes 5 minutes

}  // namespace

Session::Session(net::Clock& clock, SessionOptions options)
    : clock_(clock), options_(std::move(options)) {
  for (size_t i = 0; i < endpoints_.size(); ++i) {
    endpoints_[i] =
        ResolveEndpoint(static_cast<Service>(i), options_.endpoints, options_.environment);
  }
}

bool Session::Pause(Milliseconds duration) {
  for (const Milliseconds end = clock_.Now() + duration; clock_.Now() < end;) {
    if (Cancelled()) return false;
    clock_.Sleep(std::min(kStep, end - clock_.Now()));
  }
  return !Cancelled();
}

Result<SharedCredentials> Session::CurrentCredentials() {
  return options_.credentials->Current(SigningTime());
}

bool Session::Refresh(const SharedCredentials& expired) {
  return options_.credentials->Refresh(expired);
}

int64_t Session::SigningTime() {
  const std::lock_guard<std::mutex> hold(mutex_);
  return options_.time() + skew_;
}

bool Session::CorrectClock(const net::Exchange& exchange, int64_t signed_at) {
  const std::optional<int64_t> date = ReadHttpDate(exchange.Find("date"));
  if (!date || std::abs(*date - signed_at) <= kSkewAllowed) return false;
  const std::lock_guard<std::mutex> hold(mutex_);
  const int64_t skew = *date - options_.time();
  if (std::abs(skew - skew_) > kSkewAllowed && options_.notice) {
    options_.notice("The clock of this computer is " + std::to_string(std::abs(skew)) +
                    " seconds " + (skew > 0 ? "behind" : "ahead of") +
                    " AWS's clock; requests are signed with AWS's time.");
  }
  skew_ = skew;
  return true;
}

Milliseconds Session::ReserveSlot() {
  const std::lock_guard<std::mutex> hold(mutex_);
  return pacer_.Reserve(clock_.Now());
}

std::optional<Milliseconds> Session::PlanRetry(Fault fault, int retry, Milliseconds server_says) {
  const std::lock_guard<std::mutex> hold(mutex_);
  if (!quota_.Take(fault)) return std::nullopt;
  return DelayOf(
      {.fault = fault, .retry = retry, .random = options_.random(), .server_says = server_says});
}

void Session::OnThrottled() {
  const std::lock_guard<std::mutex> hold(mutex_);
  pacer_.OnThrottled();
}

void Session::OnReply(bool retried, Fault fault) {
  const std::lock_guard<std::mutex> hold(mutex_);
  pacer_.OnReply();
  quota_.Refund(retried, fault);
}

std::optional<int64_t> ReadHttpDate(std::string_view text) {
  const std::string date(text);
  tm parts = {};
  const char* end = strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return timegm(&parts);
}

}  // namespace stackql::aws
