#include "aws/perform.h"

#include <algorithm>
#include <utility>

#include "aws/scrub.h"
#include "aws/sign.h"

namespace stackql::aws {
namespace {

using net::Exchange;
using net::Milliseconds;

constexpr Milliseconds kConnect{3100};
constexpr Milliseconds kWhole{20'000};
constexpr Milliseconds kEarly{5};  // by so much a transport's timeout may come before its time

Failure NotPossible(Failure::Cause cause, std::string sentence) {
  return {.cause = cause, .message = std::move(sentence)};
}

Failure Cancelled() { return NotPossible(Failure::Cause::kCancelled, "Interrupted."); }

Failure OutOfTime() {
  return NotPossible(Failure::Cause::kDeadline,
                     "The time limit for requests to AWS is exceeded. Increase it with --timeout.");
}

// One call, through all of its tries.
class Attempts {
 public:
  Attempts(Session& session, net::Transport& transport, const WireRequest& wire,
           const TakeReply& take)
      : session_(session), transport_(transport), wire_(wire), take_(take) {}

  std::optional<Failure> Run() {
    const Result<Endpoint>& endpoint = session_.EndpointOf(facts_.service);
    if (!endpoint) return NotPossible(Failure::Cause::kEndpoint, endpoint.error().message);
    if (!endpoint->trusted && !session_.options().other_hosts) {
      return NotPossible(Failure::Cause::kEndpoint,
                         "Credentials are not sent to " + endpoint->url.host +
                             ", which is neither AWS's host for this service nor this computer.");
    }
    for (;;) {
      std::optional<Failure> failure = Try(*endpoint);
      if (!failure || !Again(*failure)) return failure;
    }
  }

 private:
  // Sends once. `fault_` and `server_says_` tell what a failure means.
  std::optional<Failure> Try(const Endpoint& endpoint) {
    fault_ = Fault::kFinal;
    server_says_ = {};
    const Milliseconds wait = session_.ReserveSlot();
    if (wait >= session_.Left()) return OutOfTime();
    if (!session_.Pause(wait)) return Cancelled();
    const Result<SharedCredentials> credentials = session_.CurrentCredentials();
    credentials_ = credentials.value_or(nullptr);
    if (!credentials) {
      return NotPossible(Failure::Cause::kCredentials, Scrub(credentials.error().message, nullptr));
    }
    const Exchange exchange = Send(endpoint);
    if (exchange.result != Exchange::Result::kResponse) return NoResponse(exchange);
    return exchange.status == 200 ? Reply(exchange) : NoReply(exchange);
  }

  Exchange Send(const Endpoint& endpoint) {
    net::Request request = {.method = net::Request::Method::kPost,
                            .url = endpoint.url,
                            .headers = wire_.headers,
                            .body = wire_.body};
    while (!request.url.path.empty() && request.url.path.back() == '/') request.url.path.pop_back();
    request.url.path += wire_.path;
    signed_at_ = session_.SigningTime();
    SignRequest(request, *credentials_,
                {.region = endpoint.region, .service = endpoint.service, .time = signed_at_});
    const Milliseconds timeout = std::clamp(session_.Left(), Milliseconds(1), kWhole);
    Exchange exchange = transport_.Send(
        request, {.largest = facts_.largest, .timeout = timeout, .connect = kConnect},
        [this](uint64_t, uint64_t) { return !session_.Cancelled(); });
    WipeRequest(request);
    return exchange;
  }

  Failure NoResponse(const Exchange& exchange) {
    if (exchange.result == Exchange::Result::kCancelled) return Cancelled();
    if (exchange.result == Exchange::Result::kTransient) {
      if (session_.Left() <= kEarly) return OutOfTime();
      fault_ = Fault::kTransient;
    }
    const std::string why = exchange.result == Exchange::Result::kTooLarge
                                ? "the response is larger than any response of this service"
                                : exchange.error;
    Failure failure =
        NotPossible(Failure::Cause::kOther, Host() + " could not be reached: " + why + "." +
                                                (exchange.help.empty() ? "" : " ") + exchange.help);
    failure.message = Scrub(failure.message, credentials_.get());
    return failure;
  }

  std::optional<Failure> Reply(const Exchange& exchange) {
    if (take_(exchange.body)) {
      session_.OnReply(retries_ > 0, last_fault_);
      return std::nullopt;
    }
    // A cut-off answer, or one from something in between: there is no telling what AWS said.
    fault_ = Fault::kTransient;
    Failure failure = NotPossible(Failure::Cause::kOther,
                                  Host() + " answered " + std::string(facts_.name) +
                                      " with an incomplete response. A proxy may be in between.");
    failure.request_id = Scrub(RequestId(exchange), credentials_.get());
    return failure;
  }

  Failure NoReply(const Exchange& exchange) {
    const ServiceError error = ReadError(exchange, facts_.protocol);
    Failure failure = {.kind = Failure::Kind::kError,
                       .code = error.code,
                       .message = Scrub(error.message, credentials_.get()),
                       .request_id = Scrub(error.request_id, credentials_.get())};
    if (exchange.status >= 200 && exchange.status < 400) {
      // Also a redirect with an error's body: what the request holds goes nowhere else.
      return NotPossible(Failure::Cause::kOther,
                         Host() + " answered with status " + std::to_string(exchange.status) +
                             ", expected 200. Redirects are not followed; check the endpoint.");
    }
    if (error.code.empty()) {
      failure = NotPossible(Failure::Cause::kOther, Host() + " answered with status " +
                                                        std::to_string(exchange.status) +
                                                        " without an AWS error.");
    }
    fault_ = FaultOf(exchange.status, error);
    server_says_ = ServerDelay(exchange);
    // "There is none" is an answer like any other.
    const bool final_word = fault_ == Fault::kFinal && !error.code.empty();
    if (final_word) session_.OnReply(retries_ > 0, last_fault_);
    if (fault_ == Fault::kThrottling) {
      failure.cause = Failure::Cause::kThrottled;
      session_.OnThrottled();
    }
    if (RefusesCredentials(error)) {
      failure.cause =
          fault_ == Fault::kExpired ? Failure::Cause::kCredentials : Failure::Cause::kRefused;
    }
    if (fault_ == Fault::kClockSkew) {
      skew_known_ = session_.CorrectClock(exchange, signed_at_);
    }
    return failure;
  }

  // Whether to try once more, after the time that this takes.
  bool Again(Failure& failure) {
    switch (fault_) {
      case Fault::kFinal:
        return false;
      case Fault::kClockSkew:
        return skew_known_ && !std::exchange(signed_anew_, true);
      case Fault::kExpired:
        return session_.Refresh(credentials_) && !std::exchange(refreshed_, true);
      case Fault::kHandler:
        return !std::exchange(handler_tried_, true) && Wait(failure);
      default:
        return Wait(failure);
    }
  }

  bool Wait(Failure& failure) {
    if (retries_ + 1 >= session_.options().attempts) {
      failure.again = fault_ == Fault::kThrottling &&
                      session_.PlanRetry(fault_, retries_, server_says_).has_value();
      return false;
    }
    const std::optional<Milliseconds> delay = session_.PlanRetry(fault_, retries_, server_says_);
    if (!delay || *delay >= session_.Left()) return false;
    ++retries_;
    last_fault_ = fault_;
    if (session_.Pause(*delay)) return true;
    failure = Cancelled();
    return false;
  }

  std::string Host() const { return session_.EndpointOf(facts_.service)->url.host; }

  Session& session_;
  net::Transport& transport_;
  const WireRequest& wire_;
  const TakeReply& take_;
  const CallFacts& facts_ = FactsOf(wire_.call);

  std::shared_ptr<const Credentials> credentials_ = {};
  int64_t signed_at_ = 0;
  Fault fault_ = Fault::kFinal;       // of the last try
  Milliseconds server_says_ = {};     // in the last try
  Fault last_fault_ = Fault::kFinal;  // that was waited for
  int retries_ = 0;
  bool skew_known_ = false;
  bool signed_anew_ = false;
  bool refreshed_ = false;
  bool handler_tried_ = false;
};

}  // namespace

std::optional<Failure> Perform(Session& session, net::Transport& transport,
                               const WireRequest& request, const TakeReply& take) {
  return Attempts(session, transport, request, take).Run();
}

}  // namespace stackql::aws
