// What operations need of which other operations of the stack say more: what they create, and whose
// exports they read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "iam/needs.h"
#include "iam/policy_pattern.h"
#include "snapshot/snapshot_objects.h"
#include "support/action_facts.h"
#include "support/exported_values.h"
#include "support/schema_text.h"

namespace stackql::iam {
namespace {

using snapshot::Handler;
using testing_support::Actions;
using testing_support::ExportedValues;
using testing_support::Packed;
using Texts = std::vector<std::string>;

constexpr Handler kHandlers[] = {Handler::Create, Handler::Read, Handler::Update, Handler::Delete,
                                 Handler::List};

// What an operation is given; JSON texts with "{{ name }}" for exports.
struct Given {
  std::string resource = {};  // of the manifest
  std::string desired = {};
  std::string identifier = {};
  bool whole_patch = false;
  Texts primary = {"/Id"};
};

class Stack : public ExportedValues {
 public:
  // An operation of a type of which each handler needs one action.
  const Operation& Add(Call call, const std::string& type_name, const std::string& action,
                       const Given& given = {}) {
    snapshot::ResourceTypeT type;
    type.type_name = type_name;
    type.service = "test";
    type.primary_identifier = given.primary;
    for (const Handler handler : kHandlers) {
      auto one = std::make_unique<snapshot::PermissionsT>();
      one->handler = handler;
      if (handler != Handler::Read || call == Call::kRead) one->actions = {action};
      type.handlers.push_back(std::move(one));
    }
    types_.emplace_back(type);
    Operation made = {.call = call, .type = &*types_.back(), .type_name = type_name};
    made.where = Query("SELECT " + std::to_string(operations_.size()));
    made.resource = given.resource;
    made.whole_patch = given.whole_patch;
    made.region = Json("\"us-east-1\"");
    if (!given.desired.empty()) made.desired = Json(given.desired);
    if (!given.identifier.empty()) made.identifier = Json("\"" + given.identifier + "\"");
    operations_.push_back(std::move(made));
    calls_.Add({&operations_.back(), 1});
    return operations_.back();
  }

  // A read whose column is exported.
  const Operation& Read(const std::string& name, const std::string& type,
                        const std::string& property, const Given& given) {
    const Operation& read = Add(Call::kRead, type, "x:Y", given);
    Export(name, {{.type = type, .property = property, .where = read.where}});
    return read;
  }

  // On which resources an operation needs its handler's action: "any of" and "perhaps" where the
  // need says so.
  std::string Asked(const Operation& operation, Scope scope = Scope::kStrict) const {
    std::string line;
    for (const Need& need :
         NeedsOf(operation, values, calls_, Actions(), {.account = "111122223333"}, scope).known) {
      if (need.cloud_control) continue;
      if (need.any_of) line += "any of ";
      for (const Arn& arn : need.resources) {
        for (const Arn& form : FormsOf(arn)) line += PolicyPattern(form) + " ";
      }
      for (const Arn& arn : need.perhaps) line += "perhaps " + PolicyPattern(arn) + " ";
    }
    return line.substr(0, line.find_last_not_of(' ') + 1);
  }

 private:
  std::deque<Packed<snapshot::ResourceType>> types_;
  std::deque<Operation> operations_;
  StackCalls calls_;
};

const std::string kEc2 = "arn:aws:ec2:us-east-1:111122223333:";
const std::string kKey = "arn:aws:kms:us-east-1:111122223333:key/";

// --- exports -------------------------------------------------------------------------------------

TEST(Exports, AreTheIdentifiersOfWhatIsRead) {
  const auto vpc = [](const std::string& property, const Given& given) {
    Stack stack;
    stack.Read("id", "AWS::EC2::VPC", property, given);
    return stack.Asked(stack.Add(Call::kCreate, "AWS::EC2::SecurityGroup",
                                 "ec2:CreateSecurityGroup",
                                 {.desired = R"({"VpcId": "{{ id }}"})"}));
  };
  const std::string group = kEc2 + "security-group/* ";
  EXPECT_EQ(vpc("VpcId", {.identifier = "vpc-1", .primary = {"/VpcId"}}),
            group + kEc2 + "vpc/vpc-1");
  EXPECT_EQ(vpc("VpcId", {.identifier = "vpc-1|a", .primary = {"/VpcId", "/Other"}}),
            group + kEc2 + "vpc/vpc-1");
  EXPECT_EQ(vpc("VpcId", {.identifier = "a|vpc-1", .primary = {"/Other", "/VpcId"}}),
            group + kEc2 + "vpc/vpc-1");
  const std::string any = group + kEc2 + "vpc/*";
  EXPECT_EQ(vpc("VpcId", {.primary = {"/VpcId"}}), any);
  EXPECT_EQ(vpc("VpcId", {.identifier = "vpc-1", .primary = {"/Other"}}), any);
  EXPECT_EQ(vpc("VpcId", {.identifier = "vpc-1", .primary = {}}), any);
  EXPECT_EQ(vpc("VpcId", {.identifier = "vpc-1", .primary = {"/VpcId", "/Other"}}), any);
  EXPECT_EQ(vpc("DefaultNetworkAcl", {.identifier = "vpc-1", .primary = {"/VpcId"}}), any);
  EXPECT_EQ(vpc("VpcId", {.identifier = "{{ nobody }}", .primary = {"/VpcId"}}), any);
}

// A handler also takes the ARN of what has a name; the column has the name all the same.
TEST(Exports, AreNoNameIfTheIdentifierIsAnArn) {
  const auto code = [](const std::string& identifier, const std::string& property) {
    Stack stack;
    stack.Read("bucket", "AWS::S3::Bucket", property,
               {.identifier = identifier, .primary = {"/" + property}});
    return stack.Asked(
        stack.Add(Call::kCreate, "AWS::Lambda::Function", "s3:GetObject",
                  {.desired = R"({"Code": {"S3Bucket": "{{ bucket }}", "S3Key": "k"}})"}));
  };
  EXPECT_EQ(code("acme", "BucketName"), "arn:aws:s3:::acme/*");
  EXPECT_EQ(code("arn:aws:s3:::acme", "BucketName"), "arn:aws:s3:::*/*");
}

TEST(Exports, AreArnsOfWhatIsRead) {
  const auto key = [](const std::string& property, const Given& given) {
    Stack stack;
    stack.Read("arn", "AWS::KMS::Key", property, given);
    return stack.Asked(stack.Add(Call::kCreate, "AWS::Logs::LogGroup", "kms:DescribeKey",
                                 {.desired = R"({"KmsKeyId": "{{ arn }}"})"}));
  };
  EXPECT_EQ(key("Arn", {.identifier = "k", .primary = {"/KeyId"}}), kKey + "k");
  EXPECT_EQ(key("KeyArn", {.identifier = "k", .primary = {"/KeyId"}}), kKey + "k");
  EXPECT_EQ(key("Arn", {.identifier = kKey + "k", .primary = {"/Arn"}}), kKey + "k");
  EXPECT_EQ(key("RoleArn", {.identifier = "k", .primary = {"/KeyId"}}), kKey + "*");
  EXPECT_EQ(key("Arn", {.primary = {"/KeyId"}}), kKey + "*");
}

// Each for some environments: one of the names, if these are all known.
TEST(Exports, AreOneOfSeveral) {
  const auto code = [](const Texts& identifiers) {
    Stack stack;
    std::vector<HoleContent> contents;
    for (const std::string& each : identifiers) {
      const Operation& read = stack.Add(Call::kRead, "AWS::S3::Bucket", "x:Y",
                                        {.identifier = each, .primary = {"/BucketName"}});
      contents.push_back(
          {.type = "AWS::S3::Bucket", .property = "BucketName", .where = read.where});
    }
    stack.Export("bucket", contents);
    return stack.Asked(
        stack.Add(Call::kCreate, "AWS::Lambda::Function", "s3:GetObject",
                  {.desired = R"({"Code": {"S3Bucket": "{{ bucket }}", "S3Key": "k"}})"}));
  };
  EXPECT_EQ(code({"one", "other"}), "arn:aws:s3:::one/* arn:aws:s3:::other/*");
  EXPECT_EQ(code({"one", "other", "one"}), "arn:aws:s3:::one/* arn:aws:s3:::other/*");
  EXPECT_EQ(code({"one", "one"}), "arn:aws:s3:::one/*");
  for (const Texts& open :
       {Texts{"one", "{{ nobody }}"}, Texts{"{{ nobody }}", "one"}, Texts{"one", "o-{{ nobody }}"},
        Texts{"one", "o*"}, Texts{"one", "o?"}}) {
    EXPECT_EQ(code(open), "arn:aws:s3:::*/*") << open.back();
  }
}

// Each of a chain reads the one before it; at most five are followed.
TEST(Exports, AreFollowedThroughFiveReads) {
  const auto chain = [](int reads) {
    Stack stack;
    std::string identifier = "vpc-1";
    for (int i = 1; i <= reads; ++i) {
      const std::string name = "id" + std::to_string(i);
      stack.Read(name, "AWS::EC2::VPC", "VpcId", {.identifier = identifier, .primary = {"/VpcId"}});
      identifier = "{{ " + name + " }}";
    }
    return stack.Asked(stack.Add(Call::kDelete, "AWS::EC2::VPC", "ec2:DeleteVpc",
                                 {.identifier = identifier, .primary = {"/VpcId"}}));
  };
  EXPECT_EQ(chain(1), kEc2 + "vpc/vpc-1");
  EXPECT_EQ(chain(5), kEc2 + "vpc/vpc-1");
  EXPECT_EQ(chain(6), kEc2 + "vpc/*");
}

// --- what the stack creates ----------------------------------------------------------------------

// A check assumes that the stack created what it changes.
TEST(Creations, SayWhatAnUpdateLeavesAlone) {
  const auto updated = [](const Given& given, Scope scope = Scope::kStrict,
                          const std::string& creation = "group") {
    Stack stack;
    stack.Add(Call::kCreate, "AWS::Logs::LogGroup", "x:Y",
              {.resource = creation, .desired = R"({"KmsKeyId": ")" + kKey + R"(k"})"});
    return stack.Asked(stack.Add(Call::kUpdate, "AWS::Logs::LogGroup", "kms:DescribeKey", given),
                       scope);
  };
  const std::string any = kKey + "*";
  const Given whole = {.resource = "group",
                       .desired = R"({"RetentionInDays": 7})",
                       .identifier = "g",
                       .whole_patch = true};
  EXPECT_EQ(updated(whole), kKey + "k");
  Given part = whole;
  part.whole_patch = false;
  EXPECT_EQ(updated(part), any);
  Given nothing = whole;
  nothing.desired = "";
  EXPECT_EQ(updated(nothing), any);
  EXPECT_EQ(updated(whole, Scope::kStrict, "other"), any);
}

TEST(Creations, SayWhatAnUpdateDoesNotUse) {
  const auto updated = [](const std::string& created, const std::string& patch, bool whole,
                          Scope scope = Scope::kStrict) {
    Stack stack;
    stack.Add(Call::kCreate, "AWS::Events::Rule", "x:Y", {.resource = "rule", .desired = created});
    return stack.Asked(
        stack.Add(Call::kUpdate, "AWS::Events::Rule", "iam:PassRole",
                  {.resource = "rule", .desired = patch, .identifier = "r", .whole_patch = whole}),
        scope);
  };
  const std::string role = "arn:aws:iam::111122223333:role/r";
  const std::string with = R"({"Name": "r", "RoleArn": ")" + role + "\"}";
  EXPECT_EQ(updated(R"({"Name": "r"})", R"({"State": "ENABLED"})", true), "");
  EXPECT_NE(updated(R"({"Name": "r"})", R"({"State": "ENABLED"})", false), "");
  // What a patch leaves alone is taken to be as the stack creates it, in every scope.
  EXPECT_EQ(updated(R"({"Name": "r"})", R"({"State": "ENABLED"})", true, Scope::kSafe), "");
  EXPECT_NE(updated(with, R"({"State": "ENABLED"})", true), "");
  EXPECT_NE(updated(R"({"Name": "r"})", R"({"RoleArn": ")" + role + "\"}", true), "");
}

// The name of a role that another one exports leads to its ARN, with the path that it has.
TEST(Creations, SayWhichArnAnExportedNameHas) {
  const auto passed = [](const std::string& created) {
    Stack stack;
    stack.Add(Call::kCreate, "AWS::IAM::Role", "x:Y", {.resource = "role", .desired = created});
    stack.Read("role", "AWS::IAM::Role", "RoleName",
               {.resource = "role", .identifier = "r", .primary = {"/RoleName"}});
    return stack.Asked(
        stack.Add(Call::kCreate, "AWS::IAM::InstanceProfile", "iam:PassRole",
                  {.desired = R"({"InstanceProfileName": "p", "Roles": ["{{ role }}"]})"}));
  };
  const std::string at = "arn:aws:iam::111122223333:role/";
  EXPECT_EQ(passed(R"({"RoleName": "r", "Path": "/a/"})"), at + "a/r");
  EXPECT_EQ(passed(R"({"RoleName": "r"})"), at + "r");
}

// The path of a role is in its ARN, if not in its identifier.
TEST(Creations, SayWhichFormAnArnHas) {
  const auto deleted = [](const Texts& created, Scope scope = Scope::kStrict) {
    Stack stack;
    for (const std::string& each : created) {
      stack.Add(Call::kCreate, "AWS::IAM::Role", "x:Y", {.resource = "role", .desired = each});
    }
    return stack.Asked(stack.Add(Call::kDelete, "AWS::IAM::Role", "iam:DeleteRole",
                                 {.resource = "role", .identifier = "r", .primary = {"/RoleName"}}),
                       scope);
  };
  const std::string at = "arn:aws:iam::111122223333:role/";
  const std::string pathed = R"({"RoleName": "r", "Path": "/a/"})";
  EXPECT_EQ(deleted({pathed}), at + "a/r");
  EXPECT_EQ(deleted({R"({"RoleName": "r"})"}), at + "r");
  EXPECT_EQ(deleted({pathed, pathed}), at + "a/r");
  const std::string open = at + "r " + at + "*/r";
  EXPECT_EQ(deleted({}), open);
  EXPECT_EQ(deleted({pathed, R"({"RoleName": "r"})"}), open);
  EXPECT_EQ(deleted({R"({"RoleName": "r"})", pathed}), open);
  EXPECT_EQ(deleted({R"({"RoleName": "r", "Path": "{{ path }}"})"}), open);
}

// --- where the identifier of an own resource says it is ------------------------------------------

// The call goes to its region and account, so that what is not known of these is known.
TEST(Identifiers, AreWhereTheCallGoes) {
  const auto read = [](const std::string& identifier) {
    Stack stack;
    return stack.Asked(stack.Add(Call::kDelete, "AWS::IVS::Stage", "ivs:DeleteStage",
                                 {.identifier = identifier, .primary = {"/Arn"}}));
  };
  const std::string rest = ":111122223333:stage/a";
  const std::string stage = "arn:aws:ivs:us-east-1" + rest;
  EXPECT_EQ(read("arn:aws:ivs:{{ region }}" + rest), stage);
  EXPECT_EQ(read("arn:aws:ivs:us-east-1:{{ account }}:stage/a"), stage);
  EXPECT_EQ(read("arn:aws:ivs:{{ region }}:{{ account }}:stage/a"), stage);
  EXPECT_EQ(read("arn:aws:ivs:{{ region }}:{{ account }}:stage/{{ name }}"),
            "arn:aws:ivs:us-east-1:111122223333:stage/*");
  // Only a part of the region is not known, or it is another one.
  EXPECT_EQ(read("arn:aws:ivs:eu-{{ region }}" + rest), "arn:aws:ivs:eu-*" + rest);
  EXPECT_EQ(read("arn:aws:ivs:{{ region }}-1" + rest), "arn:aws:ivs:*-1" + rest);
  EXPECT_EQ(read("arn:aws:ivs:eu-west-1" + rest), "arn:aws:ivs:eu-west-1" + rest);
  EXPECT_EQ(read("arn:{{ partition }}:ivs:us-east-1" + rest), "arn:*:ivs:us-east-1" + rest);
}

// --- several regions -----------------------------------------------------------------------------

TEST(GlobalTables, AreInTheRegionsOfTheirReplicas) {
  const auto on = [](Call call, const std::string& desired) {
    Stack stack;
    return stack.Asked(stack.Add(call, "AWS::DynamoDB::GlobalTable", "dynamodb:UpdateTable",
                                 {.desired = desired,
                                  .identifier = call == Call::kCreate ? "" : "t",
                                  .primary = {"/TableName"}}));
  };
  const auto in = [](const std::string& region) {
    return "arn:aws:dynamodb:" + region + ":111122223333:table/t";
  };
  const auto table = [](const std::string& replicas) {
    return R"({"TableName": "t", "Replicas": [)" + replicas + "]}";
  };
  EXPECT_EQ(on(Call::kCreate, table(R"({"Region": "us-east-1"})")), in("us-east-1"));
  EXPECT_EQ(on(Call::kCreate, table(R"({"Region": "eu-west-1"}, {"Region": "eu-west-1"})")),
            in("us-east-1") + " " + in("eu-west-1"));
  EXPECT_EQ(on(Call::kCreate, table(R"({"Region": 5})")), in("*"));
  EXPECT_EQ(on(Call::kCreate, table(R"({"Region": "eu-{{ region }}"})")), in("*"));
  EXPECT_EQ(on(Call::kUpdate, "{}"), in("*"));
  EXPECT_EQ(on(Call::kDelete, ""), in("*"));
  EXPECT_EQ(on(Call::kRead, ""), in("us-east-1"));
}

}  // namespace
}  // namespace stackql::iam
