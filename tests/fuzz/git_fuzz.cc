// Trees of git that no checkout would write: each line is the entry of a tree, its mode, what it
// holds, and its name.
#include <filesystem>
#include <sstream>

#include "base/git.h"
#include "fuzz/input.h"
#include "run/revision.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

class Repository {
 public:
  Repository() {
    Git({"init", "-q"}, "");
    for (const char* content : {"x", "resources", "../x", "../../../etc", "/etc/passwd", ""}) {
      blobs_.push_back(Git({"hash-object", "-w", "--stdin"}, content));
    }
  }

  std::string root() const { return folder_.path().string(); }

  // The hash of a tree with entries as they are written; empty: git does not store it.
  std::string Tree(const std::string& entries) {
    std::istringstream lines(entries);
    std::string mode;
    std::string name;
    unsigned content = 0;
    std::string tree;
    while (lines >> mode >> content && std::getline(lines.ignore(), name)) {
      tree += mode + " " + name.substr(0, name.find('\0')) + '\0';
      tree += Bytes(blobs_[content % blobs_.size()]);
    }
    return Git({"hash-object", "-t", "tree", "-w", "--literally", "--stdin"}, tree);
  }

 private:
  std::string Git(const std::vector<std::string>& arguments, const std::string& input) const {
    const Result<std::string> printed = RunGit(root(), arguments, input, {});
    return printed ? printed->substr(0, printed->find('\n')) : "";
  }

  static std::string Bytes(const std::string& hash) {
    std::string bytes;
    for (size_t i = 0; i + 1 < hash.size(); i += 2) {
      bytes += static_cast<char>(std::stoi(hash.substr(i, 2), nullptr, 16));
    }
    return bytes;
  }

  testing_support::TemporaryFolder folder_ = {};
  std::vector<std::string> blobs_ = {};
};

// Nothing in the folder leads out of it.
void RequireInside(const std::string& folder) {
  const std::string root = fs::canonical(folder).string() + "/";
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_symlink()) fuzz::Require(fs::canonical(entry).string().starts_with(root));
  }
}

}  // namespace
}  // namespace stackql

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace stackql;
  static Repository repository;
  const std::string tree = repository.Tree(std::string(reinterpret_cast<const char*>(data), size));
  if (tree.empty()) return 0;
  const Result<Revision> revision = CheckOut(repository.root(), tree, {.files = 50, .depth = 8});
  if (revision) RequireInside(revision->folder.path());
  return 0;
}
