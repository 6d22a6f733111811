// All pages of an answer, from services that page well and badly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/all_pages.h"
#include "support/fake_aws.h"

namespace stackql::aws {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing_support::FakeAws;
using testing_support::JsonError;
using testing_support::Response;

// A page of SimulatePrincipalPolicy with one decision about each action.
net::Exchange Simulation(const std::vector<std::string>& actions, const std::string& end) {
  std::string body = "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult>";
  body += "<EvaluationResults>";
  for (const std::string& action : actions) {
    body += "<member><EvalActionName>" + action +
            "</EvalActionName><EvalDecision>allowed</EvalDecision></member>";
  }
  return Response(200, body + "</EvaluationResults>" + end +
                           "</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>");
}

std::string More(const std::string& marker) {
  return "<IsTruncated>true</IsTruncated><Marker>" + marker + "</Marker>";
}

net::Exchange Validation(const std::vector<std::string>& codes, const std::string& token) {
  std::string findings;
  for (const std::string& code : codes) {
    findings += (findings.empty() ? "" : ",") + std::string(R"({"findingType":"ERROR",)") +
                R"("issueCode":")" + code + "\"}";
  }
  const std::string next = token.empty() ? "" : R"(,"nextToken":")" + token + "\"";
  return Response(200, "{\"findings\":[" + findings + "]" + next + "}");
}

Reply<std::vector<Simulated>> Simulate(FakeAws& aws) {
  return SimulateWhole(aws.client(), {.principal = "arn:p", .actions = {"a:A"}, .marker = "old"});
}

Reply<std::vector<PolicyFinding>> Validate(FakeAws& aws) {
  return ValidateWhole(aws.client(), {.document = "{}"});
}

TEST(SimulationPages, AreJoined) {
  FakeAws aws;
  aws.transport().Answer(Simulation({"a:A", "a:B"}, More("m1")));
  aws.transport().Answer(Simulation({}, More("m2")));
  aws.transport().Answer(Simulation({"a:C"}, "<IsTruncated>false</IsTruncated>"));
  const auto result = Simulate(aws);
  ASSERT_TRUE(result.answer) << result.failure.message;
  std::vector<std::string> actions;
  for (const Simulated& each : *result.answer) actions.push_back(each.action);
  EXPECT_THAT(actions, ElementsAre("a:A", "a:B", "a:C"));
  ASSERT_EQ(aws.sent().size(), 3U);
  EXPECT_THAT(aws.sent()[0].request.body, testing::Not(HasSubstr("Marker=")));
  EXPECT_THAT(aws.sent()[1].request.body, HasSubstr("&Marker=m1"));
  EXPECT_THAT(aws.sent()[2].request.body, HasSubstr("&Marker=m2"));
}

TEST(SimulationPages, EndWithoutIsTruncated) {
  FakeAws aws;
  aws.transport().Answer(Simulation({"a:A"}, "<IsTruncated>false</IsTruncated><Marker>m</Marker>"));
  EXPECT_EQ(Simulate(aws).answer->size(), 1U);
  EXPECT_EQ(aws.sent().size(), 1U);
}

TEST(ValidationPages, AreJoined) {
  FakeAws aws;
  aws.transport().Answer(Validation({}, "t1"));
  aws.transport().Answer(Validation({"X"}, "t2"));
  aws.transport().Answer(Validation({"Y"}, ""));
  const auto result = Validate(aws);
  ASSERT_TRUE(result.answer) << result.failure.message;
  ASSERT_EQ(result.answer->size(), 2U);
  EXPECT_EQ(result.answer->at(0).code, "X");
  EXPECT_EQ(result.answer->at(1).code, "Y");
  EXPECT_THAT(aws.sent().at(2).request.url.path, HasSubstr("nextToken=t2"));
}

// Nothing of what came before is taken for the whole.
TEST(Pages, AreNoneIfOneFails) {
  FakeAws aws;
  aws.transport().Answer(Validation({"X"}, "t1"));
  aws.transport().Answer(JsonError("AccessDeniedException", "m"));
  const auto result = Validate(aws);
  EXPECT_FALSE(result.answer);
  EXPECT_EQ(result.failure.code, "AccessDeniedException");
}

TEST(Pages, ThatPointBackAreAFailure) {
  FakeAws aws;
  for (const char* token : {"t1", "t2", "t1"}) aws.transport().Answer(Validation({"X"}, token));
  const Failure failure = Validate(aws).failure;
  EXPECT_EQ(failure.kind, Failure::Kind::kNotPossible);
  EXPECT_THAT(failure.message, HasSubstr("ValidatePolicy with an endless sequence of pages"));
  EXPECT_EQ(aws.sent().size(), 3U);
  FakeAws other;
  other.transport().Answer(Simulation({"a:A"}, More("m")));
  EXPECT_FALSE(Simulate(other).answer);
  EXPECT_EQ(other.sent().size(), 2U);
}

TEST(Pages, WithoutEndAreAFailure) {
  SessionOptions options = testing_support::FakeOptions();
  options.deadline = net::Milliseconds(1'000'000);
  FakeAws aws(std::move(options));
  for (int i = 0; i < 1001; ++i) aws.transport().Answer(Validation({}, std::to_string(i)));
  EXPECT_THAT(Validate(aws).failure.message, HasSubstr("more than 1000"));
  EXPECT_EQ(aws.sent().size(), 1000U);
}

}  // namespace
}  // namespace stackql::aws
