// Runs each statecheck of the sample stacks over the resource that its own create makes, as
// StackQL's engine does: in SQLite, on a view whose columns are the resource's properties.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/schema_compiler.h"
#include "snapshot/schema.h"
#include "support/command.h"
#include "support/sample.h"

namespace stackql {
namespace {

using Json = nlohmann::json;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using Row = std::vector<std::pair<std::string, std::string>>;  // columns with literals of SQL

std::string TextArgument(sqlite3_value* value) {
  const auto* text = sqlite3_value_text(value);
  return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
}

// StackQL's json_equal: whether two texts are the same JSON.
void JsonEqual(sqlite3_context* context, int, sqlite3_value** arguments) {
  const Json one = Json::parse(TextArgument(arguments[0]), nullptr, false);
  const Json other = Json::parse(TextArgument(arguments[1]), nullptr, false);
  sqlite3_result_int(context, !one.is_discarded() && one == other ? 1 : 0);
}

void Identity(sqlite3_context* context, int, sqlite3_value** arguments) {
  sqlite3_result_value(context, arguments[0]);
}

class Database {
 public:
  Database() {
    EXPECT_EQ(sqlite3_open(":memory:", &database_), SQLITE_OK);
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    sqlite3_create_function(database_, "json_equal", 2, flags, nullptr, JsonEqual, nullptr,
                            nullptr);
    sqlite3_create_function(database_, "string", 1, flags, nullptr, Identity, nullptr, nullptr);
  }
  ~Database() { sqlite3_close(database_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // The rows, each value as text.
  std::vector<std::vector<std::string>> Run(const std::string& sql) {
    std::vector<std::vector<std::string>> rows;
    const auto add = [](void* all, int count, char** values, char**) {
      std::vector<std::string> row;
      row.reserve(static_cast<size_t>(count));
      for (int i = 0; i < count; ++i) row.emplace_back(values[i] == nullptr ? "" : values[i]);
      static_cast<std::vector<std::vector<std::string>>*>(all)->push_back(std::move(row));
      return 0;
    };
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(database_, sql.c_str(), add, &rows, &error), SQLITE_OK)
        << (error == nullptr ? "" : error) << "\n"
        << sql;
    sqlite3_free(error);
    return rows;
  }

 private:
  sqlite3* database_ = nullptr;
};

std::string Quoted(const std::string& text) {
  return "'" + std::regex_replace(text, std::regex("'"), "''") + "'";
}

// What is only known during the deployment: a name stands for each value, in quotes within JSON.
std::string WithoutHoles(const std::string& text) {
  static const std::regex hole(R"(([\[:,]?)\{\{ *([A-Za-z_.]+)[^}]*\}\})");
  std::string filled;
  std::string rest = text;
  for (std::smatch match; std::regex_search(rest, match, hole); rest = match.suffix()) {
    const std::string value = "value-of-" + match[2].str();
    filled += match.prefix().str() + match[1].str();
    filled += match[1].length() > 0 ? "\"" + value + "\"" : value;
  }
  return filled + rest;
}

// In a WHERE clause, and as an argument that comes first, the engine puts a backslash before each
// double quote of a literal.
std::string AsTheEngineRewrites(const std::string& sql) {
  std::string rewritten;
  std::vector<bool> where = {false};  // for each open parenthesis
  for (size_t i = 0; i < sql.size();) {
    if (sql[i] == '\'') {
      const size_t end = sql.find('\'', i + 1);
      std::string literal = sql.substr(i, end + 1 - i);
      const size_t before = rewritten.find_last_not_of(" \n");
      const bool first = before != std::string::npos && rewritten[before] == '(';
      if (where.back() || first) literal = std::regex_replace(literal, std::regex("\""), "\\\"");
      rewritten += literal;
      i = end + 1;
      continue;
    }
    if (sql[i] == '(') where.push_back(where.back());
    if (sql[i] == ')') where.pop_back();
    if (sql.compare(i, 6, "SELECT") == 0) where.back() = false;
    if (sql.compare(i, 5, "WHERE") == 0) where.back() = true;
    rewritten += sql[i++];
  }
  return rewritten;
}

class Engine {
 public:
  // Creates what an INSERT gives: `INSERT INTO table (columns) SELECT values [RETURNING ...];`
  void Create(const std::string& insert) {
    static const std::regex form(
        "INSERT INTO ([a-z0-9_.]+) *\\(([^)]*)\\)\\s*(SELECT[\\s\\S]*?)(\\s*RETURNING "
        "[^']*)?;?\\s*$");
    std::smatch match;
    ASSERT_TRUE(std::regex_search(insert, match, form)) << insert;
    table_ = match[1];
    const std::string service = table_.substr(6, table_.find('.', 6) - 6);
    const auto found = catalog_.FindTable(service, table_.substr(table_.rfind('.') + 1));
    ASSERT_NE(found.type, nullptr) << table_;
    const auto values = database_.Run(match[3]);
    ASSERT_EQ(values.size(), 1U);
    const std::string names = match[2];
    static const std::regex word("[A-Za-z0-9_]+");
    size_t i = 0;
    for (std::sregex_iterator name(names.begin(), names.end(), word), end; name != end; ++name) {
      ASSERT_LT(i, values[0].size()) << insert;
      Set(*found.type, name->str(), values[0][i++]);
    }
  }

  // Whether a statecheck counts the resource.
  bool Counts(const std::string& statecheck) {
    static const std::regex identifier("Identifier = '([^']*)'");
    std::smatch match;
    Row row = row_;
    if (std::regex_search(statecheck, match, identifier)) {
      row.emplace_back("Identifier", Quoted(match[1]));
    }
    std::string columns;
    std::string values;
    for (const auto& [column, value] : row) {
      columns += (columns.empty() ? "\"" : ", \"") + column + "\"";
      values += (values.empty() ? "" : ", ") + value;
    }
    const std::string view = "\"" + table_ + "\"";
    database_.Run("DROP TABLE IF EXISTS " + view + "; CREATE TABLE " + view + " (" + columns +
                  "); INSERT INTO " + view + " VALUES (" + values + ")");
    std::string sql = AsTheEngineRewrites(statecheck);
    const size_t at = sql.find(table_);
    EXPECT_NE(at, std::string::npos) << statecheck;
    if (at == std::string::npos) return false;
    const auto rows = database_.Run(sql.replace(at, table_.size(), view));
    return rows.size() == 1 && rows[0].size() == 1 && rows[0][0] == "1";
  }

 private:
  // AWS keeps a property in its schema's type; a view gives lists and objects as JSON, truth as 1.
  void Set(const snapshot::ResourceType& type, const std::string& name, const std::string& text) {
    using snapshot::Type;
    const snapshot::SchemaNodes& nodes = *type.schemas();
    const snapshot::Property* property = snapshot::FindProperty(*nodes.Get(0), name);
    std::string value = Quoted(text);
    const Json json = Json::parse(text, nullptr, false);
    if (property != nullptr) {
      const Type types = snapshot::Target(nodes, property->schema())->types();
      const bool number = (types & (Type::Integer | Type::Number)) != Type::NONE;
      if (json.is_structured()) value = Quoted(json.dump());
      if (json.is_number() && number) value = text;
      if (json.is_boolean() && types == Type::Bool) value = text == "true" ? "1" : "0";
    }
    row_.emplace_back(name == "region" ? name : catalog::ColumnName(name), value);
  }

  Database database_;
  catalog::Catalog catalog_{Builtin()};
  std::string table_;
  Row row_;
};

TEST(Engine, RewritesLiteralsAsTheEngineDoes) {
  EXPECT_EQ(AsTheEngineRewrites("SELECT f(a, '\"') FROM t WHERE a = '\"'"),
            "SELECT f(a, '\"') FROM t WHERE a = '\\\"'");
  EXPECT_EQ(AsTheEngineRewrites("SELECT f('\"') FROM (SELECT '\"' FROM t WHERE a = 1) WHERE b = 1"),
            "SELECT f('\\\"') FROM (SELECT '\"' FROM t WHERE a = 1) WHERE b = 1");
}

TEST(Engine, CountsWhatIsThereOnly) {
  const auto counts = [](const std::string& condition) {
    Engine engine;
    engine.Create(
        "INSERT INTO awscc.ec2.vpcs (CidrBlock, EnableDnsSupport, Tags, region)\n"
        "SELECT '10.0.0.0/16', 'true', '[{\"Value\": \"v\", \"Key\": \"k\"}]', 'eu-west-1'\n"
        "RETURNING Identifier;");
    return engine.Counts(
        "SELECT count(*) AS count FROM awscc.ec2.vpcs WHERE region = 'eu-west-1' "
        "AND Identifier = 'x' AND " +
        condition + ";");
  };
  EXPECT_TRUE(counts("cidr_block = '10.0.0.0/16'"));
  EXPECT_FALSE(counts("cidr_block = '10.1.0.0/16'"));
  EXPECT_TRUE(counts("enable_dns_support = 1"));
  EXPECT_FALSE(counts("enable_dns_support = 'true'"));
  EXPECT_FALSE(counts("json_equal(tags, '[{\"Key\": \"k\", \"Value\": \"v\"}]') = 1"))
      << "the form that never matches";
  EXPECT_TRUE(counts("json_extract(tags, '$[0].Key') = 'k'"));
}

class Statechecks : public testing::TestWithParam<const char*> {};  // a stack and its options

TEST_P(Statechecks, HoldAfterTheirOwnCreate) {
  const Outcome outcome = RunProgram(
      std::string(kSourceDir) + "/testdata/stacks",
      std::string("render --output json --show-values -e AWS_REGION=eu-west-1 ") + GetParam());
  const Json queries = Json::parse(outcome.text)["queries"];
  std::map<std::pair<std::string, std::string>, std::string> creates;  // resource, environment
  const auto owner = [](const Json& query) {
    return std::pair(query.value("resource", ""), query.value("environment", ""));
  };
  const auto is = [](const Json& query, const char* anchor) {
    const std::string own = query.value("anchor", "");
    return own == anchor || own.starts_with(std::string(anchor) + ",");
  };
  for (const Json& query : queries) {
    if (is(query, "create") || is(query, "createorupdate")) {
      creates[owner(query)] = WithoutHoles(query["text"]);
    }
  }
  for (const Json& query : queries) {
    const auto create = creates.find(owner(query));
    if (!is(query, "statecheck") || create == creates.end()) continue;
    if (create->second.find("awscc.") == std::string::npos) continue;  // another provider's
    SCOPED_TRACE(query.value("resource", "") + " in " + query.value("environment", ""));
    const std::string text = WithoutHoles(query["text"]);
    Engine engine;
    engine.Create(create->second);
    EXPECT_TRUE(engine.Counts(text)) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Samples, Statechecks,
                         testing::Values("buckets", "ivs-recording --env dev", "ivs-stage-clean",
                                         "lambda-role", "mixed-providers --env dev",
                                         "multi-environment", "vpc-web-server"));

}  // namespace
}  // namespace stackql
