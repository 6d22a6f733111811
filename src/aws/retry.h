#pragma once

#include <cstdint>

#include "aws/calls.h"
#include "aws/service_error.h"
#include "net/transport.h"

namespace stackql::aws {

// Why a request brought no reply, as far as trying again goes.
enum class Fault : uint8_t {
  kFinal,       // asking again brings the same
  kTransient,   // the network or the server is in trouble
  kThrottling,  // asked too often
  kHandler,     // the read handler of the resource type failed; worth one more try
  kClockSkew,   // the clocks differ
  kExpired,     // the credentials have ended
};

// Of a response whose status is not 200.
Fault FaultOf(int status, const ServiceError& error);

// Retries of one kind so far, whose delay is to be found.
struct Backoff {
  Fault fault = Fault::kTransient;
  int retry = 0;                       // from 0
  double random = 0;                   // from [0, 1)
  net::Milliseconds server_says = {};  // 0: nothing
};
net::Milliseconds DelayOf(const Backoff& backoff);

// x-amz-retry-after, in milliseconds, or Retry-After, in seconds.
net::Milliseconds ServerDelay(const net::Exchange& exchange);

// Lets no more retries happen than a service in trouble can bear, however many calls fail.
class RetryQuota {
 public:
  // Pays for a retry; false: there is nothing left to pay with.
  bool Take(Fault fault);
  // After a reply to a call whose last retry, if any, was for that fault.
  void Refund(bool retried, Fault fault);
  int left() const { return left_; }

 private:
  int left_ = 500;
};

// Spaces requests: ten a second, a little slower after each throttled one, and a little faster
// after each reply.
class Pacer {
 public:
  // How long the next request must wait.
  net::Milliseconds Reserve(net::Milliseconds now);
  void OnThrottled();
  void OnReply();
  net::Milliseconds interval() const { return interval_; }

 private:
  net::Milliseconds interval_{100};
  net::Milliseconds next_ = {};
};

}  // namespace stackql::aws
