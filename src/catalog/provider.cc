#include "catalog/provider.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "catalog/provider_document.h"
#include "snapshot/snapshot_objects.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql::catalog {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".yaml";

// Names come from statements: none may lead out of the folder.
bool IsServiceName(std::string_view name) {
  return !name.empty() &&
         All(name, [](char c) { return IsLower(c) || IsDigit(c) || c == '_' || c == '-'; });
}

Result<std::unique_ptr<snapshot::ServiceT>> Compile(const std::string& path, std::string bytes) {
  Sources sources;
  Values values(sources);
  Problems problems;
  const yaml::Document document =
      yaml::Parse(values, sources.AddFile(path, std::move(bytes)), problems);
  if (document.root == kNoValue || values[document.root].kind != Kind::kObject) {
    return Failed("not a document of StackQL's awscc provider");
  }
  return CompileService(values, document.root, fs::path(path).stem().string(), problems);
}

}  // namespace

Provider::Provider(ProviderFolder folder, Cache cache)
    : folder_(std::move(folder)),
      documents_(folder_.path + "/services", std::move(cache), Compile) {}

const snapshot::Service* Provider::Find(std::string_view service) const {
  return IsServiceName(service) ? documents_.Find(std::string(service).append(kExtension))
                                : nullptr;
}

const std::vector<std::string>& Provider::Services() const {
  std::call_once(listed_, [&] {
    std::error_code error;
    for (fs::directory_iterator at(documents_.folder(), error), end; !error && at != end;
         at.increment(error)) {
      if (at->path().extension() != kExtension) continue;
      const std::string name = at->path().stem().string();
      if (IsServiceName(name)) services_.push_back(name);
    }
    std::sort(services_.begin(), services_.end());
  });
  return services_;
}

}  // namespace stackql::catalog
