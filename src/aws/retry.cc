#include "aws/retry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "base/number.h"

namespace stackql::aws {
namespace {

using net::Milliseconds;

// "Retry behavior" in the AWS SDKs and Tools Reference Guide, standard mode as of 2026.
constexpr double kThrottlingBase = 1000;  // milliseconds
constexpr double kOtherBase = 50;
constexpr double kLongestDelay = 20'000;
constexpr Milliseconds kServerMayAdd{5000};
constexpr int kThrottlingCost = 5;
constexpr int kOtherCost = 14;
constexpr int kFullQuota = 500;

constexpr Milliseconds kFastest{100};
constexpr Milliseconds kSlowest{1600};
// Parts of the interval that a throttled request adds and a reply takes away. They are in balance
// where two of five requests are throttled: fewer are chance, and the quota bears as many.
constexpr int kSlower = 20;
constexpr int kFaster = 30;

constexpr std::array kThrottlingCodes = std::to_array<std::string_view>(
    {"Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
     "TooManyRequestsException", "ProvisionedThroughputExceededException",
     "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded",
     "LimitExceededException", "RequestThrottled", "SlowDown", "PriorRequestNotComplete",
     "EC2ThrottledException"});
constexpr std::array kTransientCodes = std::to_array<std::string_view>(
    {"RequestTimeout", "RequestTimeoutException", "InternalFailure", "InternalServerException",
     "InternalError", "ServiceUnavailable", "ServiceUnavailableException"});
// Of Cloud Control, whose reads may be repeated.
constexpr std::array kHandlerCodes =
    std::to_array<std::string_view>({"NetworkFailureException", "ServiceInternalErrorException",
                                     "HandlerInternalFailureException"});
constexpr std::array kExpiredCodes =
    std::to_array<std::string_view>({"ExpiredToken", "ExpiredTokenException"});
constexpr std::array kSkewCodes = std::to_array<std::string_view>(
    {"RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"});
constexpr std::array kSignatureCodes = std::to_array<std::string_view>(
    {"InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure", "IncompleteSignature"});
// Known to be so for good, whatever the status.
constexpr std::array kFinalCodes = std::to_array<std::string_view>(
    {"AccessDenied", "AccessDeniedException", "ResourceNotFoundException", "TypeNotFoundException",
     "UnsupportedActionException", "InvalidRequestException", "ValidationException",
     "InvalidClientTokenId", "UnrecognizedClientException", "MissingAuthenticationToken",
     "OptInRequired", "NoSuchEntity", "InvalidInput"});

bool Has(const auto& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Services say so by text only.
bool SpeaksOfClocks(std::string_view message) {
  return message.find("Signature expired") != std::string_view::npos ||
         message.find("Signature not yet current") != std::string_view::npos;
}

// Cloud Control hands on what the service behind it said.
bool SpeaksOfThrottling(std::string_view message) {
  return message.find("Rate exceeded") != std::string_view::npos ||
         message.find("Throttl") != std::string_view::npos;
}

int CostOf(Fault fault) { return fault == Fault::kThrottling ? kThrottlingCost : kOtherCost; }

}  // namespace

Fault FaultOf(int status, const ServiceError& error) {
  const std::string_view code = error.code;
  if (Has(kExpiredCodes, code)) return Fault::kExpired;
  if (Has(kSkewCodes, code)) return Fault::kClockSkew;
  if (Has(kSignatureCodes, code)) {
    return SpeaksOfClocks(error.message) ? Fault::kClockSkew : Fault::kFinal;
  }
  if (Has(kThrottlingCodes, code)) return Fault::kThrottling;
  if (code == "GeneralServiceException" && SpeaksOfThrottling(error.message)) {
    return Fault::kThrottling;
  }
  if (Has(kFinalCodes, code)) return Fault::kFinal;
  if (Has(kHandlerCodes, code)) return Fault::kHandler;
  if (Has(kTransientCodes, code)) return Fault::kTransient;
  if (status == 429) return Fault::kThrottling;
  const bool trouble = status == 500 || status == 502 || status == 503 || status == 504;
  return trouble ? Fault::kTransient : Fault::kFinal;
}

Milliseconds DelayOf(const Backoff& backoff) {
  const double base = backoff.fault == Fault::kThrottling ? kThrottlingBase : kOtherBase;
  const double most = std::min(base * std::exp2(std::min(backoff.retry, 20)), kLongestDelay);
  const Milliseconds own(static_cast<int64_t>(backoff.random * most));
  return std::max(own, std::min(backoff.server_says, own + kServerMayAdd));
}

Milliseconds ServerDelay(const net::Exchange& exchange) {
  const double milliseconds = ParseNumber<uint32_t>(exchange.Find("x-amz-retry-after")).value_or(0);
  const double seconds = ParseNumber<uint32_t>(exchange.Find("retry-after")).value_or(0);
  return Milliseconds(static_cast<int64_t>(milliseconds > 0 ? milliseconds : seconds * 1000));
}

bool RetryQuota::Take(Fault fault) {
  if (left_ < CostOf(fault)) return false;
  left_ -= CostOf(fault);
  return true;
}

void RetryQuota::Refund(bool retried, Fault fault) {
  left_ = std::min(kFullQuota, left_ + (retried ? CostOf(fault) : 1));
}

Milliseconds Pacer::Reserve(Milliseconds now) {
  const Milliseconds at = std::max(now, next_);
  next_ = at + interval_;
  return at - now;
}

void Pacer::OnThrottled() { interval_ = std::min(interval_ + interval_ / kSlower, kSlowest); }

void Pacer::OnReply() { interval_ = std::max(interval_ - interval_ / kFaster, kFastest); }

}  // namespace stackql::aws
