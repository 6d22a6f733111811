#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "double_asking.h"

namespace stackql::aws_double {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class DoubleCloudControl : public Asking {
 protected:
  json Get(const std::string& type, const std::string& identifier) {
    return Cloud("GetResource", {{"TypeName", type}, {"Identifier", identifier}}).Json();
  }
  json List(const std::string& type, json more = json::object()) {
    more["TypeName"] = type;
    return Cloud("ListResources", more).Json();
  }
  // Follows tokens; the number of resources on each page.
  std::vector<size_t> Pages(const std::string& type, size_t most = 10) {
    std::vector<size_t> sizes;
    json more = json::object();
    do {
      const json page = List(type, more);
      sizes.push_back(page["ResourceDescriptions"].size());
      more = json::object();
      if (page.contains("NextToken")) more["NextToken"] = page["NextToken"];
    } while (!more.empty() && sizes.size() < most);
    return sizes;
  }
  static std::string Error(const json& reply) {
    const std::string type = reply.value("__type", "");
    return type.substr(type.find('#') + 1);
  }
};

TEST_F(DoubleCloudControl, AnswersAResource) {
  const json reply = Get("AWS::S3::Bucket", "bucket-3");
  EXPECT_EQ(reply["TypeName"], "AWS::S3::Bucket");
  EXPECT_EQ(reply["ResourceDescription"]["Identifier"], "bucket-3");
  const json properties =
      json::parse(reply["ResourceDescription"]["Properties"].get<std::string>());
  EXPECT_EQ(properties["Arn"], "arn:aws:s3:::bucket-3") << "read-only properties are added";
  EXPECT_EQ(properties["Tags"][0]["Key"], "b") << "arrays may come back in another order";
}

TEST_F(DoubleCloudControl, NeverShowsWhatIsWriteOnly) {
  const std::string properties = Get("AWS::IAM::User", "ann")["ResourceDescription"]["Properties"];
  EXPECT_THAT(properties, Not(HasSubstr("hidden")));
  EXPECT_THAT(properties, HasSubstr("PasswordResetRequired"));
}

TEST_F(DoubleCloudControl, TakesIdentifiersInBothForms) {
  for (const char* identifier : {"api1|prod", R"({"RestApiId":"api1","StageName":"prod"})",
                                 R"({"StageName":"prod","RestApiId":"api1"})"}) {
    EXPECT_EQ(Get("AWS::ApiGateway::Stage", identifier)["ResourceDescription"]["Identifier"],
              "api1|prod")
        << identifier;
  }
  for (const char* identifier : {"api1", "api1|prod|x", R"({"RestApiId":"api1"})"}) {
    EXPECT_EQ(Error(Get("AWS::ApiGateway::Stage", identifier)), "ValidationException")
        << identifier;
  }
  EXPECT_EQ(Error(Get("AWS::ApiGateway::Stage", "prod|api1")), "ResourceNotFoundException");
}

TEST_F(DoubleCloudControl, RefusesInTheWordsOfAws) {
  EXPECT_EQ(Get("AWS::X::Y", "a")["message"], "The type 'AWS::X::Y' cannot be found.");
  EXPECT_EQ(Error(Get("AWS::X::Y", "a")), "TypeNotFoundException");
  const json missing = Get("AWS::S3::Bucket", "none");
  EXPECT_EQ(Error(missing), "ResourceNotFoundException");
  EXPECT_THAT(missing["message"], HasSubstr("Handler returned status FAILED"));
  EXPECT_THAT(missing["message"], HasSubstr("(HandlerErrorCode: NotFound, RequestToken: "));
  EXPECT_EQ(Error(Get("AWS::Sample::Silent", "a")), "UnsupportedActionException");
  EXPECT_EQ(Error(List("AWS::Sample::Silent")), "UnsupportedActionException");
}

TEST_F(DoubleCloudControl, RefusesWhatTheModelForbids) {
  const json inputs[] = {{{"TypeName", "AWS::S3::Bucket"}},
                         {{"Identifier", "a"}},
                         {{"TypeName", "AWS::S3::Bucket"}, {"Identifier", std::string(1025, 'a')}},
                         {{"TypeName", "AWS::S3::Bucket"}, {"Identifier", "a"}, {"Typo", "b"}}};
  for (const json& input : inputs) {
    const Received reply = Cloud("GetResource", input);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(Error(reply.Json()), "ValidationException") << input;
  }
  EXPECT_EQ(Error(List("AWS::S3::Bucket", {{"MaxResults", 101}})), "ValidationException");
}

TEST_F(DoubleCloudControl, ListsPageByPage) {
  EXPECT_THAT(Pages("AWS::S3::Bucket"), ElementsAre(2, 2, 1));
  const json first = List("AWS::S3::Bucket", {{"MaxResults", 1}});
  ASSERT_EQ(first["ResourceDescriptions"].size(), 1U);
  EXPECT_EQ(first["ResourceDescriptions"][0]["Properties"], R"({"BucketName":"bucket-1"})");
  EXPECT_EQ(Error(List("AWS::S3::Bucket", {{"NextToken", "made-up"}})), "InvalidRequestException");
  EXPECT_EQ(Error(List("AWS::IAM::User", {{"NextToken", first["NextToken"]}})),
            "InvalidRequestException")
      << "a token belongs to a question";
}

TEST_F(DoubleCloudControl, PagesInTroublesomeWays) {
  settings_.world.types[0].paging = Paging::kEmptyPage;
  EXPECT_THAT(Pages("AWS::S3::Bucket"), ElementsAre(2, 0, 2, 1));
  double_.reset();
  settings_.world.types[0].paging = Paging::kRepeatedToken;
  EXPECT_THAT(Pages("AWS::S3::Bucket", 5), ElementsAre(2, 2, 2, 2, 2));
  double_.reset();
  settings_.world.types[0].paging = Paging::kExpiredToken;
  const json first = List("AWS::S3::Bucket");
  EXPECT_EQ(Error(List("AWS::S3::Bucket", {{"NextToken", first["NextToken"]}})),
            "InvalidRequestException");
}

TEST_F(DoubleCloudControl, ListsSomeTypesOnlyWithAModel) {
  const json refused = List("AWS::ApiGateway::Stage");
  EXPECT_EQ(Error(refused), "InvalidRequestException");
  EXPECT_THAT(refused["message"], HasSubstr("Required property: [RestApiId]"));
  const json listed =
      List("AWS::ApiGateway::Stage", {{"ResourceModel", R"({"RestApiId":"api2"})"}});
  ASSERT_EQ(listed["ResourceDescriptions"].size(), 1U);
  EXPECT_EQ(listed["ResourceDescriptions"][0]["Identifier"], "api2|test");
}

TEST_F(DoubleCloudControl, TellsHowARequestWent) {
  const json reply = Cloud("GetResourceRequestStatus", {{"RequestToken", "sample-request"}}).Json();
  EXPECT_EQ(reply["ProgressEvent"]["OperationStatus"], "SUCCESS");
  EXPECT_EQ(Error(Cloud("GetResourceRequestStatus", {{"RequestToken", "x"}}).Json()),
            "RequestTokenNotFoundException");
}

}  // namespace
}  // namespace stackql::aws_double
