#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "double_asking.h"

namespace stackql::aws_double {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const json kBucket = {{"TypeName", "AWS::S3::Bucket"}, {"Identifier", "bucket-1"}};

class DoubleFaults : public Asking {
 protected:
  // The answer to a call that a fault strikes.
  Received Struck(const Fault& fault) {
    double_.reset();
    settings_.faults.rules = {{.fault = fault}};
    return Cloud("GetResource", kBucket);
  }
  Received StruckIdentity(const Fault& fault) {
    double_.reset();
    settings_.faults.rules = {{.fault = fault}};
    return Form("sts", "Action=GetCallerIdentity&Version=2011-06-15");
  }
};

TEST_F(DoubleFaults, SpellErrorsInManyWays) {
  EXPECT_EQ(Struck({}).Json()["__type"], "com.amazon.coral.service#ThrottlingException");
  EXPECT_EQ(Struck({.kind = FaultKind::kErrorPlainType}).Json()["__type"], "ThrottlingException");
  const json uri = Struck({.kind = FaultKind::kErrorUriType}).Json();
  EXPECT_THAT(uri["__type"], StartsWith("ThrottlingException:http://"));
  const Received header = Struck({.kind = FaultKind::kErrorHeaderOnly, .code = "AccessDenied"});
  EXPECT_THAT(header.head, HasSubstr("x-amzn-ErrorType: AccessDenied"));
  EXPECT_EQ(header.body, "{}");
  const Received later = Struck({.kind = FaultKind::kRetryAfter, .amount = 700});
  EXPECT_EQ(later.status, 429);
  EXPECT_THAT(later.head, HasSubstr("x-amz-retry-after: 700"));
  EXPECT_THAT(StruckIdentity({}).body, HasSubstr("<Code>Throttling</Code>"));
  EXPECT_EQ(Server().journal().Entries()[0].fault, "error");
}

TEST_F(DoubleFaults, AnswerWithPages) {
  for (const int status : {200, 500, 502, 503, 504}) {
    const Received reply = Struck({.kind = FaultKind::kHtml, .status = status});
    EXPECT_EQ(reply.status, status);
    EXPECT_THAT(reply.body, StartsWith("<!DOCTYPE html>"));
  }
  const Received other =
      Struck({.kind = FaultKind::kRedirect, .status = 302, .location = "http://127.0.0.2:1/"});
  EXPECT_EQ(other.status, 302);
  EXPECT_THAT(other.head, HasSubstr("Location: http://127.0.0.2:1/"));
}

TEST_F(DoubleFaults, BreakConnections) {
  EXPECT_TRUE(Struck({.kind = FaultKind::kResetBeforeHead}).reset);
  const Received after = Struck({.kind = FaultKind::kResetAfterHead});
  EXPECT_TRUE(after.reset);
  const Received closed = Struck({.kind = FaultKind::kCloseBeforeHead});
  EXPECT_EQ(closed.bytes, "");
  EXPECT_FALSE(closed.reset);
  const Received empty = Struck({.kind = FaultKind::kCloseAfterHead});
  EXPECT_EQ(empty.status, 200);
  EXPECT_EQ(empty.body, "");
  EXPECT_THAT(empty.head, Not(HasSubstr("Content-Length: 0")));
}

TEST_F(DoubleFaults, BreakBodies) {
  const Received shorter = Struck({.kind = FaultKind::kShortBody});
  const size_t announced = std::stoul(shorter.head.substr(shorter.head.find("Length: ") + 8));
  EXPECT_EQ(shorter.body.size(), announced / 2);
  EXPECT_THAT(Struck({.kind = FaultKind::kBrokenChunk}).body, HasSubstr("\r\nZZ\r\n"));
  const Received truncated = Struck({.kind = FaultKind::kTruncated});
  EXPECT_THAT(truncated.head, Not(HasSubstr("Content-Length")));
  EXPECT_TRUE(truncated.Json().is_discarded());
}

TEST_F(DoubleFaults, TakeTheirTime) {
  settings_.faults.rules = {{.fault = {.kind = FaultKind::kHang}},
                            {.fault = {.kind = FaultKind::kDrip, .amount = 60'000}, .first = 2}};
  const Request request = Sign(CloudControlCall("GetResource", kBucket),
                               settings_.world.credentials[0], "cloudcontrolapi");
  const Received hung = Exchange(Server().port(), Text(request), 50);
  EXPECT_TRUE(hung.late);
  EXPECT_EQ(hung.bytes, "");
  const Received dripped = Exchange(Server().port(), Text(request), 1000);
  EXPECT_EQ(dripped.bytes, "H");
}

TEST_F(DoubleFaults, SpoilJson) {
  EXPECT_TRUE(Struck({.kind = FaultKind::kNotJson}).Json().is_discarded());
  EXPECT_EQ(Struck({.kind = FaultKind::kWrongShape}).Json()["TypeName"], 7);
  const json properties = Struck({.kind = FaultKind::kPropertiesNotJson}).Json();
  EXPECT_TRUE(json::parse(properties["ResourceDescription"]["Properties"].get<std::string>(),
                          nullptr, false)
                  .is_discarded());
  const std::string doubled = Struck({.kind = FaultKind::kDuplicateKeys}).body;
  EXPECT_THAT(doubled, StartsWith(R"({"TypeName":null,"ResourceDescription":null,"TypeName":"A)"));
  EXPECT_THAT(doubled, HasSubstr(R"({\"BucketName\":null,)"));
  EXPECT_THAT(Struck({.kind = FaultKind::kDepthBomb, .amount = 9}).body, "[[[[[[[[[]]]]]]]]]");
  EXPECT_GT(Struck({.kind = FaultKind::kHugeBody, .amount = 100'000}).body.size(), 100'000U);
  EXPECT_TRUE(Struck({.kind = FaultKind::kInvalidUtf8}).Json().is_discarded());
  EXPECT_THAT(Struck({.kind = FaultKind::kByteOrderMark}).body, StartsWith("\xEF\xBB\xBF{"));
  const Received packed = Struck({.kind = FaultKind::kGzip});
  EXPECT_THAT(packed.head, HasSubstr("Content-Encoding: gzip"));
  EXPECT_THAT(packed.body, StartsWith("\x1F\x8B"));
  EXPECT_EQ(Struck({.kind = FaultKind::kUnknownElements}).Json()["TypeName"], "AWS::S3::Bucket");
}

TEST_F(DoubleFaults, SpoilXml) {
  const std::string bomb = StruckIdentity({.kind = FaultKind::kEntityBomb}).body;
  EXPECT_THAT(bomb, HasSubstr("<!ENTITY e9 \"&e8;"));
  EXPECT_THAT(StruckIdentity({.kind = FaultKind::kUnknownElements}).body,
              HasSubstr("<Unheard of=\"1\">"));
  EXPECT_THAT(StruckIdentity({.kind = FaultKind::kDepthBomb, .amount = 2}).body, "<a><a></a></a>");
  EXPECT_THAT(StruckIdentity({.kind = FaultKind::kWrongShape}).body, StartsWith("<Other>"));
}

TEST_F(DoubleFaults, StrikeTheCallsTheyAreMeantFor) {
  settings_.faults.rules = {
      {.first = 2, .count = 2, .containing = "bucket-1"},
      {.fault = {.kind = FaultKind::kHtml, .status = 503}, .operation = "ListResources"}};
  EXPECT_EQ(Cloud("GetResource", kBucket).status, 200);
  const json other = {{"TypeName", "AWS::S3::Bucket"}, {"Identifier", "bucket-2"}};
  EXPECT_EQ(Cloud("GetResource", other).status, 200);
  EXPECT_EQ(Cloud("ListResources", {{"TypeName", "AWS::S3::Bucket"}}).status, 503);
  EXPECT_EQ(Cloud("GetResource", kBucket).status, 400);
  EXPECT_EQ(Cloud("GetResource", kBucket).status, 400);
  EXPECT_EQ(Cloud("GetResource", kBucket).status, 200);
}

TEST_F(DoubleFaults, ThrottleAShareOfTheCalls) {
  settings_.faults.throttled = 0.3;
  Faults first(settings_.faults);
  Faults second(settings_.faults);
  size_t struck = 0;
  for (size_t number = 1; number <= 1000; ++number) {
    const bool hit = first.Next({.number = number}, "").has_value();
    EXPECT_EQ(second.Next({.number = number}, "").has_value(), hit) << "the same each time";
    struck += hit ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(struck), 300, 50);
}

TEST_F(DoubleFaults, HaveNames) {
  for (size_t i = 0; i <= static_cast<size_t>(FaultKind::kUnknownElements); ++i) {
    const auto kind = static_cast<FaultKind>(i);
    EXPECT_EQ(FaultNamed(NameOf(kind)), kind);
  }
  EXPECT_EQ(FaultNamed("none"), std::nullopt);
}

}  // namespace
}  // namespace stackql::aws_double
