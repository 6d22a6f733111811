// Conditions: every operator of IAM ("IAM JSON policy elements: Condition operators"), with values
// that fit and others.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "iam/conditions.h"
#include "iam/read_policy.h"
#include "value/value.h"

namespace stackql::iam {
namespace {

struct ConditionCase {
  const char* tests;
  std::vector<std::string> actual;
  Tri holds;
};

TEST(Conditions, FollowTheirOperators) {
  const std::vector<ConditionCase> cases = {
      {R"({"StringEquals": {"k": ["a", "b"]}})", {"b"}, Tri::kYes},
      {R"({"StringEquals": {"k": "a"}})", {"A"}, Tri::kNo},
      {R"({"StringEquals": {"k": "a*"}})", {"ab"}, Tri::kNo},
      {R"({"StringEquals": {"k": "a"}})", {}, Tri::kNo},
      {R"({"StringNotEquals": {"k": ["a", "b"]}})", {"c"}, Tri::kYes},
      {R"({"StringNotEquals": {"k": ["a", "b"]}})", {"b"}, Tri::kNo},
      {R"({"StringNotEquals": {"k": "a"}})", {}, Tri::kYes},
      {R"({"StringEqualsIgnoreCase": {"k": "ab"}})", {"AB"}, Tri::kYes},
      {R"({"StringNotEqualsIgnoreCase": {"k": "ab"}})", {"AB"}, Tri::kNo},
      {R"({"StringLike": {"k": "a*c?"}})", {"abbcd"}, Tri::kYes},
      {R"({"StringLike": {"k": "a:*"}})", {"a:b:c"}, Tri::kYes},
      {R"({"StringLike": {"k": "a"}})", {"ab"}, Tri::kNo},
      {R"({"StringNotLike": {"k": "a*"}})", {"ab"}, Tri::kNo},
      {R"({"NumericEquals": {"k": "10"}})", {"10.0"}, Tri::kYes},
      {R"({"NumericNotEquals": {"k": 10}})", {"11"}, Tri::kYes},
      {R"({"NumericLessThan": {"k": "10"}})", {"9"}, Tri::kYes},
      {R"({"NumericLessThan": {"k": "10"}})", {"10"}, Tri::kNo},
      {R"({"NumericLessThanEquals": {"k": "10"}})", {"10"}, Tri::kYes},
      {R"({"NumericGreaterThan": {"k": "10"}})", {"10"}, Tri::kNo},
      {R"({"NumericGreaterThanEquals": {"k": "10"}})", {"10"}, Tri::kYes},
      {R"({"NumericEquals": {"k": "x"}})", {"10"}, Tri::kNo},
      {R"({"DateEquals": {"k": "2026-01-01T00:00:00Z"}})", {"1767225600"}, Tri::kYes},
      {R"({"DateNotEquals": {"k": "2026-01-01"}})", {"2026-01-01T00:00:00Z"}, Tri::kNo},
      {R"({"DateLessThan": {"k": "2026-01-01T00:00:00Z"}})", {"2025-12-31T23:59:59Z"}, Tri::kYes},
      {R"({"DateLessThanEquals": {"k": "2026-01-01"}})", {"2026-01-01"}, Tri::kYes},
      {R"({"DateGreaterThan": {"k": "2026-01-01"}})", {"2026-01-02"}, Tri::kYes},
      {R"({"DateGreaterThanEquals": {"k": "2026-01-03"}})", {"2026-01-02"}, Tri::kNo},
      {R"({"DateEquals": {"k": "tomorrow"}})", {"2026-01-02"}, Tri::kNo},
      {R"({"Bool": {"k": "True"}})", {"true"}, Tri::kYes},
      {R"({"Bool": {"k": false}})", {"true"}, Tri::kNo},
      {R"({"BinaryEquals": {"k": "QmluYXJ5"}})", {"QmluYXJ5"}, Tri::kYes},
      {R"({"IpAddress": {"k": "203.0.113.0/24"}})", {"203.0.113.9"}, Tri::kYes},
      {R"({"IpAddress": {"k": "203.0.113.0/24"}})", {"203.0.114.9"}, Tri::kNo},
      {R"({"IpAddress": {"k": "203.0.113.7"}})", {"203.0.113.7"}, Tri::kYes},
      {R"({"NotIpAddress": {"k": "2001:db8::/32"}})", {"2001:db8::1"}, Tri::kNo},
      {R"({"IpAddress": {"k": "2001:db8::/32"}})", {"203.0.113.7"}, Tri::kNo},
      {R"({"IpAddress": {"k": "203.0.113.0/33"}})", {"203.0.113.7"}, Tri::kNo},
      {R"({"ArnEquals": {"k": "arn:aws:iam::*:role/*"}})", {"arn:aws:iam::1:role/a/b"}, Tri::kYes},
      {R"({"ArnLike": {"k": "arn:aws:*:role/*"}})", {"arn:aws:iam::1:role/a"}, Tri::kNo},
      {R"({"ArnNotEquals": {"k": "arn:aws:iam::*:role/*"}})", {"arn:aws:iam::1:user/a"}, Tri::kYes},
      {R"({"ArnNotLike": {"k": "arn:aws:iam::*:role/*"}})", {"arn:aws:iam::1:role/a"}, Tri::kNo},
      {R"({"Null": {"k": "true"}})", {}, Tri::kYes},
      {R"({"Null": {"k": "true"}})", {"a"}, Tri::kNo},
      {R"({"Null": {"k": "false"}})", {"a"}, Tri::kYes},
      {R"({"StringEqualsIfExists": {"k": "a"}})", {}, Tri::kYes},
      {R"({"StringEqualsIfExists": {"k": "a"}})", {"b"}, Tri::kNo},
      {R"({"ForAllValues:StringEquals": {"k": ["a", "b"]}})", {"a", "b"}, Tri::kYes},
      {R"({"ForAllValues:StringEquals": {"k": ["a", "b"]}})", {"a", "c"}, Tri::kNo},
      {R"({"ForAllValues:StringEquals": {"k": "a"}})", {}, Tri::kYes},
      {R"({"ForAnyValue:StringEquals": {"k": "a"}})", {"b", "a"}, Tri::kYes},
      {R"({"ForAnyValue:StringEquals": {"k": "a"}})", {}, Tri::kNo},
      {R"({"ForAnyValue:StringNotEquals": {"k": "a"}})", {"a", "b"}, Tri::kYes},
      {R"({"ForAnyValue:StringNotEquals": {"k": "a"}})", {}, Tri::kNo},
      {R"({"ForAllValues:StringNotEquals": {"k": "a"}})", {"a", "b"}, Tri::kNo},
      {R"({"StringEquals": {"K": "a"}})", {"a"}, Tri::kYes},
      {R"({"stringequals": {"k": "a"}})", {"a"}, Tri::kUnknown},
      {R"({"StringEquals": {"k": "${aws:username}"}})", {"a"}, Tri::kUnknown},
      // A variable with an escape, and escapes, which stand for themselves.
      {R"({"StringEquals": {"k": "${aws:username}${*}"}})", {"a"}, Tri::kUnknown},
      {R"({"StringEquals": {"k": "${*}${aws:username}"}})", {"a"}, Tri::kUnknown},
      {R"({"ArnLike": {"k": "arn:aws:s3:::${aws:username}"}})", {"a"}, Tri::kUnknown},
      {R"({"StringEquals": {"k": "${a"}})", {"${a"}, Tri::kYes},
      {R"({"StringEquals": {"k": "a${*}${?}${$}b"}})", {"a*?$b"}, Tri::kYes},
      {R"({"StringNotEquals": {"k": "a${*}"}})", {"a*"}, Tri::kNo},
      {R"({"StringEqualsIgnoreCase": {"k": "a${*}"}})", {"A*"}, Tri::kYes},
      {R"({"StringLike": {"k": "a${*}?"}})", {"a*b"}, Tri::kYes},
      {R"({"StringLike": {"k": "a${*}"}})", {"ab"}, Tri::kNo},
      {R"({"ArnLike": {"k": "arn:aws:s3:::a${*}"}})", {"arn:aws:s3:::ab"}, Tri::kNo},
      {R"({"StringEquals": {"k": "a"}})", {"a", "b\xFF\xFF\xFF"}, Tri::kYes},
      {R"({"StringEquals": {"k": "a"}})", {"b", "a\xFF\xFF\xFF"}, Tri::kUnknown},
      {R"({"StringEquals": {"k": {"Ref": "A"}}})", {"a"}, Tri::kUnknown},
      {R"({"StringEquals": {"k": [{"Ref": "A"}, "a"]}})", {"a"}, Tri::kYes},
      {R"({"Null": {"k": {"Ref": "A"}}})", {"a"}, Tri::kUnknown},
      {R"({"StringEquals": {"k": null}})", {"a"}, Tri::kUnknown},
      {R"({"StringEquals": {"k": []}})", {"a"}, Tri::kNo},
      {R"({"StringNotEquals": {"k": []}})", {"a"}, Tri::kYes},
      {R"({"StringNotEquals": {"k": []}})", {}, Tri::kYes},
      {R"({"DateEquals": {"k": "2026-01-01"}})", {"soon"}, Tri::kNo},
      {R"({"DateNotEquals": {"k": "2026-01-01"}})", {"soon"}, Tri::kYes},
      {R"({"ArnLike": {"k": "*"}})", {"arn:aws:iam::1:role/a"}, Tri::kYes},
      {R"({"ArnLike": {"k": "a*"}})", {"ab"}, Tri::kUnknown},
      {R"({"ArnLike": {"k": "arn:aws:s3*"}})", {"arn:aws:iam::1:role/a"}, Tri::kNo},
      {"{\"StringEquals\": {\"k\xFF\xFF\xFF\": \"a\"}}", {"a"}, Tri::kUnknown},
      {R"({"NumericEquals": {"k": "10"}})", {"11"}, Tri::kNo},
      {R"({"NumericEquals": {"k": "10"}})", {"x"}, Tri::kNo},
      {R"({"NumericNotEquals": {"k": "10"}})", {"10"}, Tri::kNo},
      {R"({"NumericLessThanEquals": {"k": "10"}})", {"10.5"}, Tri::kNo},
      {R"({"NumericGreaterThan": {"k": "10"}})", {"10.5"}, Tri::kYes},
      {R"({"NumericGreaterThanEquals": {"k": "10"}})", {"9"}, Tri::kNo},
      {R"({"DateLessThan": {"k": "2026-01-01"}})", {"2026-01-01"}, Tri::kNo},
      {R"({"DateLessThanEquals": {"k": "2026-01-01"}})", {"2026-01-02"}, Tri::kNo},
      {R"({"DateGreaterThan": {"k": "2026-01-01"}})", {"2026-01-01"}, Tri::kNo},
      {R"({"DateGreaterThanEquals": {"k": "2026-01-01"}})", {"2026-01-01"}, Tri::kYes},
      {R"({"StringNotEqualsIfExists": {"k": "a"}})", {}, Tri::kYes},
      {R"({"StringNotEqualsIfExists": {"k": "a"}})", {"a"}, Tri::kNo},
      {R"({"StringNotEquals": {"k": "a"}})", {"b", "a"}, Tri::kNo},
      {R"({"StringNotLikeIfExists": {"k": "a*"}})", {"b"}, Tri::kYes},
      {R"({"ForAllValues:StringEqualsIfExists": {"k": "a"}})", {"a"}, Tri::kYes},
      {R"({"ForAnyValue:StringEqualsIfExists": {"k": "a"}})", {}, Tri::kUnknown},
      {R"({"ForAnyValue:StringNotEquals": {"k": "a"}})", {"a"}, Tri::kNo},
      {R"({"Null": {"k": ["true", "false"]}})", {"a"}, Tri::kYes},
      {R"({"Null": {"k": "FALSE"}})", {}, Tri::kNo},
      {R"({"Null": {"other": "true"}})", {"a"}, Tri::kUnknown},
      {R"({"IpAddress": {"k": "10.0.0.0/0"}})", {"203.0.113.7"}, Tri::kYes},
      {R"({"IpAddress": {"k": "203.0.113.128/25"}})", {"203.0.113.127"}, Tri::kNo},
      {R"({"IpAddress": {"k": "203.0.113.128/25"}})", {"203.0.113.255"}, Tri::kYes},
      {R"({"IpAddress": {"k": "203.0.113.6/32"}})", {"203.0.113.7"}, Tri::kNo},
      {R"({"IpAddress": {"k": "203.0.113.7/x"}})", {"203.0.113.7"}, Tri::kNo},
      {R"({"IpAddress": {"k": "203.0.113.0/24"}})", {"host"}, Tri::kNo},
      {R"({"IpAddress": {"k": "2001:db8::/129"}})", {"2001:db8::1"}, Tri::kNo},
      {R"({"IpAddress": {"k": "2001:db8::1/128"}})", {"2001:db8::1"}, Tri::kYes},
      {R"({"IpAddress": {"k": "2001:db8::1/128"}})", {"2001:db8::2"}, Tri::kNo},
      {R"({"BinaryEquals": {"k": "QmluYXJ5"}})", {"qmluYXJ5"}, Tri::kNo},
      {R"({"ArnEquals": {"k": "arn:aws:iam::1:role/*"}})", {"arn:aws:iam::2:role/a"}, Tri::kNo},
      {R"({"StringEquals": {"k": "a"}, "Bool": {"k": "b"}})", {"a"}, Tri::kNo},
      {R"({"StringEquals": {"k": "a", "other": "b"}})", {"a"}, Tri::kUnknown},
      {R"({"StringEquals": {"k": "b", "other": "b"}})", {"a"}, Tri::kNo}};
  for (const ConditionCase& each : cases) {
    Sources sources;
    Values values(sources);
    Problems problems;
    const TextId file =
        sources.AddFile("policy.json", R"({"Statement": {"Effect": "Allow", "Condition": )" +
                                           std::string(each.tests) + "}}");
    const std::vector<PolicyDocument> documents = ReadPolicies(values, file, problems);
    const std::vector<PolicyTest>& tests = documents.at(0).statements.at(0).tests;
    std::set<std::string> open;
    const Tri holds = Hold(
        tests,
        [&](std::string_view key) {
          return key == "k" ? KeyValues{true, each.actual} : KeyValues{};
        },
        open);
    EXPECT_EQ(holds, each.holds) << each.tests;
    EXPECT_EQ(open.empty(), holds != Tri::kUnknown) << each.tests;
  }
}

// Each unknown key of a test that decides is named, and none of the others.
TEST(Conditions, NameTheKeysThatAreOpen) {
  Sources sources;
  Values values(sources);
  Problems problems;
  const TextId file =
      sources.AddFile("policy.json", R"({"Statement": {"Effect": "Allow", "Condition": {
      "StringEquals": {"A": "x", "known": "x", "B": "x"}}}})");
  const std::vector<PolicyDocument> documents = ReadPolicies(values, file, problems);
  const auto held = [&](const std::string& actual, std::set<std::string>& open) {
    return Hold(
        documents.at(0).statements.at(0).tests,
        [&](std::string_view key) {
          return key == "known" ? KeyValues{true, {actual}} : KeyValues{};
        },
        open);
  };
  std::set<std::string> open;
  EXPECT_EQ(held("y", open), Tri::kNo);
  EXPECT_TRUE(open.empty());
  EXPECT_EQ(held("x", open), Tri::kUnknown);
  EXPECT_EQ(open, (std::set<std::string>{"A", "B"}));
}

// What holds with a value and without one holds, whichever it is.
TEST(Conditions, AreDecidedOfAKeyThatMayBeAbsent) {
  const auto held = [](const std::string& test) {
    Sources sources;
    Values values(sources);
    Problems problems;
    const TextId file = sources.AddFile(
        "policy.json", R"({"Statement": {"Effect": "Allow", "Condition": {)" + test + "}}}");
    const std::vector<PolicyDocument> documents = ReadPolicies(values, file, problems);
    std::set<std::string> open;
    return Hold(
        documents.at(0).statements.at(0).tests,
        [](std::string_view) {
          return KeyValues{.known = true, .values = {"x"}, .or_absent = true};
        },
        open);
  };
  EXPECT_EQ(held(R"("StringEquals": {"K": "y"})"), Tri::kNo);
  EXPECT_EQ(held(R"("StringEquals": {"K": "x"})"), Tri::kUnknown);
  EXPECT_EQ(held(R"("StringEqualsIfExists": {"K": "x"})"), Tri::kYes);
  EXPECT_EQ(held(R"("StringNotEquals": {"K": "y"})"), Tri::kYes);
  EXPECT_EQ(held(R"("Null": {"K": "true"})"), Tri::kUnknown);
  EXPECT_EQ(held(R"("ForAllValues:StringEquals": {"K": ["x", "y"]})"), Tri::kYes);
  EXPECT_EQ(held(R"("StringEquals": {"L": "${K}"})"), Tri::kUnknown);
}

TEST(Conditions, KnowTheirOperators) {
  EXPECT_EQ(BaseOperator("ForAllValues:StringLikeIfExists"), "StringLike");
  EXPECT_EQ(BaseOperator("ForAnyValue:ArnEquals"), "ArnEquals");
  EXPECT_EQ(BaseOperator("NumericGreaterThanEqualsIfExists"), "NumericGreaterThanEquals");
  EXPECT_EQ(BaseOperator("IfExists"), "");
  EXPECT_EQ(BaseOperator("ForAllValues:"), "");
  EXPECT_EQ(BaseOperator("forallvalues:StringEquals"), "");
}

}  // namespace
}  // namespace stackql::iam
