#pragma once

#include <string>
#include <vector>

#include "lint/property_checks.h"
#include "snapshot/snapshot_tables.h"
#include "support/rule_names.h"
#include "support/schema_text.h"
#include "support/told.h"

// What is told of a value that a schema refuses.
namespace stackql::testing_support {

using Texts = std::vector<std::string>;

// An operation on a type with this schema.
struct Given {
  std::string schema = {};
  std::string value = {};  // each % is a hole
  Call call = Call::kCreate;
  bool generated = false;  // the type is from provider documents
};

class Checked {
 public:
  explicit Checked(const Given& given) : type_(TypeOf(given)) {
    static const RuleSet no_rules{snapshot::Snapshot()};
    Operation operation = {.call = given.call, .type = &*type_, .table = "awscc.test.things"};
    operation.where = bench_.sources.All(bench_.sources.AddFile("query.iql", "TABLE"));
    operation.desired = bench_.Read(given.value);
    CheckProperties(bench_.values, operation, no_rules, problems);
  }

  // "rule.message 'place' name=value, name=value. Help. (note at 'place') doubtful"
  Texts Told() const {
    Texts all;
    for (const Problem& problem : problems) {
      std::string text = RuleName(problem) + "." + std::string(problem.what.id) + " '" +
                         Spelled(problem.where) + "'";
      for (const auto& [name, value] : problem.what.args) {
        text += (&name == &problem.what.args.front().first ? " " : ", ") + std::string(name) + "=" +
                value;
      }
      if (!problem.help.empty()) text += ". " + problem.help;
      for (const Related& related : problem.related) {
        text += " (" + related.message + " at '" + Spelled(related.where) + "')";
      }
      all.push_back(text + (problem.doubtful ? " doubtful" : ""));
    }
    return all;
  }
  Texts Repairs() const { return Repaired(bench_.sources, problems); }
  std::string Spelled(Loc where) const {
    return std::string(bench_.sources.Bytes(bench_.sources.Resolve(where).at));
  }

  Problems problems;

 private:
  static snapshot::ResourceTypeT TypeOf(const Given& given) {
    snapshot::ResourceTypeT type = TypeWith(given.schema);
    type.generated = given.generated;
    return type;
  }

  Packed<snapshot::ResourceType> type_;
  Workbench bench_;
};

inline Texts Told(const Given& given) { return Checked(given).Told(); }

// Of a property "A" with this schema.
inline Texts OfA(const std::string& schema, const std::string& value, bool generated = false) {
  return Told({.schema = R"({"properties": {"A": )" + schema + "}}",
               .value = R"({"A": )" + value + "}",
               .generated = generated});
}

}  // namespace stackql::testing_support
