#pragma once

#include <memory>
#include <string>

#include "diag/problem.h"
#include "snapshot/snapshot.h"
#include "value/value.h"

namespace stackql::catalog {

// Compiles JSON Schema documents (draft-07 as the CloudFormation registry uses it) to the nodes of
// one table. Mistakes in the schema are problems of the rule `invalid-schema`.
class SchemaCompiler {
 public:
  SchemaCompiler(const Values& values, Problems& problems) : values_(values), problems_(problems) {}

  // Adds the schema `schema`, in which "$ref": "#/definitions/X" is looked up in `definitions`
  // (kNoValue: none). Returns its index in Nodes().
  uint32_t Add(ValueId schema, ValueId definitions);

  std::vector<std::unique_ptr<snapshot::SchemaT>>& nodes() { return nodes_; }

 private:
  const Values& values_;
  Problems& problems_;
  std::vector<std::unique_ptr<snapshot::SchemaT>> nodes_;
};

// Compiles a CloudFormation registry schema (typeName, properties, definitions, handlers, tagging,
// primaryIdentifier, ...; the page "Resource type schema" of the CloudFormation CLI guide) and its
// SQL names. The plural table name and columns follow the awscc provider's naming (stackql.md 5.5);
// "x-stackql": {"table", "listTable"} in the document names the tables.
std::unique_ptr<snapshot::ResourceTypeT> CompileResourceType(const Values& values, ValueId document,
                                                             Problems& problems);

// The SELECT column of a property, as the awscc provider's generator names it.
std::string ColumnName(std::string_view property);

}  // namespace stackql::catalog
