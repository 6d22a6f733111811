#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/aws/reply.h"
#include "support/aws/server.h"

// Answers that go wrong on purpose.
namespace stackql::aws_double {

enum class FaultKind : uint8_t {
  kError,            // `code` and `status` in the protocol's usual form
  kErrorPlainType,   // JSON: __type is the code alone
  kErrorUriType,     // JSON: __type is the code, a colon and an address
  kErrorHeaderOnly,  // the code stands in x-amzn-ErrorType only
  kRetryAfter,       // 429, x-amz-retry-after: `amount` milliseconds
  kHtml,             // `status` (200: a captive portal) and a page
  kRedirect,         // `status` 307 or 302 to `location`
  kResetBeforeHead,
  kResetAfterHead,
  kCloseBeforeHead,
  kCloseAfterHead,
  kShortBody,    // Content-Length announces twice what comes
  kBrokenChunk,  // the second chunk has no size
  kTruncated,    // the end of the connection ends half a body
  kDrip,         // a byte each `amount` milliseconds
  kHang,         // no answer
  kNotJson,      // the answer's first half, as if it were whole
  kWrongShape,
  kPropertiesNotJson,
  kDuplicateKeys,  // each member of an object a second time, first with null
  kDepthBomb,      // `amount` deep
  kHugeBody,       // `amount` bytes
  kInvalidUtf8,
  kByteOrderMark,
  kGzip,  // though nobody asked
  kEntityBomb,
  kUnknownElements,
};

std::string_view NameOf(FaultKind kind);
std::optional<FaultKind> FaultNamed(std::string_view name);

struct Fault {
  FaultKind kind = FaultKind::kError;
  int status = 0;  // 0: what suits the fault
  std::string code = "ThrottlingException";
  int64_t amount = 0;  // 0: what suits the fault
  std::string location = {};
};

// Of the calls that match, those from the first on, so many.
struct FaultRule {
  Fault fault = {};
  size_t first = 1;
  size_t count = 1;
  std::string operation = {};   // empty: any
  std::string containing = {};  // in the body; empty: anything
};

struct FaultPlan {
  std::vector<FaultRule> rules = {};
  double throttled = 0;  // this share of the calls is throttled besides
  uint64_t seed = 1;
};

// Chooses the fault of each call.
class Faults {
 public:
  explicit Faults(FaultPlan plan) : plan_(std::move(plan)), matched_(plan_.rules.size()) {}
  std::optional<Fault> Next(const Call& call, const std::string& body);

 private:
  FaultPlan plan_;
  std::mutex mutex_;
  std::vector<size_t> matched_;  // calls so far, of each rule
};

// The answer with what a fault does to its content, and with what it does to its way.
Response SpoilContent(const Fault& fault, const Call& call, Response good);
Wire SpoilWire(const Fault& fault, Response response);
// An answer sent as it should be.
Wire WholeWire(Response response);

}  // namespace stackql::aws_double
