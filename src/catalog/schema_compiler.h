#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/formats.h"
#include "diag/problem.h"
#include "snapshot/snapshot_objects.h"
#include "value/fwd.h"

namespace stackql::catalog {

// What is said of a schema that is read in part only: it is longer than any that AWS has.
inline constexpr std::string_view kTooLarge = "the schema is too large";

// Compiles JSON Schema documents (draft-07 as the CloudFormation registry uses it) to the nodes of
// one table. Mistakes in a schema are problems of the rule `invalid-schema`. A keyword that is not
// understood, or wrong, makes the verdict of its node doubtful: never a Yes, and a No only through
// other keywords.
class SchemaCompiler {
 public:
  enum class Mode {
    kRegistry,  // keywords that are not understood are passed over
    kStrict,    // they are mistakes, as are patterns that cannot be compiled
    kProvider,  // as kRegistry, in the spelling of StackQL's provider documents
  };
  // Definitions that nodes may refer to and that may be another type's: "#/components/schemas/Tag".
  using Shared = std::set<std::string, std::less<>>;
  SchemaCompiler(const Values& values, Problems& problems, Mode mode = Mode::kRegistry,
                 const Shared* shared = nullptr, const Formats* formats = nullptr)
      : values_(values), problems_(problems), mode_(mode), shared_(shared), formats_(formats) {}

  // Adds the schema `schema`; "$ref": "#/..." is a JSON pointer into `document`. Returns its index
  // in nodes().
  uint32_t Add(ValueId schema, ValueId document);

  std::vector<std::unique_ptr<snapshot::SchemaT>>& nodes() { return nodes_; }

 private:
  uint32_t AddAt(ValueId schema, int depth);
  void Fill(snapshot::SchemaT& node, ValueId schema, int depth);
  void FillObject(snapshot::SchemaT& node, ValueId schema, int depth);
  void FillComparisons(snapshot::SchemaT& node, ValueId schema);
  void FillPresence(snapshot::SchemaT& node, ValueId schema);
  void FillBounds(snapshot::SchemaT& node, ValueId schema);
  bool FillFormat(snapshot::SchemaT& node, ValueId format);
  void FillPattern(snapshot::SchemaT& node, ValueId schema);
  void FillTypes(snapshot::SchemaT& node, ValueId type);
  void FillEnumeration(snapshot::SchemaT& node, ValueId schema);
  void FillRelations(snapshot::SchemaT& node, ValueId schema);
  void AddReference(snapshot::SchemaT& node, ValueId ref, int depth);
  void CheckKeywords(snapshot::SchemaT& node, ValueId schema);
  std::vector<uint32_t> AddAll(snapshot::SchemaT& node, ValueId schema, std::string_view keyword,
                               int depth);
  int32_t AddOptional(ValueId schema, std::string_view keyword, int depth);
  ValueId Resolve(std::string_view pointer) const;
  // The value of a keyword, by any of its spellings.
  ValueId Keyword(ValueId schema, std::string_view keyword) const;
  std::vector<std::string> Names(snapshot::SchemaT& node, ValueId list, std::string_view keyword);
  std::vector<std::unique_ptr<snapshot::DependentsT>> DependentsOf(snapshot::SchemaT& node,
                                                                   ValueId schema,
                                                                   std::string_view keyword);
  std::vector<std::unique_ptr<snapshot::AmongT>> Pairs(snapshot::SchemaT& node, ValueId among);
  // The elements of a list, of which only so many are read; kNoValue or no list: none.
  std::vector<ValueId> List(snapshot::SchemaT& node, ValueId list, std::string_view keyword);
  std::string Copy(ValueId text);
  // A part of the node is not understood.
  void Doubt(snapshot::SchemaT& node);
  void Report(snapshot::SchemaT& node, ValueId at, std::string detail, std::string help = {});

  const Values& values_;
  Problems& problems_;
  Mode mode_;
  const Shared* shared_;
  const Formats* formats_;  // null: no format is known
  bool doubtful_ = false;   // below a shared definition
  ValueId document_ = kNoValue;
  bool full_ = false;  // the limits on size are reached
  bool told_full_ = false;
  size_t copied_ = 0;   // bytes of text
  int32_t doubt_ = -1;  // a node about which nothing is known
  std::vector<std::unique_ptr<snapshot::SchemaT>> nodes_;
  std::map<std::pair<ValueId, std::string>, uint32_t> references_;
};

struct CompiledType {
  std::unique_ptr<snapshot::ResourceTypeT> type = nullptr;
  std::vector<std::unique_ptr<snapshot::SqlTableT>> tables = {};
};

// Compiles a CloudFormation registry schema (typeName, properties, definitions, handlers, tagging,
// primaryIdentifier, ...; the page "Resource type schema" of the CloudFormation CLI guide) and its
// tables; "x-stackql": {"table", "listTable"} in the document names them. No type if the document
// is not such a schema.
CompiledType CompileResourceType(const Values& values, ValueId document, Problems& problems);

// The type alone, of an object that has `properties`.
std::unique_ptr<snapshot::ResourceTypeT> CompileType(const Values& values, ValueId document,
                                                     std::string type_name, Problems& problems,
                                                     const Formats* formats = nullptr);

// The SELECT column of a property, as the awscc provider's generator names it.
std::string ColumnName(std::string_view property);
// Whether that is the column, which is cheaper where most are not.
bool IsColumnOf(std::string_view column, std::string_view property);

}  // namespace stackql::catalog
