#include "discovery/ignore_scopes.h"

#include <sys/stat.h>

#include <utility>

#include "base/path.h"
#include "base/read_file.h"
#include "discovery/discovery.h"

namespace stackql::discovery {
namespace {

constexpr uint64_t kLargestIgnoreFile = 256 << 10;

// The text after `key` in a one-line file of git's.
std::string ReadLine(const std::string& path, std::string_view key) {
  const auto bytes = ReadWholeFile(path, kLargestIgnoreFile);
  if (!bytes || !bytes->starts_with(key)) return {};
  return bytes->substr(key.size(), bytes->find_first_of("\r\n") - key.size());
}

// The folder that holds info/exclude: `.git` itself, or what a worktree's `.git` file leads to.
std::string GitFolder(const std::string& root) {
  std::string git = JoinPath(root, ".git");
  if (FileType(git) == S_IFDIR) return git;
  std::string pointed = ReadLine(git, "gitdir: ");
  if (pointed.empty()) return {};
  if (pointed.front() != '/') pointed = JoinPath(root, pointed);
  const std::string common = ReadLine(JoinPath(pointed, "commondir"), "");
  if (common.empty()) return pointed;
  return common.front() == '/' ? common : JoinPath(pointed, common);
}

// Git goes on upwards from a folder `.git` that has no HEAD.
bool IsRepository(const std::string& folder) {
  const std::string git = JoinPath(folder, ".git");
  const mode_t type = FileType(git);
  if (type != S_IFDIR) return type == S_IFREG;
  const mode_t head = FileType(JoinPath(git, "HEAD"));
  return head == S_IFREG || head == S_IFLNK;
}

}  // namespace

std::string RepositoryAround(const std::string& folder) {
  std::string root = folder;
  while (!root.empty() && !IsRepository(root)) {
    if (root == "/") return {};
    root = ParentPath(root);
  }
  return root;
}

void IgnoreScopes::Begin(const std::string& folder, std::vector<std::string>& failures) {
  scopes_.clear();
  first_ = 0;
  std::vector<std::string> above;
  std::string root = folder;
  while (!IsRepository(root)) {
    if (root == "/" || root.empty()) return;  // in no repository: only what is walked counts
    root = ParentPath(root);
    above.push_back(root);
  }
  for (auto entered = above.rbegin(); entered != above.rend(); ++entered) Enter(*entered, failures);
}

IgnoreScopes::Mark IgnoreScopes::Enter(const std::string& folder,
                                       std::vector<std::string>& failures) {
  const Mark mark = {scopes_.size(), first_};
  if (IsRepository(folder)) {
    first_ = scopes_.size();
    const std::string git = GitFolder(folder);
    if (!git.empty()) Add(JoinPath(git, "info/exclude"), folder, failures);
  }
  Add(JoinPath(folder, ".gitignore"), folder, failures);
  return mark;
}

void IgnoreScopes::Leave(Mark mark) {
  scopes_.resize(mark.count);
  first_ = mark.first;
}

void IgnoreScopes::Add(const std::string& file, const std::string& folder,
                       std::vector<std::string>& failures) {
  if (FileType(file) != S_IFREG) return;  // git follows no link here either
  const auto bytes = ReadWholeFile(file, kLargestIgnoreFile);
  if (!bytes) {
    failures.push_back(bytes.error().message);
    return;
  }
  IgnoreList list(*bytes);
  if (list.empty()) return;
  scopes_.push_back({.base = JoinPath(folder, "x").size() - 1, .list = std::move(list)});
}

bool IgnoreScopes::Ignored(std::string_view path, bool is_directory) const {
  for (size_t i = scopes_.size(); i > first_; --i) {
    const Scope& scope = scopes_[i - 1];
    const Verdict verdict = scope.list.Judge(path.substr(scope.base), is_directory);
    if (verdict != Verdict::kSilent) return verdict == Verdict::kIgnored;
  }
  return false;
}

}  // namespace stackql::discovery
