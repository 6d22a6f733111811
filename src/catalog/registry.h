#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

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

// Compiles one schema. Null if it is none, with the reason in `error`; `anomalies`: what is wrong
// with it otherwise, a sentence each.
std::unique_ptr<snapshot::ResourceTypeT> CompileSchema(const std::string& path, std::string bytes,
                                                       std::string& error,
                                                       std::vector<std::string>& anomalies);

}  // namespace stackql::catalog
