#include "base/private_folder.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/system_error.h"

namespace stackql {

namespace fs = std::filesystem;

PrivateFolder::~PrivateFolder() { Remove(); }

PrivateFolder::PrivateFolder(PrivateFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

PrivateFolder& PrivateFolder::operator=(PrivateFolder&& other) noexcept {
  if (this != &other) {
    Remove();
    path_ = std::exchange(other.path_, {});
  }
  return *this;
}

void PrivateFolder::Remove() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
  path_.clear();
}

Result<PrivateFolder> PrivateFolder::Make() {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  const fs::path real = error ? fs::path() : fs::canonical(parent, error);
  std::string name = (real / "stackql-lint-XXXXXX").string();
  if (!error && mkdtemp(name.data()) == nullptr) error = {errno, std::generic_category()};
  if (error) return Failed("Cannot make a temporary folder: " + Describe(error) + ".");
  PrivateFolder folder;
  folder.path_ = std::move(name);
  return folder;
}

}  // namespace stackql
