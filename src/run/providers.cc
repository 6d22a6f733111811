#include "run/providers.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "catalog/registry.h"

namespace stackql {

std::shared_ptr<const catalog::Provider> Providers::Open(
    std::optional<catalog::ProviderFolder> folder) {
  if (!folder) return nullptr;
  auto& provider = opened_[folder->path];
  if (!provider) {
    provider =
        std::make_shared<const catalog::Provider>(std::move(*folder), catalog::Cache(cache_));
  }
  return provider;
}

std::shared_ptr<const catalog::Provider> Providers::For(const discovery::Unit& unit) {
  if (!named_.empty()) return Open(catalog::ProviderIn(named_));
  std::string path = unit.manifest.empty() ? unit.query_files.front() : unit.manifest;
  if (path.front() != '/') {
    std::error_code error;
    if (current_.empty()) current_ = std::filesystem::current_path(error).string();
    path.insert(0, current_ + "/");
  }
  if (path.find("/..") != std::string::npos) {
    path = std::filesystem::path(path).lexically_normal().string();
  }
  return Above(path.substr(0, path.rfind('/')));
}

Providers::Found Providers::Above(std::string folder) {
  std::vector<std::string> looked;
  Found found;
  for (bool done = false; !done;) {
    const auto known = known_.find(folder);
    if (known != known_.end()) {
      found = known->second;
      break;
    }
    found = Open(catalog::ProviderBeside(folder));
    looked.push_back(folder);
    if (found == nullptr && folder.empty()) found = Open(catalog::ProviderElsewhere());
    done = found != nullptr || folder.empty();
    folder.resize(std::min(folder.rfind('/'), folder.size()));
  }
  for (std::string& each : looked) known_.emplace(std::move(each), found);
  return found;
}

std::string Providers::Error() {
  if (named_.empty() || catalog::ProviderIn(named_)) return {};
  return named_ +
         ": no documents of StackQL's awscc provider (a folder with services/*.yaml); run "
         "'stackql-lint "
         "catalog pull awscc' to download them";
}

std::vector<std::string> Providers::Failures() const {
  std::vector<std::string> failures;
  for (const auto& entry : opened_) {
    const std::vector<std::string> more = entry.second->Failures();
    failures.insert(failures.end(), more.begin(), more.end());
  }
  return failures;
}

}  // namespace stackql
