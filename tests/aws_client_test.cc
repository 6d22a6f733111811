// What the client makes of each way in which AWS, or what stands in for it, fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/client.h"
#include "aws/scrub.h"
#include "support/fake_aws.h"

namespace stackql::aws {
namespace {

using net::Exchange;
using net::Milliseconds;
using testing::HasSubstr;
using testing::Not;
using testing_support::FakeAws;
using testing_support::FakeOptions;
using testing_support::JsonError;
using testing_support::kNow;
using testing_support::Response;
using Kind = Failure::Kind;
using Cause = Failure::Cause;

constexpr const char* kReply = R"({"ResourceDescription":{"Identifier":"b","Properties":"{}"}})";

Reply<Resource> Ask(FakeAws& aws) {
  return aws.client().GetResource({.type_name = "AWS::S3::Bucket", .identifier = "b"});
}

Exchange Broken(Exchange::Result result) { return {.result = result, .error = "it is broken"}; }

void ExpectNoCanary(const Failure& failure) {
  for (const std::string& text : {failure.code, failure.message, failure.request_id}) {
    for (const char* canary : {"canary", "CANARY", "0123456789"}) {
      EXPECT_THAT(text, Not(HasSubstr(canary)));
    }
  }
}

TEST(Client, TellsErrorsByTheirCode) {
  struct Row {
    Exchange response;
    std::string code;
  };
  const std::vector<Row> rows = {
      {JsonError("AccessDeniedException", "m"), "AccessDeniedException"},
      {Response(400, R"({"__type":"TypeNotFoundException","message":"m"})"),
       "TypeNotFoundException"},
      {Response(400, R"({"code":"ValidationException","message":"m"})"), "ValidationException"},
      {Response(400, R"({"__type":"b","message":"m"})",
                {{"X-Amzn-Errortype", "ResourceNotFoundException:http://x/#y"}}),
       "ResourceNotFoundException"},
      {Response(403, R"({"__type":"x.y#UnsupportedActionException:z","Message":"m"})"),
       "UnsupportedActionException"},
      {Response(500, R"({"__type":"InvalidRequestException","Message":"m"})"),
       "InvalidRequestException"},
  };
  for (const Row& row : rows) {
    FakeAws aws;
    aws.transport().Answer(row.response);
    const Reply<Resource> result = Ask(aws);
    EXPECT_FALSE(result.answer);
    EXPECT_EQ(result.failure.kind, Kind::kError);
    EXPECT_EQ(result.failure.code, row.code);
    EXPECT_EQ(result.failure.message, "m");
    EXPECT_EQ(aws.sent().size(), 1U) << row.code << " does not pass";
  }
}

TEST(Client, TellsErrorsOfTheQueryProtocol) {
  FakeAws aws;
  aws.transport().Answer(
      Response(403,
               "<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>InvalidClientTokenId"
               "</Code><Message>no &amp; no</Message></Error><RequestId>r-1</RequestId>"
               "</ErrorResponse>"));
  const Failure failure = aws.client().GetCallerIdentity().failure;
  EXPECT_EQ(failure.kind, Kind::kError);
  EXPECT_EQ(failure.code, "InvalidClientTokenId");
  EXPECT_EQ(failure.message, "no & no");
  EXPECT_EQ(failure.request_id, "r-1");
}

TEST(Client, TellsWhenTheCredentialsAreRefused) {
  for (const char* code :
       {"InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch"}) {
    FakeAws aws;
    aws.transport().Answer(JsonError(code, "m"));
    const Failure failure = Ask(aws).failure;
    EXPECT_EQ(failure.kind, Kind::kError);
    EXPECT_EQ(failure.cause, Cause::kRefused) << code;
    EXPECT_EQ(aws.sent().size(), 1U);
  }
  FakeAws aws;
  aws.transport().Answer(JsonError("AccessDeniedException", "m"));
  EXPECT_EQ(Ask(aws).failure.cause, Cause::kOther);
}

TEST(Client, KeepsTheRequestId) {
  FakeAws aws;
  aws.transport().Answer(Response(400, R"({"__type":"X"})", {{"x-amzn-RequestId", "r-2"}}));
  EXPECT_EQ(Ask(aws).failure.request_id, "r-2");
}

// Each is tried three times, with a half of 50 and 100 ms in between.
TEST(Client, TriesAgainWhenTroubleMayPass) {
  for (const Exchange& trouble :
       {Broken(Exchange::Result::kTransient), Response(500, "<html>"), Response(502, ""),
        Response(503, "x"), Response(504, "{}"), Response(400, R"({"__type":"RequestTimeout"})"),
        Response(200, "<html>log in</html>"), Response(200, ""), Response(200, "{\"Resource"),
        Response(200, R"({"ResourceDescription":{"Identifier":"b","Properties":"{"}})")}) {
    FakeAws aws;
    aws.transport().Answer(trouble);
    aws.transport().Answer(trouble);
    aws.transport().Answer(Response(200, kReply));
    EXPECT_TRUE(Ask(aws).answer) << trouble.status << trouble.body;
    ASSERT_EQ(aws.sent().size(), 3U);
    EXPECT_EQ(aws.sent()[1].at, Milliseconds(100)) << "the pace is slower than the pause";
    FakeAws for_good;
    for_good.transport().Answer(trouble);
    const Failure failure = Ask(for_good).failure;
    EXPECT_EQ(failure.kind, failure.code.empty() ? Kind::kNotPossible : Kind::kError);
    EXPECT_EQ(for_good.sent().size(), 3U);
    ExpectNoCanary(failure);
  }
}

TEST(Client, TakesNoTruncatedReply) {
  const std::string reply = kReply;
  for (size_t size = 0; size < reply.size(); ++size) {
    FakeAws aws;
    aws.transport().Answer(Response(200, reply.substr(0, size)));
    const Reply<Resource> result = Ask(aws);
    EXPECT_FALSE(result.answer) << size;
    EXPECT_EQ(result.failure.kind, Kind::kNotPossible);
    EXPECT_THAT(result.failure.message, HasSubstr("an incomplete response"));
  }
}

TEST(Client, FollowsNoRedirects) {
  for (const int status : {301, 302, 307, 308}) {
    FakeAws aws;
    aws.transport().Answer(Response(status, "", {{"Location", "https://evil.example"}}));
    const Failure failure = Ask(aws).failure;
    EXPECT_EQ(failure.kind, Kind::kNotPossible);
    EXPECT_THAT(failure.message, HasSubstr("Redirects are not followed"));
    EXPECT_EQ(aws.sent().size(), 1U);
  }
}

TEST(Client, GivesUpAtOnceOnWhatStays) {
  for (const Exchange::Result result : {Exchange::Result::kFailed, Exchange::Result::kTooLarge}) {
    FakeAws aws;
    aws.transport().Answer(Broken(result));
    EXPECT_EQ(Ask(aws).failure.kind, Kind::kNotPossible);
    EXPECT_EQ(aws.sent().size(), 1U);
  }
}

TEST(Client, WaitsLongerWhenThrottled) {
  for (const Exchange& throttled :
       {JsonError("ThrottlingException", "Rate exceeded"), Response(429, ""),
        JsonError("GeneralServiceException", "Rate exceeded (Service: X)")}) {
    FakeAws aws;
    aws.transport().Answer(throttled);
    const Failure failure = Ask(aws).failure;
    EXPECT_EQ(failure.cause, Cause::kThrottled);
    ASSERT_EQ(aws.sent().size(), 3U);
    EXPECT_EQ(aws.sent()[1].at, Milliseconds(500));
    EXPECT_EQ(aws.sent()[2].at, Milliseconds(1500));
  }
}

// Asking again later is paid for like a try, and so comes to an end.
TEST(Client, SaysWhetherThrottledCallsMayBeAskedAgain) {
  FakeAws aws;
  aws.transport().Answer(JsonError("ThrottlingException", "Rate exceeded"));
  SessionOptions options = FakeOptions();
  options.deadline = Milliseconds(3'600'000);
  Session session(aws.clock(), std::move(options));
  Client client(session, aws.transport());
  size_t calls = 0;
  Failure failure;
  do {
    failure = client.GetResource({"AWS::S3::Bucket", "b"}).failure;
    EXPECT_EQ(failure.cause, Cause::kThrottled);
  } while (failure.again && ++calls < 1000);
  EXPECT_EQ(calls, 100U / 3) << "each costs three times 5 of 500";
}

TEST(Client, AsksAgainLaterOnlyWhatWasThrottled) {
  for (const Exchange& trouble :
       {JsonError("AccessDeniedException", "m"), Response(503, "x"),
        JsonError("HandlerInternalFailureException", "m"), Broken(Exchange::Result::kTransient)}) {
    FakeAws aws;
    aws.transport().Answer(trouble);
    EXPECT_FALSE(Ask(aws).failure.again) << trouble.body;
  }
}

TEST(Client, WaitsAsLongAsTheServiceSays) {
  FakeAws aws;
  aws.transport().Answer(Response(429, "", {{"x-amz-retry-after", "3000"}}));
  aws.transport().Answer(Response(429, "", {{"Retry-After", "600"}}));
  aws.transport().Answer(Response(200, kReply));
  EXPECT_TRUE(Ask(aws).answer);
  ASSERT_EQ(aws.sent().size(), 3U);
  EXPECT_EQ(aws.sent()[1].at, Milliseconds(3000));
  EXPECT_EQ(aws.sent()[2].at, Milliseconds(3000 + 6000)) << "5 s more than without, at most";
}

// One call after the other: the waits are this one's, where several threads share them.
TEST(Client, LosesNothingWhenOftenThrottled) {
  SessionOptions options = FakeOptions();
  options.deadline = Milliseconds(120'000);
  FakeAws aws(std::move(options));
  for (int i = 0; i < 1000; ++i) {
    aws.transport().Answer(i % 10 == 1 || i % 10 == 2 || i % 10 == 7
                               ? JsonError("ThrottlingException", "Rate exceeded")
                               : Response(200, kReply));
  }
  int answers = 0;
  for (int i = 0; i < 200; ++i) {
    Reply<Resource> result = Ask(aws);
    while (!result.answer && result.failure.cause == Cause::kThrottled) result = Ask(aws);
    answers += result.answer.has_value() ? 1 : 0;
  }
  EXPECT_EQ(answers, 200);
  EXPECT_LT(aws.clock().Now(), Milliseconds(90'000));
}

TEST(Client, AsksABrokenHandlerOnceMore) {
  FakeAws aws;
  aws.transport().Answer(JsonError("HandlerInternalFailureException", "m"));
  EXPECT_EQ(Ask(aws).failure.code, "HandlerInternalFailureException");
  EXPECT_EQ(aws.sent().size(), 2U);
}

TEST(Client, StopsWhenTheQuotaIsUsedUp) {
  FakeAws aws;
  aws.transport().Answer(Broken(Exchange::Result::kTransient));
  for (int i = 0; i < 30; ++i) EXPECT_FALSE(Ask(aws).answer);
  EXPECT_EQ(aws.sent().size(), 30U + 500 / 14);
}

TEST(Client, StopsAtTheDeadline) {
  SessionOptions options = FakeOptions();
  options.deadline = Milliseconds(250);
  FakeAws aws(std::move(options));
  aws.transport().Answer(Response(200, kReply));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(Ask(aws).answer);
  EXPECT_EQ(aws.sent()[2].limits.timeout, Milliseconds(50));
  const Failure failure = Ask(aws).failure;
  EXPECT_EQ(failure.cause, Cause::kDeadline);
  EXPECT_THAT(failure.message, HasSubstr("--timeout"));
  EXPECT_EQ(aws.sent().size(), 3U);
}

TEST(Client, DoesNotWaitBeyondTheDeadline) {
  SessionOptions options = FakeOptions();
  options.deadline = Milliseconds(400);
  FakeAws aws(std::move(options));
  aws.transport().Answer(JsonError("ThrottlingException", "m"));
  EXPECT_EQ(Ask(aws).failure.cause, Cause::kThrottled);
  EXPECT_EQ(aws.clock().Now(), Milliseconds(0));
}

TEST(Client, IsCancelled) {
  std::atomic<bool> cancelled = true;
  SessionOptions options = FakeOptions();
  options.cancelled = [&] { return cancelled.load(); };
  FakeAws aws(std::move(options));
  EXPECT_EQ(Ask(aws).failure.cause, Cause::kCancelled);
  EXPECT_TRUE(aws.sent().empty());
}

TEST(Client, IsCancelledWhileItWaits) {
  std::atomic<bool> cancelled = false;
  SessionOptions options = FakeOptions();
  options.cancelled = [&] { return cancelled.load(); };
  // Asked for when the wait before the next try begins.
  options.random = [&] {
    cancelled = true;
    return 0.5;
  };
  FakeAws aws(std::move(options));
  aws.transport().Answer(JsonError("ThrottlingException", "m"));
  EXPECT_EQ(Ask(aws).failure.cause, Cause::kCancelled);
  EXPECT_EQ(aws.sent().size(), 1U);
  EXPECT_EQ(aws.clock().Now(), Milliseconds(0));
}

TEST(Client, SignsAnewByTheClockOfAws) {
  for (const char* error :
       {"RequestTimeTooSkewed", "RequestExpired", "InvalidSignatureException"}) {
    std::vector<std::string> notices;
    SessionOptions options = FakeOptions();
    options.notice = [&](const std::string& text) { notices.push_back(text); };
    FakeAws aws(std::move(options));
    Exchange skewed = JsonError(error, "Signature expired: 20270115T080000Z is earlier");
    skewed.headers = {{"Date", "Fri, 15 Jan 2027 09:00:00 GMT"}};
    aws.transport().Answer(skewed);
    aws.transport().Answer(Response(200, kReply));
    EXPECT_TRUE(Ask(aws).answer) << error;
    ASSERT_EQ(aws.sent().size(), 2U);
    EXPECT_EQ(aws.sent()[0].Header("X-Amz-Date"), "20270115T080000Z");
    EXPECT_EQ(aws.sent()[1].Header("X-Amz-Date"), "20270115T090000Z");
    EXPECT_THAT(notices, testing::ElementsAre(HasSubstr("3600 seconds behind")));
    Ask(aws);
    EXPECT_EQ(aws.sent()[2].Header("X-Amz-Date"), "20270115T090000Z");
  }
}

TEST(Client, SignsAnewOnce) {
  FakeAws aws;
  Exchange skewed = JsonError("RequestTimeTooSkewed", "m");
  skewed.headers = {{"Date", "Fri, 15 Jan 2027 09:00:00 GMT"}};
  aws.transport().Answer(skewed);
  EXPECT_EQ(Ask(aws).failure.code, "RequestTimeTooSkewed");
  EXPECT_EQ(aws.sent().size(), 2U);
  for (const char* date : {"", "yesterday", "Fri, 15 Jan 2027 08:00:01 GMT"}) {
    FakeAws other;
    skewed.headers = {{"Date", date}};
    other.transport().Answer(skewed);
    EXPECT_EQ(Ask(other).failure.code, "RequestTimeTooSkewed");
    EXPECT_EQ(other.sent().size(), 1U) << date;
  }
}

TEST(Client, DoesNotTakeAWrongSignatureForAClock) {
  FakeAws aws;
  Exchange wrong = JsonError("SignatureDoesNotMatch", "The request signature we calculated");
  wrong.headers = {{"Date", "Fri, 15 Jan 2027 09:00:00 GMT"}};
  aws.transport().Answer(wrong);
  EXPECT_EQ(Ask(aws).failure.code, "SignatureDoesNotMatch");
  EXPECT_EQ(aws.sent().size(), 1U);
}

// A source whose credentials have names in their order.
SessionOptions Counting(int& loads, std::optional<int64_t> expiration = {}) {
  SessionOptions options = FakeOptions();
  options.credentials = testing_support::Holding([&loads, expiration] {
    Credentials credentials = testing_support::CanaryCredentials();
    credentials.access_key_id = "KEY" + std::to_string(++loads);
    credentials.expiration = expiration;
    return Result<Credentials>(std::move(credentials));
  });
  return options;
}

TEST(Client, RefreshesExpiredCredentialsOnce) {
  int loads = 0;
  FakeAws aws(Counting(loads));
  aws.transport().Answer(JsonError("ExpiredTokenException", "m"));
  aws.transport().Answer(Response(200, kReply));
  aws.transport().Answer(JsonError("ExpiredTokenException", "m"));
  EXPECT_TRUE(Ask(aws).answer);
  EXPECT_THAT(aws.sent()[0].Header("Authorization"), HasSubstr("Credential=KEY1/"));
  EXPECT_THAT(aws.sent()[1].Header("Authorization"), HasSubstr("Credential=KEY2/"));
  EXPECT_EQ(Ask(aws).failure.cause, Cause::kCredentials);
  EXPECT_EQ(aws.sent().size(), 3U);
  EXPECT_EQ(Ask(aws).failure.cause, Cause::kCredentials);
  EXPECT_EQ(aws.sent().size(), 3U) << "nothing is sent without credentials";
  EXPECT_EQ(loads, 2);
}

TEST(Client, SendsNothingWithCredentialsThatHaveExpired) {
  int loads = 0;
  FakeAws aws(Counting(loads, kNow));
  const Failure failure = Ask(aws).failure;
  EXPECT_EQ(failure.cause, Cause::kCredentials);
  EXPECT_THAT(failure.message, HasSubstr("expired"));
  EXPECT_TRUE(aws.sent().empty());
  Ask(aws);
  Ask(aws);
  EXPECT_EQ(loads, 2);
}

// One credential_process, one page in the browser, however many regions are asked.
TEST(Client, SharesCredentialsBetweenRegions) {
  int loads = 0;
  const SessionOptions all = Counting(loads);
  FakeAws one(all);
  FakeAws other(all);
  one.transport().Answer(JsonError("ExpiredTokenException", "m"));
  one.transport().Answer(Response(200, kReply));
  other.transport().Answer(Response(200, kReply));
  EXPECT_TRUE(Ask(one).answer);
  EXPECT_TRUE(Ask(other).answer);
  EXPECT_THAT(other.sent().at(0).Header("Authorization"), HasSubstr("Credential=KEY2/"));
  EXPECT_EQ(loads, 2);
}

TEST(Client, SaysWhyThereAreNoCredentials) {
  int loads = 0;
  SessionOptions options = FakeOptions();
  options.credentials = testing_support::Holding([&] {
    ++loads;
    return Result<Credentials>(Failed("There are none."));
  });
  FakeAws aws(std::move(options));
  for (int i = 0; i < 3; ++i) {
    const Failure failure = Ask(aws).failure;
    EXPECT_EQ(failure.cause, Cause::kCredentials);
    EXPECT_EQ(failure.message, "There are none.");
  }
  EXPECT_EQ(loads, 1);
  EXPECT_TRUE(aws.sent().empty());
}

TEST(Client, SendsNoCredentialsToOthers) {
  for (const bool allowed : {false, true}) {
    int loads = 0;
    SessionOptions options = Counting(loads);
    options.endpoints.url = "https://evil.example";
    options.other_hosts = allowed;
    FakeAws aws(std::move(options));
    aws.transport().Answer(Response(200, kReply));
    const Reply<Resource> result = Ask(aws);
    EXPECT_EQ(result.answer.has_value(), allowed);
    EXPECT_EQ(loads, allowed ? 1 : 0);
    if (allowed) continue;
    EXPECT_EQ(result.failure.cause, Cause::kEndpoint);
    EXPECT_THAT(result.failure.message, HasSubstr("evil.example, which is neither AWS's"));
    EXPECT_TRUE(aws.sent().empty());
  }
}

TEST(Client, SaysWhyThereIsNoEndpoint) {
  SessionOptions options = FakeOptions();
  options.endpoints.region = "evil.example/";
  FakeAws aws(std::move(options));
  EXPECT_EQ(Ask(aws).failure.cause, Cause::kEndpoint);
  EXPECT_TRUE(aws.sent().empty());
}

// AWS repeats the canonical request when a signature is wrong, and so the token.
TEST(Client, ShowsNoSecretInAnyText) {
  const std::string echo = "The Canonical String should have been 'POST x-amz-security-token:" +
                           std::string(testing_support::kCanaryToken) + " key " +
                           testing_support::kCanaryKey +
                           " Credential=ASIACANARY0123456789/x Signature=0123456789abcdef'";
  for (const Exchange& response :
       {JsonError("SignatureDoesNotMatch", echo), JsonError("AccessDeniedException", echo),
        Response(400, R"({"__type":"X","message":"m"})", {{"x-amzn-RequestId", echo}}),
        Response(403, echo), Response(200, echo), Response(302, echo, {{"Location", echo}}),
        Exchange{.result = Exchange::Result::kFailed, .error = echo, .help = echo},
        Exchange{.result = Exchange::Result::kTransient, .error = echo}}) {
    FakeAws aws;
    aws.transport().Answer(response);
    const Failure failure = Ask(aws).failure;
    EXPECT_FALSE(failure.message.empty());
    ExpectNoCanary(failure);
  }
}

TEST(Scrubbing, MakesTextsFitToBeShown) {
  EXPECT_EQ(Scrub("a AKIAIOSFODNN7EXAMPLE b", nullptr), "a *** b");
  EXPECT_EQ(Scrub("AKIA and ASIATIC", nullptr), "AKIA and ASIATIC");
  EXPECT_EQ(Scrub("X-Amz-Signature=0123456789abcdef&x", nullptr), "X-Amz-Signature=***&x");
  EXPECT_EQ(Scrub("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc.", nullptr), "token ***");
  EXPECT_EQ(Scrub(R"({"SecretAccessKey": "abcd/efgh+ijkl", "SessionToken":"abcdefghij"})", nullptr),
            R"({"SecretAccessKey": "***", "SessionToken":"***"})");
  EXPECT_EQ(Scrub("aws_secret_access_key = abcdefghij", nullptr), "aws_secret_access_key = ***");
  EXPECT_EQ(Scrub("a\x1B[31m\nb", nullptr), "a [31m b");
  EXPECT_EQ(Scrub("\xC3\xA9", nullptr), "\xC3\xA9");
  EXPECT_EQ(Scrub("\xC3", nullptr), "?");
  EXPECT_EQ(Scrub(std::string(3000, 'x'), nullptr), std::string(2048, 'x') + "...");
}

}  // namespace
}  // namespace stackql::aws
