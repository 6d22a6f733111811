// The mistakes that the rules about policies mark in their bad examples, written into properties:
// in a query, in a text that holds JSON, in a file that a manifest includes, and in a patch. They
// are found at the same bytes.
#include <gtest/gtest.h>

#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lint/rules.h"
#include "run/run.h"
#include "snapshot/snapshot_tables.h"
#include "support/action_facts.h"
#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

// A property that holds a policy.
struct Holder {
  std::string table = "iam.managed_policies";
  std::string property = "PolicyDocument";
  std::string others = "ManagedPolicyName";  // columns that are given besides it, and their values
  std::string values = "'a'";
  std::string identifier = "arn:aws:iam::111122223333:policy/a";
};

const Holder kRole = {"iam.roles", "AssumeRolePolicyDocument", "RoleName", "'a'", "a"};
const Holder kBucket = {"s3.bucket_policies", "PolicyDocument", "Bucket", "'demo-files'",
                        "demo-files"};
const Holder kKey = {"kms.keys", "KeyPolicy", "Description", "'a'",
                     "12345678-1234-1234-1234-123456789012"};
const Holder kQueue = {"sqs.queue_inline_policies", "PolicyDocument", "Queue",
                       "'https://sqs.us-east-1.amazonaws.com/111122223333/demo'",
                       "https://sqs.us-east-1.amazonaws.com/111122223333/demo"};
const Holder kTopic = {"sns.topic_inline_policies", "PolicyDocument", "TopicArn",
                       "'arn:aws:sns:us-east-1:111122223333:demo'",
                       "arn:aws:sns:us-east-1:111122223333:demo"};
const Holder kSecret = {"secretsmanager.resource_policies", "ResourcePolicy", "SecretId",
                        "'db-password'",
                        "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-password-a1b2c3"};
const Holder kDestination = {"logs.destinations", "DestinationPolicy", "DestinationName", "'all'",
                             "all"};
const Holder kRepository = {"ecr.repositories", "RepositoryPolicyText", "RepositoryName", "'demo'",
                            "demo"};

struct Seed {
  std::string rule = {};    // its name; empty: all about policies
  std::string policy = {};  // with marks
  Holder holder = {};
};

// Those about what a stack needs, and about the sizes of policies.
const std::set<std::string_view> kNotInProperties = {
    "IAM001", "IAM002", "IAM003", "IAM004", "IAM005", "IAM006", "IAM013", "IAM026", "IAM044"};

std::vector<Seed> Seeds() {
  static const RuleSet rules(Builtin());
  std::vector<Seed> seeds;
  for (const snapshot::Rule* rule : rules.all()) {
    if (rule->subject() != snapshot::Subject::Policy) continue;
    if (kNotInProperties.count(rule->id()->string_view()) > 0) continue;
    for (const snapshot::Example* example : *rule->examples()) {
      for (const snapshot::ExampleFile* file : *example->files()) {
        if (!example->bad() || file->path()->string_view() != "policy.json") continue;
        seeds.push_back({rule->name()->str(), file->text()->str()});
      }
    }
  }
  return seeds;
}

std::string Statement(const std::string& members) {
  return R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", )" + members + "}]}";
}

// Who may assume a role.
std::vector<Seed> SeedsOfTrust() {
  const std::string lambda = R"("Principal": {"Service": "lambda.amazonaws.com"}, )";
  const auto provider = [](const std::string& name) {
    return R"("Principal": {"Federated": ")" + name + R"("}, )";
  };
  const std::string id = "arn:aws:iam::111122223333:";
  const std::string web = R"("Action": "sts:AssumeRoleWithWebIdentity")";
  return {
      {"trust-principal", Statement(lambda + R"("Action": "«sts:AssumeRoleWithSAML»")"), kRole},
      {"trust-principal",
       Statement(provider(id + "saml-provider/corp") + R"("Action": "«sts:AssumeRole»")"), kRole},
      {"trust-principal",
       Statement(provider("«" + id + "oidc-provider/https://id.example.com»") + web), kRole},
      {"trust-principal",
       Statement(provider(id + "oidc-provider/id.example.com") + web +
                 R"(, "Condition": {"StringEquals": {"«id.exmaple.com:aud»": "web"}})"),
       kRole},
      {"shared-provider",
       Statement(provider("«" + id + "oidc-provider/gitlab.com»") + web +
                 R"(, "Condition": {"StringEquals": {"gitlab.com:aud": "https://gitlab.com"}})"),
       kRole},
      {"shared-provider",
       Statement(provider("«" + id + "oidc-provider/token.actions.githubusercontent.com»") + web),
       kRole},
      {"trust-action", Statement(lambda + R"("Action": ["sts:AssumeRole", "«s3:GetObject»"])"),
       kRole},
      {"service-principal",
       Statement(
           R"("Principal": {"Service": "«lamda.amazonaws.com»"}, "Action": "sts:AssumeRole")"),
       kRole},
      {"policy-element", Statement(lambda + R"("Action": "sts:AssumeRole", "«Resource»": "*")"),
       kRole},
      {"public-principal", Statement(R"("Principal": {"AWS": "«*»"}, "Action": "sts:AssumeRole")"),
       kRole},
  };
}

// What the policies of resources allow.
std::vector<Seed> SeedsOfResources() {
  const std::string account = R"("Principal": {"AWS": "111122223333"}, )";
  const std::string objects = R"(, "Resource": "arn:aws:s3:::demo-files/*")";
  const std::string keys =
      R"("Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*")";
  const std::string locked = R"({"Version": "2012-10-17", "«Statement»": [{"Effect": "Allow", )" +
                             account + R"("Action": "kms:Decrypt", "Resource": "*"}]})";
  return {
      {"foreign-action",
       Statement(account + R"("Action": ["s3:GetObject", "«sqs:SendMessage»"])" + objects),
       kBucket},
      {"foreign-action", Statement(account + R"("Action": "«sns:Publish»", "Resource": "*")"),
       kQueue},
      {"foreign-action",
       Statement(account + R"("Action": ["sns:Publish", "«sqs:SendMessage»"], "Resource": "*")"),
       kTopic},
      {"foreign-resource",
       Statement(account +
                 R"("Action": "s3:GetObject", "Resource": "«arn:aws:s3:::other-files/*»")"),
       kBucket},
      {"public-principal", Statement(R"("Principal": "«*»", "Action": "s3:GetObject")" + objects),
       kBucket},
      {"unknown-action", Statement(account + R"("Action": "«s3:GetObjekt»")" + objects), kBucket},
      {"unknown-action",
       Statement(
           R"("Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": ["kms:*", "«kms:Decript»"], "Resource": "*")"),
       kKey},
      {"service-principal",
       Statement(keys + R"(}, {"Effect": "Allow", "Principal": {"Service": "«s3.amazon.com»"},
        "Action": "kms:Decrypt", "Resource": "*")"),
       kKey},
      {"key-policy-lockout", locked, kKey},
      {"ineffective-statement",
       Statement(keys + R"(}, {"Effect": "«Allow»", "Principal": {"AWS": "444455556666"},
        "Action": "kms:Decrypt")"),
       kKey},
      {"ineffective-action",
       Statement(account + R"("Action": ["ecr:BatchGetImage", "«s3:GetObject»"])"), kRepository},
      {"ineffective-action",
       Statement(account + R"("Action": ["secretsmanager:GetSecretValue", "«kms:Decrypt»"],
        "Resource": "*")"),
       kSecret},
      {"unknown-action", Statement(account + R"("Action": "«ecr:BatchGetImages»")"), kRepository},
  };
}

// What AWS's guides give roles, buckets, keys and repositories.
std::vector<Seed> RightOnes() {
  const std::string bucket = R"("Resource": "arn:aws:s3:::demo-files")";
  const std::string objects = R"("Resource": "arn:aws:s3:::demo-files/*")";
  const std::string provider = R"("Principal": {"Federated": "arn:aws:iam::111122223333:)";
  const auto service = [](const std::string& name) {
    return R"("Principal": {"Service": ")" + name + R"(.amazonaws.com"}, )";
  };
  const std::string root = R"("Principal": {"AWS": "arn:aws:iam::111122223333:root"}, )";
  const std::vector<std::pair<std::string, Holder>> policies = {
      {root +
           R"("Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "77"}})",
       kRole},
      {provider + R"(oidc-provider/token.actions.githubusercontent.com"},
        "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
        "StringLike": {"token.actions.githubusercontent.com:sub": "repo:demo/app:*"}})",
       kRole},
      {provider + R"(saml-provider/demo"}, "Action": "sts:AssumeRoleWithSAML", "Condition": {
        "StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}})",
       kRole},
      {service("ecs-tasks") + R"("Action": "sts:AssumeRole", "Condition": {
        "ArnLike": {"aws:SourceArn": "arn:aws:ecs:us-east-1:111122223333:*"},
        "StringEquals": {"aws:SourceAccount": "111122223333"}})",
       kRole},
      {service("pods.eks") + R"("Action": ["sts:AssumeRole", "sts:TagSession"])", kRole},
      {service("lambda") + R"("Action": "sts:AssumeRole")", kRole},
      {service("cloudtrail") + R"("Action": "s3:GetBucketAcl", )" + bucket, kBucket},
      {service("cloudtrail") + R"("Action": "s3:PutObject", "Condition": {
        "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}, )" +
           objects,
       kBucket},
      {service("cloudfront") + R"("Action": "s3:GetObject", "Condition": {"StringEquals": {
        "AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE"}}, )" +
           objects,
       kBucket},
      {service("logdelivery.elasticloadbalancing") + R"("Action": "s3:PutObject", )" + objects,
       kBucket},
      {root + R"("Action": ["s3:GetObject", "s3:PutObject"], )" + objects, kBucket},
      {root +
           R"("Action": "s3:ListBucket", "Condition": {"StringLike": {"s3:prefix": "home/*"}}, )" +
           bucket,
       kBucket},
      {root + R"("Action": "kms:*", "Resource": "*")", kKey},
      {root + R"("Action": "kms:*", "Resource": "*"}, {"Effect": "Allow", )" +
           service("logs.us-east-1") + R"("Action": ["kms:Encrypt*", "kms:Decrypt*",
        "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"], "Resource": "*", "Condition": {
        "ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:*"}})",
       kKey},
      {root + R"("Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])", kRepository},
      {root + R"("Action": ["logs:PutSubscriptionFilter", "logs:PutAccountPolicy"],
        "Resource": "arn:aws:logs:us-east-1:444455556666:destination:all")",
       kDestination},
      {service("lambda") + R"("Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        "Condition": {"StringLike": {
        "aws:sourceArn": "arn:aws:lambda:us-east-1:111122223333:function:*"}})",
       kRepository},
  };
  std::vector<Seed> right;
  for (const auto& [members, holder] : policies) right.push_back({"", Statement(members), holder});
  right.push_back({"", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny",
    "Principal": "*", "Action": "s3:*",
    "Resource": ["arn:aws:s3:::demo-files", "arn:aws:s3:::demo-files/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]})",
                   kBucket});
  return right;
}

// In a literal of SQL, apostrophes are doubled; what JSON escapes is escaped once more, as StackQL
// takes backslashes for its own.
std::string InSql(std::string_view json) {
  std::string text;
  for (const char c : json) {
    if (c == '\'' || c == '\\') text += c;
    text += c;
  }
  return text;
}

// JSON is YAML, below the key of a mapping.
std::string InYaml(std::string_view json) {
  std::string text = "          ";
  for (const char c : json) {
    text += c;
    if (c == '\n') text += "          ";
  }
  return text;
}

// Files by path, with marks.
using Files = std::vector<std::pair<std::string, std::string>>;

void Check(const std::string& form, const Seed& seed, const Files& files) {
  SCOPED_TRACE(form + " " + seed.rule + "\n" + files.back().second);
  TemporaryFolder folder;
  std::vector<Mark> marks;
  for (const auto& [path, text] : files) {
    folder.Write(path, Unmark(text, (folder.path() / path).string(), marks));
  }
  const RunOptions options = {
      .paths = {folder.path().string()}, .no_config = true, .actions = &Actions(), .jobs = 1};
  std::set<Mark> found;
  const Report report = Run(options, Builtin()).report;
  for (const Finding& finding : report.findings) {
    const bool any =
        seed.rule.empty() && (finding.rule.starts_with("IAM") || finding.rule.starts_with("SEC"));
    if (any || finding.name == seed.rule) {
      found.insert({finding.where.path, finding.where.span});
    }
  }
  EXPECT_EQ(found, std::set<Mark>(marks.begin(), marks.end())) << Describe(report);
}

// As text in a query, as an object, from a file and in a patch.
void CheckEveryForm(const Seed& seed) {
  const Holder& holder = seed.holder;
  const std::string insert = "INSERT INTO awscc." + holder.table + " (" + holder.others + ", " +
                             holder.property + ", region)\nSELECT " + holder.values + ", ";
  const std::string with_prop = "/*+ create */\n" + insert + "'{{ document }}', 'us-east-1';\n";
  const std::string manifest = R"(version: 1
name: demo
providers: [awscc]
resources:
  - name: policy
    props:
      - name: document
        value:)";
  const std::string update = "UPDATE awscc." + holder.table +
                             "\nSET PatchDocument = string('[{\"op\": \"replace\", \"path\": \"/" +
                             holder.property + "\", \"value\": ";
  const std::string where =
      "}]')\nWHERE region = 'us-east-1' AND Identifier = '" + holder.identifier + "';\n";
  Check("query", seed, {{"query.iql", insert + "'" + InSql(seed.policy) + "', 'us-east-1';\n"}});
  Check("object", seed,
        {{"resources/policy.iql", with_prop},
         {"stackql_manifest.yml", manifest + "\n" + InYaml(seed.policy) + "\n"}});
  Check("file", seed,
        {{"stackql_manifest.yml", manifest + " file(policy.json)\n"},
         {"resources/policy.iql", with_prop},
         {"resources/policy.json", seed.policy}});
  Check("patch", seed, {{"query.iql", update + InSql(seed.policy) + where}});
}

TEST(SeededPolicies, AreFoundAtTheByteInEveryForm) {
  const std::vector<Seed> seeds = Seeds();
  for (const Seed& seed : seeds) CheckEveryForm(seed);
  EXPECT_GT(seeds.size(), 40U);
  std::cout << seeds.size() << " mistakes, each in four forms\n";
}

// Every rule about policies is one of the two.
TEST(SeededPolicies, OfTrustAndOfResourcesAreFoundInEveryForm) {
  std::set<std::string> seeded;
  for (const Seed& seed : Seeds()) seeded.insert(seed.rule);
  for (const auto& seeds : {SeedsOfTrust(), SeedsOfResources()}) {
    for (const Seed& seed : seeds) {
      CheckEveryForm(seed);
      seeded.insert(seed.rule);
    }
  }
  static const RuleSet rules(Builtin());
  for (const snapshot::Rule* rule : rules.all()) {
    const bool of_policies = rule->subject() == snapshot::Subject::Policy &&
                             kNotInProperties.count(rule->id()->string_view()) == 0;
    EXPECT_TRUE(!of_policies || seeded.count(rule->name()->str()) > 0) << rule->name()->str();
  }
}

TEST(SeededPolicies, OfGuidesAreSilentInEveryForm) {
  for (const Seed& right : RightOnes()) CheckEveryForm(right);
}

}  // namespace
}  // namespace stackql
