#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/compiled_documents.h"
#include "diag/problem.h"

namespace stackql::catalog {

// CloudFormation registry schemas on disk: `<folder>/<set>/aws-ivs-stage.json`, one a resource
// type, as AWS publishes them. Safe to share between threads.
class Registry {
 public:
  Registry(const std::string& folder, const Cache& cache);

  // In the first set, by name, that has the type; null if none has.
  const snapshot::ResourceType* Find(std::string_view type_name) const;
  // Every type of all sets, sorted; reads all of them.
  std::vector<const snapshot::ResourceType*> Types() const;
  // Schemas that could not be read, a sentence each.
  std::vector<std::string> Failures() const;

 private:
  std::vector<std::unique_ptr<CompiledDocuments>> sets_;
};

// The file of a type: "aws-ivs-stage.json"; empty if the name is not one of a type.
std::string SchemaFileName(std::string_view type_name);

struct CompiledSchema {
  std::unique_ptr<snapshot::ResourceTypeT> type;
  std::vector<std::string> anomalies = {};  // what is wrong with it all the same, a sentence each
};

// Compiles one schema; an error if the text is not one.
Result<CompiledSchema> CompileSchema(const std::string& path, std::string bytes);

}  // namespace stackql::catalog
