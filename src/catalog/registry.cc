#include "catalog/registry.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "catalog/resource_facts.h"
#include "catalog/schema_compiler.h"
#include "json/json.h"
#include "value/value.h"

namespace stackql::catalog {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".json";

std::vector<fs::path> Sorted(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    paths.push_back(at->path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<std::unique_ptr<snapshot::ServiceT>> Compile(const std::string& path, std::string bytes) {
  Result<CompiledSchema> schema = CompileSchema(path, std::move(bytes));
  if (!schema) return tl::unexpected(schema.error());
  auto service = std::make_unique<snapshot::ServiceT>();
  service->name = schema->type->service;
  service->types.push_back(std::move(schema->type));
  return service;
}

}  // namespace

std::string SchemaFileName(std::string_view type_name) {
  std::string name;
  for (size_t at = 0; at < type_name.size(); ++at) {
    const char c = type_name[at];
    const bool word = IsAlnum(c);
    const bool colons = type_name.substr(at, 2) == "::";
    if (!word && !colons) return {};
    name += colons ? '-' : c;
    at += colons ? 1 : 0;
  }
  return name.empty() ? name : Lower(name).append(kExtension);
}

Result<CompiledSchema> CompileSchema(const std::string& path, std::string bytes) {
  Sources sources;
  Values values(sources);
  Problems problems;
  const TextId file = sources.AddFile(path, std::move(bytes));
  const auto size = static_cast<uint32_t>(sources.Bytes(file).size());
  const json::Parsed parsed = json::Parse(values, {file, {0, size}});
  if (parsed.value == kNoValue) return Failed("not JSON: expected " + parsed.expected);
  CompiledSchema schema = {.type = CompileResourceType(values, parsed.value, problems).type};
  for (const Problem& problem : problems) {
    for (const auto& arg : problem.what.args) schema.anomalies.push_back(arg.second);
  }
  if (schema.type != nullptr) return schema;
  return Failed(schema.anomalies.empty() ? "not a schema" : schema.anomalies.front());
}

Registry::Registry(const std::string& folder, const Cache& cache) {
  for (const fs::path& set : Sorted(folder)) {
    sets_.push_back(std::make_unique<CompiledDocuments>(set.string(), cache, Compile));
  }
}

const snapshot::ResourceType* Registry::Find(std::string_view type_name) const {
  if (sets_.empty()) return nullptr;
  const std::string name = SchemaFileName(type_name);
  if (name.empty()) return nullptr;
  for (const auto& set : sets_) {
    const snapshot::Service* found = set->Find(name);
    if (found == nullptr || found->types() == nullptr || found->types()->size() == 0) continue;
    const snapshot::ResourceType* type = found->types()->Get(0);
    if (type->type_name()->string_view() == type_name) return type;
  }
  return nullptr;
}

std::vector<const snapshot::ResourceType*> Registry::Types() const {
  std::map<std::string_view, const snapshot::ResourceType*> types;
  for (const auto& set : sets_) {
    for (const fs::path& path : Sorted(set->folder())) {
      if (path.extension() != kExtension) continue;
      const snapshot::Service* found = set->Find(path.filename().string());
      if (found == nullptr || found->types() == nullptr) continue;
      for (const auto* type : *found->types())
        types.emplace(type->type_name()->string_view(), type);
    }
  }
  std::vector<const snapshot::ResourceType*> all;
  all.reserve(types.size());
  for (const auto& entry : types) all.push_back(entry.second);
  return all;
}

std::vector<std::string> Registry::Failures() const {
  std::vector<std::string> failures;
  for (const auto& set : sets_) {
    const std::vector<std::string> more = set->Failures();
    failures.insert(failures.end(), more.begin(), more.end());
  }
  return failures;
}

}  // namespace stackql::catalog
