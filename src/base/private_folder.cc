#include "base/private_folder.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

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

std::string PrivateFolder::Make() {
  Remove();
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  const fs::path real = error ? fs::path() : fs::canonical(parent, error);
  if (error) return error.message();
  std::string name = (real / "stackql-lint-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) return std::generic_category().message(errno);
  path_ = name;
  return "";
}

}  // namespace stackql
