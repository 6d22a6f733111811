// How a policy looks in each format.
#include <gtest/gtest.h>

#include <string>

#include "iam/write_policy.h"

namespace stackql::iam {
namespace {

const GrantDocument kDocument = {
    {{"ivs:GetStage"}, {"arn:aws:ivs:*:*:stage/a", "arn:aws:ivs:*:*:stage/b${*}"}},
    {{"iam:GetRole", "iam:PassRole"},
     {"*"},
     {{"StringEquals", "iam:PassedToService", {"s3.amazonaws.com"}},
      {"StringLike", "aws:PrincipalTag/it's", {"%{x}", "ü"}}}}};

// What a policy rests on is a comment where there are comments.
TEST(WritePolicy, SaysWhatItRestsOn) {
  const std::vector<std::string> facts = {"Facts: a", "Facts: b"};
  const auto begin = [&](PolicyFormat format) {
    const std::string text = WritePolicy({{{"a:B"}, {"*"}}}, format, "p", facts);
    return text.substr(0, text.find('\n', text.find("Facts: b")));
  };
  EXPECT_EQ(begin(PolicyFormat::kTerraform), "# Facts: a\n# Facts: b");
  EXPECT_EQ(begin(PolicyFormat::kCloudFormation), "# Facts: a\n# Facts: b");
  EXPECT_EQ(begin(PolicyFormat::kStackql), "-- Facts: a\n-- Facts: b");
  EXPECT_EQ(begin(PolicyFormat::kJson)[0], '{');
}

TEST(PolicyFormats, Json) {
  EXPECT_EQ(WritePolicy(kDocument, PolicyFormat::kJson, "p"), R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ivs:GetStage",
      "Resource": [
        "arn:aws:ivs:*:*:stage/a",
        "arn:aws:ivs:*:*:stage/b${*}"
      ]
    },
    {
      "Effect": "Allow",
      "Action": [
        "iam:GetRole",
        "iam:PassRole"
      ],
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "iam:PassedToService": "s3.amazonaws.com"
        },
        "StringLike": {
          "aws:PrincipalTag/it's": [
            "%{x}",
            "ü"
          ]
        }
      }
    }
  ]
}
)");
}

TEST(PolicyFormats, MinifiedJson) {
  EXPECT_EQ(WritePolicy({{{"a:B"}, {"*"}}}, PolicyFormat::kJsonMin, "p"),
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:B",)"
            "\"Resource\":\"*\"}]}\n");
}

// "Strings and templates": ${ and %{ begin a template. "aws_iam_policy_document" has the arguments.
TEST(PolicyFormats, Terraform) {
  EXPECT_EQ(WritePolicy(kDocument, PolicyFormat::kTerraform, "policy-dev"),
            R"(data "aws_iam_policy_document" "policy_dev" {
  statement {
    actions   = ["ivs:GetStage"]
    resources = [
      "arn:aws:ivs:*:*:stage/a",
      "arn:aws:ivs:*:*:stage/b$${*}",
    ]
  }

  statement {
    actions   = [
      "iam:GetRole",
      "iam:PassRole",
    ]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["s3.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:PrincipalTag/it's"
      values   = [
        "%%{x}",
        "ü",
      ]
    }
  }
}
)");
  const auto named = [](const char* name) {
    const std::string text = WritePolicy({}, PolicyFormat::kTerraform, name);
    return text.substr(0, text.find(" {"));
  };
  EXPECT_EQ(named("1st"), R"(data "aws_iam_policy_document" "_1st")");
  EXPECT_EQ(named(""), R"(data "aws_iam_policy_document" "_")");
  EXPECT_EQ(named("A9.b"), R"(data "aws_iam_policy_document" "A9_b")");
}

TEST(PolicyFormats, CloudFormation) {
  EXPECT_EQ(WritePolicy(kDocument, PolicyFormat::kCloudFormation, "policy-2dev"),
            R"(AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Policy2dev:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: "policy-2dev"
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: "Allow"
            Action: "ivs:GetStage"
            Resource:
              - "arn:aws:ivs:*:*:stage/a"
              - "arn:aws:ivs:*:*:stage/b${*}"
          - Effect: "Allow"
            Action:
              - "iam:GetRole"
              - "iam:PassRole"
            Resource: "*"
            Condition:
              StringEquals:
                "iam:PassedToService": "s3.amazonaws.com"
              StringLike:
                "aws:PrincipalTag/it's":
                  - "%{x}"
                  - "ü"
)");
  EXPECT_NE(WritePolicy({}, PolicyFormat::kCloudFormation, "--").find("\n  Policy:\n"),
            std::string::npos);
}

// Quotes are doubled in SQL.
TEST(PolicyFormats, Stackql) {
  EXPECT_EQ(WritePolicy({{{"a:B"}, {"it's"}}}, PolicyFormat::kStackql, "o'clock"),
            R"(INSERT INTO awscc.iam.managed_policies (
  ManagedPolicyName,
  PolicyDocument,
  region
)
SELECT
  'o''clock',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:B","Resource":"it''s"}]}',
  'us-east-1'
;
)");
}

TEST(PolicyFormats, HaveTheirFilesEndings) {
  EXPECT_EQ(FileEnding(PolicyFormat::kJson), ".json");
  EXPECT_EQ(FileEnding(PolicyFormat::kJsonMin), ".json");
  EXPECT_EQ(FileEnding(PolicyFormat::kTerraform), ".tf");
  EXPECT_EQ(FileEnding(PolicyFormat::kCloudFormation), ".yaml");
  EXPECT_EQ(FileEnding(PolicyFormat::kStackql), ".iql");
}

// Cloud Control API user guide, "Specifying credentials": CloudFormation assumes the role.
TEST(PolicyFormats, TrustPolicy) {
  EXPECT_EQ(WriteTrustPolicy(), R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": "cloudformation.amazonaws.com"
      },
      "Action": "sts:AssumeRole"
    }
  ]
}
)");
}

}  // namespace
}  // namespace stackql::iam
