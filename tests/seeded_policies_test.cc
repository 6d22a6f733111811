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

struct Seed {
  const snapshot::Rule* rule = nullptr;
  std::string policy = {};  // with marks
};

// Those about what a stack needs.
const std::set<std::string_view> kNotInProperties = {"IAM001", "IAM002", "IAM003", "IAM004",
                                                     "IAM005", "IAM006", "IAM013"};

std::vector<Seed> Seeds() {
  static const RuleSet rules(Builtin());
  std::vector<Seed> seeds;
  for (const snapshot::Rule* rule : rules.all()) {
    if (rule->subject() != snapshot::Subject::Policy) continue;
    if (kNotInProperties.count(rule->id()->string_view()) > 0) continue;
    for (const snapshot::Example* example : *rule->examples()) {
      for (const snapshot::ExampleFile* file : *example->files()) {
        if (!example->bad() || file->path()->string_view() != "policy.json") continue;
        seeds.push_back({rule, file->text()->str()});
      }
    }
  }
  return seeds;
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
  SCOPED_TRACE(form + " " + seed.rule->id()->str() + "\n" + files.back().second);
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
    if (finding.name == seed.rule->name()->str()) {
      found.insert({finding.where.path, finding.where.span});
    }
  }
  EXPECT_EQ(found, std::set<Mark>(marks.begin(), marks.end())) << Describe(report);
}

TEST(SeededPolicies, AreFoundAtTheByteInEveryForm) {
  const std::string insert =
      "INSERT INTO awscc.iam.managed_policies (ManagedPolicyName, PolicyDocument, region)\n"
      "SELECT 'a', ";
  const std::string with_prop = "/*+ create */\n" + insert + "'{{ document }}', 'us-east-1';\n";
  const std::string manifest = R"(version: 1
name: demo
providers: [awscc]
resources:
  - name: policy
    props:
      - name: document
        value:)";
  const std::string update =
      "UPDATE awscc.iam.managed_policies\n"
      "SET PatchDocument = string('[{\"op\": \"replace\", \"path\": \"/PolicyDocument\", "
      "\"value\": ";
  const std::string where =
      "}]')\nWHERE region = 'us-east-1' AND Identifier = 'arn:aws:iam::111122223333:policy/a';\n";
  size_t count = 0;
  for (const Seed& seed : Seeds()) {
    ++count;
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
  EXPECT_GT(count, 40U);
  std::cout << count << " mistakes, each in four forms\n";
}

}  // namespace
}  // namespace stackql
