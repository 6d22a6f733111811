// What a stack's manifest and query files say together: flows of the commands, providers, returned
// values, names. Each case gives problems as "rule/message 'bytes'".
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "stack/written_secrets.h"
#include "support/stack_problems.h"
#include "value/value.h"

namespace stackql {
namespace {

using testing_support::Anchors;
using testing_support::Files;
using testing_support::kHead;
using testing_support::ProblemsOf;
using testing_support::Texts;

TEST(Flows, AnchorsThatATypeNeeds) {
  const struct {
    std::string resource;
    std::string anchors;
    Texts problems;
  } cases[] = {
      {"{name: a}", "exists create", {}},
      {"{name: a}", "statecheck create", {}},
      {"{name: a}", "createorupdate exports", {}},
      {"{name: a, type: multi}", "exists createorupdate", {}},
      {"{name: a}", "createorupdate update exists", {"unused-anchor/replaced 'update'"}},
      {"{name: a}", "create createorupdate exists", {"unused-anchor/replaced 'create'"}},
      {"{name: a, type: query, exports: [vpc_id]}",
       "exists create exports delete",
       {"unused-anchor/default 'create'", "unused-anchor/default 'delete'"}},
      {"{name: a}", "exists update", {"missing-anchor/create 'a'"}},
      {"{name: a}", "create", {"missing-anchor/check 'a'"}},
      {"{name: a}", "create exports", {"missing-anchor/exports-only 'a'"}},
      {"{name: a}", "createorupdate", {}},
      {"{name: a}", "createorupdate delete", {"broken-teardown/check 'a'"}},
      {"{name: a, type: query, exports: [vpc_id]}", "exports", {}},
      {"{name: a, type: query, exports: [vpc_id]}", "exists", {"missing-anchor/exports 'a'"}},
      {"{name: a, type: query}", "exports", {"query-never-runs/default 'a'"}},
      {"{name: a, type: query, sql: SELECT 1, exports: []}",
       "exports",
       {"query-never-runs/default 'a'"}},
      {"{name: a, type: command}", "command", {}},
      {"{name: a, type: command}",
       "create",
       {"missing-anchor/command 'a'", "unused-anchor/default 'create'"}},
      {"{name: a, exports: [vpc_id]}", "exists create exports", {}},
      {"{name: a, exports: [vpc_id]}", "exists create", {"exports-not-queried/default 'exports'"}},
      // What follows from a misspelled anchor is not reported.
      {"{name: a}", "exits create", {"unknown-anchor/default 'exits'"}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(
        ProblemsOf("resources: [" + test.resource + "]\n", {{"a.iql", Anchors(test.anchors)}}),
        test.problems)
        << test.resource << test.anchors;
  }
}

TEST(Flows, OfTwoResources) {
  const struct {
    std::string a;
    std::string b;
    Texts problems;
  } cases[] = {
      {"exists create", "exists create", {}},
      {"exists create delete", "exists create delete", {}},
      {"exists create delete", "exists create", {"incomplete-lifecycle/delete 'b'"}},
      {"createorupdate exports delete", "exists create delete", {"broken-teardown/check 'a'"}},
      // That nothing updates it is reported when its type is known.
      {"exists create statecheck update", "exists create statecheck", {}},
      {"exists create statecheck", "exists create statecheck", {}},
      // The statecheck stands in for exists: what it finds is correct.
      {"exists create statecheck update", "create statecheck", {}},
      {"count create", "count create", {}},
      {"count create statecheck", "count create", {"incomplete-lifecycle/test 'b'"}},
      {"count create exports", "exists create", {}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ProblemsOf("resources: [{name: a}, {name: b}]\n",
                         {{"a.iql", Anchors(test.a)}, {"b.iql", Anchors(test.b)}}),
              test.problems)
        << test.a << "; " << test.b;
  }
}

TEST(Flows, OfScripts) {
  const std::string manifest = "resources: [{name: a}, {name: s, type: script, run: ls}]\n";
  const auto problems = [&](const Files& files, Dialect dialect) {
    return ProblemsOf(manifest, files, kHead, nullptr, dialect);
  };
  const Files tested = {{"a.iql", Anchors("exists create statecheck")}};
  const Files deleted = {{"a.iql", Anchors("exists create delete")}};
  EXPECT_EQ(problems({{"a.iql", Anchors("exists create")}}, Dialect::kOlderRust), Texts{});
  EXPECT_EQ(problems(tested, Dialect::kOlderRust), Texts{"incomplete-lifecycle/script 's'"});
  EXPECT_EQ(problems(tested, Dialect::kRust), Texts{});
  EXPECT_EQ(problems(deleted, Dialect::kOlderRust), Texts{"broken-teardown/script 's'"});
  EXPECT_EQ(problems(deleted, Dialect::kRust), Texts{});
  EXPECT_EQ(
      problems({{"a.iql", Anchors("exists create delete")}, {"s.iql", ""}}, Dialect::kOlderRust),
      Texts{});
}

// Since 2.0.7, but `test` needs something to look for.
TEST(Flows, CreateOrUpdateNeedsNoCheck) {
  const std::string manifest = "resources: [{name: a}, {name: b}]\n";
  const auto problems = [&](const std::string& other, Dialect dialect) {
    const Files files = {{"a.iql", Anchors("createorupdate")}, {"b.iql", Anchors(other)}};
    return ProblemsOf(manifest, files, kHead, nullptr, dialect);
  };
  EXPECT_EQ(problems("exists create", Dialect::kRust), Texts{});
  EXPECT_EQ(problems("exists create", Dialect::kPython), Texts{});
  EXPECT_EQ(problems("exists create", Dialect::kOlderRust),
            Texts{"missing-anchor/check-after 'a'"});
  EXPECT_EQ(problems("exists create statecheck", Dialect::kRust),
            Texts{"incomplete-lifecycle/test 'a'"});
}

TEST(Flows, FieldsAndOptionsAfterVersion20) {
  const std::string manifest =
      "globals: [{name: g, value: x, protected: true}]\n"
      "resources: [{name: a, skip_on_delete: true, return_vals: {delete: [x]}}]\n";
  const Files files = {
      {"a.iql", "/*+ exists, postdelete_retries=3 */" + Anchors("exists create").substr(13)}};
  EXPECT_EQ(ProblemsOf(manifest, files, kHead, nullptr, Dialect::kRust), Texts{});
  EXPECT_EQ(ProblemsOf(manifest, files, kHead, nullptr, Dialect::kOlderRust),
            (Texts{"ignored-field/operation 'delete'",
                   "invalid-anchor-option/unused 'postdelete_retries'",
                   "unknown-field/default 'protected'", "unknown-field/default 'skip_on_delete'"}));
}

TEST(Flows, ChecksThatOnlyCount) {
  const struct {
    std::string select;
    Texts problems;
  } cases[] = {
      {"SELECT COUNT(*) AS count FROM t", {}},
      {"SELECT COUNT(*) count FROM t", {}},
      {"SELECT COUNT(*) FROM t", {"count-without-alias/default 'COUNT(*)'"}},
      {"SELECT count(vpc_id) FROM t", {"count-without-alias/default 'count(vpc_id)'"}},
      {"SELECT COUNT(*) AS total FROM t", {"count-without-alias/default 'total'"}},
      {"SELECT COUNT(*) AS \"count\" FROM t", {}},
      {"SELECT COUNT(*) AS \"Count\" FROM t", {"count-without-alias/default '\"Count\"'"}},
      {"SELECT COUNT(*), name FROM t", {}},
      {"SELECT COUNT(*) FROM t GROUP BY name", {}},
      {"SELECT COUNT(*) FROM t HAVING COUNT(*) > 0", {}},
      {"SELECT COUNT(*) FROM t LIMIT 0", {"constant-rows/none '0'"}},
      {"SELECT COUNT(*) FROM t WHERE x = 'limit 0'", {"count-without-alias/default 'COUNT(*)'"}},
      {"SELECT 0 AS count", {"constant-rows/default '0'"}},
      {"SELECT 2 AS count, 1 AS x", {"constant-rows/default '2'"}},
      {"SELECT 1 AS count", {}},
      {"SELECT 0 AS count FROM t", {}},
      {"SELECT n FROM (SELECT COUNT(*) AS n FROM t) x", {"count-without-alias/default 'n'"}},
      {"WITH c AS (SELECT COUNT(*) AS n FROM t) SELECT n FROM c",
       {"count-without-alias/default 'n'"}},
      {"WITH c AS (SELECT COUNT(*) AS n FROM t) SELECT n AS count FROM c", {}},
      {"WITH c(count) AS (SELECT COUNT(*) AS n FROM t) SELECT count FROM c", {}},
      {"SELECT * FROM (SELECT COUNT(*) AS n FROM t) x", {"count-without-alias/default 'n'"}},
      {"SELECT n FROM (SELECT COUNT(*) AS n FROM t) x WHERE n > 0", {}},
      {"SELECT 1 AS error", {"error-column/default 'error'"}},
      {"SELECT 1 AS Error", {}},
      {"SELECT COUNT(*) FROM t LIMIT 1 OFFSET 1", {}},
      {"SELECT COUNT(*) OVER () FROM t", {}},
      {"SELECT COUNT(*) FROM t UNION SELECT 1", {}},
      {"SELECT COUNT(*) FROM t WHERE user_group = 'off limits'",
       {"count-without-alias/default 'COUNT(*)'"}},
      {"SELECT max(x) FROM t", {}},
      {"SELECT COUNT(*) {{ alias }} FROM t", {}},
  };
  for (const auto& test : cases) {
    for (const std::string anchor : {"exists", "statecheck"}) {
      Texts problems = ProblemsOf(
          "globals: [{name: alias, value: '{{ X }}'}]\nresources: [{name: a}]\n",
          {{"a.iql", "/*+ " + anchor + " */\n" + test.select + ";\n" + Anchors("create")}});
      EXPECT_EQ(problems, test.problems) << test.select;
    }
  }
}

TEST(Providers, ThatAreNotListed) {
  const Files files = {{"a.iql", Anchors("exists create")}};
  const struct {
    std::string listed;
    Texts problems;
  } cases[] = {
      {"[awscc]", {}},
      {"['awscc::v26.03.00379']", {}},
      {"[google, awscc]", {}},
      {"['{{ provider }}']", {}},
      {"[google]", {"unlisted-provider/default 'providers'"}},
      {"[google, aws]", {"unlisted-provider/sibling 'aws'"}},
      {"[aws, awscc]", {}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ProblemsOf("resources: [{name: a}]\n", files,
                         "name: demo\nproviders: " + test.listed + "\n"),
              test.problems)
        << test.listed;
  }
  const Files others = {{"a.iql",
                         "/*+ exports */\nWITH x AS (SELECT id FROM google.compute.networks) "
                         "SELECT x.id FROM x JOIN (SELECT id FROM azure.network.nets) y ON "
                         "x.id = y.id;\n"}};
  EXPECT_EQ(ProblemsOf("resources: [{name: a, type: query, exports: [id]}]\n", others,
                       "name: demo\nproviders: [awscc, azure]\n"),
            Texts{"unlisted-provider/default 'providers'"});
  // Without query files nothing is known of the queries.
  EXPECT_EQ(ProblemsOf("resources: [{name: a, type: query, exports: [x], sql: SELECT x FROM "
                       "google.compute.networks}]\n",
                       {}),
            Texts{});
}

TEST(Providers, Pins) {
  const struct {
    std::string provider;
    Texts problems;
  } cases[] = {
      {"awscc", {}},
      {"azure-extras", {}},
      {"awscc::v26.03.00379", {}},
      {"awscc::v26.03.00379-main", {}},
      {"github::v0.3.1", {}},
      {"awscc::26.03.00379", {"invalid-provider-pin/default '26.03.00379'"}},
      {"awscc::v26.3.379", {"invalid-provider-pin/default 'v26.3.379'"}},
      {"awscc::latest", {"invalid-provider-pin/default 'latest'"}},
      {"awscc::", {"invalid-provider-pin/default 'awscc::'"}},
      {"azure-extras::v24.01.00188", {"invalid-provider-pin/name 'azure-extras'"}},
      {"awscc:v26.03.00379", {"invalid-provider-pin/separator 'awscc:v26.03.00379'"}},
      {"awscc@v26.03.00379", {"invalid-provider-pin/separator 'awscc@v26.03.00379'"}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ProblemsOf("", {}, "name: demo\nproviders: ['" + test.provider + "']\n"),
              test.problems)
        << test.provider;
  }
}

TEST(Returns, WhatTheStatementReturns) {
  const struct {
    std::string wanted;
    std::string returning;
    Texts problems;
  } cases[] = {
      {"{create: [Identifier]}", "RETURNING *", {}},
      {"{create: [Identifier: id]}", "RETURNING Identifier, RequestToken", {}},
      {"{create: [identifier]}", "RETURNING *", {"return-not-returned/default 'identifier'"}},
      {"{create: [id]}", "RETURNING Identifier AS id", {}},
      {"{create: [x]}", "RETURNING json_extract(ResourceModel, '$.x')", {}},
      {"{update: [Arn]}", "RETURNING *", {}},  // not this statement's
      {"{create: [Arn]}", "RETURNING *", {"return-not-returned/default 'Arn'"}},
      {"{create: [{Arn: x}]}", "RETURNING Identifier", {"return-not-returned/default 'Arn'"}},
      {"{create: [ErrorCode]}", "RETURNING *", {"return-not-returned/null 'ErrorCode'"}},
      {"{create: [Identifier]}", "", {"nothing-returned/default 'create'"}},
      {"{create: []}", "", {}},
  };
  for (const auto& test : cases) {
    const std::string insert =
        "INSERT INTO awscc.ec2.vpcs (CidrBlock, region) SELECT '10.0.0.0/16', 'us-east-1' ";
    EXPECT_EQ(ProblemsOf("resources: [{name: a, return_vals: " + test.wanted + "}]\n",
                         {{"a.iql", Anchors("exists") + "/*+ create */\n" + insert +
                                        test.returning + ";\n"}}),
              test.problems)
        << test.wanted << test.returning;
  }
  // What other providers return is not known.
  EXPECT_EQ(ProblemsOf("resources: [{name: a, return_vals: {create: [Arn]}}]\n",
                       {{"a.iql", Anchors("exists") +
                                      "/*+ create */\nINSERT INTO google.compute.networks (name) "
                                      "SELECT 'x' RETURNING *;\n"}},
                       "name: demo\nproviders: [awscc, google]\n"),
            Texts{});
}

TEST(Names, ThatCollide) {
  const auto file = [](const std::string& value) {
    return Anchors("exists") +
           "/*+ create */\nINSERT INTO awscc.ec2.vpcs (CidrBlock, region) SELECT '" + value +
           "', 'us-east-1';\n" + Anchors("exports");
  };
  const std::string global = "globals: [{name: b, value: x}]\n";
  const std::string both = "resources: [{name: a, exports: [vpc_id]}, {name: b}]\n";
  const struct {
    std::string manifest;
    std::string a;
    std::string b;
    Texts problems;
  } cases[] = {
      {global + both, "x", "{{ b }}", {"name-collision/default 'b'"}},
      {global + both, "x", "x", {}},
      // Before the resource is processed only the variable is there.
      {global + both, "{{ b }}", "x", {}},
      {"globals: [{name: a, value: x}]\n" + both,
       "x",
       "{{ a.vpc_id }}",
       {"name-collision/default 'a'"}},
      // Another resource's prop, with the exports of an earlier resource beside it, or without.
      {"resources: [{name: a, exports: [vpc_id]}, {name: b, props: [{name: a, value: x}]}]\n",
       "x",
       "{{ a }}",
       {"name-collision/default 'a'"}},
      {"resources: [{name: a}, {name: b, props: [{name: a, value: x}]}]\n", "x", "{{ a }}", {}},
      {"resources: [{name: a, props: [{name: a, value: x}]}]\n",
       "{{ a }}",
       "x",
       {"name-collision/default 'a'"}},
      {"resources: [{name: stack_env, file: a.iql}]\n",
       "{{ stack_env }}",
       "x",
       {"name-collision/builtin 'stack_env'"}},
      {"resources: [{name: stack_env, file: a.iql}]\n", "x", "x", {}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ProblemsOf(test.manifest, {{"a.iql", file(test.a)}, {"b.iql", file(test.b)}}),
              test.problems)
        << test.manifest << test.a << test.b;
  }
}

TEST(Names, ThatAConditionTakesAway) {
  const auto with = [](const std::string& a, const std::string& b, const std::string& name,
                       const std::string& rest = {}, const char* environment = nullptr) {
    return ProblemsOf(
        "resources:\n  - {name: a, exports: [vpc_id]" + a + "}\n  - {name: b" + b + "}\n" + rest,
        {{"a.iql", Anchors("exists create exports")},
         {"b.iql", Anchors("exists") +
                       "/*+ create */\nINSERT INTO awscc.ec2.vpcs (CidrBlock, "
                       "region) SELECT '" +
                       name + "', 'us-east-1';\n"}},
        kHead, environment);
  };
  const std::string skipped = ", if: \"'{{ stack_env }}' == 'prod'\"";
  EXPECT_EQ(with(skipped, "", "{{ vpc_id }}"), Texts{"conditional-export/default 'vpc_id'"});
  EXPECT_EQ(with(skipped, "", "{{ a.vpc_id }}"), Texts{"conditional-export/default 'a.vpc_id'"});
  EXPECT_EQ(with(skipped, skipped, "{{ vpc_id }}"), Texts{});
  EXPECT_EQ(with(skipped, "", "{{ vpc_id }}", "", "prod"), Texts{});
  EXPECT_EQ(with(skipped, "", "{{ vpc_id }}", "", "dev"),
            Texts{"conditional-export/default 'vpc_id'"});
  EXPECT_EQ(with(", if: true", "", "{{ vpc_id }}"), Texts{});
  EXPECT_EQ(with(skipped, "", "{{ vpc_id | default(value='x') }}"), Texts{});
  EXPECT_EQ(with(skipped, ", props: [{name: vpc_id, value: x}]", "{{ vpc_id }}"), Texts{});
  EXPECT_EQ(with(skipped, "", "{{ vpc_id }}", "globals: [{name: vpc_id, value: x}]\n"), Texts{});
  EXPECT_EQ(with(skipped, "", "x", "exports: [a.vpc_id]\n"),
            Texts{"conditional-export/stack 'a.vpc_id'"});
  EXPECT_EQ(with("", "", "x", "exports: [a.vpc_id]\n"), Texts{});
}

TEST(Names, ThatThisCannotReach) {
  const std::string uses =
      Anchors("exists create") + "/*+ statecheck */\nSELECT {{ this.vpc_id }};\n";
  EXPECT_EQ(ProblemsOf("resources: [{name: a-b}]\n", {{"a-b.iql", uses}}),
            Texts{"unreachable-name/default 'a-b'"});
  EXPECT_EQ(ProblemsOf("resources: [{name: x/a}]\n", {{"x/a.iql", uses}}),
            Texts{"unreachable-name/default 'x/a'"});
  EXPECT_EQ(ProblemsOf("resources: [{name: a_b}]\n", {{"a_b.iql", uses}}), Texts{});
  EXPECT_EQ(ProblemsOf("resources: [{name: a-b}]\n", {{"a-b.iql", Anchors("exists create")}}),
            Texts{});
}

TEST(Names, ThatReadAsSubtractions) {
  const auto with = [](const std::string& head, const std::string& value) {
    return ProblemsOf(head +
                          "resources: [{name: a-b, exports: [vpc_id]}, {name: b, props: [{name: "
                          "p-q, value: x}]}]\n",
                      {{"a-b.iql", Anchors("exists create exports")},
                       {"b.iql", Anchors("exists") +
                                     "/*+ create */\nINSERT INTO awscc.ec2.vpcs (CidrBlock, "
                                     "region) SELECT '" +
                                     value + "', 'us-east-1';\n"}});
  };
  const std::string both = "globals: [{name: a, value: x}, {name: q, value: y}]\n";
  EXPECT_EQ(with("", "{{ p-q }}"), Texts{"unreachable-name/subtraction 'p-q'"});
  EXPECT_EQ(with("", "{{-p-q-}}"), Texts{"unreachable-name/subtraction 'p-q'"});
  EXPECT_EQ(with(both, "{{ p-q }}"), Texts{"unreachable-name/subtraction 'p-q'"});
  EXPECT_EQ(with("", "{{ a-b.vpc_id }}"), Texts{"unreachable-name/subtraction 'a-b.vpc_id'"});
  EXPECT_EQ(with(both, "{{ a | int - q | int }}"), Texts{"unused-prop/default 'p-q'"});
}

TEST(Files, OutsideOfTheStack) {
  const Files files = {{"a.iql", Anchors("exists create")}};
  const struct {
    std::string file;
    Texts problems;
  } cases[] = {
      {"a.iql", {}},
      {"./a.iql", {"missing-query-file/default './a.iql'"}},
      {"../a.iql", {"missing-query-file/default '../a.iql'"}},
      {"../../a.iql", {"query-file-outside/default '../../a.iql'"}},
      {"x/../../../a.iql", {"query-file-outside/default 'x/../../../a.iql'"}},
      {"/srv/a.iql", {"query-file-outside/default '/srv/a.iql'"}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ProblemsOf("resources: [{name: b, file: " + test.file + "}]\n", files), test.problems)
        << test.file;
  }
}

TEST(Globals, ThatAreEmpty) {
  const struct {
    std::string global;
    Texts problems;
  } cases[] = {
      {"{name: a, value: x}", {}},
      {"{name: a, value: ' '}", {}},
      {"{name: a, value: []}", {}},
      {"{name: a, value: 0}", {}},
      {"{name: a, value: '{{ X }}'}", {}},
      {"{name: a, value: '{{ X }}{{ Y }}'}", {}},
      {"{name: a}", {"empty-global/default 'a'"}},
      {"{name: a, value: null}", {"empty-global/default 'null'"}},
      {"{name: a, value: ''}", {"empty-global/default ''''"}},
      {"{name: a, value: !x y}", {"empty-global/default 'y'"}},
      {"{name: a, value: !x [y]}", {"empty-global/default '[y]'"}},
      {"{name: a, value: '{# nothing #}'}", {"empty-global/default '{# nothing #}'"}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ProblemsOf("globals: [" + test.global + "]\n", {}), test.problems) << test.global;
  }
}

TEST(Secrets, OfFewKinds) {
  const std::string key = "M0l8QzXw3TjvEpR7uYkB5sHaVdC1nGfI9oLrZt2x";
  const struct {
    std::string yaml;
    bool found;
  } cases[] = {
      {"{aws_secret_access_key: " + key + "}", true},
      {"{SecretAccessKey: '" + key + "'}", true},
      {"{name: AWS_SECRET_ACCESS_KEY, value: " + key + "}", true},
      {"{Key: secret-access-key, Value: [" + key + "]}", true},
      {"{run: 'AWS_SECRET_ACCESS_KEY=" + key + " ls'}", true},
      {"{run: 'AWS_SECRET_ACCESS_KEY=$KEY ls " + key + "x'}", false},
      {"{digest: " + key + "}", false},
      {"{secret: " + key + "}", false},
      {"{id: AKIAQ3EGVQ2XN7K4ZT5B, secret: " + key + "}", true},
      {"{id: AKIAQ3EGVQ2XN7K4ZT5B, digest: " + key + "}", false},
      {"{id: AKIAIOSFODNN7EXAMPLE, secret: " + key + "}", false},
      {"{secret_access_key: " + key + "x}", false},
      {"{secret_access_key: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}", false},
      {"{secret_access_key: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}", false},
      {"{secret_access_key: '{{ AWS_SECRET_ACCESS_KEY_OF_THE_STACK_1 }}'}", false},
      {"{token: ghp_" + key.substr(4) + "}", true},
      {"[ghs_" + key.substr(4) + "]", true},
      {"[ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]", false},
      {"[xghp_" + key.substr(4) + "]", false},
      {"'-----BEGIN RSA PRIVATE KEY-----\n\n  " + key + key +
           "\n\n  -----END RSA PRIVATE KEY-----'",
       true},
      {"'-----BEGIN PUBLIC KEY-----\n\n  " + key + key + "\n\n  -----END PUBLIC KEY-----'", false},
      {"'-----BEGIN PRIVATE KEY----- {{ body }} -----END PRIVATE KEY-----'", false},
  };
  for (const auto& test : cases) {
    Sources sources;
    Values values(sources);
    Problems problems;
    const TextId file = sources.AddFile("m", test.yaml);
    CheckSecrets(values, yaml::Parse(values, file, problems).root, problems);
    ASSERT_EQ(problems.size(), test.found ? 1U : 0U) << test.yaml;
    if (!test.found) continue;
    const std::string_view bytes = sources.Bytes(sources.Resolve(problems[0].where).at);
    EXPECT_TRUE(bytes.find(key.substr(4)) != std::string::npos) << bytes;
    EXPECT_EQ(bytes.find("value"), std::string::npos);
  }
}

// Only what no data can make one row.
TEST(Flows, QueriesOfSeveralRows) {
  const Texts two = {"several-rows/default 'SELECT'"};
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"SELECT 1 AS x UNION ALL SELECT 2 AS x", two},
      {"SELECT 1 AS x union  all SELECT 1", two},
      {"SELECT '{{ stack_env }}' AS x UNION ALL SELECT 2", two},
      {"SELECT 1 AS x", {}},
      {"SELECT 1 AS x UNION SELECT 1", {}},
      {"SELECT 1 AS x UNION SELECT 1 UNION ALL SELECT 1", {}},
      {"SELECT 1 AS x UNION ALL SELECT 2 LIMIT 1", {}},
      {"SELECT 1 AS x UNION ALL SELECT 2 WHERE 1 = 0", {}},
      {"SELECT x FROM (SELECT 1 AS x UNION ALL SELECT 2) t", {}},
      {"SELECT (SELECT 1) AS x", {}},
      {"SELECT 1 AS x UNION ALL SELECT name FROM awscc.ec2.vpcs_list_only", {}},
      {"SELECT 1 AS x {{ more }}", {"undefined-variable/default 'more'"}},
  };
  for (const auto& [query, found] : cases) {
    Texts problems = ProblemsOf("resources: [{name: a, type: query, exports: [x]}]",
                                {{"a.iql", "/*+ exports */\n" + query + ";\n"}});
    EXPECT_EQ(problems, found) << query;
  }
  // A count of several rows is not read as one value is.
  const std::string check =
      "/*+ create */\nINSERT INTO awscc.s.r (a) SELECT 1;\n/*+ statecheck */\n";
  const std::string stack = "resources: [{name: a}]";
  EXPECT_EQ(ProblemsOf(stack, {{"a.iql", check + "SELECT 1 AS x UNION ALL SELECT 2"}}), two);
  EXPECT_EQ(ProblemsOf(stack, {{"a.iql", check + "SELECT 1 AS count UNION ALL SELECT 0"}}),
            Texts{});
}

// What follows from a mistake that is reported is no mistake of its own.
TEST(Flows, OneMistakeOneFinding) {
  const std::string lookup = "resources:\n  - name: a\n    type: query\n    sql: SELECT 1 AS one\n";
  const std::string use =
      "  - name: b\n    type: query\n    sql: SELECT '{{ one }} {{ a.one }}' AS two\n"
      "    exports: [two]\n";
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"    exports: [one]\n", {}},
      {"    export: [one]\n", {"missing-field/misspelled 'export'"}},
      {"    exports: {one: one}\n", {"field-type/default '{one: one}'"}},
      {"    exports: [ones]\n", {"export-not-returned/default 'ones'"}},
  };
  for (const auto& [exports, found] : cases) {
    EXPECT_EQ(ProblemsOf(lookup + exports + use, {}), found) << exports;
  }
  EXPECT_EQ(
      ProblemsOf("global:\n  - {name: g, value: 1}\nresources:\n  - name: a\n    type: query\n"
                 "    sql: SELECT '{{ g }}' AS one\n    exports: [one]\n",
                 {}),
      Texts{"missing-field/misspelled 'global'"});
}

}  // namespace
}  // namespace stackql
