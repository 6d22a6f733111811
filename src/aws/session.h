#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "aws/credential_holder.h"
#include "aws/endpoint.h"
#include "aws/retry.h"
#include "net/download.h"

namespace stackql::aws {

struct SessionOptions {
  EndpointOptions endpoints = {};
  Environment environment = {};
  // Credentials may also go to hosts that are neither AWS's nor this computer.
  bool other_hosts = false;
  std::shared_ptr<CredentialHolder> credentials = {};   // never null
  int attempts = 3;                                     // per call
  net::Milliseconds deadline = {};                      // of all calls, by the clock's Now()
  std::function<int64_t()> time = {};                   // seconds since 1970
  std::function<double()> random = {};                  // from [0, 1)
  std::function<bool()> cancelled = {};                 // asked by any thread; may be empty
  std::function<void(const std::string&)> notice = {};  // sentences; from any thread, one at a time
};

// What all calls of one run to one region share. May be used by several threads at once.
class Session {
 public:
  Session(net::Clock& clock, SessionOptions options);

  const SessionOptions& options() const { return options_; }
  const Result<Endpoint>& EndpointOf(Service service) const {
    return endpoints_[static_cast<size_t>(service)];
  }

  bool Cancelled() const { return options_.cancelled && options_.cancelled(); }
  net::Milliseconds Left() const { return options_.deadline - clock_.Now(); }
  // False if it was cancelled meanwhile.
  bool Pause(net::Milliseconds duration);

  // As CredentialHolder's, by AWS's clock.
  Result<SharedCredentials> CurrentCredentials();
  bool Refresh(const SharedCredentials& expired);

  // Seconds since 1970, by AWS's clock as far as it is known.
  int64_t SigningTime();
  // Takes the time over that a response was sent at. False if it says nothing new.
  bool CorrectClock(const net::Exchange& exchange, int64_t signed_at);

  net::Milliseconds ReserveSlot();
  // The delay before the next try, or none if the quota does not allow it.
  std::optional<net::Milliseconds> PlanRetry(Fault fault, int retry, net::Milliseconds server_says);
  void OnThrottled();
  void OnReply(bool retried, Fault fault);

 private:
  net::Clock& clock_;
  const SessionOptions options_;
  std::array<Result<Endpoint>, 5> endpoints_ = {};

  std::mutex mutex_;
  int64_t skew_ = 0;  // seconds that AWS's clock is ahead
  RetryQuota quota_ = {};
  Pacer pacer_ = {};
};

// The time of a Date header ("Sun, 06 Nov 1994 08:49:37 GMT"), in seconds since 1970.
std::optional<int64_t> ReadHttpDate(std::string_view text);

}  // namespace stackql::aws
