#include "run/providers.h"

#include <filesystem>
#include <utility>

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

std::shared_ptr<const catalog::Provider> Providers::For(const config::Unit& unit) {
  if (!named_.empty()) return Open(catalog::ProviderIn(named_));
  const std::string& path = unit.manifest.empty() ? unit.query_files.front() : unit.manifest;
  const std::string parent = std::filesystem::path(path).parent_path().string();
  const auto [at, added] = known_.emplace(parent, nullptr);
  if (added) at->second = Open(catalog::FindProvider(path));
  return at->second;
}

std::string Providers::Error() {
  if (named_.empty() || catalog::ProviderIn(named_)) return {};
  return named_ + ": no documents of StackQL's awscc provider (a folder with services/*.yaml)";
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
