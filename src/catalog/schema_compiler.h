#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/problem.h"
#include "snapshot/snapshot.h"
#include "value/value.h"

namespace stackql::catalog {

// Compiles JSON Schema documents (draft-07 as the CloudFormation registry uses it) to the nodes of
// one table. Mistakes in a schema are problems of the rule `invalid-schema`; what is not understood
// becomes a node that says nothing.
class SchemaCompiler {
 public:
  SchemaCompiler(const Values& values, Problems& problems) : values_(values), problems_(problems) {}

  // Adds the schema `schema`, in which "$ref": "#/definitions/X" is looked up in `definitions`
  // (kNoValue: none). Returns its index in nodes().
  uint32_t Add(ValueId schema, ValueId definitions);

  std::vector<std::unique_ptr<snapshot::SchemaT>>& nodes() { return nodes_; }

 private:
  uint32_t AddAt(ValueId schema, int depth);
  void Fill(snapshot::SchemaT& node, ValueId schema, int depth);
  void FillObject(snapshot::SchemaT& node, ValueId schema, int depth);
  void FillBounds(snapshot::SchemaT& node, ValueId schema);
  void FillTypes(snapshot::SchemaT& node, ValueId type);
  void FillEnumeration(snapshot::SchemaT& node, ValueId schema);
  void AddReference(snapshot::SchemaT& node, ValueId ref, int depth);
  std::vector<uint32_t> AddAll(ValueId list, int depth);
  int32_t AddOptional(ValueId schema, std::string_view keyword, int depth);
  void Report(ValueId at, std::string detail);

  const Values& values_;
  Problems& problems_;
  ValueId definitions_ = kNoValue;
  std::vector<std::unique_ptr<snapshot::SchemaT>> nodes_;
  std::map<std::pair<ValueId, std::string>, uint32_t> references_;
};

// Compiles a CloudFormation registry schema (typeName, properties, definitions, handlers, tagging,
// primaryIdentifier, ...; the page "Resource type schema" of the CloudFormation CLI guide) and its
// SQL names; "x-stackql": {"table", "listTable"} in the document names its tables. Null if the
// document is not one.
std::unique_ptr<snapshot::ResourceTypeT> CompileResourceType(const Values& values, ValueId document,
                                                             Problems& problems);

// The SELECT column of a property, as the awscc provider's generator names it.
std::string ColumnName(std::string_view property);

}  // namespace stackql::catalog
