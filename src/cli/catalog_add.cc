#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "base/read_file.h"
#include "base/system_error.h"
#include "catalog/registry.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/print.h"
#include "fetch/archive.h"
#include "fetch/staging.h"
#include "snapshot/snapshot_objects.h"

namespace stackql::cli {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestArchive = 64 << 20;
constexpr uint64_t kLargestSchema = 16 << 20;

// Texts by the names they were found under.
using Schemas = std::map<std::string, std::string>;

Result<Schemas> ReadFolder(const std::string& folder) {
  Schemas schemas;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".json") continue;
    auto text = ReadWholeFile(at->path().string(), kLargestSchema);
    if (!text) return tl::unexpected(text.error());
    schemas.emplace(at->path().filename().string(), std::move(*text));
  }
  if (error) return Failed("Cannot read '" + folder + "': " + Describe(error) + ".");
  return schemas;
}

Result<Schemas> ReadArchive(const std::string& path) {
  Schemas schemas;
  const auto bytes = ReadWholeFile(path, kLargestArchive);
  if (!bytes) return tl::unexpected(bytes.error());
  const Result<void> unpacked = fetch::UnpackZip(
      *bytes, fetch::ArchiveLimits(), [&](std::string_view name, std::string_view content) {
        if (name.ends_with(".json")) schemas.emplace(fs::path(name).filename().string(), content);
        return Result<void>();
      });
  if (!unpacked) return Failed(path + ": " + unpacked.error().message);
  return schemas;
}

// Puts what is a schema into the staged folder, under the name that its type has; how many they
// are.
Result<size_t> Import(const Schemas& schemas, fetch::Staging& staging) {
  size_t imported = 0;
  for (const auto& [name, text] : schemas) {
    const Result<catalog::CompiledSchema> schema = catalog::CompileSchema(name, text);
    if (!schema) {
      Say(std::string(name).append(": skipped: ").append(schema.error().message));
      continue;
    }
    const std::string& type = schema->type->type_name;
    for (const std::string& anomaly : schema->anomalies)
      Say(std::string(name).append(": ").append(anomaly));
    const std::string target = catalog::SchemaFileName(type);
    if (target.empty()) {
      Say(std::string(name).append(": skipped: not a valid resource type name: '" + type + "'"));
      continue;
    }
    const Result<void> written = staging.Write(target, text);
    if (!written) return tl::unexpected(written.error());
    ++imported;
  }
  return imported;
}

// Makes a set of what is read; how many types it has.
Result<size_t> AddSet(const fs::path& path, const fs::path& set) {
  std::error_code ignored;
  const Result<Schemas> schemas =
      fs::is_directory(path, ignored) ? ReadFolder(path.string()) : ReadArchive(path.string());
  if (!schemas) return tl::unexpected(schemas.error());
  fs::create_directories(set.parent_path(), ignored);
  fetch::Staging staging(set.string());
  if (const Result<void> opened = staging.Open(); !opened) return tl::unexpected(opened.error());
  Result<size_t> imported = Import(*schemas, staging);
  if (!imported) return imported;
  if (*imported == 0) return Failed("'" + path.string() + "' contains no schemas.");
  if (const Result<void> done = staging.Commit(); !done) return tl::unexpected(done.error());
  return imported;
}

int Add(const std::string& named) {
  const std::string cache = catalog::Cache::DefaultFolder();
  if (cache.empty()) {
    Say("there is no cache folder: set HOME or XDG_CACHE_HOME");
    return kExitFailure;
  }
  std::error_code ignored;
  const fs::path path = fs::weakly_canonical(named, ignored);
  const fs::path set = fs::path(cache) / "cfn" / path.stem();
  const Result<size_t> added = AddSet(path, set);
  if (!added) {
    Say(added.error().message);
    return kExitFailure;
  }
  PrintProse("Added " + std::to_string(*added) + " resource types in " + set.string() + ".\n");
  return kExitClean;
}

}  // namespace

Command CatalogAddCommand() {
  const auto path = std::make_shared<std::string>();
  return {
      .summary = "Add CloudFormation registry schemas",
      .description =
          "The schemas are copied into the user's cache, as a set with the name of PATH, which "
          "replaces an earlier set of that name. They describe types that the documents of StackQL "
          "lack. Faults of a schema are reported, and the rest of it is used.",
      .sections = {{"Options",
                    {{.names = "PATH",
                      .help = "Add this directory of schemas, or zip archive as AWS publishes it",
                      .binding = Text(*path),
                      .required = true}}}},
      .statuses = {{kExitClean, "added"},
                   {kExitUsage, "bad usage"},
                   {kExitFailure, "it failed, and nothing was changed"}},
      .examples = {"stackql-lint catalog add CloudformationSchema.zip"},
      .run = [path] { return Add(*path); },
  };
}

}  // namespace stackql::cli
