#include <gtest/gtest.h>

#include "aws/retry.h"
#include "aws/session.h"

namespace stackql::aws {
namespace {

using net::Milliseconds;

TEST(Retry, DelaysGrowToTheirLimit) {
  const auto delay = [](Fault fault, int retry, double random, int server = 0) {
    return DelayOf({fault, retry, random, Milliseconds(server)}).count();
  };
  EXPECT_EQ(delay(Fault::kTransient, 0, 0.5), 25);
  EXPECT_EQ(delay(Fault::kTransient, 1, 0.5), 50);
  EXPECT_EQ(delay(Fault::kThrottling, 0, 0.5), 500);
  EXPECT_EQ(delay(Fault::kThrottling, 3, 0.5), 4000);
  EXPECT_EQ(delay(Fault::kThrottling, 1000, 0.5), 10'000);
  EXPECT_EQ(delay(Fault::kThrottling, 5, 0), 0);
  EXPECT_EQ(delay(Fault::kThrottling, 0, 0.5, 100), 500);
  EXPECT_EQ(delay(Fault::kThrottling, 0, 0.5, 900), 900);
  EXPECT_EQ(delay(Fault::kThrottling, 0, 0.5, 90'000), 5500);
}

TEST(Retry, FaultsFollowTheCodeFirst) {
  const auto fault = [](int status, const std::string& code, const std::string& message = "") {
    return FaultOf(status, {.code = code, .message = message});
  };
  EXPECT_EQ(fault(500, "AccessDeniedException"), Fault::kFinal);
  EXPECT_EQ(fault(400, "Throttling"), Fault::kThrottling);
  EXPECT_EQ(fault(500, "LimitExceededException"), Fault::kThrottling);
  EXPECT_EQ(fault(429, ""), Fault::kThrottling);
  EXPECT_EQ(fault(400, "GeneralServiceException"), Fault::kFinal);
  EXPECT_EQ(fault(400, "GeneralServiceException", "Throttling"), Fault::kThrottling);
  EXPECT_EQ(fault(400, "ServiceInternalErrorException"), Fault::kHandler);
  EXPECT_EQ(fault(500, "PolicyEvaluation"), Fault::kTransient);
  EXPECT_EQ(fault(501, ""), Fault::kFinal);
  EXPECT_EQ(fault(400, "SomethingNew"), Fault::kFinal);
  EXPECT_EQ(fault(403, "ExpiredToken"), Fault::kExpired);
  EXPECT_EQ(fault(403, "SignatureDoesNotMatch", "Signature not yet current: x"), Fault::kClockSkew);
}

TEST(RetryQuota, IsPaidAndRefunded) {
  RetryQuota quota;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(quota.Take(Fault::kThrottling));
  EXPECT_FALSE(quota.Take(Fault::kThrottling));
  quota.Refund(false, Fault::kFinal);
  EXPECT_EQ(quota.left(), 1);
  quota.Refund(true, Fault::kThrottling);
  EXPECT_EQ(quota.left(), 6);
  quota.Refund(true, Fault::kTransient);
  EXPECT_EQ(quota.left(), 20);
  for (int i = 0; i < 1000; ++i) quota.Refund(false, Fault::kFinal);
  EXPECT_EQ(quota.left(), 500);
}

TEST(Pacing, IsTenASecond) {
  Pacer pacer;
  EXPECT_EQ(pacer.Reserve(Milliseconds(0)), Milliseconds(0));
  EXPECT_EQ(pacer.Reserve(Milliseconds(0)), Milliseconds(100));
  EXPECT_EQ(pacer.Reserve(Milliseconds(50)), Milliseconds(150));
  EXPECT_EQ(pacer.Reserve(Milliseconds(1000)), Milliseconds(0)) << "what is missed is not saved";
  EXPECT_EQ(pacer.Reserve(Milliseconds(1000)), Milliseconds(100));
}

TEST(Pacing, SlowsDownAndRecovers) {
  Pacer pacer;
  pacer.OnReply();
  EXPECT_EQ(pacer.interval(), Milliseconds(100)) << "never faster";
  pacer.OnThrottled();
  EXPECT_EQ(pacer.interval(), Milliseconds(105));
  for (int i = 0; i < 100; ++i) pacer.OnThrottled();
  EXPECT_EQ(pacer.interval(), Milliseconds(1600)) << "never slower";
  pacer.OnReply();
  EXPECT_EQ(pacer.interval(), Milliseconds(1547));
  for (int i = 0; i < 100; ++i) pacer.OnReply();
  EXPECT_EQ(pacer.interval(), Milliseconds(100));
}

// A pace that chance slows down would not end in time; one that nothing slows down would not end at
// all, where the service allows for less.
TEST(Pacing, SlowsDownWhenMoreThanTwoOfFiveAreThrottled) {
  const auto after = [](int throttled_of_ten) {
    Pacer pacer;
    for (int i = 0; i < 1000; ++i) {
      i * 7 % 10 < throttled_of_ten ? pacer.OnThrottled() : pacer.OnReply();
    }
    return pacer.interval();
  };
  EXPECT_LT(after(3), Milliseconds(120));
  EXPECT_GT(after(5), Milliseconds(1400));
}

TEST(ServerDelays, AreReadFromBothHeaders) {
  const auto delay = [](const std::string& name, const std::string& value) {
    return ServerDelay({.headers = {{name, value}}}).count();
  };
  EXPECT_EQ(delay("x-amz-retry-after", "1500"), 1500);
  EXPECT_EQ(delay("Retry-After", "3"), 3000);
  EXPECT_EQ(delay("Retry-After", "4294967295"), 4'294'967'295'000);
  for (const char* wrong : {"", "-1", "soon", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(delay("x-amz-retry-after", wrong), 0) << wrong;
  }
}

TEST(Dates, AreReadAsHttpWritesThem) {
  EXPECT_EQ(ReadHttpDate("Sun, 06 Nov 1994 08:49:37 GMT"), 784'111'777);
  for (const char* wrong :
       {"", "Sun, 06 Nov 1994", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT x"}) {
    EXPECT_FALSE(ReadHttpDate(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace stackql::aws
