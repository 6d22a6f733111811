#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <thread>

#include "double_asking.h"

namespace stackql::aws_double {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const json kBucket = {{"TypeName", "AWS::S3::Bucket"}, {"Identifier", "bucket-1"}};

class DoubleGuard : public Asking {};

TEST_F(DoubleGuard, RecordsEverythingButTheReadsAsAnAttempt) {
  const Credentials& who = settings_.world.credentials[0];
  EXPECT_EQ(Cloud("CreateResource", {{"TypeName", "AWS::S3::Bucket"}}).status, 500);
  EXPECT_EQ(Cloud("ListResourceRequests", json::object()).status, 500);
  EXPECT_EQ(Form("iam", "Action=DeleteRole&Version=2010-05-08&RoleName=x").status, 500);
  EXPECT_EQ(Form("sts", "Action=GetCallerIdentity&Version=2010-05-08").status, 500);
  Request get = FormCall("");
  get.method = "GET";
  get.query = "Action=GetCallerIdentity&Version=2011-06-15";
  EXPECT_EQ(Send(Sign(get, who, "sts")).status, 500);
  EXPECT_EQ(Send({.method = "GET", .path = "/else", .headers = {{"Connection", "close"}}}).status,
            500);
  EXPECT_THAT(Forgive(), ElementsAre("call 1: MUTATION ATTEMPT: CreateResource",
                                     "call 2: MUTATION ATTEMPT: ListResourceRequests",
                                     "call 3: MUTATION ATTEMPT: DeleteRole",
                                     "call 4: MUTATION ATTEMPT: GetCallerIdentity",
                                     "call 5: MUTATION ATTEMPT: GetCallerIdentity",
                                     "call 6: MUTATION ATTEMPT: GET /else"));
}

TEST_F(DoubleGuard, CountsARolePassedAlongAsAnOffence) {
  json input = kBucket;
  input["RoleArn"] = "arn:aws:iam::123456789012:role/other";
  Cloud("GetResource", input);
  EXPECT_THAT(Forgive(), ElementsAre("call 1: a role is passed"));
}

void AttemptAChange() {
  GuardedDouble guarded(Sample());
  Exchange(guarded.port(), "DELETE /x HTTP/1.1\r\nConnection: close\r\n\r\n");
}

TEST_F(DoubleGuard, FailsTheTestThatAttemptsAChange) {
  EXPECT_NONFATAL_FAILURE(AttemptAChange(), "MUTATION ATTEMPT: DELETE /x");
}

TEST_F(DoubleGuard, SeesSecretsWhereNoneBelongs) {
  Credentials& who = settings_.world.credentials[0];
  who.token = "canary/session=token";
  Cloud("GetResource", kBucket);
  EXPECT_THAT(Server().journal().Offences(), IsEmpty());
  Cloud("GetResource", {{"TypeName", who.secret}, {"Identifier", who.token}});
  Form("sts", "Action=GetCallerIdentity&Version=2011-06-15&Token=" + PercentEncode(who.token));
  Request header = CloudControlCall("GetResource", kBucket);
  header.headers.emplace_back("X-Note", "for " + who.key);
  Send(Sign(header, who, "cloudcontrolapi"));
  Request bearer = CloudControlCall("GetResource", kBucket);
  bearer.headers.emplace_back("Authorization", "Bearer " + who.secret);
  bearer.headers.emplace_back("Connection", "close");
  Send(bearer);
  EXPECT_THAT(Forgive(),
              ElementsAre("call 2: a secret key in the body", "call 2: a session token in the body",
                          "call 3: a session token in the body",
                          "call 4: an access key in the header x-note",
                          "call 5: a secret key in the header authorization"));
}

TEST_F(DoubleGuard, RefusesBadSignaturesInTheWordsOfTheProtocol) {
  Credentials other = settings_.world.credentials[0];
  other.secret = "not-the-canary";
  const Received wrong =
      Send(Sign(CloudControlCall("GetResource", kBucket), other, "cloudcontrolapi"));
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, HasSubstr("#InvalidSignatureException"));
  const std::string identity = "Action=GetCallerIdentity&Version=2011-06-15";
  const Received query = Send(Sign(FormCall(identity), other, "sts"));
  EXPECT_EQ(query.status, 403);
  EXPECT_THAT(query.body, HasSubstr("<Code>SignatureDoesNotMatch</Code>"));
  other.key = "AKIAUNKNOWN";
  EXPECT_THAT(Send(Sign(FormCall(identity), other, "sts")).body, HasSubstr("InvalidClientTokenId"));
  EXPECT_THAT(Send(Sign(CloudControlCall("GetResource", kBucket), other, "cloudcontrolapi")).body,
              HasSubstr("#UnrecognizedClientException"));
  Request none = CloudControlCall("GetResource", kBucket);
  none.headers.emplace_back("Connection", "close");
  EXPECT_THAT(Send(none).body, HasSubstr("#MissingAuthenticationTokenException"));
  none.headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=x");
  EXPECT_THAT(Send(none).body, HasSubstr("#IncompleteSignatureException"));
  EXPECT_THAT(Server().journal().Entries()[0].refused, HasSubstr("does not match"));
}

TEST_F(DoubleGuard, TellsExpiredTokensByItsClock) {
  settings_.world.credentials[0].expires = kNow - 1;
  EXPECT_THAT(Cloud("GetResource", kBucket).body, HasSubstr("#ExpiredTokenException"));
}

TEST_F(DoubleGuard, ShowsItsClockOrAnother) {
  EXPECT_THAT(Cloud("GetResource", kBucket).head, HasSubstr("Date: Tue, 14 Nov 2023 22:13:20 GMT"));
  double_.reset();
  settings_.date_offset = 3600;
  EXPECT_THAT(Cloud("GetResource", kBucket).head, HasSubstr("Date: Tue, 14 Nov 2023 23:13:20 GMT"));
  double_.reset();
  settings_.now = [] { return kNow + 1000; };
  EXPECT_THAT(Cloud("GetResource", kBucket).body, HasSubstr("Signature expired: "));
}

TEST_F(DoubleGuard, KeepsAJournal) {
  int64_t time = 0;
  settings_.ticks = [&time] { return time += 100; };
  Cloud("GetResource", kBucket);
  Cloud("ListResources", {{"TypeName", "AWS::S3::Bucket"}});
  Cloud("GetResource", kBucket);
  const Journal& journal = Server().journal();
  EXPECT_EQ(journal.Count(), 3U);
  EXPECT_EQ(journal.Count("GetResource"), 2U);
  EXPECT_THAT(journal.Gaps(), ElementsAre(100, 100));
  EXPECT_EQ(journal.HighWater(), 1U);
  const Entry entry = journal.Entries()[1];
  EXPECT_EQ(entry.operation, "ListResources");
  EXPECT_EQ(entry.status, 200);
  EXPECT_EQ(entry.connection, 2U);
  EXPECT_THAT(entry.headers, Contains("x-amz-target"));
  EXPECT_THAT(WriteLine(entry), HasSubstr(R"("operation":"ListResources")"));
  EXPECT_THAT(WriteLine(entry), Not(HasSubstr("AWS::S3::Bucket"))) << "bodies stay in memory";
}

TEST_F(DoubleGuard, MeasuresHowManyCallsAreInFlight) {
  settings_.gather = 4;
  Server();
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([this] { EXPECT_EQ(Cloud("GetResource", kBucket).status, 200); });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(Server().journal().HighWater(), 4U);
}

TEST_F(DoubleGuard, KeepsConnectionsOpen) {
  Request first = Sign(CloudControlCall("GetResource", kBucket), settings_.world.credentials[0],
                       "cloudcontrolapi");
  const std::string last = Text(first);
  first.headers.pop_back();
  const Received received = Exchange(Server().port(), Text(first) + last);
  EXPECT_NE(received.body.find("HTTP/1.1 200 OK"), std::string::npos);
  EXPECT_EQ(Server().journal().Entries()[1].connection, 1U);
}

}  // namespace
}  // namespace stackql::aws_double
