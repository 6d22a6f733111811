// Every way in which an answer of AWS goes wrong, from the wire to what the program is told: how
// often it asks, when it gives up, and that no secret gets into a text.
#include <set>

#include "support/access_to_double.h"

namespace stackql::cli {
namespace {

using aws_double::Fault;
using aws_double::FaultKind;
using testing::HasSubstr;
using Kind = aws::Failure::Kind;
using Cause = aws::Failure::Cause;

constexpr size_t kAlways = 1000;

// What becomes of a call.
struct End {
  size_t tries = 0;
  bool answer = false;
  Kind kind = Kind::kNotPossible;
  Cause cause = Cause::kOther;
  const char* says = "";
};

constexpr End kAnswer = {.tries = 1, .answer = true};
constexpr End kThrottled = {.tries = 3, .kind = Kind::kError, .cause = Cause::kThrottled};
constexpr End kNoAnswer = {.tries = 3, .says = "could not be reached"};
constexpr End kNoReply = {.tries = 3, .says = "an incomplete response"};
constexpr End kTrouble = {.tries = 3, .says = "without an AWS error"};
constexpr End kRedirected = {.tries = 1, .says = "Redirects are not followed"};
constexpr End kTooLarge = {.tries = 1, .says = "larger than any response of this service"};

// A fault of all answers, and how a call in JSON and one in XML end.
struct Row {
  Fault fault = {};
  End json = {};
  End xml = {};
};

std::vector<Row> Rows() {
  // Errors of the query protocol are in XML only.
  const End unread = {.tries = 1, .says = "without an AWS error"};
  return {
      {{.kind = FaultKind::kError}, kThrottled, kThrottled},
      {{.kind = FaultKind::kErrorPlainType}, kThrottled, unread},
      {{.kind = FaultKind::kErrorUriType}, kThrottled, unread},
      {{.kind = FaultKind::kErrorHeaderOnly}, kThrottled, unread},
      {{.kind = FaultKind::kRetryAfter}, kThrottled, kThrottled},
      {{.kind = FaultKind::kError, .status = 400, .code = "AccessDeniedException"},
       {.tries = 1, .kind = Kind::kError},
       {.tries = 1, .kind = Kind::kError}},
      {{.kind = FaultKind::kHtml, .status = 200}, kNoReply, kNoReply},
      {{.kind = FaultKind::kHtml, .status = 429},
       {.tries = 3, .cause = Cause::kThrottled},
       {.tries = 3, .cause = Cause::kThrottled}},
      {{.kind = FaultKind::kHtml, .status = 500}, kTrouble, kTrouble},
      {{.kind = FaultKind::kHtml, .status = 502}, kTrouble, kTrouble},
      {{.kind = FaultKind::kHtml, .status = 503}, kTrouble, kTrouble},
      {{.kind = FaultKind::kHtml, .status = 504}, kTrouble, kTrouble},
      {{.kind = FaultKind::kRedirect, .status = 302}, kRedirected, kRedirected},
      {{.kind = FaultKind::kRedirect, .status = 307}, kRedirected, kRedirected},
      {{.kind = FaultKind::kResetBeforeHead}, kNoAnswer, kNoAnswer},
      {{.kind = FaultKind::kResetAfterHead}, kNoAnswer, kNoAnswer},
      {{.kind = FaultKind::kCloseBeforeHead}, kNoAnswer, kNoAnswer},
      {{.kind = FaultKind::kCloseAfterHead}, kNoAnswer, kNoAnswer},
      {{.kind = FaultKind::kShortBody}, kNoAnswer, kNoAnswer},
      {{.kind = FaultKind::kBrokenChunk}, kNoAnswer, kNoAnswer},
      {{.kind = FaultKind::kTruncated}, kNoReply, kNoReply},
      {{.kind = FaultKind::kNotJson}, kNoReply, kNoReply},
      {{.kind = FaultKind::kWrongShape}, kNoReply, kNoReply},
      {{.kind = FaultKind::kPropertiesNotJson}, kNoReply, kAnswer},
      {{.kind = FaultKind::kDuplicateKeys}, kAnswer, kAnswer},
      {{.kind = FaultKind::kDepthBomb}, kNoReply, kNoReply},
      {{.kind = FaultKind::kHugeBody}, kTooLarge, kTooLarge},
      {{.kind = FaultKind::kInvalidUtf8}, kNoReply, kNoReply},
      {{.kind = FaultKind::kByteOrderMark}, kNoReply, kAnswer},
      {{.kind = FaultKind::kGzip}, kNoReply, kNoReply},
      {{.kind = FaultKind::kEntityBomb}, kNoReply, kNoReply},
      {{.kind = FaultKind::kUnknownElements}, kAnswer, kAnswer},
  };
}

class Faults : public testing_support::AccessToDouble {
 protected:
  void Strike(const Fault& fault, size_t count) {
    Reset();
    settings_.faults.rules = {{.fault = fault, .count = count}};
  }

  template <typename Answer>
  void Expect(const End& end, const aws::Reply<Answer>& result) {
    EXPECT_EQ(result.answer.has_value(), end.answer) << result.failure.message;
    EXPECT_EQ(Server().journal().Count(), end.tries);
    EXPECT_LT(clock_.Now(), deadline_) << "the deadline of the whole run";
    testing_support::ExpectNoSecret(result.failure);
    if (result.answer) return;
    EXPECT_EQ(result.failure.kind, end.kind) << result.failure.message;
    EXPECT_EQ(result.failure.cause, end.cause) << result.failure.message;
    EXPECT_EQ(result.failure.again, end.cause == Cause::kThrottled);
    EXPECT_THAT(result.failure.message, HasSubstr(end.says));
  }

  // What each row is told by; the clock goes on between them.
  std::string Name(const Fault& fault) {
    deadline_ = clock_.Now() + std::chrono::seconds(60);
    return std::string(NameOf(fault.kind)) + " " + std::to_string(fault.status);
  }

  net::Milliseconds deadline_ = {};
};

TEST_F(Faults, EndInAnAnswerOrAFailureWithItsCause) {
  aws_double::GuardedDouble other(settings_);
  for (Row row : Rows()) {
    row.fault.location = other.Address();
    const testing::ScopedTrace trace(__FILE__, __LINE__, Name(row.fault));
    Strike(row.fault, kAlways);
    Expect(row.json, GetBucket());
    Strike(row.fault, kAlways);
    Expect(row.xml, Access().Identify());
  }
  EXPECT_EQ(other.journal().Count(), 0U) << "nothing that is signed goes where a redirect points";
}

// What passes is asked for until it has passed.
TEST_F(Faults, ThatPassEndInAnAnswer) {
  for (const Row& row : Rows()) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, Name(row.fault));
    if (row.json.tries < 3) continue;
    for (const size_t count : {1, 2}) {
      Strike(row.fault, count);
      Expect({.tries = count + 1, .answer = true}, GetBucket());
    }
  }
}

// These two take their time, and so real time: a third of a second before the deadline.
TEST_F(Faults, ThatTakeTooLongEndAtTheDeadline) {
  for (const Fault& fault :
       {Fault{.kind = FaultKind::kHang}, Fault{.kind = FaultKind::kDrip, .amount = 20}}) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, Name(fault));
    Strike(fault, kAlways);
    options_.timeout = 1;
    Access();
    clock_.Sleep(net::Milliseconds(700));
    const auto begin = std::chrono::steady_clock::now();
    Expect({.tries = 1, .cause = Cause::kDeadline, .says = "Increase it with --timeout"},
           GetBucket());
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(600));
  }
}

TEST_F(Faults, OfTheTablesAreAllThereAre) {
  std::set<FaultKind> kinds = {FaultKind::kHang, FaultKind::kDrip};  // the test above
  for (const Row& row : Rows()) kinds.insert(row.fault.kind);
  EXPECT_EQ(kinds.size(), static_cast<size_t>(FaultKind::kUnknownElements) + 1);
}

// AWS repeats in such errors what was signed.
TEST_F(Faults, OfCredentialsAreToldAsSuch) {
  struct Case {
    const char* key;
    const char* secret;
    const char* token;
    const char* code;
  };
  const aws_double::Credentials good = settings_.world.issued;
  for (const Case& each :
       {Case{good.key.c_str(), "canary/other+secret", good.token.c_str(),
             "InvalidSignatureException"},
        Case{good.key.c_str(), good.secret.c_str(),
             "canary/other+token=", "UnrecognizedClientException"},
        Case{"AKIACANARY0KEY000009", "canary/other+secret", "", "UnrecognizedClientException"}}) {
    Reset();
    setenv("AWS_ACCESS_KEY_ID", each.key, 1);
    setenv("AWS_SECRET_ACCESS_KEY", each.secret, 1);
    setenv("AWS_SESSION_TOKEN", each.token, 1);
    const aws::Failure failure = GetBucket().failure;
    EXPECT_EQ(failure.kind, Kind::kError);
    EXPECT_EQ(failure.cause, Cause::kRefused) << failure.message;
    EXPECT_EQ(failure.code, each.code);
    EXPECT_EQ(Server().journal().Count(), 1U);
    testing_support::ExpectNoSecret(failure);
  }
}

TEST_F(Faults, OfTheNetworkAreToldAsSuch) {
  options_.endpoint = "http://127.0.0.1:1";
  options_.clock = &clock_;
  AwsAccess access(options_);
  const aws::Failure failure = access.GetResource("us-east-1", {"AWS::S3::Bucket", "b"}).failure;
  EXPECT_EQ(failure.kind, Kind::kNotPossible);
  EXPECT_THAT(failure.message, HasSubstr("127.0.0.1 could not be reached: "));
  EXPECT_THAT(failure.message, HasSubstr("Check the network"));
}

}  // namespace
}  // namespace stackql::cli
