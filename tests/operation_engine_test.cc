// What StackQL's engine does not run, or runs otherwise than it is written, as seen in its builds
// of July and August 2026.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "operation_asking.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

using Cases = std::vector<std::pair<std::string, Texts>>;

const std::string kDelete = "DELETE FROM awscc.test.things WHERE region = 'eu-west-1' AND ";
const std::string kInsert = "INSERT INTO awscc.test.things (Name, region) ";
const std::string kRead =
    "FROM awscc.test.things WHERE region = 'eu-west-1' AND Identifier = 'id-1'";
const std::string kList = "FROM awscc.test.things_list_only WHERE region = 'eu-west-1'";

void Expect(const Cases& cases) {
  for (const auto& [text, problems] : cases) EXPECT_EQ(Asked(text).Problems(), problems) << text;
}

TEST(Engine, ConditionsOfChanges) {
  Expect({
      {kDelete + "Identifier = 'id-1'", {}},
      {kDelete + "Identifier = 'id-1' AND RoleArn = 'arn:aws:iam::1:role/a'", {}},
      {kDelete + "Identifier = 'id-1' AND name <> 'keep'", {"ignored-condition 'name <> 'keep''"}},
      {kDelete + "Identifier = 'id-1' AND name = '{{ n }}'",
       {"ignored-condition 'name = '{{ n }}''"}},
      {kDelete + "NOT Identifier = '{{ x }}'", {"ignored-condition 'NOT Identifier = '{{ x }}''"}},
      {kDelete + "(Identifier = 'id-1' OR Identifier = 'id-2')",
       {"ignored-condition 'Identifier = 'id-1' OR Identifier = 'id-2''"}},
      {kDelete + "Identifier = 'id-1' AND Identifier = 'id-2'", {"ignored-condition 'Identifier'"}},
      {kDelete + "Identifier = 'id-1' AND EXISTS (SELECT 1)",
       {"ignored-condition 'EXISTS'", "planner-limit 'SELECT'"}},
      {kDelete + "Identifier = 'id-1' AND TypeName = 'AWS::S3::Bucket'",
       {"ignored-condition 'TypeName'"}},
      {kDelete + "Identifier = 'id-1' AND name BETWEEN 'a' AND 'b'",
       {"ignored-condition 'name BETWEEN 'a' AND 'b''"}},
      {kDelete + "Identifier = 'id-1' AND lower(name) = 'a'",
       {"refused-condition 'lower(name) = 'a''"}},
      {kDelete + "Identifier = NULL", {"missing-parameter 'NULL'"}},
      {kDelete + "Identifier = papers", {"lost-parameter 'papers'"}},
      {kDelete + "Identifier = 5 - 3", {"lost-parameter '5 - 3'"}},
      {kDelete + "Identifier = {{ x }}", {}},
      {kDelete + "Identifier = {{ x }} - 3", {}},
      {kDelete + "Identifier = id-1", {"unquoted-hyphen 'id-1'"}},
      {"UPDATE awscc.test.things SET PatchDocument = string('[]') WHERE region = 'eu-west-1' AND "
       "Identifier = a + b",
       {"lost-parameter 'a + b'"}},
      {kDelete + "Identifier IS NULL", {"missing-parameter 'Identifier IS NULL'"}},
      {kDelete + "'id-1' = Identifier", {"refused-condition ''id-1' = Identifier'"}},
      {kDelete + "Identifier = 'id-1' AND {{ more }}", {}},
      {"UPDATE awscc.test.things SET PatchDocument = string('[]') WHERE region = 'eu-west-1' AND "
       "Identifier IN ('id-1')",
       {"refused-condition 'Identifier IN ('id-1')'"}},
      {"UPDATE awscc.test.things SET PatchDocument = string('[]'), region = 'eu-west-1' WHERE "
       "Identifier = 'id-1'",
       {}},
      {"UPDATE awscc.test.things SET PatchDocument = concat('[', ']') WHERE region = 'eu-west-1' "
       "AND Identifier = 'id-1'",
       {"unsent-value 'concat('[', ']')'"}},
  });
}

// What is compared in place of a parameter is one mistake, not two.
TEST(Engine, ColumnsInPlaceOfParameters) {
  const std::string other =
      "DELETE FROM awscc.cloud_control.resources WHERE region = 'eu-west-1' AND ";
  Expect({
      {kDelete + "id = 'id-1'", {"missing-parameter 'id'"}},
      {kDelete + "data__Identifier = 'id-1'", {"missing-parameter 'data__Identifier'"}},
      {kDelete + "Identifer = '{{ id }}'", {"missing-parameter 'Identifer'"}},
      {kDelete + "id = 'id-1' AND Identifer = 'id-2'",
       {"ignored-condition 'Identifer = 'id-2''", "missing-parameter 'id'"}},
      {kDelete + "id = 'id-1' AND Identifier = 'id-1'", {"ignored-condition 'id = 'id-1''"}},
      {kDelete + "name = 'a'",
       {"ignored-condition 'name = 'a''",
        "missing-parameter "
        "'awscc.test.things'"}},
      {"UPDATE awscc.test.things SET PatchDocument = string('[]'), Identifier = 'id-1' WHERE "
       "region "
       "= 'eu-west-1' AND id = 'id-1'",
       {"ignored-condition 'id = 'id-1''"}},
      {other + "TypeName = 'AWS::Test::Thing' AND Identifer = 'id-1'",
       {"missing-parameter 'Identifer'"}},
  });
  EXPECT_NE(Asked(kDelete + "id = 'id-1'").Repaired().find("Identifier = 'id-1'"),
            std::string::npos);
}

TEST(Engine, ColumnsThatAreGivenAreNotSuggested) {
  const auto repaired = [](const std::string& columns) {
    return Asked("INSERT INTO awscc.test.things (" + columns + ") SELECT 'a', 'b', 'eu-west-1'")
        .Repaired();
  };
  EXPECT_NE(repaired("Naem, Id, region").find("(Name, Id, region)"), std::string::npos);
  EXPECT_NE(repaired("Naem, Name, region").find("(Naem, Name, region)"), std::string::npos);
}

// What is sent although the statement says otherwise: type, region and identifier.
std::string Sent(const std::string& text) {
  const Asked asked(text);
  if (asked.bound.operations.size() != 1) return "(not one operation)";
  const Operation& operation = asked.bound.operations[0];
  const std::string identifier =
      operation.identifier == kNoValue ? "none" : asked.Text(operation.identifier);
  return operation.type_name + " " + asked.Text(operation.region) + " " + identifier;
}

TEST(Engine, OperationsOfChanges) {
  EXPECT_EQ(Sent(kDelete + "NOT Identifier = 'id-1'"), "AWS::Test::Thing eu-west-1 id-1");
  EXPECT_EQ(Sent(kDelete + "(Identifier = 'id-1' OR Identifier = 'id-2')"),
            "AWS::Test::Thing eu-west-1 id-2");
  EXPECT_EQ(Sent(kDelete + "Identifier = 'id-1' AND Identifier = 'id-2'"),
            "AWS::Test::Thing eu-west-1 id-2");
  EXPECT_EQ(Sent(kDelete + "Identifier = 'id-1' AND region = 'us-east-1'"),
            "AWS::Test::Thing us-east-1 id-1");
  EXPECT_EQ(Sent(kDelete + "Identifier = 'id-1' AND TypeName = 'AWS::S3::Bucket'"),
            "AWS::S3::Bucket eu-west-1 id-1");
  EXPECT_EQ(Sent(kDelete + "Identifier = 'id-1' AND TypeName = '{{ type }}'"),
            "AWS::Test::Thing eu-west-1 id-1");
  EXPECT_EQ(Sent("SELECT id FROM awscc.test.things_list_only"), "AWS::Test::Thing us-east-1 none");
}

TEST(Engine, ValuesOfInserts) {
  Expect({
      {kInsert + "SELECT 'a', 'eu-west-1'", {}},
      {kInsert + "SELECT string('null'), 'eu-west-1'", {}},
      {kInsert + "SELECT -1, 'eu-west-1'", {}},
      {kInsert + "SELECT {{ value }}, 'eu-west-1'", {}},
      {kInsert + "SELECT 'null', 'eu-west-1'", {"null-text ''null''"}},
      {kInsert + "SELECT upper('{{ a }}'), 'eu-west-1'", {"unsent-value 'upper('{{ a }}')'"}},
      {kInsert + "SELECT string(), 'eu-west-1'", {"unsent-value 'string()'"}},
      {kInsert + "SELECT 'a' || 'b', 'eu-west-1'", {"unsent-value ''a' || 'b''"}},
      {kInsert + "SELECT 1 + 2, 'eu-west-1'", {"unsent-value '1 + 2'"}},
      {kInsert + "SELECT 'a' 'b', 'eu-west-1'", {"unsent-value ''a' 'b''"}},
      {kInsert + "SELECT NULL, 'eu-west-1'", {"unsent-value 'NULL'"}},
      {kInsert + "SELECT 0x1F, 'eu-west-1'", {"unsent-value '0x1F'"}},
      {kInsert + "SELECT name, 'eu-west-1'", {"unsent-value 'name'"}},
      {kInsert + "SELECT name - 1, 'eu-west-1'", {"unsent-value 'name - 1'"}},
      {kInsert + "SELECT {{ a }}-{{ b }}, 'eu-west-1'", {}},
      {kInsert + "SELECT -5, 'eu-west-1'", {}},
      {kInsert + "SELECT true, 'eu-west-1'", {}},
      {kInsert + "SELECT 1 = 1, 'eu-west-1'", {"unsent-value '1 = 1'"}},
      {kInsert + "SELECT 'a' IN ('b'), 'eu-west-1'", {"unsent-value ''a' IN ('b')'"}},
      {kInsert + "SELECT NOT true, 'eu-west-1'", {"unsent-value 'NOT true'"}},
      {kInsert + "SELECT s.name, 'eu-west-1'", {"unsent-value 's.name'"}},
      {kInsert + "VALUES (true, 'eu-west-1')", {"unsent-value 'true'"}},
      {kInsert + "VALUES (string('a'), 'eu-west-1')", {"unsent-value 'string('a')'"}},
      {kInsert + "SELECT 'a', 'eu-west-1' WHERE 1 = 0", {"unsupported-insert '1 = 0'"}},
      {"INSERT INTO awscc.test.things SELECT 'a', 'eu-west-1'",
       {"unsupported-insert 'awscc.test.things'"}},
  });
}

TEST(Engine, ColumnsOfReturning) {
  const std::string insert = kInsert + "SELECT 'a', 'eu-west-1' RETURNING ";
  Expect({
      {insert + "*", {}},
      {insert + "Identifier, RequestToken AS token, {{ column }}", {}},
      {insert + "json_extract(ResourceModel, '$.Arn')", {}},
      {insert + "requesttoken", {"unknown-returning-column 'requesttoken'"}},
      {insert + "count(*)", {"unknown-returning-column 'count(*)'"}},
      {insert + "'a'", {"unknown-returning-column ''a''"}},
      {insert + "ProgressEvent", {"unknown-returning-column 'ProgressEvent'"}},
  });
}

TEST(Engine, StringsOfSelects) {
  const std::string json = "'[{\"Key\": \"a\"}]'";
  Expect({
      {"SELECT count(*) AS count FROM (SELECT json_equal(name, " + json + ") AS same " + kRead +
           ") t WHERE same = 1",
       {}},
      {"SELECT count(*) AS count " + kRead + " AND json_equal(name, '[]') = 1", {}},
      {"SELECT count(*) AS count " + kRead + " AND json_equal(name, " + json + ") = 1",
       {"reescaped-literal '" + json + "'"}},
      {"SELECT count(*) AS count FROM (SELECT name " + kRead + ") t WHERE name = " + json,
       {"reescaped-literal '" + json + "'"}},
      {"SELECT length(" + json + ") AS n " + kRead, {"reescaped-literal '" + json + "'"}},
      {"SELECT 'it''s' AS a " + kRead, {"apostrophe-in-select ''it''s''"}},
      {"SELECT 'it''s' AS a, " + json + " AS b", {}},
      {"SELECT ResourceARN FROM awscc.tagging.tagged_resources WHERE region = 'eu-west-1' AND "
       "TagFilters = " +
           json,
       {}},
  });
}

TEST(Engine, ReescapedStringsMoveIntoADerivedTable) {
  EXPECT_EQ(
      Asked("SELECT count(*) AS count " + kRead + " AND json_equal(name, '[\"{{ a }}\"]') = 1;")
          .Repaired(),
      "SELECT count(*) AS count FROM (SELECT json_equal(name, '[\"{{ a }}\"]') AS same FROM "
      "awscc.test.things WHERE region = 'eu-west-1' AND Identifier = 'id-1') t WHERE same = 1;");
  // Where rows are selected, or the term is not the last one, nothing is moved.
  const std::string bracket =
      "SELECT count(*) AS n FROM awscc.test.things WHERE (region = 'eu-west-1' AND Identifier = "
      "'id-1'";
  for (const std::string& text : std::vector<std::string>{
           "SELECT name " + kRead + " AND json_equal(name, '[\"a\"]') = 1",
           "SELECT count(*) AS n " + kRead + " AND json_equal(name, '[\"a\"]') = 1 AND name = 'b'",
           "SELECT count(*) AS n " + kRead + " AND name = '[\"a\"]'",
           // Other columns are not those of the derived table.
           "SELECT count(name) AS n " + kRead + " AND json_equal(name, '[\"a\"]') = 1",
           "SELECT count(DISTINCT name) AS n " + kRead + " AND json_equal(name, '[\"a\"]') = 1",
           // Brackets would be cut from each other.
           "SELECT count(*) AS n " + kRead + " AND (json_equal(name, '[\"a\"]') = 1)",
           "SELECT count(*) AS n " + kRead + " AND json_equal(name, '[\"a\"]') = (1)",
           bracket + " AND json_equal(name, '[\"a\"]') = 1)",
           bracket + ") AND json_equal(name, '[\"a\"]') = 1"}) {
    EXPECT_EQ(Asked(text).Repaired(), text);
  }
}

TEST(Engine, ConditionsOfSelects) {
  Expect({
      {"SELECT name " + kRead + " AND name = 'a' AND name IN ('a', 'b') AND name LIKE 'a'", {}},
      {"SELECT name " + kRead + " AND json_valid(name)", {"refused-condition 'json_valid(name)'"}},
      {"SELECT name " + kRead + " AND NOT name = 'a'", {"refused-condition 'NOT name = 'a''"}},
      {"SELECT name " + kRead + " AND 'a' = name", {"refused-condition ''a' = name'"}},
      {"SELECT name " + kRead + " AND name = 'a' || 'b'",
       {"refused-condition 'name = 'a' || 'b''"}},
      {"SELECT name " + kRead + " AND (name = 'a' OR name = '{{ b }}')",
       {"refused-condition 'name = 'a' OR name = '{{ b }}''"}},
      {"SELECT name " + kRead + " AND ({{ a }} OR name = 'b')", {}},
      {"SELECT name " + kRead + " AND name NOT BETWEEN 'a' AND 'b'",
       {"refused-condition 'name NOT BETWEEN 'a' AND 'b''"}},
      {"SELECT name " + kRead + " AND 1 = 1", {"refused-condition '1 = 1'"}},
      {"SELECT name " + kRead + " AND true", {"refused-condition 'true'"}},
      {"SELECT name " + kRead + " AND 'a' IN (name, 'b')",
       {"refused-condition ''a' IN (name, 'b')'"}},
      {"SELECT name " + kRead + " AND {{ more }}", {}},
      {"SELECT t.name " + kRead, {"unknown-select-column 't'"}},
      {"SELECT name = 'a' AS same, name IS NULL AS none, name -> '$' AS part " + kRead,
       {"planner-limit 'name -> '$''", "planner-limit 'name IS NULL'"}},
      {"SELECT instr('abc', name) AS a, count(1) AS n " + kRead,
       {"planner-limit 'instr('abc', name)'"}},
      {"SELECT name " + kRead + " AND name LIKE 'a%'", {"planner-limit ''a%''"}},
      {"SELECT name " + kRead + " AND name LIKE '{{ a }}%' AND name LIKE 'a_'", {}},
      {"SELECT name " + kRead + " AND size = 1", {"unknown-select-column 'size'"}},
      {"SELECT count(*) AS n " + kRead + " GROUP BY size", {"unknown-select-column 'size'"}},
      {"SELECT max(name) AS n " + kRead + " ORDER BY n", {}},
      {"SELECT t.* FROM awscc.test.things_list_only t WHERE region = 'eu-west-1'",
       {"unknown-select-column 't.*'"}},
      {"SELECT CASE WHEN name = 'a' THEN 1 ELSE 0 END " + kRead, {}},
      {"SELECT CASE WHEN name = 'a' THEN 1 ELSE 0 END AS c " + kRead,
       {"refused-condition 'CASE WHEN name = 'a' THEN 1 ELSE 0 END'"}},
      {"SELECT group_concat(name SEPARATOR ',') AS c " + kRead,
       {"function-not-in-sqlite 'SEPARATOR'"}},
      {"SELECT if(name = 'a', 1, 0) AS c, name REGEXP 'b' AS d " + kRead,
       {"function-not-in-sqlite 'if'", "function-not-in-sqlite 'name REGEXP 'b''"}},
  });
}

TEST(Engine, ArithmeticSetsNoParameter) {
  const std::string read = "SELECT name FROM awscc.test.things WHERE region = 'eu-west-1' AND ";
  Expect({
      {read + "Identifier = 5 - 3", {"lost-parameter '5 - 3'"}},
      {read + "Identifier = id-1", {"unquoted-hyphen 'id-1'"}},
      {read + "Identifier = {{ a }} - {{ b }}", {}},
      {kInsert + "SELECT demo-{{ env }}-jobs, 'eu-west-1'", {"unsent-value 'demo-{{ env }}-jobs'"}},
      {kInsert + "SELECT {{ env }}-jobs, 'eu-west-1'", {}},
  });
}

TEST(Engine, ParametersThatReachAView) {
  EXPECT_EQ(Operations("SELECT id FROM awscc.test.things_list_only WHERE region LIKE 'eu-west-1'"),
            Texts{"list AWS::Test::Thing eu-west-1 none"});
  EXPECT_EQ(Operations("WITH a AS (SELECT id, region FROM awscc.test.things_list_only) SELECT id "
                       "FROM a WHERE region = 'eu-west-1'"),
            Texts{"list AWS::Test::Thing eu-west-1 none"});
  EXPECT_EQ(
      Operations("SELECT id " + kList + " UNION ALL SELECT id " + kList),
      (Texts{"list AWS::Test::Thing us-east-1 none", "list AWS::Test::Thing us-east-1 none"}));
  Expect({{"SELECT s.name FROM awscc.test.things s WHERE s.Identifier = 'id-1' AND region = "
           "'eu-west-1'",
           {"lost-parameter 's.Identifier'"}},
          {"SELECT s.name FROM awscc.test.things s WHERE s.Identifier IN ('id-1') AND region = "
           "'eu-west-1'",
           {"lost-parameter 's.Identifier'"}}});
}

TEST(Engine, Joins) {
  const std::string join = "SELECT a.id FROM awscc.test.things_list_only a ";
  const std::string other = " awscc.test.things_list_only b ";
  const std::string where = "WHERE region = 'eu-west-1'";
  Expect({
      {join + "RIGHT JOIN" + other + "ON a.id = b.id " + where, {}},
      {join + "NATURAL JOIN" + other + where, {"unsupported-join 'NATURAL JOIN'"}},
      {join + "JOIN" + other + "USING (id) " + where, {"unsupported-join 'JOIN'"}},
      {join + "CROSS JOIN" + other + where, {"unsupported-join 'CROSS JOIN'"}},
      {join + "JOIN" + other + where, {"unsupported-join 'JOIN'"}},
      {join + "," + other + where, {"unsupported-join ','"}},
      {join + ", json_each(a.id) j " + where, {}},
      {join + "JOIN awscc.test.things b ON b.Identifier = a.id " + where,
       {"unsupported-join 'b.Identifier'"}},
      {"WITH a AS (SELECT id " + kList + "), b AS (SELECT id FROM a) SELECT id FROM b",
       {"unsupported-join 'a'"}},
  });
}

TEST(Engine, TablesOfCloudControlAndTagging) {
  const std::string create =
      "INSERT INTO awscc.cloud_control.resources (TypeName, DesiredState, region) SELECT ";
  Expect({
      {"SELECT TagKeys FROM awscc.tagging.tag_keys",
       {"missing-parameter 'awscc.tagging.tag_keys'"}},
      {"SELECT TagKeys FROM awscc.tagging.tag_keys WHERE region = '{{ r }}'", {}},
      {"SELECT Properties FROM awscc.cloud_control.resource WHERE region = 'eu-west-1' AND "
       "TypeName = 'AWS::Test::Thing'",
       {"missing-parameter 'awscc.cloud_control.resource'"}},
      {"SELECT resource_arn FROM awscc.tagging.tagged_resources WHERE region = 'eu-west-1'",
       {"unknown-select-column 'resource_arn'"}},
      {"INSERT INTO awscc.tagging.tagged_resources (ResourceARN, region) SELECT 'a', 'eu-west-1'",
       {"unsupported-operation 'INSERT'"}},
      {create + "'AWS::Test::Thing', string('{\"Name\": \"a\"}'), 'eu-west-1'", {}},
      {create + "'AWS::Test::Thing', '{\"Name\": \"a\"}', 'eu-west-1'",
       {"unsent-value ''{\"Name\": \"a\"}''"}},
      {create + "upper('a'), string('{}'), 'eu-west-1'", {"unsent-value 'upper('a')'"}},
      {"SELECT Identifier FROM awscc.cloud_control.resources WHERE region = 'eu-west-1' AND "
       "TypeName = 'AWS::Test::Thing' AND ResourceModel = '{\"Name\": \"a\"}'",
       {"unsent-value ''{\"Name\": \"a\"}''"}},
      {"SELECT Identifier FROM awscc.cloud_control.resources WHERE region = 'eu-west-1' AND "
       "TypeName = 'AWS::Test::Thing' AND ResourceModel = '{{ model }}'",
       {}},
      {"SELECT ResourceARN FROM awscc.tagging.tagged_resources WHERE region = 'cn-north-1' ORDER "
       "BY arn",
       {"invalid-region 'cn-north-1'", "unknown-select-column 'arn'"}},
      {"SELECT ResourceARN AS a FROM awscc.tagging.tagged_resources WHERE region = 'eu-west-1' "
       "ORDER BY A",
       {}},
  });
}

TEST(Engine, ChangesByCloudControlItself) {
  const std::string change =
      "DELETE FROM awscc.cloud_control.resources WHERE region = 'eu-west-1' AND TypeName = "
      "'AWS::Test::Thing' AND ";
  Expect({
      {change + "Identifier = 'id-1' AND ClientToken = 'a'", {}},
      {change + "Identifier = 'id-1' AND name = 'a'", {"ignored-condition 'name = 'a''"}},
      {change + "NOT Identifier = '{{ x }}'", {"ignored-condition 'NOT Identifier = '{{ x }}''"}},
      {change + "identifier = 'id-1'", {"missing-parameter 'identifier'"}},
      {change + "Identifier IN ('id-1')", {"refused-condition 'Identifier IN ('id-1')'"}},
      {change + "Identifier = 'id-1' RETURNING Identifier", {}},
      {change + "Identifier = 'id-1' RETURNING *", {"unknown-returning-column '*'"}},
      {change + "Identifier = 'id-1' RETURNING RequestToken",
       {"unknown-returning-column 'RequestToken'"}},
      {change + "Identifier = 'id-1' RETURNING arn", {"unknown-returning-column 'arn'"}},
  });
}

TEST(Engine, ValuesOfCloudControlItself) {
  const std::string create =
      "INSERT INTO awscc.cloud_control.resources (TypeName, DesiredState, region) SELECT "
      "'AWS::Test::Thing', ";
  const std::string change =
      "UPDATE awscc.cloud_control.resources SET PatchDocument = string('{{ patch }}') WHERE region "
      "= 'eu-west-1' AND ";
  Expect({
      {create + "string('{\"Name\":}'), 'eu-west-1'", {"wrong-type '}'"}},
      {create + "string('{{ state }}'), 'eu-west-1'", {}},
      {create + "string('{ {{ members }} }'), 'eu-west-1'", {}},
      {create + "string('[]'), 'eu-west-1'", {"wrong-type ''[]''"}},
      {change + "TypeName = 'AWS::Test::Thing' AND Identifier = 'name'",
       {"malformed-identifier 'name'"}},
      {change + "TypeName = 'AWS::Test::Thing' AND Identifier = '{{ id }}'", {}},
      {change + "TypeName = 'AWS::Test::Things' AND Identifier = 'id-1'",
       {"unknown-table 'AWS::Test::Things'"}},
      {change + "TypeName = 'AWS::Test::{{ name }}' AND Identifier = 'id-1'", {}},
      {change + "TypeName = '{{ org }}-Test-Thing' AND Identifier = 'id-1'",
       {"unknown-table '{{ org }}-Test-Thing'"}},
  });
}

TEST(Engine, RegionsAndProvidersByName) {
  Expect({
      {"SELECT id FROM awscc.test.things_list_only WHERE region = 'cn-north-1'",
       {"invalid-region 'cn-north-1'"}},
      {"SELECT id FROM AWSCC.test.things_list_only WHERE region = 'eu-west-1'",
       {"unknown-table 'AWSCC'"}},
  });
}

}  // namespace
}  // namespace stackql
